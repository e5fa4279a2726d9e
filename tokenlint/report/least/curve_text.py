"""The curve of scopes against exposure, as a table with bars."""

from collections.abc import Iterator

from tokenlint.least.curve import Curve, Point
from tokenlint.report.escape import one_line
from tokenlint.report.least.words import safe
from tokenlint.report.lines import Line, paragraph
from tokenlint.report.view import View

_LONGEST = 24  # cells of a bar


def curve_lines(curve: Curve, view: View) -> Iterator[Line]:
    """A row for each number of scopes, then a row for each natural level."""
    size = max(6, min(_LONGEST, view.width - 84))
    yield (("  What fewer scopes cost", "strong"),)
    yield (("    scopes   what  exposure", "muted"),)
    for number, point in enumerate(curve.points):
        if number and _alike(point, curve.points[number - 1]):
            continue  # the best for a narrower bound is the same token
        yield _row(point, "" if point.proved else "not proved to be the best", size, view.width)
    if curve.fewest > 1:
        said = f"with fewer than {curve.fewest} scopes no token does all of it"
        yield from paragraph(said, view.width, first=(("    ", ""),), indent=4, style="muted")
    yield ()
    yield (("  As people would write it", "strong"),)
    yield (("    scopes   what  exposure", "muted"),)
    for point in curve.levels:
        level = f"{point.level}, as {safe(point.example)}"
        yield _row(point, level, size, view.width)
    if all(point.vector.exposure == 0 for point in curve.points):
        said = (
            "The exposure is 0 because the lifetime is the profile's shortest; "
            "what it would be for longer grows with the column `what`."
        )
        yield from paragraph(said, view.width, first=(("  ", ""),), indent=2, style="muted")
    yield ()


def _alike(one: Point, other: Point) -> bool:
    return (one.scopes, one.vector) == (other.scopes, other.vector)


def _row(point: Point, words: str, size: int, width: int) -> Line:
    scope = point.vector.scope
    filled = max(1, round(scope * size)) if scope else 0
    numbers = f"  {scope:>5.3f}    {point.vector.exposure:>5.3f}  "
    room = max(16, width - len(numbers) - size - 12)
    said = one_line(words)
    said = said if len(said) <= room else f"{said[: room - 1]}…"
    return (
        (f"    {point.scopes:>6,}", "strong"),
        (numbers, ""),
        ("▓" * filled, "need"),
        ("·" * (size - filled), "muted"),
        (f"  {said}", "muted"),
    )
