"""The secrets in a text, each once, in the order of the text.

What is found is always covered by `tokenlint.credentials.redact.covered`:
both look at the same places.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from tokenlint.credentials.secrets.named import in_kubernetes, under_name
from tokenlint.credentials.secrets.places import Form, Named, named_values
from tokenlint.credentials.secrets.secret import Secret, Sighting
from tokenlint.credentials.secrets.spoken import spoken

_LINE_END = re.compile(r"\r\n|\r|\n")


def find_secrets(text: str, named: Iterable[Named] | None = None) -> Iterator[Secret]:
    """Every secret of a text; never raises, in time proportional to the text.

    `named` are the named values of the text, for a caller who has them already.
    """
    return _placed(text, _sightings(text, named_values(text) if named is None else named))


def _sightings(text: str, named: Iterable[Named]) -> list[Sighting]:
    """What speaks for itself wins over what only has the name of a secret."""
    sure = _apart(spoken(text))
    found = [each for each in _under_names(text, named) if not _meets(each, sure)]
    told = (each for each in sure if each.kind is not None)
    return _apart((*told, *found))


def _apart(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Sightings in the order of the text, none of which overlaps another one."""
    apart: list[Sighting] = []
    for each in sorted(sightings, key=lambda seen: (seen.start, -seen.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return apart


def _meets(each: Sighting, sure: list[Sighting]) -> bool:
    at = bisect_left(sure, each.end, key=lambda seen: seen.start)
    return at > 0 and sure[at - 1].end > each.start


def _under_names(text: str, every: Iterable[Named]) -> Iterator[Sighting]:
    """Of several ways to read the value at one place, the first one tells."""
    seen: set[int] = set()
    for named in every:
        if named.start not in seen:
            seen.add(named.start)
            if named.form is Form.DATA:
                yield from in_kubernetes(text, named, _within)
            else:
                yield from under_name(text, named)


def _within(decoded: str) -> list[Sighting]:
    """The secrets of a text that was decoded; what is encoded once more is left alone."""
    plain = (each for each in named_values(decoded) if each.form is not Form.DATA)
    return _sightings(decoded, plain) if decoded else []


def _placed(text: str, sightings: Iterable[Sighting]) -> Iterator[Secret]:
    """The secrets with their lines."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text) + 1]
    for each in sightings:
        if each.kind is None:
            continue
        line = min(bisect_right(starts, each.start), len(starts) - 1)
        first, behind = starts[line - 1], starts[line] - 1
        if behind > first and text[behind - 1 : behind + 1] == "\r\n":
            behind -= 1
        yield Secret(
            kind=each.kind,
            line=line,
            column=each.start - first + 1,
            end_column=min(each.end, behind) - first + 1,
            start=each.start,
            end=each.end,
            fingerprint=each.fingerprint,
            expires=each.expires,
            well_known=each.well_known,
            hashed=each.hashed,
        )
