"""A whole scan: read the jobs, judge the shapes meanwhile, and tell what was found.

Whatever ends early leaves what is known so far, and a problem that says what is missing.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from tokenlint import __version__
from tokenlint.errors import EngineError
from tokenlint.lint import suppress
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Document, Finding, Report
from tokenlint.policy.settings import Settings
from tokenlint.scan.capture import capture_subject, first_places
from tokenlint.scan.findings import findings_of, findings_on_capture, source_at
from tokenlint.scan.jobs import Plan
from tokenlint.scan.judge import Judged, ShapeJudge
from tokenlint.scan.lines import with_lines
from tokenlint.scan.statistics import Statistics, statistics
from tokenlint.scan.summary import MOST_SHAPES, Place, Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import Setup
from tokenlint.source import Problem, Source
from tokenlint.workflows.declaration import Workflow

WORST = 10
_NOWHERE = Source("<scan>")
Progress = Callable[[Job, Summary], None]
Take = Callable[[Summary, ShapeJudge], None]
Reading = Iterator[tuple[Job, Summary]]
Lines = Callable[[Iterable[Place]], Mapping[Place, Place]]


def silent(job: Job, summary: Summary) -> None:
    """Progress that nobody watches."""
    del job, summary


def untaken(part: Summary, judge: ShapeJudge) -> None:
    """Parts that nobody wants one by one."""
    del part, judge


@dataclass(frozen=True, slots=True)
class Scan:
    """What came of a scan: a report as of any run, and the numbers behind it.

    `worst` are the shapes of greatest magnitude, `neediest` those of greatest excess
    (none where no workflow tells the need); both also stand among the report's documents.
    """

    report: Report
    statistics: Statistics
    worst: tuple[Document, ...]
    neediest: tuple[Document, ...]
    plan: Plan
    evaluated: int


@dataclass(frozen=True, slots=True)
class Judging:
    """With what the shapes are judged."""

    engine: Engine
    catalogue: Catalogue
    setup: Setup
    against: Workflow | None = None
    log_of: str = ""

    @property
    def settings(self) -> Settings:
        """Those of the run."""
        return self.setup.settings


def scan(
    plan: Plan,
    reading: Reading,
    judging: Judging,
    progress: Progress = silent,
    lines: Lines = with_lines,
    take: Take = untaken,
) -> Scan:
    """Read all jobs of a plan by way of `reading`, and judge what is in them.

    `take` is handed each part, whose shapes are being judged.
    """
    reader = judging.setup.reader()
    with ShapeJudge(judging.engine, reader, judging.against) as judge:
        summary = _read(plan, reading, judge, progress, take)
        try:
            judged = judge.judged(summary.shapes)
        except (EngineError, KeyboardInterrupt) as error:
            summary = summary.with_problems([_why_unjudged(error)])
            judged = judge.unjudged(summary.shapes)
        return _told(plan, summary, judged, judge.evaluated, judging, lines)


def _read(
    plan: Plan, reading: Reading, judge: ShapeJudge, progress: Progress, take: Take
) -> Summary:
    summary = Summary().with_problems(plan.problems)
    done = 0
    try:
        for job, part in reading:
            summary = summary.merged(part)
            judge.ask(part.shapes)
            take(part, judge)
            done += bool(job)  # else it goes on
            progress(job, summary)
    except KeyboardInterrupt:
        left = len(plan.jobs) - done
        reason = f"interrupted: {left} of {len(plan.jobs)} parts of the input were not read"
        problem = Problem("interrupted", _NOWHERE, reason, "what was read until then is told")
        return summary.with_problems([problem])
    finally:
        if isinstance(reading, Generator):
            reading.close()  # nobody reads on while the report is written
    return summary


def _why_unjudged(error: EngineError | KeyboardInterrupt) -> Problem:
    if isinstance(error, EngineError):
        return error.problem("engine")
    reason = "interrupted: what was read is counted, and not judged"
    return Problem("interrupted", _NOWHERE, reason, "let it come to its end")


def _told(
    plan: Plan,
    summary: Summary,
    judged: list[Judged],
    evaluated: int,
    judging: Judging,
    lines: Lines,
) -> Scan:
    """The result, with the lines of all that is shown."""
    judged = sorted(judged, key=_by_place)  # they came in any order
    told, problems = findings_of(judged, judging.catalogue, judging.settings)
    numbers = statistics(summary, judged, judging.settings.at)
    worst = sorted(judged, key=_by_magnitude)[:WORST]
    needy = [] if judging.against is None else [each for each in judged if _has_need(each)]
    needy = sorted(needy, key=_by_excess)[:WORST]
    places = [place for each in told for place, _ in each.places]
    places += [each.tally.place for each in (*worst, *needy)]
    places += first_places(judged, judging.settings, judging.log_of)
    known = lines([*places, *numbers.places()])
    capture = capture_subject(numbers, judged, judging.settings, known, judging.log_of)
    more, lost = findings_on_capture(capture, judging.engine, judging.catalogue, judging.settings)
    told, problems = [*told, *more], [*problems, *lost]
    shown = _documents((*worst, *needy), known)
    report = Report(
        tool_version=__version__,
        engine=f"{judging.engine.name} ({judging.engine.version})",
        judged_at=judging.settings.at,
        documents=tuple(shown.values()),
        errors=(*summary.problems, *problems, *_left_out(summary)),
        texts={name: text for each in told for name, text in each.texts.items()},
    )
    report = _with_findings(report, [each.at(known) for each in told], judging.settings)
    first, second = (tuple(shown[each.tally.place] for each in some) for some in (worst, needy))
    return Scan(report, numbers.at(known), first, second, plan, evaluated)


def _with_findings(report: Report, found: list[Finding], settings: Settings) -> Report:
    """The report with what neither a waiver nor the persona hides."""
    open_, suppressed, _ = suppress(found, (), settings)
    visible = [each for each in open_ if settings.persona.sees(each.persona)]
    return replace(
        report,
        findings=tuple(sorted(visible, key=_gravest_first)),
        suppressed=tuple(suppressed),
        hidden=len(open_) - len(visible),
    )


def _gravest_first(finding: Finding) -> tuple[int, int, str]:
    return -finding.severity.rank, -int(finding.evidence.get("tokens", 0)), finding.rule


def _by_place(judged: Judged) -> Place:
    return judged.tally.place


def _by_magnitude(judged: Judged) -> tuple[float, int, Place]:
    return -judged.magnitude, -judged.tally.count, judged.tally.place


def _has_need(judged: Judged) -> bool:
    return judged.subject.document.excess is not None


def _by_excess(judged: Judged) -> tuple[float, int, Place]:
    excess = judged.subject.document.excess or 0.0
    return -excess, -judged.tally.count, judged.tally.place


def _documents(some: Iterable[Judged], lines: Mapping[Place, Place]) -> dict[Place, Document]:
    """The first tokens of shapes, by their places.

    One token is in two shapes where it was found whole and cut, or with two signatures.
    """
    found: dict[Place, Document] = {}
    names: set[str] = set()
    for each in some:
        document, place = _document(each, lines), each.tally.place
        if place not in found and document.id in names:
            document = replace(document, id=f"{document.id}@{place.offset}")
        found.setdefault(place, document)
        names.add(document.id)
    return found


def _document(judged: Judged, lines: Mapping[Place, Place]) -> Document:
    """The first token of a shape, which stands for all of it."""
    place = judged.tally.place
    document = judged.subject.document
    count = f"{judged.tally.count:,}"
    return replace(
        document,
        source=source_at(lines.get(place, place)),
        facts={"tokens": count, **document.facts},
    )


def _left_out(summary: Summary) -> list[Problem]:
    if not summary.left_out:
        return []
    reason = (
        f"{summary.left_out:,} tokens were counted and not judged: "
        f"there are more than {MOST_SHAPES:,} shapes"
    )
    advice = "scan the inputs one by one, or without policies that read letters"
    return [Problem("oversize", _NOWHERE, reason, advice)]
