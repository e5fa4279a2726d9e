"""Multi-status answers of WebDAV (RFC 4918 section 13), read so that nobody can swell them.

No document type and so no entity is taken, depth and number of members are bounded.
"""

import contextlib
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from xml.parsers import expat

_DAV = "DAV:"
_DEEPEST = 50
_MOST_MEMBERS = 100_000
_TEXTS = frozenset({"href", "status", "getcontentlength"})
_SUCCESS = range(200, 300)


class Unreadable(Exception):
    """An answer is no multi-status; the text says why."""


@dataclass(slots=True)
class Member:
    """What an answer says of one resource.

    `status` is that of the member as a whole (0: none given), `statuses` those of its properties.
    """

    href: str = ""
    status: int = 0
    statuses: list[int] = field(default_factory=list)
    directory: bool = False
    size: int | None = None

    @property
    def succeeded(self) -> bool:
        """Whether something was found or done, and nothing failed as a whole."""
        if self.status:
            return self.status in _SUCCESS
        return any(status in _SUCCESS for status in self.statuses)

    @property
    def worst(self) -> int:
        """The status that tells most: of the member, else the greatest of its properties."""
        return self.status or max(self.statuses, default=0)

    @property
    def name(self) -> str:
        """The last component of its path, decoded; as spelled where that is no printable name."""
        spelled = self.href.partition("?")[0].rstrip("/").rpartition("/")[2]
        if not spelled.isprintable():
            spelled = quote(spelled, safe="%")
        with contextlib.suppress(ValueError):
            decoded = unquote(spelled, errors="strict")
            return decoded if decoded.isprintable() and "/" not in decoded else spelled
        return spelled


def read_multistatus(body: bytes) -> list[Member]:
    """The members of a multi-status, in order. Raises Unreadable."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)  # the end of the document; it has no keyword
    except (expat.ExpatError, LookupError, ValueError):  # also encodings that nobody knows
        raise Unreadable("it is no well-formed XML") from None
    if not reader.members:
        raise Unreadable("it tells of no resource")
    return reader.members


class _Reader:
    """What of the elements of a multi-status is kept; unknown elements are passed over."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._open: list[str] = []
        self._said = ""

    def doctype(self, *_: object) -> None:
        raise Unreadable("it declares a document type")

    def start(self, name: str, _: object) -> None:
        space, _, local = name.rpartition(" ")
        self._open.append(local if space == _DAV else name)
        self._said = ""
        if len(self._open) == 1 and local != "multistatus":
            raise Unreadable("it is no multi-status")
        if len(self._open) > _DEEPEST or len(self.members) > _MOST_MEMBERS:
            raise Unreadable("it is too deep or too long")
        if self._open == ["multistatus", "response"]:
            self.members.append(Member())

    def text(self, said: str) -> None:
        if self._open[-1] in _TEXTS:
            self._said += said

    def end(self, _: str) -> None:
        place, said = self._open[1:], self._said.strip()
        self._open.pop()
        if len(place) < 2 or place[0] != "response":  # noqa: PLR2004  # a response and what is in it
            return
        member = self.members[-1]
        if place == ["response", "href"]:
            member.href = member.href or said
        elif place == ["response", "status"]:
            member.status = _status(said)
        elif place == ["response", "propstat", "status"]:
            member.statuses.append(_status(said))
        elif place[-2:] == ["resourcetype", "collection"]:
            member.directory = True
        elif place[-1] == "getcontentlength" and said.isascii() and said.isdecimal():
            member.size = int(said)


def _status(line: str) -> int:
    """The number in `HTTP/1.1 404 Not Found`; 599 for what is none, so that it is no success."""
    words = line.split()
    if len(words) > 1 and words[1].isascii() and words[1].isdecimal() and len(words[1]) == 3:  # noqa: PLR2004
        return int(words[1])
    return 599
