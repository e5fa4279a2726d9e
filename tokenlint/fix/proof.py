"""The proof of a repair, before anything is written.

The edits are applied in memory, and the whole run is read and judged again. Then
the findings that were to go are gone, no finding and no problem is new anywhere,
every document is still there, and the data of each file differ only where they should.
A new remark (severity info) that the run does not show is no finding in this sense.
A safe repair also leaves the meaning of every workflow and service as it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from tokenlint.fix.data import check_data
from tokenlint.fix.edit import FixPlan, NotFixed, applied
from tokenlint.fix.held import Held
from tokenlint.fix.state import Judge, State
from tokenlint.policy.finding import Finding, Severity
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.policy.subject import Subject
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.workflows.held import held_of

_PLACE = re.compile(r":\d+(?::\d+)?(?=#|$)")
_WITHOUT_EFFECT = frozenset({"dead"})

Kind = tuple[str, str]
Sees = Callable[[Finding], bool]
"""Whether a run shows a finding."""


def prove(before: State, plans: Sequence[FixPlan], judge: Judge, sees: Sees) -> State:
    """The run after these repairs. Raises NotFixed with what speaks against one of them."""
    files = edited(before, plans)
    after = judge(before.with_texts({name: held.text for name, held in files.items()}))
    _nothing_lost(before, after)
    _gone_and_none_new(before, after, plans, sees)
    if all(plan.safe for plan in plans):
        _same_meaning(before, after, frozenset(files))
    return after


def edited(state: State, plans: Sequence[FixPlan]) -> dict[str, Held]:
    """The files that the plans change, after all of their edits, once they are seen to load.

    Raises NotFixed where an edit touches a placeholder, or the data are not as planned.
    """
    by_file: dict[str, list[FixPlan]] = {}
    for plan in plans:
        state.files[plan.file].refuse_placeholders(plan.edits)
        by_file.setdefault(plan.file, []).append(plan)
    files: dict[str, Held] = {}
    for name, some in by_file.items():
        held = state.files[name]
        edits = {edit for plan in some for edit in plan.edits}
        files[name] = held.with_text(applied(held.text, edits))
        check_data(held, files[name], some)
    return files


def kind_of(finding: Finding) -> Kind:
    """Rule and document; lines move, so the place of a comment or an embedded text is left out."""
    return finding.rule, _PLACE.sub("", finding.document)


def _nothing_lost(before: State, after: State) -> None:
    """No problem is new, and every document is still judged."""
    old = Counter((each.kind, each.source.file) for each in before.report.errors)
    for problem in after.report.errors:
        key = (problem.kind, problem.source.file)
        if not old[key]:
            reason = f"the run could no longer be judged: {problem.reason}"
            raise NotFixed(reason, problem.source.file)
        old[key] -= 1
    if _documents(before) != _documents(after):
        raise NotFixed("a workflow or service would no longer be read")


def _documents(state: State) -> Counter[tuple[str, str]]:
    return Counter((each.kind, _PLACE.sub("", each.id)) for each in state.report.documents)


def _gone_and_none_new(before: State, after: State, plans: Iterable[FixPlan], sees: Sees) -> None:
    """Of each rule, a document has no more findings than before, without those to be repaired."""
    may = Counter(map(kind_of, _counting(before, sees)))
    mended = [kind_of(plan.finding) for plan in plans]
    may.subtract(mended)
    for kind, count in Counter(map(kind_of, _counting(after, sees))).items():
        rule, document = kind
        if count > may[kind]:
            still = "still " if kind in mended else ""
            raise NotFixed(f"{rule} would {still}be found in {document}", document)


def _counting(state: State, sees: Sees) -> Iterator[Finding]:
    """What is open or suppressed, without remarks that the reader of this run is not shown."""
    for finding in (*state.report.findings, *(each.finding for each in state.report.suppressed)):
        if finding.severity is not Severity.INFO or sees(finding):
            yield finding


def _same_meaning(before: State, after: State, names: frozenset[str]) -> None:
    old = [_meaning(each) for each in before.subjects if _about(each, names)]
    new = [_meaning(each) for each in after.subjects if _about(each, names)]
    if old != new:
        raise NotFixed("it would change what the credential or the service means")


def _about(subject: Subject, names: frozenset[str]) -> bool:
    if isinstance(subject, ServiceSubject):
        return not names.isdisjoint(subject.acceptance.files)
    return subject.document.source.file in names


def _meaning(subject: Subject) -> Any:
    """What a workflow asks for, or what a service does; how it is written is left out."""
    if isinstance(subject, WorkflowSubject):
        request = subject.workflow.request
        judged = subject.judgement
        return (
            replace(subject.workflow, request=None),
            held_of(request).privilege if request else None,
            replace(request, scope_items=()) if request else None,
            judged and [(each.index, each.cause) for each in judged.comparison.missing],
        )
    if isinstance(subject, ServiceSubject):
        facts = subject.facts["service"]
        return {name: told for name, told in facts.items() if name not in _WITHOUT_EFFECT}
    return None
