"""Which reader a log gets: by its first lines, or as the user says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Final

from tokenlint.audit.readers.log_mapping import LogMapping
from tokenlint.audit.readers.reader import Circumstances, LogReader
from tokenlint.audit.readers.recognise import SAMPLE, recognise
from tokenlint.audit.verdict import Terms
from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import Part
from tokenlint.capture.ranges import open_plain, read_at
from tokenlint.source import Problem

_NO_TERMS: Final = Terms()
_BEGINNING: Final = CaptureLimits(block=SAMPLE)


@dataclass(frozen=True, slots=True)
class Format:
    """What the user says of the logs: the name of a format, a mapping of JSON lines, the zone."""

    name: str = ""
    mapping: LogMapping | None = None
    zone: tzinfo | None = None
    year: int | None = None


def reader_for(
    sample: bytes, origin: str, said: Format, terms: Terms = _NO_TERMS, given: Input | None = None
) -> LogReader | Problem:
    """The reader for a log that begins with these lines."""
    where = circumstances(origin, said, terms, given)
    end = sample.rfind(b"\n", 0, SAMPLE) + 1
    return recognise(sample[:end] or sample[:SAMPLE], where, name=said.name, mapping=said.mapping)


def circumstances(
    origin: str, said: Format, terms: Terms = _NO_TERMS, given: Input | None = None
) -> Circumstances:
    """What is known of a log besides its lines."""
    return Circumstances(origin, said.zone, said.year, _changed(origin, given), terms.service)


def _changed(origin: str, given: Input | None) -> float | None:
    """When a local file was last written; without an input it is a part of the file `origin`."""
    place = origin if given is None else given.location or given.name
    if not isinstance(place, str):
        return None
    try:
        return Path(place).stat().st_mtime
    except (OSError, ValueError):
        return None


def stands_alone(given: Input, said: Format) -> bool:
    """Whether each line of a large plain file can be read without those before it."""
    try:
        with open_plain(given.location or given.name) as handle:
            sample = read_at(handle, SAMPLE, 0)
    except OSError:
        return True  # told when it is read
    found = reader_for(sample, given.name, said)
    return not isinstance(found, Problem) and not found.in_order


def needs_order(given: Input, said: Format) -> bool | None:
    """Whether lines of a file need those before them; None where its beginning does not tell."""
    for opened in open_input(given, []):
        first = next(read_chunks(opened, [], _BEGINNING), None)
        if first is not None:
            found = reader_for(first.data, given.name, said)
            return None if isinstance(found, Problem) else found.in_order
    return None


__all__ = ["Format", "Mapping", "Part", "needs_order", "reader_for", "stands_alone"]
