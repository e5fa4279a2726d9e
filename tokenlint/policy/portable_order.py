"""Portable profile: nothing may depend on the order of a set.

OPA walks through sets and objects in the order of their values,
regopy in the order in which they were made; arrays that are built from them differ in silence.
The objects of the input are safe, since they are handed over with sorted members.

regopy sorts by the text of the values: `sort([9, 10])` is `[10, 9]`, `max([9, 10])` is 9,
and "a b" comes before "a", because a blank and `!` come before the quote that ends a text.
So only texts are sorted, inside `concat`, and none that another one continues with those signs.
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from tokenlint.policy.rego import reference_at, roots
from tokenlint.policy.rego_builtins import ORDER_FREE
from tokenlint.policy.rego_groups import Group, Shape
from tokenlint.policy.rego_lexer import Kind, Token

Complaint = tuple[Token, str, str]

_ADVICE = "walk through an array: `some i in numbers.range(0, count(input.xs)); i in set`"
_BEFORE_QUOTE = (" ", "!")


def unordered(tokens: Sequence[Token], groups: Sequence[Group]) -> Iterator[Complaint]:
    """Array comprehensions and `concat` over what may be a set."""
    arrays = _array_names(tokens)
    for group in groups:
        array = group.shape is Shape.COMPREHENSION and tokens[group.opening].text == "["
        if (
            array
            and not _sorted_at_once(tokens, group)
            and not _walks_arrays(tokens, group, arrays)
        ):
            yield tokens[group.opening], "an array in the order of a set or object", _ADVICE
    for at in roots(tokens):
        if tokens[at].text == "concat" and at + 1 < len(tokens) and tokens[at + 1].is_sign("("):
            yield from _concat(tokens, at, arrays)
        if tokens[at].text == "sort" and not _is_joined(tokens, at):
            yield tokens[at], "sort outside of `concat`", _ADVICE
    yield from _sorted_texts(tokens)


def _is_joined(tokens: Sequence[Token], at: int) -> bool:
    """`concat(", ", sort(xs))`: joined values are texts, or the evaluation fails."""
    joined = at > 3 and tokens[at - 4].text == "concat"  # noqa: PLR2004 - name ( separator ,
    return joined and tokens[at - 3].is_sign("(") and tokens[at - 1].is_sign(",")


def _sorted_texts(tokens: Sequence[Token]) -> Iterator[Complaint]:
    """Texts of a module that sorts, of which one continues another by a blank or `!`."""
    if not any(token.is_word("sort") for token in tokens):
        return
    members = [token for at, token in enumerate(tokens) if _is_member(tokens, at)]
    texts = {token.string for token in members}
    for token in members:
        text = str(token.string)
        if any(text[:at] in texts for at, sign in enumerate(text) if sign in _BEFORE_QUOTE):
            yield token, "begins with another text of this module that sorts texts", "reword one"


def _is_member(tokens: Sequence[Token], at: int) -> bool:
    """A text that is put into a set or an array."""
    if tokens[at].string is None or at + 1 >= len(tokens):
        return False
    listed = tokens[at - 1].is_sign("{", "[", ",") and tokens[at + 1].is_sign("}", "]", ",")
    return listed or tokens[at - 1].is_word("contains")


def _sorted_at_once(tokens: Sequence[Token], group: Group) -> bool:
    return (
        group.opening > 1
        and tokens[group.opening - 1].is_sign("(")
        and tokens[group.opening - 2].text in ORDER_FREE
    )


def _walks_arrays(tokens: Sequence[Token], group: Group, arrays: AbstractSet[str]) -> bool:
    """Whether all that it walks through is an array or a part of the input."""
    inside = range(group.opening, min(group.closing, len(tokens)))
    walks = [_domain(tokens, at) for at in inside if tokens[at].is_word("some")]
    indexed = any(tokens[at].text == "_" and tokens[at - 1].is_sign("[") for at in inside)
    return not indexed and all(_is_array(tokens, at, arrays) for at in walks)


def _domain(tokens: Sequence[Token], some: int) -> int:
    """Where that stands which a `some ... in` walks through."""
    at = some + 1
    while at < len(tokens) and (tokens[at].is_variable or tokens[at].is_sign(",")):
        at += 1
    return at + 1


def _array_names(tokens: Sequence[Token]) -> AbstractSet[str]:
    """`input`, and the names that stand for arrays or parts of the input wherever they stand."""
    values: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        if token.is_sign(":=") and at and tokens[at - 1].is_variable:
            values.setdefault(tokens[at - 1].text, []).append(at + 1)
        elif token.is_word("some"):
            domain = _domain(tokens, at)
            for name in tokens[at + 1 : domain - 1]:
                values.setdefault(name.text, []).append(domain)
    names = {"input"}
    while True:
        found = {
            name for name, ats in values.items() if all(_is_array(tokens, a, names) for a in ats)
        }
        if found <= names:
            return names
        names |= found


def _is_array(tokens: Sequence[Token], at: int, names: AbstractSet[str]) -> bool:
    if at >= len(tokens):
        return False
    if tokens[at].is_sign("["):
        return True  # an array, or a comprehension, which is looked at by itself
    path, end = reference_at(tokens, at)
    called = end < len(tokens) and tokens[end].is_sign("(")
    return ".".join(path) in _ARRAYS if called else _is_plain_reference(tokens, at, names)


_ARRAYS = frozenset(
    {"sort", "split", "array.concat", "array.slice", "array.reverse", "numbers.range"}
)


def _is_plain_reference(tokens: Sequence[Token], at: int, names: AbstractSet[str]) -> bool:
    """`input.a.b[i]` and nothing behind it; a call or an operator may make a set of it."""
    if tokens[at].text not in names or tokens[at].kind is not Kind.NAME:
        return False
    depth = 0
    for token in tokens[at + 1 :]:
        if depth == 0 and (token.fresh or token.is_sign("]", "}", ";", "{", ",", ")")):
            return True
        depth += token.is_sign("[") - token.is_sign("]")
        if depth == 0 and not (token.kind is Kind.NAME or token.is_sign(".", "]")):
            return False
    return True


def _concat(tokens: Sequence[Token], at: int, arrays: AbstractSet[str]) -> Iterator[Complaint]:
    """The second argument must be an array: written as one, sorted, or a part of the input."""
    joined = at + 4
    plain = len(tokens) > joined and tokens[at + 2].string is not None
    if not plain or not tokens[at + 3].is_sign(","):
        yield tokens[at], "concat needs its separator as a literal string", "write it in place"
        return
    if not _is_array(tokens, joined, arrays):
        yield tokens[at], "concat over what may be a set", "wrap its texts in sort(...)"
