"""Line numbers of places that were noted as byte offsets, for the few that are shown.

Counting the lines of all inputs would cost more than finding the tokens in them.
"""

import os
from collections import defaultdict
from collections.abc import Iterable

from tokenlint.scan.summary import Place

_BLOCK = 1 << 20


def with_lines(places: Iterable[Place]) -> dict[Place, Place]:
    """Each place with its line; without one where the file can no longer be read so far."""
    known: dict[Place, Place] = {}
    waiting: dict[str, list[Place]] = defaultdict(list)
    for place in set(places):
        known[place] = place
        if not place.line:
            waiting[place.input].append(place)
    for name, some in waiting.items():
        known |= _of_file(name, sorted(some))
    return known


def _of_file(name: str, places: list[Place]) -> dict[Place, Place]:
    """Places of one file, in order: the lines before each are counted once."""
    found: dict[Place, Place] = {}
    at, line = 0, 1
    try:
        descriptor = os.open(name, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return found
    try:
        for place in places:
            while at < place.offset:
                data = os.pread(descriptor, min(_BLOCK, place.offset - at), at)
                if not data:
                    return found
                line += data.count(b"\n")
                at += len(data)
            found[place] = place._replace(line=line)
    except OSError:
        return found
    finally:
        os.close(descriptor)
    return found
