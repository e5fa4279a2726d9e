"""The whole page: summary, trust space, documents, findings, frontier, and a page a document.

The first documents and findings stand in the page itself, for readers and printers without script;
the script shows all of them out of data that the page holds as JSON.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tokenlint.policy.finding import Finding, Report, Severity
from tokenlint.report.beside import NOTHING, Beside, Sheet
from tokenlint.report.elements import (
    Element,
    Node,
    Shared,
    el,
    shown,
)
from tokenlint.report.html.chapters import chapter
from tokenlint.report.html.documents import BARE, COLUMNS, Judged, page, row, scrolling, table
from tokenlint.report.html.findings import finding_tree
from tokenlint.report.html.frontier import Curve, curves, section
from tokenlint.report.html.lists import findings as findings_section
from tokenlint.report.html.lists import more
from tokenlint.report.html.summary import sentence, summary
from tokenlint.report.html.whole import whole
from tokenlint.report.places import placed
from tokenlint.report.planes import planes
from tokenlint.report.view import View, judge

STATIC_DOCUMENTS, STATIC_CURVES = 20, 4  # for readers without script

_LONE = Sheet()


def render(report: Report, view: View, beside: Beside = NOTHING) -> str:
    """The report as one HTML page; nothing in it reaches for the network.

    `beside` holds the least requests, fixes and frontier that the page shows besides.
    """
    findings = sorted(report.findings, key=_gravity)
    named = {document.id: f"d{number}" for number, document in enumerate(report.documents)}
    trees = [finding_tree(each, report, view.rules, named.get(each.document)) for each in findings]
    judged = _judged(report, beside, findings, trees)
    bare = bool(beside.chapters) and not placed(report.documents)
    pages = [page(each) for each in judged]
    made = curves(beside.frontier) if beside.frontier else []
    body = [
        summary(report, view, beside.notes),
        *map(chapter, beside.chapters),
        *([] if bare else [_space(report)]),
        _documents(judged, bare=bare),
        findings_section(trees),
        *([section(beside.frontier, made, STATIC_CURVES)] if beside.frontier else []),
    ]
    table_rows = [row(each, bare=bare) for each in judged]
    data = _data(findings, trees, judged, table_rows, pages, made)
    title = f"tokenlint: {sentence(judge(report, view.fail_on))}"
    brief = [page(each, brief=True) for each in judged[:STATIC_DOCUMENTS]]
    return whole(title, body, brief, data)


def _gravity(finding: Finding) -> tuple[int, str, str, int]:
    source = finding.locations[0].source if finding.locations else None
    return (
        -finding.severity.rank,
        finding.rule,
        source.file if source else "",
        source.line if source else 0,
    )


def _judged(
    report: Report, beside: Beside, findings: Sequence[Finding], trees: Sequence[Element]
) -> list[Judged]:
    """Documents with their findings; those with the gravest findings first."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, finding in enumerate(findings):
        found[finding.document].append(number)
    letters = {id(each.document): each.letter for each in placed(report.documents)}
    judged = [
        Judged(
            f"d{number}",
            letters.get(id(document), ""),
            document,
            tuple(trees[n] for n in found[document.id]),
            tuple(findings[n].severity for n in found[document.id]),
            beside.sheets.get(document.id, _LONE),
        )
        for number, document in enumerate(report.documents)
    ]
    return sorted(judged, key=lambda each: -each.worst.rank if each.worst else 1)


def _space(report: Report) -> Element:
    documents = placed(report.documents)
    parts: list[Node] = [el("h2", "Trust space", id="space-h")]
    if documents:
        told = (
            "Each document by where (audience), what (scope) and how long (lifetime) it may act; "
            "0 is harmless, 1 is a long-lived proxy. An arrow leads from what is asked for "
            "to what is needed. The table of documents tells the numbers."
        )
        drawn = planes(documents, f"{len(documents)} documents in trust space, in three planes")
        scroll = scrolling(drawn, "plot")
        parts += [el("p", told, class_="soft"), scroll]
    else:
        parts.append(el("p", "No document of this run has a place in trust space."))
    return el("section", *parts, id="space", aria_labelledby="space-h")


def _documents(judged: Sequence[Judged], *, bare: bool) -> Element:
    columns = BARE if bare else COLUMNS
    head = el("tr", *(el("th", words, scope="col") for words in columns))
    body = [row(each, bare=bare) for each in judged[:STATIC_DOCUMENTS]]
    caption = "Those with the gravest findings first."
    if not bare:
        told = "what is held or asked for, then what is needed."
        caption = f"{caption} In each place of trust space: {told}"
    return el(
        "section",
        el("h2", f"Documents ({len(judged):,})", id="documents-h"),
        table(caption, head, body, name="documents-list"),
        more("documents", len(judged), STATIC_DOCUMENTS),
        id="documents",
        aria_labelledby="documents-h",
    )


def _data(
    findings: Sequence[Finding],
    trees: Sequence[Element],
    judged: Sequence[Judged],
    table_rows: Sequence[Element],
    pages: Sequence[Element],
    made: Sequence[Curve],
) -> dict[str, Any]:
    """What the script shows: trees, and what findings are filtered by."""
    shared = Shared([*trees, *table_rows, *pages, *(curve.tree for curve in made)])
    known = list(dict.fromkeys(shown(_file(each)) for each in findings))
    numbers = {name: number for number, name in enumerate(known)}
    severities = [severity.value for severity in Severity]
    return {
        "severities": severities,
        "files": known,
        "findings": [
            [
                severities.index(each.severity),
                shown(each.rule),
                numbers[shown(_file(each))],
                shared.pack(tree),
            ]
            for each, tree in zip(findings, trees, strict=True)
        ],
        "documents": [
            [each.name, shared.pack(line), shared.pack(whole), len(each.findings)]
            for each, line, whole in zip(judged, table_rows, pages, strict=True)
        ],
        "curves": [
            [shown(curve.name), shared.pack(curve.tree), curve.steps, curve.start] for curve in made
        ],
        "shared": shared.parts,
    }


def _file(finding: Finding) -> str:
    return finding.locations[0].source.file if finding.locations else ""
