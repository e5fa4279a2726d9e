r"""Distinguished names as the grid writes them: `/DC=example/DC=grid/CN=Jane Doe`.

The form is that of OpenSSL's one-line names, which grid-mapfiles and `voms-proxy-info` use:
short names for the types it knows, dotted numbers for others,
and `\x` with two digits for every byte that is no printable ASCII.
"""

import re
from dataclasses import dataclass

from tokenlint.credentials.redact import SHORTENED

COMMON_NAME = "CN"
_SHORT = {
    "2.5.4.3": COMMON_NAME,
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "street",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "GN",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
}
_OF_PLACES = frozenset({"DC", "C", "ST", "L", "O", "OU"})
_MADE_FOR_PROXIES = re.compile(r"[0-9]+|(?:limited )?proxy")
_HOST = re.compile(r"(?:[a-z]+/)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_KEPT_OF_PERSONAL = 2
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class DistinguishedName:
    """The parts of a name in their order: pairs of a type and a value."""

    parts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, pairs: "list[tuple[str, str]]") -> "DistinguishedName":
        """A name of pairs of a dotted object identifier and a value."""
        return cls(tuple((_SHORT.get(oid, oid), value) for oid, value in pairs))

    def __str__(self) -> str:
        return "".join(f"/{kind}={_printable(value)}" for kind, value in self.parts)

    def same(self, other: "DistinguishedName") -> bool:
        """Whether both mean one name: case and runs of white space do not count (RFC 5280 7.1)."""
        return self._folded() == other._folded()  # noqa: SLF001 - of the same class

    def extends(self, other: "DistinguishedName") -> bool:
        """Whether it is the other name with one common name more (RFC 3820 section 3.4)."""
        added = self.parts[len(other.parts) :]
        if len(added) != 1 or added[0][0] != COMMON_NAME:
            return False
        return DistinguishedName(self.parts[:-1]).same(other)

    @property
    def above(self) -> "DistinguishedName":
        """The name without its last part."""
        return DistinguishedName(self.parts[:-1])

    @property
    def last_common_name(self) -> str:
        """The value of the last part, empty where that is no common name."""
        kind, value = self.parts[-1] if self.parts else ("", "")
        return value if kind == COMMON_NAME else ""

    def shown(self) -> str:
        """The name as it is shown: of what may name a person only a beginning."""
        return str(
            DistinguishedName(tuple((kind, _short(kind, text)) for kind, text in self.parts))
        )

    def _folded(self) -> tuple[tuple[str, str], ...]:
        return tuple(
            (kind, _SPACES.sub(" ", value.strip()).casefold()) for kind, value in self.parts
        )


def _printable(value: str) -> str:
    return "".join(_byte(each) for each in value.encode("utf-8", "surrogatepass")).replace(
        _MARK, SHORTENED
    )


def _byte(value: int) -> str:
    return chr(value) if 0x20 <= value <= 0x7E else f"\\x{value:02X}"  # noqa: PLR2004 - ASCII


_MARK = "".join(_byte(each) for each in SHORTENED.encode())


def _short(kind: str, value: str) -> str:
    """What is shown of one part: places, numbers and hosts whole, of others a beginning."""
    safe = kind in _OF_PLACES or (
        kind == COMMON_NAME and bool(_MADE_FOR_PROXIES.fullmatch(value) or _HOST.fullmatch(value))
    )
    return (
        value if safe or len(value) <= _KEPT_OF_PERSONAL else value[:_KEPT_OF_PERSONAL] + SHORTENED
    )
