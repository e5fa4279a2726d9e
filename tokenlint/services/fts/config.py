"""A file of FTS3 as a list of settings that count, with what keeps the service from starting.

The header of the first section may be left out and is `[fts3]`. Names are compared letter by
letter. Source: `config.py` of cern-fts/fts-rest-flask: `ConfigParser` with `optionxform = str`,
which refuses a name that stands twice in a section.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.structured.ini import Ini, Option, read_ini
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

MAIN = "fts3"


@dataclass(frozen=True)
class Config:
    """The options of a file; `complete`: nothing else can say more than is written here."""

    text: Text = field(repr=False)
    ini: Ini = field(repr=False)
    complete: bool

    def of(self, section: str) -> Iterator[Option]:
        """The options of a section; what stands before the first one belongs to `fts3`."""
        return (each for each in self.ini.options if (each.section or MAIN) == section)

    def get(self, key: str, section: str = MAIN) -> Option | None:
        """The option that counts, its name written as the product writes it."""
        found = [each for each in self.of(section) if each.name.text == key]
        return found[-1] if found else None

    def section(self, name: str) -> Value | None:
        """The header of a section."""
        return next((each for each in self.ini.sections if each.text == name), None)

    def switch(self, key: str, default: bool | None) -> bool | None:
        """A boolean as configparser reads it; None where it cannot be told."""
        option = self.get(key)
        if option is None:
            return default if self.complete else None
        words = {"1": True, "yes": True, "true": True, "on": True}
        words |= {"0": False, "no": False, "false": False, "off": False}
        return words.get(option.value.text.strip().casefold()) if option.value.known else None

    @property
    def whole(self) -> Source:
        """The file as a whole, or the piece of one."""
        return self.text.whole


def config_of(text: Text) -> Config:
    """The settings of a text."""
    ini = read_ini(text)
    return Config(text, ini, complete=not (ini.open or text.embedded))


def repeated(config: Config) -> Iterator[Problem]:
    """Names that stand twice in a section: the service does not start with them."""
    seen: set[tuple[str, str]] = set()
    for option in config.ini.options:
        key = (option.section or MAIN, option.name.text)
        if key in seen and option.name.known:
            reason = f"FTS REST does not start with `{key[1]}` twice in one section"
            yield Problem("syntax", option.name.source, reason, "keep one of the two")
        seen.add(key)
