"""What the rules say of all tokens: one finding a rule, with how many tokens it is about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tokenlint.errors import EngineError, PolicyError
from tokenlint.policy.capture_subject import CaptureSubject
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.describe import describe
from tokenlint.policy.engine import Engine, EngineFault
from tokenlint.policy.finding import Finding, Location, RawFinding
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import Subject
from tokenlint.scan.judge import Judged
from tokenlint.scan.summary import Place
from tokenlint.source import Problem, Source

_MOST_PLACES = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A finding on a shape, and where the tokens are that it is about, each with a label.

    `texts` are what code frames are cut from: decoded claims.
    """

    finding: Finding
    places: tuple[tuple[Place, str], ...]
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def at(self, lines: Mapping[Place, Place]) -> Finding:
        """The finding at these places, now that their lines are known."""
        locations = [
            Location(source_at(lines.get(place, place)), label) for place, label in self.places
        ]
        return replace(self.finding, locations=(*locations, *self.finding.locations))


def source_at(place: Place) -> Source:
    """A place as reports write it."""
    return Source(place.input, place.line)


@dataclass(slots=True)
class _Group:
    """The shapes about which one rule speaks; `worst` comes first in the report."""

    raw: RawFinding
    worst: Judged
    shapes: list[Judged] = field(default_factory=list)

    def take(self, raw: RawFinding, judged: Judged) -> None:
        if not self.shapes or self.shapes[-1] is not judged:
            self.shapes.append(judged)
        if _gravity(judged) > _gravity(self.worst):
            self.raw, self.worst = raw, judged

    @property
    def tokens(self) -> int:
        return sum(each.tally.count for each in self.shapes)


def _gravity(judged: Judged) -> tuple[float, int]:
    return judged.magnitude, judged.tally.count


def findings_of(
    judged: Sequence[Judged], catalogue: Catalogue, settings: Settings
) -> tuple[list[Told], list[Problem]]:
    """A finding for each rule that speaks, and what could not be judged."""
    problems: list[Problem] = []
    groups: dict[str, _Group] = {}
    for each in judged:
        if isinstance(each.verdict, EngineFault):
            source = each.subject.document.source
            named = replace(
                each.verdict, reason=f"{each.tally.count:,} tokens: {each.verdict.reason}"
            )
            problems.append(named.problem(source))
            continue
        for raw in each.verdict:
            if raw.rule in settings.codes or raw.rule not in catalogue.rules:
                groups.setdefault(raw.rule, _Group(raw, each)).take(raw, each)
    return _described(groups, catalogue, problems), problems


def findings_on_capture(
    capture: CaptureSubject, engine: Engine, catalogue: Catalogue, settings: Settings
) -> tuple[list[Told], list[Problem]]:
    """What the rules say of the scan as a whole, at the places that were noted."""
    try:
        (verdict,) = engine.evaluate([capture.facts])
    except EngineError as error:
        return [], [error.problem("engine")]
    source = capture.document.source
    if isinstance(verdict, EngineFault):
        return [], [verdict.problem(source)]
    told: list[Told] = []
    problems: list[Problem] = []
    for raw in verdict:
        if raw.rule not in settings.codes and raw.rule in catalogue.rules:
            continue
        finding = _in_words(raw, capture, catalogue)
        if isinstance(finding, Problem):
            problems.append(finding)
            continue
        places = [Location(each) for each in capture.places(raw.at[0])] or [Location(source)]
        told.append(Told(replace(finding, locations=tuple(places)), ()))
    return told, problems


def _in_words(raw: RawFinding, subject: Subject, catalogue: Catalogue) -> Finding | Problem:
    """The finding in words, or why there are none."""
    source = subject.document.source
    rule = catalogue.rules.get(raw.rule)
    if rule is None:
        return Problem("policy", source, f"a policy returned {raw.rule}, which no catalogue has")
    try:
        return describe(raw, subject, rule)
    except PolicyError as error:
        return Problem("policy", source, error.reason, error.advice)


def _described(
    groups: Mapping[str, _Group], catalogue: Catalogue, problems: list[Problem]
) -> list[Told]:
    found: list[Told] = []
    for group in groups.values():
        finding = _in_words(group.raw, group.worst.subject, catalogue)
        if isinstance(finding, Problem):
            problems.append(finding)
            continue
        texts = group.worst.subject.texts()
        found.append(Told(_of_all(finding, group), tuple(_places(group)), texts))
    return found


def _of_all(finding: Finding, group: _Group) -> Finding:
    """The finding on the worst shape, told for all tokens."""
    tokens, shapes = group.tokens, len(group.shapes)
    more = f" ({tokens:,} tokens of {shapes:,} shape{'s' if shapes > 1 else ''})"
    evidence = {**finding.evidence, "tokens": tokens, "shapes": shapes}
    message = finding.message + (more if tokens > 1 else "")
    return replace(finding, message=message, evidence=evidence)


def _places(group: _Group) -> Iterator[tuple[Place, str]]:
    """The worst shape's first token, then the first tokens of others."""
    yield group.worst.tally.place, f"first of {group.worst.tally.count:,}"
    others = sorted(each.tally.place for each in group.shapes if each is not group.worst)
    yield from ((place, "another shape") for place in others[: _MOST_PLACES - 1])
