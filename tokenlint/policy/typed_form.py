"""Claims whose names and types were seen before: one typed decode, and the key of their shape.

A decoder that knows the names makes no dictionary, and one comparison of lengths proves
that the text is regular: no text with these members and values is shorter than the one
without white space, escapes and doubled members, so a text of that length is that one.
Tokens of equal keys have equal shapes; whatever cannot be told this way takes a longer one.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Any

import msgspec

from tokenlint.policy.common_texts import CommonTexts, holds_a_token
from tokenlint.policy.shape import FREE_NUMBERS, FREE_TEXTS, LEAST_TOKEN_ID, PERSONS

Key = tuple[Any, ...]
Reading = tuple[Key, str, str]
"""The key, the token id and the subject."""

UNFIT = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What a form raises for other claims than its own, such as with a name that is not UTF-8."""

_DIGITS = 10  # of an instant from 2001 to 2286, in seconds since the epoch
_EARLIEST, _LATEST = 10 ** (_DIGITS - 1), 10**_DIGITS
_MOST_KNOWN = 20_000  # combinations of values that are remembered
_TIMES = ("exp", "iat", "nbf")
_HIDDEN = ("jti", "scope", "sub", "client_id")
_NEEDED = frozenset({"exp", "iat"})
_DEFAULTS: Mapping[str, Any] = dict.fromkeys(_TIMES, 0) | dict.fromkeys(_HIDDEN, "")
_ABSENT = {name: f"no {name}" for name in _DEFAULTS}  # names of what a token does not have
_TYPES: Mapping[type, Any] = {
    str: str,
    int: Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)],  # a greater one is odd
    bool: bool,
    list: tuple[str, ...],
    dict: msgspec.Raw,
}


class TypedForm:
    """Reads claims of certain names and types; make one with `typed_form`."""

    def __init__(self, claims: Mapping[str, Any], common: CommonTexts) -> None:
        self._common = common
        self._known: dict[Any, tuple[int, int]] = {}
        names = [name for name in claims if name not in _DEFAULTS]
        free = [name for name in names if _is_free(name, claims[name])]
        letters = [name for name in names if name not in free]
        raw = [name for name in letters if type(claims[name]) is dict]
        self._decode = msgspec.json.Decoder(_struct(claims, names)).decode
        self._hidden = attrgetter(*_TIMES, *_HIDDEN)
        self._itself = _getter([_field(names, name) for name in letters if name not in raw])
        self._raw = _getter([_field(names, name) for name in raw]) if raw else None
        self._free = _getter([_field(names, name) for name in free]) if free else None
        self._least = _least(claims)
        self._has_not_before = "nbf" in claims
        self._has_token_id = "jti" in claims

    def read(self, text: bytes, mark: int) -> Reading | None:
        """The key of these claims, beginning with `mark`; None where only a longer way can tell.

        Raises one of `UNFIT` for claims of other names or types.
        """
        claims = self._decode(text)
        itself = self._itself(claims)
        if self._raw:
            itself = (itself, tuple(map(bytes, self._raw(claims))))
        known = self._known.get(itself) or self._learn(itself)
        exp, iat, nbf, jti, scope, sub, client = self._hidden(claims)
        length = known[1] + len(jti) + len(scope) + len(sub) + len(client)
        if self._free:
            free = list(map(str, self._free(claims)))
            if any(map(holds_a_token, free)):
                return None
            length += sum(map(len, free))
        if length != len(text) or not _EARLIEST <= iat < exp < _LATEST or nbf >= exp:
            return None
        if nbf < _EARLIEST and self._has_not_before:
            return None
        common = self._common
        scopes = common.scopes.get(scope) or common.scope(scope)
        person = common.persons.get(sub) or common.person(sub)
        agent = common.persons.get(client) or common.person(client)
        if not (scopes and person and agent):
            return None
        odd = len(jti) < LEAST_TOKEN_ID or jti[0] <= " " or "ey" in jti or "ew" in jti
        if odd and not self._usual(jti):
            return None
        key = (
            mark,
            known[0],
            exp - (nbf if nbf > iat else iat),  # noqa: FURB136 - a call takes longer
            exp <= common.at,
            nbf > common.at,
            iat > common.soon,
            iat - nbf > common.backdating,
            scopes,
            person,
            agent,
        )
        return key, jti, sub

    def _usual(self, token_id: str) -> bool:
        """Whether policies see nothing of this token id, or there is none."""
        if len(token_id) < LEAST_TOKEN_ID:
            return not self._has_token_id
        return token_id[0] > " " and not holds_a_token(token_id)

    def _learn(self, itself: Any) -> tuple[int, int]:
        """A number for these values, and how long the text is at least without hidden ones."""
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()  # the numbers of before are given to nobody else
        values, raw = itself if self._raw else (itself, ())
        length = self._least + sum(len(msgspec.json.encode(value)) for value in values)
        known = self._known[itself] = (self._common.number(), length + sum(map(len, raw)))
        return known


def typed_form(claims: Mapping[str, Any], common: CommonTexts) -> TypedForm | None:
    """The form of these claims; None where a name or type of theirs has no short way."""
    if not claims.keys() >= _NEEDED or any(type(claims.get(name, 0)) is not int for name in _TIMES):
        return None
    for name, value in claims.items():
        if type(value) not in _TYPES or len(msgspec.json.encode(name)) != len(name) + 2:
            return None
        if name in _ABSENT.values() or (name in _HIDDEN and type(value) is not str):
            return None
        if name in PERSONS and name not in _HIDDEN:  # rare: policies see no letters of theirs
            return None
        if type(value) is list and not all(type(item) is str for item in value):
            return None
    return TypedForm(claims, common)


def _is_free(name: str, value: Any) -> bool:
    """Whether no policy sees anything of the value but its type."""
    if type(value) is str:
        return name in FREE_TEXTS
    return type(value) is int and name in FREE_NUMBERS


def _field(names: Sequence[str], name: str) -> str:
    return f"member_{names.index(name)}"


def _getter(fields: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gets these fields as a tuple, however many there are."""
    if len(fields) > 1:
        return attrgetter(*fields)
    if not fields:
        return lambda _: ()
    one = attrgetter(fields[0])
    return lambda claims: (one(claims),)


def _struct(claims: Mapping[str, Any], names: Sequence[str]) -> type[msgspec.Struct]:
    """A type with just these members; what a token does not have is there with its default."""
    fields: list[tuple[str, Any, Any]] = [
        (_field(names, name), _TYPES[type(claims[name])], msgspec.field(name=name))
        for name in names
    ]
    for name, default in _DEFAULTS.items():
        if name in claims:
            fields.append((name, type(default), msgspec.field(name=name)))
        else:  # a name that makes the text longer than it may be, should it ever be there
            absent = msgspec.field(default=default, name=_ABSENT[name])
            fields.append((name, type(default), absent))
    return msgspec.defstruct("Claims", fields, forbid_unknown_fields=True, gc=False, kw_only=True)


def _least(claims: Mapping[str, Any]) -> int:
    """Bytes of the shortest text with these members, but for the values that differ."""
    size = 1 + sum(len(name) + 4 for name in claims)  # braces, commas, colons, names in quotes
    for name, value in claims.items():
        if name in _TIMES:
            size += _DIGITS
        elif name in _HIDDEN or (type(value) is str and _is_free(name, value)):
            size += 2
    return size
