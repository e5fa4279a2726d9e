"""A least token as the commands and configurations that ask for it."""

from collections.abc import Iterator

from tokenlint.least.token import LeastToken
from tokenlint.recipes.catalogue import recipe
from tokenlint.recipes.recipe import Recipe
from tokenlint.report.escape import one_line, visible
from tokenlint.report.lines import Line, paragraph
from tokenlint.report.view import View


def recipe_lines(token: LeastToken, names: tuple[str, ...], view: View) -> Iterator[Line]:
    """Each recipe with its notes; where a product cannot say it, why."""
    for name in names:
        made = recipe(name, token)
        yield ((f"  {one_line(made.title)}", "strong"), (f"  {name}", "muted"))
        if not isinstance(made, Recipe):
            yield from paragraph(one_line(made.reason), view.width, first=(("  ", ""),), indent=2)
            yield ()
            continue
        for line in made.text.splitlines():
            yield (("    ", ""), (visible(line), "code"))
        for note in made.notes:
            yield from paragraph(
                one_line(note), view.width, first=(("  ", ""),), indent=2, style="muted"
            )
        yield ()
