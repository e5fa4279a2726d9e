"""Runs that are judged as a whole, probes and audits: their findings have several places.

What an engine could not judge is an error of the report, as in `lint`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from tokenlint import __version__
from tokenlint.errors import EngineError, PolicyError
from tokenlint.lint import suppress
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.describe import describe
from tokenlint.policy.engine import Engine, EngineFault, Verdict
from tokenlint.policy.facts import policy_input
from tokenlint.policy.finding import Finding, Location, RawFinding, Report
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import Subject
from tokenlint.source import Pointer, Problem


class WholeRun(Subject, Protocol):
    """A subject that knows more than one place for what it is about."""

    def places(self, pointer: Pointer) -> tuple[Location, ...]:
        """All of them, the primary one first; at least one. Raises LookupError."""
        ...


def judged(
    subjects: Sequence[WholeRun],
    problems: Sequence[Problem],
    engine: Engine,
    catalogue: Catalogue,
    settings: Settings,
) -> Report:
    """What the rules say of these runs, the gravest first; `problems` are among the errors."""
    lost: list[Problem] = []
    found: list[Finding] = []
    for subject, verdict in zip(subjects, _verdicts(subjects, engine), strict=True):
        source = subject.document.source
        if isinstance(verdict, EngineFault):
            named = replace(verdict, reason=f"{subject.document.title}: {verdict.reason}")
            lost.append(named.problem(source))
            continue
        for each in _described(verdict, subject, catalogue, settings):
            if isinstance(each, Problem):
                lost.append(each)
            else:
                found.append(each)
    open_, suppressed, _ = suppress(found, (), settings)
    visible = [each for each in open_ if settings.persona.sees(each.persona)]
    return Report(
        tool_version=__version__,
        engine=f"{engine.name} ({engine.version})",
        judged_at=settings.at,
        documents=tuple(subject.document for subject in subjects),
        findings=tuple(sorted(visible, key=gravest_first)),
        suppressed=tuple(suppressed),
        hidden=len(open_) - len(visible),
        errors=(*problems, *lost),
    )


def gravest_first(finding: Finding) -> tuple[int, str, int, str]:
    """The order of findings on whole runs; codes are in the order of gravity within a family."""
    much = max(int(finding.evidence.get(name, 0)) for name in ("cells", "count"))
    return -finding.severity.rank, finding.rule, -much, finding.message


def _verdicts(subjects: Sequence[WholeRun], engine: Engine) -> Sequence[Verdict]:
    """A verdict for each; where the engine is gone, that is the verdict on all."""
    try:
        return engine.evaluate([policy_input(subject) for subject in subjects])
    except EngineError as error:
        problem = error.problem("engine")
        return [EngineFault(problem.reason, problem.advice) for _ in subjects]


def _described(
    verdict: Sequence[RawFinding], subject: WholeRun, catalogue: Catalogue, settings: Settings
) -> Iterator[Finding | Problem]:
    """Findings in words at all their places, and why there are none."""
    source = subject.document.source
    for raw in verdict:
        rule = catalogue.rules.get(raw.rule)
        if rule is None:
            reason = f"a policy returned {raw.rule}, which no catalogue has"
            yield Problem("policy", source, reason)
        elif raw.rule in settings.codes:
            try:
                finding = describe(raw, subject, rule)
            except PolicyError as error:
                yield Problem("policy", source, error.reason, error.advice)
                continue
            yield replace(finding, locations=subject.places(raw.at[0]))
