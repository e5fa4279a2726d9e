"""From the results of probes to the report: cells grouped by reason, decided by the policies."""

from collections.abc import Iterable, Sequence
from operator import itemgetter

from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Report
from tokenlint.policy.probe_subject import Difference, Group, ProbeSubject, Witness
from tokenlint.policy.settings import Settings
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.probe.cause import changes, gravity
from tokenlint.probe.cell import Verdict
from tokenlint.probe.differences import Differing
from tokenlint.probe.outcome import Probe
from tokenlint.probe.reasons import reasons
from tokenlint.probe.record import Result
from tokenlint.source import Problem, Source
from tokenlint.whole_runs import judged

ALL_ENDPOINTS = "<probes>"
"""The name of the document that tells how several endpoints differ."""


def judge(
    probes: Sequence[Probe],
    engine: Engine,
    catalogue: Catalogue,
    settings: Settings,
    differences: Sequence[Difference] = (),
) -> Report:
    """What the rules say of probes, the gravest first; one document an endpoint.

    `differences` are where the services answer differently, for a document of its own.
    A probe without a clear result for each cell leaves a problem, whoever forgot to name one.
    """
    problems = [problem for probe in probes for problem in problems_of(probe)]
    return judged(subjects_of(probes, settings, differences), problems, engine, catalogue, settings)


def subjects_of(
    probes: Sequence[Probe], settings: Settings, differences: Sequence[Difference] = ()
) -> list[ProbeSubject]:
    """A subject for each probe, and one for how they differ where they do."""
    subjects = [subject_of(probe, settings) for probe in probes]
    if differences:
        title = f"{len(probes)} services beside each other"
        gravest = tuple(sorted(differences, key=lambda each: not each.destructive))
        subjects.append(ProbeSubject(settings, ALL_ENDPOINTS, title, differences=gravest))
    return subjects


def subject_of(probe: Probe, settings: Settings) -> ProbeSubject:
    """One probe under judgement."""
    return ProbeSubject(
        settings,
        probe.begun.endpoint,
        probe.begun.name or probe.begun.endpoint,
        groups=groups_of(probe.results),
        left=probe.left,
        tested=probe.tested,
        counts=_counts(probe),
    )


def problems_of(probe: Probe) -> tuple[Problem, ...]:
    """Those of the probe; where it names none, and cells have no clear result, one that says so."""
    missing = probe.missing + probe.counts[Verdict.UNTESTED]
    if probe.problems or (probe.tested and missing <= 0):
        return probe.problems
    reason = f"{missing:,} of {probe.begun.cells:,} cells have no clear result"
    if not probe.tested:
        reason = "no cell has a clear result"
    source = Source(probe.begun.endpoint)
    return (Problem("untested", source, reason, "run the probe again to continue it"),)


def groups_of(results: Iterable[Result]) -> tuple[Group, ...]:
    """Cells that are no pass, by kind of token and reason; the gravest group first."""
    found: dict[tuple[str, str], list[Result]] = {}
    for reason in reasons(tuple(results)):
        found.setdefault((reason.cause.value, reason.kind), []).append(reason.result)
    groups = [_group(cause, kind, cells) for (cause, kind), cells in found.items()]
    return tuple(group for _, group in sorted(groups, key=itemgetter(0)))


def differences_of(cells: Iterable[Differing]) -> tuple[Difference, ...]:
    """Cells with different outcomes at several services, as `judge` takes them."""
    return tuple(map(_difference, cells))


def _difference(cell: Differing) -> Difference:
    return Difference(
        title=cell.about.title,
        case=cell.about.case_title,
        operation=cell.about.operation,
        destructive=destructive(Operation(cell.about.operation)),
        allowing=cell.allowed,
        refusing=cell.refused,
        implementations=cell.products,
        one_product=bool(cell.divided),
    )


def _group(cause: str, kind: str, some: Sequence[Result]) -> tuple[tuple[int, int], Group]:
    """The group with its gravity; cells of its own kind of token come first."""
    cells = sorted(some, key=lambda each: (each.kind != kind, gravity(each)))
    operations = tuple(dict.fromkeys(each.operation for each in cells))
    others = {each.kind for each in cells} - {kind}
    more = f" (and {len(others)} other kind{'s' if len(others) > 1 else ''})" if others else ""
    return gravity(cells[0]), Group(
        cause=cause,
        token=kind,
        title=f"{cells[0].title}{more}",
        operations=operations,
        reaches=tuple(dict.fromkeys(each.reach.value for each in cells)),
        changing=any(changes(Operation(each)) for each in operations),
        destructive=any(destructive(Operation(each)) for each in operations),
        cells=tuple(map(witness_of, cells)),
    )


def witness_of(result: Result) -> Witness:
    """A result in the words of a finding."""
    return Witness(
        cell=result.cell,
        verdict=result.verdict.value,
        kind=result.title,
        case=result.case_title,
        request=result.request,
        status=result.status,
        answer=result.answer,
        before=result.before,
        after=result.after,
        says=result.says,
        section=result.section,
        scope=result.scope,
        token=result.token,
        server=result.server,
        why=result.why,
        advice=result.advice,
    )


def _counts(probe: Probe) -> dict[str, str]:
    """What a report says of the probe as a whole; zeros are left out, all but those that matter."""
    counts = {verdict.value: number for verdict, number in probe.counts.items()}
    always = {"pass", "excess"}
    shown = {name: f"{n:,}" for name, n in counts.items() if n or name in always}
    about = {
        "implementation": probe.implementation,
        "audience": probe.begun.audience,
        "tested": f"{probe.tested:,}",
        **shown,
        "requests": f"{probe.requests:,}",
        "seconds": f"{probe.seconds:.1f}",
        "record": probe.record,
        "continued": "yes" if probe.continued else "",
    }
    return {name: text for name, text in about.items() if text}
