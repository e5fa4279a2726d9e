"""The findings as a list with filters, and what a list says of the entries that it leaves out."""

from collections.abc import Sequence

from tokenlint.report.elements import Element, el

STATIC_FINDINGS = 40  # stand in the page for readers without script


def findings(trees: Sequence[Element]) -> Element:
    """The section of all findings, of which the first stand in the page itself."""
    items = [el("li", tree) for tree in trees[:STATIC_FINDINGS]]
    return el(
        "section",
        el("h2", f"Findings ({len(trees):,})", id="findings-h"),
        _filters(),
        el("ul", *items, id="findings-list"),
        more("findings", len(trees), STATIC_FINDINGS),
        id="findings",
        aria_labelledby="findings-h",
    )


def _filters() -> Element:
    """What the script fills and shows."""
    choices = (
        el("p", el("label", words, for_=name), el("select", id=name))
        for name, words in (("severity", "Severity"), ("rule", "Rule"), ("file", "File or service"))
    )
    text = el(
        "p",
        el("label", "Text", for_="text"),
        el("input", id="text", type="search", autocomplete="off", spellcheck="false"),
    )
    buttons = el(
        "p",
        el("button", "Show all", type="button", id="clear"),
        el("button", "Open all", type="button", id="open"),
    )
    count = el("p", el("output", id="count", aria_live="polite"))
    parts = (*choices, text, buttons, count)
    return el("div", *parts, id="filters", role="search", aria_label="Filter findings", hidden="")


def more(name: str, count: int, shown_: int) -> Element:
    """A button for the script; without it the words that some are left out."""
    rest = max(0, count - shown_)
    words = f"{rest:,} more {name} need the script of this page, or another format." if rest else ""
    button = el("button", "Show more", type="button", id=f"{name}-more", hidden="")
    return el("div", el("p", words, class_="noscript"), button)
