"""From what a scan noted to the document that the rules of captures judge."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from tokenlint.capture.chunks import Chunk
from tokenlint.policy.capture_subject import CaptureSubject, Noted
from tokenlint.policy.neighbours import host_of
from tokenlint.policy.settings import Settings
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.read import Reader
from tokenlint.scan.counts import Counts
from tokenlint.scan.judge import Judged, subject_of
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.statistics import Statistics, is_valid, statistics
from tokenlint.scan.summary import Place
from tokenlint.source import Source

_MOST_PLACES = 10
_KEYS = "certificates-with-key"


def capture_subject(
    numbers: Statistics,
    judged: Sequence[Judged],
    settings: Settings,
    lines: Mapping[Place, Place],
    log_of: str = "",
) -> CaptureSubject:
    """The capture under judgement; `lines` gives places their lines.

    `log_of` is the host whose log or traffic all inputs are, empty where that is not known:
    then the first token of each shape is looked at, and what stands near it.
    """

    def noted(name: str, count: int, places: Iterable[Place]) -> Noted:
        known = (lines.get(place, place) for place in places)
        return Noted(name, count, tuple(Source(place.input, place.line) for place in known))

    valid = _valid(judged, settings)
    keys = [seen for seen in numbers.others if seen.name == _KEYS]
    shared = [place for twins in numbers.reused.examples[:1] for _, place in twins]
    return CaptureSubject(
        settings,
        presented=tuple(
            noted(seen.name, seen.tokens, (place for place, _ in seen.places))
            for seen in numbers.presented
        ),
        valid=noted("", sum(each.tally.count for each in valid), _firsts(valid)),
        shared=noted("", numbers.reused.ids.count, shared),
        elsewhere=tuple(
            noted(name, sum(each.tally.count if log_of else 1 for each in some), _firsts(some))
            for name, some in sorted(_elsewhere(judged, log_of).items())
        ),
        keys=noted(
            "",
            sum(seen.tokens for seen in keys),
            (place for seen in keys for place, _ in seen.places),
        ),
    )


def first_places(judged: Sequence[Judged], settings: Settings, log_of: str) -> list[Place]:
    """The places of single tokens that the document will name."""
    groups = [_valid(judged, settings), *_elsewhere(judged, log_of).values()]
    return [place for group in groups for place in _firsts(group)]


def _valid(judged: Iterable[Judged], settings: Settings) -> list[Judged]:
    return [each for each in judged if _is_token(each) and is_valid(each, settings.at)]


def _is_token(judged: Judged) -> bool:
    return isinstance(judged.subject, TokenSubject)


def _elsewhere(judged: Iterable[Judged], log_of: str) -> dict[str, list[Judged]]:
    """Tokens in the traffic of a host that their audience does not name, by host and audience."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for each in judged:
        audience = each.privilege.audience
        host = host_of(log_of or each.tally.example.host)
        if not host or audience.endpoints is None or not _is_token(each):
            continue
        if host not in {host_of(name) for name in audience.endpoints}:
            found[f"{host}, although for {', '.join(sorted(audience.endpoints))}"].append(each)
    return found


def _firsts(judged: Iterable[Judged]) -> list[Place]:
    return sorted(each.tally.place for each in judged)[:_MOST_PLACES]


def capture_of(data: bytes, reader: Reader) -> CaptureSubject:
    """What a scan of these bytes alone notes; places are those of `<capture>`."""
    counts = Counts()
    counts.name, counts.line = "<capture>", 1
    Sieve(Needles(), LongWay(reader, counts), counts).take(Chunk(data, 0))
    summary = counts.summary()
    judged = [
        Judged(tally, subject_of(tally.example, Source(tally.place.input), reader), [])
        for tally in summary.shapes.values()
    ]
    numbers = statistics(summary, judged, reader.settings.at)
    return capture_subject(numbers, judged, reader.settings, {})
