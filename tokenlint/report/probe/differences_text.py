"""Where services differ, as lines: products, services, then the cells, most lenient first.

What is told is what was observed. Whether it is meant so, the documentation of a product says.
"""

from collections.abc import Iterator, Sequence

from tokenlint.probe.differences import Differences, Differing, Implementation, Service
from tokenlint.report.escape import one_line
from tokenlint.report.lines import Line, cells, paragraph
from tokenlint.report.probe.words import by_token
from tokenlint.report.view import View

MOST = 40  # sets of services that are told; the JSON has all
NUMBERS = ("allows more", "refuses more", "excess", "changed", "short")
EXPECTED = {"allow": "allowed", "refuse": "refused", "open": "left to the service"}
_COLUMN = 9


def lines(found: Differences, view: View) -> Iterator[Line]:
    """All of it."""
    words = "Where they differ"
    yield (
        ("━━ ", "muted"),
        (words, "strong"),
        (f" {'━' * (view.width - 4 - len(words))}", "muted"),
    )
    yield from paragraph(summary(found), view.width, first=(("  ", ""),), indent=2)
    yield ()
    yield from _numbers("product", found.implementations, view)
    yield from _divided(found, view)
    yield from _numbers("service", found.services, view)
    yield from _cells(found.cells, view)


def summary(found: Differences) -> str:
    """How many cells differ, in a sentence."""
    count = len(found.cells)
    verb = "differ" if count != 1 else "differs"
    alike = "" if count else "; they answer alike"
    compared = f"{found.compared:,} that at least two services answered clearly"
    return f"{count:,} of {compared} {verb} in what happened{alike}"


def _numbers(name: str, rows: Sequence[Implementation | Service], view: View) -> Iterator[Line]:
    """A table of counts; on a narrow terminal a paragraph for each."""
    names = [one_line(each.name) for each in rows]
    broad = max(map(cells, (name, *names)))
    if broad + 2 + _COLUMN * len(NUMBERS) <= view.width:
        yield from _head(name, broad)
        for each, told in zip(rows, names, strict=True):
            yield ((f"  {told}{' ' * (broad - cells(told))}", ""), *_counts(each))
    else:
        for each in rows:
            told = ", ".join(
                f"{word} {count:,}" for word, count in zip(NUMBERS, numbers(each), strict=True)
            )
            text = one_line(f"{name} {each.name}: {told}")
            yield from paragraph(text, view.width, first=(("  ", ""),), indent=4)
    yield ()


def _head(name: str, broad: int) -> Iterator[Line]:
    """The words of NUMBERS in two lines."""
    for level, left in enumerate(("", name)):
        words = (["", *each.split(" ")][-2:][level] for each in NUMBERS)
        told = "".join(f"{word:>{_COLUMN}}" for word in words)
        yield ((f"  {left:<{broad}}", "muted"), (told, "strong"))


def numbers(each: Implementation | Service) -> tuple[int, ...]:
    """The numbers in the order of NUMBERS."""
    return each.allows_more, each.refuses_more, each.excesses, each.changed, each.shortfalls


def _counts(each: Implementation | Service) -> Line:
    styles = ("medium", "", "high", "critical", "medium")
    return tuple(
        (f"{count:>{_COLUMN},}", style if count else "muted")
        for count, style in zip(numbers(each), styles, strict=True)
    )


def divided_words(each: Implementation) -> str:
    """That services of one product differ among themselves."""
    where = "1 cell" if each.divided == 1 else f"{each.divided:,} cells"
    return (
        f"{each.name}: its {len(each.services)} services differ among themselves in {where}; "
        "there it is the configuration, and not the product"
    )


def _divided(found: Differences, view: View) -> Iterator[Line]:
    told = [each for each in found.implementations if each.divided]
    for each in told:
        text = one_line(divided_words(each))
        yield from paragraph(text, view.width, first=(("  ", ""),), indent=4)
    yield from [()] if told else []


def _cells(found: Sequence[Differing], view: View) -> Iterator[Line]:
    expected = None
    for own in alike(found)[:MOST]:
        if own[0].about.expected is not expected:
            expected = own[0].about.expected
            head = f"The profile wants it {EXPECTED[expected]}:"
            yield from paragraph(head, view.width, first=(("  ", ""),), indent=2, style="strong")
        sides = one_line(sides_words(own[0]))
        yield from paragraph(sides, view.width, first=(("    ", ""),), indent=6, style="place")
        for words in by_token(each.about for each in own):
            yield from paragraph(one_line(words), view.width, first=(("      ", ""),), indent=8)
    if (rest := sum(map(len, alike(found)[MOST:]))) > 0:
        words = f"and {rest:,} more cells; `--format json` has all"
        yield from paragraph(words, view.width, first=(("    ", ""),), indent=4, style="muted")
    yield from [()] if found else []


def alike(found: Sequence[Differing]) -> list[list[Differing]]:
    """Cells with the same services on either side together."""
    together: dict[tuple[object, ...], list[Differing]] = {}
    for each in found:
        sides = (each.about.expected, each.allowed, each.refused, each.unclear, each.divided)
        together.setdefault(sides, []).append(each)
    return list(together.values())


def sides_words(each: Differing) -> str:
    """Who allows it, who refuses it, at whom it is not clear."""
    sides = {
        "allowed by": each.allowed,
        "refused by": each.refused,
        "unclear at": each.unclear,
        "by configuration, on both sides:": each.divided,
    }
    return "; ".join(f"{side} {', '.join(names)}" for side, names in sides.items() if names)
