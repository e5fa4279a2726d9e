"""A macaroon as a code frame shows it, one line a field, and where each caveat stands in it."""

from dataclasses import dataclass

from tokenlint.credentials.macaroon.facts import meaning_of
from tokenlint.credentials.macaroon.language import Meaning
from tokenlint.credentials.macaroon.macaroon import Caveat, Macaroon
from tokenlint.credentials.macaroon.privilege_of import Understanding
from tokenlint.credentials.macaroon.reading import split
from tokenlint.credentials.redact import SHORTENED, quoted
from tokenlint.policy.finding import Location
from tokenlint.policy.reach import cut
from tokenlint.source import Pointer, Source

_KEPT = 8  # characters of an identifier
_BEFORE = 2  # lines before the first caveat: location and identifier
_LABEL = 11  # characters before the value of each line


@dataclass(frozen=True, slots=True)
class MacaroonText:
    """The text of the frame, without signature, and without what says who somebody is."""

    macaroon: Macaroon
    understanding: Understanding
    source: Source

    @property
    def file(self) -> str:
        """The name under which it is shown."""
        return f"<macaroon {self.macaroon.fingerprint}>"

    def texts(self) -> dict[str, str]:
        """The text by its name; nothing for what could not be read."""
        if not self.macaroon.readable:
            return {}
        identifier = self.macaroon.identifier.decode("utf-8", "backslashreplace")
        shortened = identifier[:_KEPT] + SHORTENED if len(identifier) > _KEPT else identifier
        lines = [("location", self.location_words()), ("identifier", quoted(shortened))]
        lines += [("caveat", self.caveat_words(i)) for i in range(len(self.macaroon.caveats))]
        text = "".join(f"{name:<{_LABEL}}{words}\n" for name, words in lines)
        return {self.file: text}

    def location_words(self) -> str:
        """The location as it is shown."""
        return quoted(cut(self.macaroon.location)) or "(none)"

    def caveat_words(self, index: int) -> str:
        """One caveat as it is shown: of somebody's name only the key."""
        caveat: Caveat = self.macaroon.caveats[index]
        if caveat.third_party:
            return f"of a third party at {quoted(cut(caveat.location)) or '(nowhere)'}"
        if meaning_of(self.understanding, caveat.text) is Meaning.IDENTITY:
            return f"{split(caveat.text)[0]}:{SHORTENED}"
        return quoted(cut(caveat.text))

    def location(self, pointer: Pointer) -> Location:
        """The line that shows what a pointer into the facts means; else the file itself."""
        if not self.macaroon.readable:
            return Location(self.source)
        match pointer.split("/")[1:]:
            case ["macaroon", "caveats", number, *_] if number.isdecimal():
                return self._line(_BEFORE + 1 + int(number), self.caveat_words(int(number)))
            case _:
                return self._line(1, self.location_words())

    def _line(self, number: int, words: str) -> Location:
        first = _LABEL + 1
        return Location(Source(self.file, number, first, first + len(words)))
