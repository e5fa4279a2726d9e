"""`tokenlint rules`: the catalogue as a table for people and as JSON for machines."""

from collections.abc import Iterable, Sequence

from tokenlint.policy.catalogue import Rule
from tokenlint.report.escape import visible
from tokenlint.report.json import dump
from tokenlint.report.lines import Line, cells, paragraph, write
from tokenlint.report.view import View

_HEADS = ("CODE", "SEVERITY", "AXIS", "PERSONA", "TITLE")


def render(rules: Sequence[Rule], view: View) -> str:
    """One row a rule in the order given, then how to read more."""
    return write(_lines(rules, view), view)


def _lines(rules: Sequence[Rule], view: View) -> Iterable[Line]:
    rows = [(rule.code, rule.severity.value, rule.axis, rule.persona.value) for rule in rules]
    widths = [max(map(len, column)) + 2 for column in zip(_HEADS[:4], *rows, strict=True)]
    indent = sum(widths)
    heads = zip(_HEADS, [*widths, 0], strict=True)
    yield (("".join(f"{head:<{width}}" for head, width in heads), "strong"),)
    for rule, row in zip(rules, rows, strict=True):
        styles = ("strong", rule.severity.value, "", "muted")
        cellrow = zip(row, widths, styles, strict=True)
        first: Line = tuple(piece for cell in cellrow for piece in _cell(*cell))
        yield from _titled(rule, first, indent, view)
    yield ()
    count = f"{len(rules)} {'rule' if len(rules) == 1 else 'rules'}"
    yield ((f"{count}; `tokenlint explain CODE` tells more of each", "muted"),)


def _cell(text: str, width: int, style: str) -> Line:
    """A text in its style, and unstyled blanks up to the next column."""
    shown = visible(text)
    return ((shown, style), (" " * (width - cells(shown)), ""))


def _titled(rule: Rule, first: Line, indent: int, view: View) -> list[Line]:
    """The title beside the columns, or on the next line where there is no room."""
    title = visible(rule.title)
    if view.width - indent >= min(cells(title), 20):
        return paragraph(title, view.width, first=first, indent=indent)
    return [first, *paragraph(title, view.width, first=(("  ", ""),), indent=2)]


def as_json(rules: Sequence[Rule]) -> str:
    """The whole catalogue entries without their examples, as `tokenlint.rules/1`."""
    return dump({"schema": "tokenlint.rules/1", "rules": [_data(rule) for rule in rules]})


def _data(rule: Rule) -> dict[str, object]:
    names = ("code", "name", "title", "family", "axis", "severity", "confidence", "persona")
    data: dict[str, object] = {name: str(getattr(rule, name)) for name in names}
    data |= {"kinds": list(rule.kinds), "since": rule.since, "message": rule.message}
    data |= {"why": rule.why.strip(), "fix": rule.fix.strip()}
    data |= {} if rule.fix_safe is None else {"fix_safe": rule.fix_safe}
    data["references"] = [
        {"title": item.title, "section": item.section, "url": item.url} for item in rule.references
    ]
    return data
