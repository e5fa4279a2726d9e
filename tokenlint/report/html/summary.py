"""The first screen: the verdict in one sentence, what could not be judged, the counts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tokenlint.policy.finding import Finding, Report, Severity, Suppressed
from tokenlint.policy.words import human_instant
from tokenlint.report.elements import Element, Node, el
from tokenlint.report.html.documents import table
from tokenlint.report.html.findings import SIGNS, badge, place_of
from tokenlint.report.summary import EXIT_MEANING
from tokenlint.report.view import Verdict, View, by_severity, judge
from tokenlint.source import Problem

_VERDICT_SIGNS = {0: "✓", 1: "✗"}
_MOST_SUPPRESSED = 500
MOST_PRINTED, MOST_PAGES = 2_000, 50


def sentence(verdict: Verdict) -> str:
    """The verdict as a sentence."""
    return f"{verdict.words[:1].upper()}{verdict.words[1:]}."


def summary(report: Report, view: View, notes: Sequence[str] = ()) -> Element:
    """Verdict, errors, notes, counts by severity, by rule, what was suppressed.

    `notes` are those of the page, besides the report's own.
    """
    verdict = judge(report, view.fail_on)
    sign = el("span", _VERDICT_SIGNS.get(verdict.exit_code, "!"), class_="sign", aria_hidden="true")
    words = f"Exit code {verdict.exit_code}, {EXIT_MEANING[verdict.exit_code]}."
    kind = {0: "passed", 1: "failed"}.get(verdict.exit_code, "incomplete")
    return el(
        "section",
        el("h2", sign, " ", sentence(verdict), id="summary-h", class_=f"verdict {kind}"),
        el("p", words, class_="soft"),
        *errors(report.errors),
        *(el("p", el("strong", "Note: "), note, class_="note") for note in (*report.notes, *notes)),
        *_on_paper(report),
        _tiles(report),
        _facts(report),
        *_rules(report.findings),
        *_suppressed(report.suppressed),
        id="summary",
        aria_labelledby="summary-h",
    )


def errors(problems: Iterable[Problem]) -> list[Node]:
    """What could not be read or judged, above all else: the rest says nothing about it."""
    items = [_error(problem) for problem in problems]
    if not items:
        return []
    count = f"{len(items)} {'error' if len(items) == 1 else 'errors'}"
    words = f"{count}: this could not be judged, and the report says nothing about it"
    return [el("div", el("h3", words), el("ul", *items), class_="errors", role="alert")]


def _error(problem: Problem) -> Element:
    parts: list[Node] = [el("strong", problem.kind), " ", el("code", str(problem.source)), " "]
    advice: list[Node] = (
        [el("br"), el("small", f"Advice: {problem.advice}")] if problem.advice else []
    )
    return el("li", *parts, problem.reason, *advice)


def _tiles(report: Report) -> Element:
    tiles = [
        el(
            "div",
            el("dt", el("span", SIGNS[Severity(name)], aria_hidden="true"), f" {name}"),
            el("dd", el("a", f"{count:,}", href=f"#findings?severity={name}")),
            class_=f"tile {name}" if count else "tile none",
        )
        for name, count in by_severity(report).items()
    ]
    return el("dl", *tiles, class_="tiles")


def _facts(report: Report) -> Element:
    hidden = f"{report.hidden:,}"
    hidden += "; --persona auditor shows all" if report.hidden else ""
    facts: Mapping[str, str] = {
        "documents": f"{len(report.documents):,}",
        "findings": f"{len(report.findings):,}",
        "suppressed": f"{len(report.suppressed):,}",
        "hidden by persona": hidden,
        "errors": f"{len(report.errors):,}",
        "judged as of": human_instant(report.judged_at),
        "tokenlint": report.tool_version,
        "engine": report.engine,
    }
    return el(
        "dl",
        *(el("div", el("dt", name), el("dd", value)) for name, value in facts.items()),
        class_="facts",
    )


def _rules(findings: Iterable[Finding]) -> list[Node]:
    """How often each rule speaks, gravest first; each count leads to its findings."""
    counts: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.rule] += 1
        first.setdefault(finding.rule, finding)
    if not counts:
        return []
    ordered = sorted(counts, key=lambda code: (-first[code].severity.rank, -counts[code], code))
    body = [_rule(first[code], counts[code]) for code in ordered]
    heads = (el("th", words, scope="col") for words in ("severity", "rule", "what", "findings"))
    return [el("h3", "By rule"), table("Findings by rule, gravest first", el("tr", *heads), body)]


def _rule(finding: Finding, count: int) -> Element:
    address = f"#findings?rule={finding.rule}" if finding.rule.isalnum() else "#findings"
    return el(
        "tr",
        el("td", badge(finding.severity)),
        el("th", finding.rule, scope="row"),
        el("td", finding.title),
        el("td", el("a", f"{count:,}", href=address), class_="n"),
    )


def _suppressed(items: tuple[Suppressed, ...]) -> list[Node]:
    if not items:
        return []
    rows = [_suppression(item) for item in items[:_MOST_SUPPRESSED]]
    if len(items) > _MOST_SUPPRESSED:
        rows.append(
            el("li", f"and {len(items) - _MOST_SUPPRESSED:,} more; the JSON report has all")
        )
    known = sum(item.baseline for item in items)
    words = f"{len(items):,} suppressed: {len(items) - known:,} ignored with a reason"
    words += f", {known:,} known before, in the baseline" if known else ""
    return [el("details", el("summary", words), el("ul", *rows), class_="r")]


def _on_paper(report: Report) -> list[Element]:
    """What a printed page leaves out; `page.js` has the same numbers."""
    told = [
        f"the first {most:,} of {count:,} {what}"
        for count, most, what in (
            (len(report.findings), MOST_PRINTED, "findings"),
            (len(report.documents), MOST_PRINTED, "documents"),
            (len(report.documents), MOST_PAGES, "documents in detail"),
        )
        if count > most
    ]
    words = f"On paper are at most {', '.join(told)}; the JSON report has all."
    return [el("p", words, class_="note paper")] if told else []


def _suppression(item: Suppressed) -> Element:
    until = f"; until {item.until}" if item.until else "; no expiry"
    where = f"; ignored at {item.source}" if item.source else ""
    why = "known before, in the baseline" if item.baseline else f"{item.reason}{until}{where}"
    finding = item.finding
    return el(
        "li",
        el("code", finding.rule),
        f" {place_of(finding)}: {finding.message} ",
        el("em", f"({why})"),
    )
