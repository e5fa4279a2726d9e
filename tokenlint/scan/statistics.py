"""What a scan found, in numbers: distributions over all tokens, each of bounded length."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tokenlint.policy.reach import cut
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.scan.judge import Judged
from tokenlint.scan.sketch import Sketch
from tokenlint.scan.summary import Place, Spot, Summary, Twins

_MOST_GROUPS = 20
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
LIFETIMES = (  # seconds up to which, in words
    (15 * _MINUTE, "up to 15 min"),
    (_HOUR, "up to 1 h"),
    (6 * _HOUR, "up to 6 h"),
    (_DAY, "up to 1 d"),
    (4 * _DAY, "up to 4 d"),
    (8 * _DAY, "up to 8 d"),
)
LONGER, ENDLESS, UNUSABLE = "over 8 d", "without end", "unusable times"
ANY, MISSING, ODD = "(any)", "(missing)", "(unusable)"


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens that have something in common, by its name."""

    name: str
    tokens: int
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, and whether it is exact; else it is good to about one percent."""

    count: int
    exact: bool = True

    @classmethod
    def of(cls, sketch: Sketch[None]) -> "Estimate":
        """What a sketch tells."""
        return cls(sketch.count, sketch.exact)


@dataclass(frozen=True, slots=True)
class Reused:
    """Token ids that several tokens of one issuer have; the tokens of one of them."""

    ids: Estimate
    examples: tuple[Twins, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that was noted of some tokens, and the first places."""

    name: str
    tokens: int
    places: tuple[tuple[Place, str], ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """All numbers of a scan. `valid`: not expired at the judged instant, as far as it is told."""

    size: int
    tokens: int
    distinct: Estimate
    subjects: Estimate
    shapes: int
    left_out: int
    valid: int
    issuers: tuple[Group, ...]
    profiles: tuple[Group, ...]
    audiences: tuple[Group, ...]
    lifetimes: tuple[Group, ...]
    magnitudes: tuple[Group, ...]
    reused: Reused
    presented: tuple[Seen, ...]
    wrapped: tuple[Seen, ...]
    broken: tuple[Seen, ...]
    others: tuple[Seen, ...]

    def places(self) -> Iterator[Place]:
        """All places in them."""
        for seen in (*self.presented, *self.wrapped, *self.broken, *self.others):
            yield from (place for place, _ in seen.places)
        for twins in self.reused.examples:
            yield from (place for _, place in twins)

    def at(self, lines: Mapping[Place, Place]) -> "Statistics":
        """The same with lines."""
        examples = tuple(
            tuple((name, lines.get(place, place)) for name, place in twins)
            for twins in self.reused.examples
        )
        return replace(
            self,
            presented=_seen_at(self.presented, lines),
            wrapped=_seen_at(self.wrapped, lines),
            broken=_seen_at(self.broken, lines),
            others=_seen_at(self.others, lines),
            reused=replace(self.reused, examples=examples),
        )


def statistics(summary: Summary, judged: Sequence[Judged], at: int) -> Statistics:
    """The numbers of a summary whose shapes were judged as of the instant `at`."""
    return Statistics(
        size=summary.size,
        tokens=summary.tokens,
        distinct=Estimate.of(summary.distinct),
        subjects=Estimate.of(summary.subjects),
        shapes=len(summary.shapes),
        left_out=summary.left_out,
        valid=sum(each.tally.count for each in judged if is_valid(each, at)),
        issuers=_largest(_groups(judged, _issuer)),
        profiles=_largest(_groups(judged, _profile)),
        audiences=_largest(_groups(judged, _audiences)),
        lifetimes=_in_order(_groups(judged, _lifetime), [*map(_word, LIFETIMES), *_LAST]),
        magnitudes=_in_order(_groups(judged, _magnitude), _TENTHS),
        reused=_reused(summary.ids),
        presented=_spots(summary, "presented"),
        wrapped=_spots(summary, "wrapped"),
        broken=_spots(summary, "broken"),
        others=_spots(summary, "kind"),
    )


def is_valid(judged: Judged, at: int) -> bool:
    """Whether the first token of a shape, and so each, can still be used at this instant."""
    validity = judged.privilege.validity
    if not judged.tally.example.whole:
        return False
    return not validity.empty and (validity.expiry is None or validity.expiry > at)


_LAST = (LONGER, ENDLESS, UNUSABLE)
_TENTHS = tuple(f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}" for tenth in range(10))


def _word(step: tuple[int, str]) -> str:
    return step[1]


def _issuer(judged: Judged) -> list[str]:
    """Who issued a token; of other credentials what they are."""
    subject = judged.subject
    if not isinstance(subject, TokenSubject):
        return [f"(a {subject.document.kind})"]
    issuer = subject.token.claims.get("iss")
    return [cut(issuer) if isinstance(issuer, str) and issuer else MISSING]


def _profile(judged: Judged) -> list[str]:
    subject = judged.subject
    if isinstance(subject, TokenSubject):
        return [subject.token.profile.value]
    return [subject.document.kind]


def _audiences(judged: Judged) -> list[str]:
    """Each audience of a token that names several: a token counts for each of them."""
    audience = judged.privilege.audience
    if audience.endpoints is None:
        return [ANY if audience.stated == "any" else MISSING]
    return [cut(name) for name in sorted(audience.endpoints)] or [ODD]


def _lifetime(judged: Judged) -> list[str]:
    validity = judged.privilege.validity
    if validity.empty:
        return [UNUSABLE]
    seconds = validity.seconds
    if seconds is None:
        return [ENDLESS]
    return [next((word for most, word in LIFETIMES if seconds <= most), LONGER)]


def _magnitude(judged: Judged) -> list[str]:
    return [_TENTHS[min(9, int(judged.magnitude * 10))]]


def _groups(judged: Iterable[Judged], names: Callable[[Judged], list[str]]) -> list[Group]:
    tokens: dict[str, int] = defaultdict(int)
    shapes: dict[str, int] = defaultdict(int)
    for each in judged:
        for name in names(each):
            tokens[name] += each.tally.count
            shapes[name] += 1
    return [Group(name, count, shapes[name]) for name, count in tokens.items()]


def _largest(groups: list[Group]) -> tuple[Group, ...]:
    """The largest first; what is beyond a bounded number as one."""
    ordered = sorted(groups, key=lambda group: (-group.tokens, group.name))
    kept, rest = ordered[:_MOST_GROUPS], ordered[_MOST_GROUPS:]
    if rest:
        tokens, shapes = sum(g.tokens for g in rest), sum(g.shapes for g in rest)
        kept.append(Group(f"({len(rest)} more)", tokens, shapes))
    return tuple(kept)


def _in_order(groups: list[Group], names: Iterable[str]) -> tuple[Group, ...]:
    found = {group.name: group for group in groups}
    return tuple(found.get(name, Group(name, 0)) for name in names)


def _reused(ids: Sketch[Twins]) -> Reused:
    shared = [twins for _, twins in ids if len(twins) > 1]
    count = len(shared) if ids.exact else round(len(shared) / ids.part)
    shared.sort(key=lambda twins: min(place for _, place in twins))
    return Reused(Estimate(count, ids.exact), tuple(shared[:10]))


def _spots(summary: Summary, kind: str) -> tuple[Seen, ...]:
    found: list[Seen] = []
    for word, spot in summary.spots.items():
        family, _, name = word.partition(":")
        if family == kind:
            found.append(_seen(name, spot))
    return tuple(sorted(found, key=lambda seen: (-seen.tokens, seen.name)))


def _seen_at(seen: tuple[Seen, ...], lines: Mapping[Place, Place]) -> tuple[Seen, ...]:
    return tuple(
        replace(each, places=tuple((lines.get(place, place), name) for place, name in each.places))
        for each in seen
    )


def _seen(name: str, spot: Spot) -> Seen:
    return Seen(name, spot.count, spot.places)
