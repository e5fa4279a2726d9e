"""Findings as trees: a line that opens to frame, witness, fix and sources."""

from collections.abc import Mapping
from functools import cache

from tokenlint.policy.catalogue import Rule
from tokenlint.policy.finding import Finding, Reference, Report, Severity
from tokenlint.report.elements import Element, Node, el, link, rows
from tokenlint.report.frame import frames
from tokenlint.report.lines import Line

FRAME_WIDTH = 92  # columns of a code frame
SIGNS: Mapping[Severity, str] = {  # a shape beside each colour
    Severity.CRITICAL: "◆",
    Severity.HIGH: "▲",
    Severity.MEDIUM: "■",
    Severity.LOW: "●",
    Severity.INFO: "○",
}
_STYLES = {"muted": "mu", "place": "pl", "mark": "m1", "mark2": "m2"}


@cache
def badge(severity: Severity) -> Element:
    """Shape and word of a severity."""
    sign = el("span", SIGNS[severity], aria_hidden="true")
    return el("span", sign, f" {severity}", class_=f"sev {severity}")


def place_of(finding: Finding) -> str:
    """Where its primary place is."""
    return str(finding.locations[0].source) if finding.locations else ""


def finding_tree(
    finding: Finding, report: Report, rules: Mapping[str, Rule], page: str | None
) -> Element:
    """The finding; `page` is the name of its document's page on this page, if it has one."""
    head = el(
        "summary",
        badge(finding.severity),
        " ",
        el("code", finding.rule),
        " ",
        el("span", finding.message, class_="said"),
        " ",
        el("span", place_of(finding), class_="at"),
    )
    parts: list[Node] = [head]
    if finding.locations:
        drawn = frames(finding.locations, report.texts, FRAME_WIDTH, indent=0)
        parts.append(frame(drawn))
    parts.append(_notes(finding, rules.get(finding.rule), page))
    return el("details", *parts, class_="f")


def frame(lines: list[Line]) -> Element:
    """Lines of a code frame, each piece in the class of its style."""
    return rows(
        ([_piece(text, style) for text, style in line] for line in lines),
        class_="frame",
        tabindex=0,
        role="group",
        aria_label="code",
    )


def _piece(text: str, style: str) -> Node:
    return el("span", text, class_=_STYLES[style]) if style in _STYLES else text


def _notes(finding: Finding, rule: Rule | None, page: str | None) -> Element:
    parts: list[Node] = []
    witness = finding.evidence.get("request")
    if witness is not None:
        parts += _row("witness", str(witness))
    if finding.fix is not None:
        name = "advice" if finding.fix.safe is None else "fix"
        parts += [el("dt", name), el("dd", *_fix(finding.fix.text, safe=finding.fix.safe))]
    if finding.confidence != "high":
        parts += _row("confidence", finding.confidence)
    parts.append(_rule(finding, rule))
    if page is not None:
        parts += [el("dt", "document"), el("dd", el("a", finding.document, href=f"#{page}"))]
    return el("dl", *parts)


def _row(name: str, *nodes: Node) -> list[Node]:
    return [el("dt", name), el("dd", *nodes)]


def _fix(text: str, *, safe: bool | None) -> list[Node]:
    lines = text.strip().splitlines()
    words = {True: "safe", False: "check first: it changes what may work"}
    tail: list[Node] = [el("small", f" ({words[safe]})")] if safe is not None else []
    if len(lines) <= 1:
        return [text.strip(), *tail]
    return [rows([line] for line in lines), *tail]


def _rule(finding: Finding, rule: Rule | None) -> Element:
    """What is the same for all findings of a rule; it is embedded once."""
    parts = _row("why", rule.why.strip() if rule else finding.title)
    for reference in finding.references:
        parts += _row("source", *cited(reference))
    parts += _row("more", el("code", f"tokenlint explain {finding.rule}"))
    return el("div", *parts)


def cited(reference: Reference) -> list[Node]:
    """A source: its title as a link, where it has an address, and the section."""
    title = link(reference.url, reference.title) if reference.url else reference.title
    return [title, f", section {reference.section}" if reference.section else ""]
