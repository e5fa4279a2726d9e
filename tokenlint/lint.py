"""The pipeline: what was read is placed and decided, and becomes a report.

Nothing is lost on the way: what an engine could not judge is an error of the report,
and a report with errors is never clean.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tokenlint import __version__
from tokenlint.credentials.secrets.veil import Veil
from tokenlint.errors import EngineError, PolicyError
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.describe import describe
from tokenlint.policy.engine import Engine, EngineFault, Verdict
from tokenlint.policy.facts import policy_input
from tokenlint.policy.finding import Document, Finding, RawFinding, Report, Suppressed
from tokenlint.policy.ignores import IgnoreSubject
from tokenlint.policy.merging import merged
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import Subject
from tokenlint.policy.suppress import Ignore, Ignores
from tokenlint.policy.veiled import veiled, veiled_problem
from tokenlint.source import Problem

_AT_ONCE = 200  # documents that an engine is given together


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that was read: subjects to judge, ignore comments, problems, texts for frames.

    `documents` were checked while they were read, and no policy speaks of them.
    `veil` hides the secrets of all files in whatever is said.
    """

    subjects: tuple[Subject, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    veil: Veil = field(default=Veil(), repr=False)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was found, and what could not be judged."""

    findings: list[Finding]
    problems: list[Problem]
    engine_gone: bool = False  # no document could be judged


Progress = Callable[[int, int], None]
"""Told how many documents of how many have been judged."""


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def lint(
    inputs: Inputs,
    catalogue: Catalogue,
    engine: Engine,
    settings: Settings,
    progress: Progress = silent,
) -> Report:
    """Judge all inputs; the report holds findings, suppressions and whatever went wrong."""
    decided = _decide(inputs.subjects, catalogue, engine, settings, progress)
    found = [veiled(finding, inputs.veil) for finding in decided.findings]
    open_, suppressed, used = suppress(found, inputs.ignores, settings)
    # Otherwise an ignore may belong to what was not judged.
    whole = not (decided.problems or inputs.problems)
    ignored = _ignored_subjects(inputs.ignores, used if whole else None, catalogue, settings)
    ignored = [] if decided.engine_gone else ignored  # asking again would only take time
    stale = _decide(ignored, catalogue, engine, settings)
    shown = _once([*open_, *stale.findings])
    visible = [finding for finding in shown if settings.persona.sees(finding.persona)]
    return Report(
        tool_version=__version__,
        engine=f"{engine.name} ({engine.version})",
        judged_at=settings.at,
        documents=(*(subject.document for subject in inputs.subjects), *inputs.documents),
        findings=tuple(sorted(visible, key=by_place)),
        suppressed=tuple(suppressed),
        hidden=len(shown) - len(visible),
        errors=tuple(
            veiled_problem(problem, inputs.veil)
            for problem in (*inputs.problems, *decided.problems, *stale.problems)
        ),
        texts=inputs.texts,
        notes=inputs.notes,
    )


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Findings without those that say the same of the same places.

    Two services may share a file, and each would tell what is wrong in it.
    """
    first: dict[object, Finding] = {}
    for finding in findings:
        places = tuple(location.source for location in finding.locations)
        first.setdefault((finding.rule, finding.message, places), finding)
    return list(first.values())


def _ignored_subjects(
    ignores: Sequence[Ignore], used: set[Ignore] | None, catalogue: Catalogue, settings: Settings
) -> list[IgnoreSubject]:
    """Ignore comments and waivers under judgement; `used` None where the run cannot tell.

    A waiver of the configuration may be for files that are no part of this run,
    so only its date and its codes are judged.
    """
    known = frozenset(catalogue.rules)
    comments = [
        IgnoreSubject(each, each in used if used is not None else None, settings, known)
        for each in ignores
    ]
    waivers = [IgnoreSubject(each.as_ignore(), None, settings, known) for each in settings.waivers]
    return comments + waivers


def _decide(
    subjects: Sequence[Subject],
    catalogue: Catalogue,
    engine: Engine,
    settings: Settings,
    progress: Progress = silent,
) -> _Decided:
    findings: list[Finding] = []
    problems: list[Problem] = []
    done = 0
    try:
        for some, answers in _answers(subjects, engine):
            _describe_all(some, answers, _Decided(findings, problems), catalogue, settings)
            done += len(some)
            progress(done, len(subjects))
    except EngineError as error:  # it must not take the rest of the report down
        lost = _not_judged(error, len(subjects) - done, len(subjects))
        return _Decided(findings, [*problems, lost], engine_gone=True)
    return _Decided(findings, problems)


def _answers(
    subjects: Sequence[Subject], engine: Engine
) -> Iterator[tuple[Sequence[Subject], Sequence[Verdict]]]:
    """Subjects with their verdicts, in portions.

    While the engine judges a portion, the facts of the next are made
    and what was found in the one before is put into words.
    """
    portions = [subjects[at : at + _AT_ONCE] for at in range(0, len(subjects), _AT_ONCE)]
    if len(portions) == 1:  # no thread for a few documents
        yield portions[0], engine.evaluate([policy_input(each) for each in portions[0]])
        return
    from concurrent.futures import Future, ThreadPoolExecutor  # most runs need neither

    with ThreadPoolExecutor(max_workers=1) as judge:
        ahead: deque[tuple[Sequence[Subject], Future[list[Verdict]]]] = deque()
        for some in portions:
            facts = [policy_input(each) for each in some]
            ahead.append((some, judge.submit(engine.evaluate, facts)))
            if len(ahead) > 1:
                before, answer = ahead.popleft()
                yield before, answer.result()
        for before, answer in ahead:
            yield before, answer.result()


def _not_judged(error: EngineError, lost: int, of: int) -> Problem:
    problem = error.problem("engine")
    return replace(problem, reason=f"{problem.reason}; {lost} of {of} documents were not judged")


def _describe_all(
    subjects: Sequence[Subject],
    answers: Sequence[Verdict],
    decided: _Decided,
    catalogue: Catalogue,
    settings: Settings,
) -> None:
    """Put what the engine answered into words."""
    for subject, answer in zip(subjects, answers, strict=True):
        if isinstance(answer, EngineFault):
            named = replace(answer, reason=f"{subject.document.title}: {answer.reason}")
            decided.problems.append(named.problem(subject.document.source))
            continue
        said: list[tuple[RawFinding, Finding]] = []
        for raw in answer:
            try:
                said += [(raw, each) for each in _found(raw, subject, catalogue, settings)]
            except PolicyError as error:
                source = subject.document.source
                decided.problems.append(Problem("policy", source, error.reason, error.advice))
        decided.findings.extend(merged(said))


def _found(
    raw: RawFinding, subject: Subject, catalogue: Catalogue, settings: Settings
) -> tuple[Finding, ...]:
    """The finding in words; nothing for a rule that is not to speak."""
    rule = catalogue.rules.get(raw.rule)
    if rule is None:
        raise PolicyError(f"a policy returned {raw.rule}, which no catalogue has")
    return (describe(raw, subject, rule),) if raw.rule in settings.codes else ()


def suppress(
    findings: Sequence[Finding], ignores: Sequence[Ignore], settings: Settings
) -> tuple[list[Finding], list[Suppressed], set[Ignore]]:
    """What stays open, what a waiver or an ignore takes out, and the ignores that were used."""
    held = Ignores(ignores, settings.at)
    open_: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[Ignore] = set()
    for finding in findings:
        if waived := _waived(finding, settings):
            suppressed.append(waived)
        elif ignore := held.covering(finding.rule, finding.locations[0].source):
            suppressed.append(Suppressed(finding, ignore.reason, ignore.until, ignore.source))
            used.add(ignore)
        else:
            open_.append(finding)
    return open_, suppressed, used


def _waived(finding: Finding, settings: Settings) -> Suppressed | None:
    for waiver in settings.waivers:
        if waiver.covers(finding) and waiver.holds(settings.at):
            return Suppressed(finding, waiver.reason, waiver.until, waiver.source)
    return None


def by_place(finding: Finding) -> tuple[str, int, int, int, str, str]:
    """The order of findings in a report."""
    source = finding.locations[0].source
    return (
        source.file,
        source.line,
        source.column,
        -finding.severity.rank,
        finding.rule,
        finding.message,
    )
