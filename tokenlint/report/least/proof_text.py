"""Why nothing can go, and what a bound on the number of scopes costs, as text."""

from collections.abc import Iterable, Iterator

from tokenlint.least.lasting import Lasting
from tokenlint.least.of_workflow import Part
from tokenlint.least.proof import CapabilityProof
from tokenlint.policy.words import human_duration
from tokenlint.report.escape import one_line
from tokenlint.report.least.words import operation_words, safe, scope_words
from tokenlint.report.lines import Line, paragraph
from tokenlint.report.view import View
from tokenlint.workflows.declaration import DeclaredOperation

_MOST = 30


def bound_lines(part: Part, view: View) -> Iterator[Line]:
    """What was generalised, what each costs, and whether it is proved to be the best."""
    bound = part.bound
    if bound is None:
        return
    held, exact = len(part.token.capabilities), len(part.exact.capabilities)
    said = (
        f"{exact:,} scopes became {held}: the scope axis rises from "
        f"{bound.exact:.3f} to {bound.scope:.3f}."
    )
    if bound.proved:
        said += f" No generalisation with at most {bound.bound} scopes costs less."
    else:
        said += (
            f" None with at most {bound.bound} is below {bound.floor:.3f}; it may not be the best."
        )
    yield from _plain(said, view)
    for each in bound.generalised[:_MOST]:
        those = "1 scope" if each.stands_for == 1 else f"{each.stands_for:,} scopes"
        text = (
            f"{scope_words(each.capability)} stands for {those}, such as "
            f"{scope_words(each.example)}: costs {each.cost:.3f}"
        )
        yield from _item(text, view)
    if any(each.capability.path.is_root for each in bound.generalised):
        yield from _plain("A scope on / reaches the whole area of the issuer.", view)
    yield ()


def proof_lines(part: Part, lasts: Lasting, view: View) -> Iterator[Line]:
    """For each part of the token what fails without it."""
    yield (("  Without it, this fails", "strong"),)
    proof = part.proof
    for each in proof.capabilities[:_MOST]:
        yield from _item(_capability(each), view)
    if len(proof.capabilities) > _MOST:
        more = len(proof.capabilities) - _MOST
        yield from _item(f"and {more:,} scopes more; --format json tells of each", view)
    for capability in proof.spare:
        yield from _item(f"{scope_words(capability)}: nothing fails without it", view)
    for name, operation in proof.audience[:_MOST]:
        yield from _item(f"{safe(name)}: {_told(operation)}", view)
    if proof.late is not None:
        text = f"{human_duration(lasts.seconds)}: {_told(proof.late)}, in its last second"
    else:
        text = f"{human_duration(lasts.seconds)}: the profile has no shorter lifetime"
    yield from _item(text, view)
    yield ()


def _capability(proof: CapabilityProof) -> str:
    parts = [f"{scope_words(proof.capability)}: {_told(proof.dropped)}"]
    parts += [
        f"the same with {action.scope_name} in its place"
        if operation is proof.dropped
        else f"with {action.scope_name} in its place: {_told(operation)}"
        for action, operation in proof.weaker
    ]
    if len(proof.narrower) == 1 and proof.narrower[0] is not proof.dropped:
        parts.append(f"with a child of its path: {_told(proof.narrower[0])}")
    elif len(proof.narrower) == 1:
        parts.append("the same with any child of its path")
    elif proof.narrower:
        one, other = map(operation_words, proof.narrower)
        parts.append(f"with any child of its path: {one}, or {other}")
    return "; ".join(parts)


def _told(operation: DeclaredOperation) -> str:
    return f"{operation_words(operation)} ({operation.source})"


def _plain(text: str, view: View) -> Iterable[Line]:
    return paragraph(one_line(text), view.width, first=(("  ", ""),), indent=2)


def _item(text: str, view: View) -> Iterable[Line]:
    return paragraph(one_line(text), view.width, first=(("  · ", "muted"),), indent=4)
