"""Line numbers of places that were noted as byte offsets, for the few that are shown.

Counting the lines of all inputs would cost more than finding the tokens in them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tokenlint.capture.location import Location
from tokenlint.capture.ranges import open_plain, read_at
from tokenlint.scan.summary import Place

_BLOCK = 1 << 20
_HERE: Mapping[str, Location] = {}


def with_lines(
    places: Iterable[Place], locations: Mapping[str, Location] = _HERE
) -> dict[Place, Place]:
    """Each place with its line; without one where the file can no longer be read so far.

    `locations` tell where inputs are opened, where their names do not.
    """
    known, waiting = by_input(places)
    for name, some in waiting.items():
        known |= lines_of(locations.get(name, name), some)
    return known


def by_input(places: Iterable[Place]) -> tuple[dict[Place, Place], dict[str, list[Place]]]:
    """Each place as it is, and those whose lines are to be found out, by their inputs."""
    known: dict[Place, Place] = {}
    waiting: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(set(places)):
        known[place] = place
        if not place.line:
            waiting[place.input].append(place)
    return known, waiting


def lines_of(location: Location, places: Iterable[Place]) -> dict[Place, Place]:
    """Places of one file, in order: the lines before each are counted once."""
    found: dict[Place, Place] = {}
    at, line = 0, 1
    try:
        with open_plain(location) as handle:
            for place in places:
                while at < place.offset:
                    data = read_at(handle, min(_BLOCK, place.offset - at), at)
                    if not data:
                        return found
                    line += data.count(b"\n")
                    at += len(data)
                found[place] = place._replace(line=line)
    except OSError:
        return found
    return found
