"""The properties that one cell of dCache sees: layers over each other, the innermost wins.

A cell reads its own section, then that of its domain, then the part of the layout above
the sections, then `dcache.conf`, then the defaults that dCache ships.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tokenlint.services.dcache.properties import Entry
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Source

_REFERENCE = re.compile(r"\$\{([\w.!-]+)\}")
_MOST_TEXT = 10_000
_DEPTH = 8
_UNITS = {
    "NANOS": 1e-9,
    "MICROS": 1e-6,
    "MILLIS": 1e-3,
    "MILLISECONDS": 1e-3,
    "SECONDS": 1,
    "MINUTES": 60,
    "HOURS": 3600,
    "DAYS": 86_400,
    "WEEKS": 604_800,
}
_MOST_SECONDS = 10**12
# Where dCache keeps its files unless it is told otherwise (skel/share/defaults/paths.properties).
_PATHS = {
    "dcache.paths.etc": "/etc/dcache",
    "dcache.paths.grid-security": "/etc/grid-security",
}


@dataclass(frozen=True, slots=True)
class View:
    """Properties in layers, the innermost first. `open` tells that some may be elsewhere.

    `source` is where a property would have to be written.
    """

    layers: tuple[Mapping[str, Entry], ...]
    source: Source
    open: bool

    def entry(self, key: str) -> Entry | None:
        """The entry of a key that holds, None where none is written."""
        return next((layer[key] for layer in self.layers if key in layer), None)

    def entries(self, prefixes: tuple[str, ...]) -> dict[str, Entry]:
        """The entries that hold and whose keys begin so, in the order of the files."""
        found: dict[str, Entry] = {}
        for layer in reversed(self.layers):
            found |= {key: entry for key, entry in layer.items() if key.startswith(prefixes)}
        return found

    def value(self, key: str) -> Value | None:
        """The value of a key with what it refers to, None where it is not written."""
        entry = self.entry(key)
        return None if entry is None else self.read(entry)

    def read(self, entry: Entry) -> Value:
        """The value of an entry; unknown where a reference leads nowhere."""
        text = self.expand(entry.value)
        return Value.of(text, entry.place(entry.value))

    def text(self, key: str, default: str) -> str | None:
        """A value as plain text, or its default; None where it is not known."""
        value = self.value(key)
        if value is None:
            return None if self.open else default
        return value.text if value.known else None

    def maps(self, prefix: str) -> Iterator[tuple[str, Entry]]:
        """The entries `prefix!NAME` with their names, in the order of the files."""
        for key, entry in self.entries((f"{prefix}!",)).items():
            yield key[len(prefix) + 1 :], entry

    def expand(self, text: str, depth: int = 0) -> str:
        """Put in what `${...}` refers to, as far as the files say."""
        if depth > _DEPTH or "${" not in text or len(text) > _MOST_TEXT:
            return text

        def referred(match: re.Match[str]) -> str:
            entry = self.entry(match[1])
            if entry is not None:
                inner = self.expand(entry.value, depth + 1)
                return match[0] if len(inner) > _MOST_TEXT or has_placeholder(inner) else inner
            return _PATHS.get(match[1], match[0])

        return _REFERENCE.sub(referred, text)

    def seconds(self, key: str, default: float, unit: str) -> float | None:
        """A duration in seconds by its key and the key `KEY.unit`; None where it is not known."""
        number = self.text(key, "")
        named = self.text(f"{key}.unit", unit)
        if number is None or named is None:
            return None
        if not number:
            return default
        factor = _UNITS.get(named.strip().upper())
        if factor is None or not number.strip().isascii() or not number.strip().isdigit():
            return None
        return min(int(number.strip()[:15]) * factor, _MOST_SECONDS)
