"""Least tokens for people: first what to ask for, then why, then what else could be asked for."""

from collections.abc import Iterable, Iterator

from tokenlint import shipped
from tokenlint.least.answer import Found
from tokenlint.least.lasting import longest_accepted
from tokenlint.least.of_workflow import Part
from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.words import human_duration
from tokenlint.report.escape import one_line
from tokenlint.report.least.curve_text import curve_lines
from tokenlint.report.least.proof_text import bound_lines, proof_lines
from tokenlint.report.least.recipe_text import recipe_lines
from tokenlint.report.least.render import Shown
from tokenlint.report.least.words import (
    extra_words,
    mitigation_words,
    safe,
    scope_words,
    split_hint,
)
from tokenlint.report.lines import Line, paragraph, write
from tokenlint.report.picture import AXES, bar, legend, proxy
from tokenlint.report.summary import problem_lines
from tokenlint.report.view import View
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

_COLUMN = 13
MOST = 30
"""Scopes, audiences and proofs of one token that are shown; the JSON holds all."""


def render(shown: Shown, view: View) -> str:
    """The whole answer as text."""
    return write(lines(shown, view), view)


def lines(shown: Shown, view: View) -> Iterator[Line]:
    """The answer as styled lines."""
    picture: list[Line] = []
    for found in shown.answer.found:
        yield from _workflow(found, shown, view, picture)
    if picture:
        yield from legend(picture, set(), view.width)
        yield ()
    for problem in shown.answer.problems:
        yield from problem_lines(problem, view)
    if shown.answer.problems:
        said = "Incomplete: what could not be used may need more than is shown here."
        yield from paragraph(said, view.width, first=(("", ""),), indent=0, style="strong")


def _workflow(found: Found, shown: Shown, view: View, picture: list[Line]) -> Iterator[Line]:
    least = found.least
    name, where = one_line(least.workflow.name), one_line(str(least.workflow.source))
    yield ((name, "strong"), (f"  {where}", "place"))
    for note in (*least.notes, *found.notes):
        yield from paragraph(
            one_line(note), view.width, first=(("  ", ""),), indent=4, style="muted"
        )
    yield ()
    for number, part in enumerate(least.parts):
        yield from _token(found, part, view, picture)
        yield from bound_lines(part, view)
        if shown.proof:
            yield from proof_lines(part, least.lasts, view)
        if found.curves:
            yield from curve_lines(found.curves[number], view)
        yield from recipe_lines(part.token, shown.recipes, view)
    if hint := split_hint(least):
        yield from paragraph(
            one_line(hint), view.width, first=((" NOTE ", "info"), (" ", "")), indent=7
        )
        yield ()


def _token(found: Found, part: Part, view: View, picture: list[Line]) -> Iterator[Line]:
    token = part.token
    if token.label:
        yield ((f"  token {one_line(token.label)}", "strong"),)
    names = [safe(each) for each in token.audience[:MOST]]
    yield from _listed("audience", names, view, len(token.audience))
    # The proof has them in their order, which takes long to find for a hundred thousand.
    scopes = [*(each.capability for each in part.proof.capabilities), *part.proof.spare]
    yield from _listed("scope", [scope_words(each) for each in scopes[:MOST]], view, len(scopes))
    if (size := _size(part)) > shipped.compiled()["limits"]["token_bytes_limit"]:
        said = f"its scopes alone are {size:,} bytes, more than services take in a header"
        yield from _row("too large", f"{said}; --paths N bounds them", view)
    lasts = f"{token.lifetime} s ({human_duration(token.lifetime)}): {found.least.lasts.why}"
    yield from _row("lifetime", lasts, view)
    if token.issuer:
        yield from _row("issuer", safe(token.issuer), view)
    for extra in token.extras[:MOST]:
        yield from _row("extra", f"{scope_words(extra.capability)} {extra_words(extra)}", view)
    if len(token.extras) > MOST:
        yield from _row("", f"and {len(token.extras) - MOST:,} more extras", view)
    yield from _mitigations(found, part, view)
    yield ()
    rows = list(_bars(part, view))
    picture += rows
    yield from rows
    yield ()


def _size(part: Part) -> int:
    """Bytes of the claim `scope`."""
    members = part.token.capabilities.members
    return sum(len(each.action.scope_name) + len(each.path.text) + 2 for each in members)


def _mitigations(found: Found, part: Part, view: View) -> Iterator[Line]:
    if not part.mitigations:
        return
    demanded = ", ".join(mitigation_words(each) for each in part.mitigations if each.demanded)
    yield from _row("over 6 h", f"demands {demanded or 'no more'}", view)
    longest = longest_accepted(found.least.workflow)
    if longest is not None and part.token.lifetime > longest:
        said = f"over {human_duration(longest)} this kind of workflow is not accepted even so"
        yield from _row("", said, view)


def _bars(part: Part, view: View) -> Iterator[Line]:
    """A row an axis, and the numbers; the hatched part is what a bound costs."""
    calibration = Calibration.default()
    held = axes_of(place(part.token.privilege, calibration))
    same = part.exact is part.token
    exact = held if same else axes_of(place(part.exact.privilege, calibration))
    size = max(8, min(40, view.width - 38))
    for question, axis in AXES:
        value, need = float(getattr(held, axis)), float(getattr(exact, axis))
        cells = bar(value, need, round(getattr(proxy(), axis) * size), size)
        yield ((f"  {question:<10}{axis:<10}", "strong"), *cells, (f" {value:.2f}", "strong"))
    numbers = f"  magnitude {held.magnitude:.2f} · exposure {held.exposure:.2f}"
    yield ((numbers, "muted"),)


def _listed(name: str, values: list[str], view: View, number_of: int) -> Iterator[Line]:
    for number, value in enumerate(values):
        yield from _row("" if number else name, value, view)
    if number_of > MOST:
        more = f"and {number_of - MOST:,} more; --format json lists all"
        yield from _row("", more + (", --paths N bounds them" if name == "scope" else ""), view)


def _row(name: str, text: str, view: View) -> Iterable[Line]:
    first: Line = ((f"  {name:<{_COLUMN - 2}}", "muted"),)
    return paragraph(one_line(text), view.width, first=first, indent=_COLUMN)
