"""The shape of a token: a key that is equal only for tokens of equal facts and equal place.

Making the facts of a token costs more than decoding it; its shape costs less.
Identity has no part in it: subject, token id and client are replaced by what policies may know.
Paths are replaced by their places in the tree that they make,
so that a token for one file and a token for its neighbour have one shape.
Whatever is not known to be free of consequence goes into the key as it is:
then a shape is only shared less often, never wrongly.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

import msgspec

from tokenlint.credentials.quick import QuickToken
from tokenlint.credentials.register import PERSONAL
from tokenlint.credentials.subject import LONGEST, is_personal_mail, names_a_person
from tokenlint.credentials.times import LATEST
from tokenlint.policy.settings import Settings
from tokenlint.privilege.path import ScopePath

# Strings of these names have no facts but that they are there and are strings.
FREE_TEXTS = PERSONAL | frozenset("sid nonce session_state azp".split())
PERSONS = frozenset({"sub", "client_id", "voperson_id"})
FREE_NUMBERS = frozenset({"auth_time", "updated_at"})
_PATHS = "paths as places in a tree"
_TIMES = frozenset({"exp", "iat", "nbf"})
LEAST_TOKEN_ID = 8
_SHORT = "short"
_MOST_FORMS = 10_000  # combinations of names and types that are remembered
_SEEN = 4_096  # answers kept for scopes and subjects that come again; more of them cost time

Shape = tuple[Any, ...]
Step = Callable[[Any], Any]


class Plan(NamedTuple):
    """What to do with claims of certain names and types, in the order of the names.

    `number` stands for these names and types; without `steps` only the long way can tell.
    """

    number: int
    steps: tuple[tuple[str, Step], ...] | None


class Shapes:
    """Makes shapes for one run: its instant, its limits, the letters that its policies read.

    Names and types of the claims tell which values matter, so that is found out once for each
    combination of them; the shape holds both, and the values that matter.
    """

    def __init__(self, settings: Settings, letters: frozenset[str]) -> None:
        self._at = settings.at
        self._limits = settings.limits
        self._with_paths = "path_text" in letters
        self._plans: dict[Shape, Plan] = {}
        self._forms: dict[int, Shape] = {}
        self._number = count().__next__

    def of(self, token: QuickToken) -> Shape | None:
        """The shape; None where only the long way can tell."""
        claims = token.claims
        times = self._times(claims)
        if times is None:
            return None
        form = (tuple(claims), tuple(map(type, claims.values())))
        plan = self._plans.get(form) or self._plan(form)
        if plan.steps is None:
            return None
        parts = [token.header_segment, self._size(token.size), times, plan.number]
        for name, step in plan.steps:
            part = step(claims[name])
            if part is None:
                return None
            parts.append(part)
        return tuple(parts)

    def stable(self, shape: Shape) -> Shape:
        """A shape that was just made, for all processes: names and types as text, in order.

        The order in which a token has its claims is no part of it.
        """
        header, size, times, number, *parts = shape
        form = self._forms[number]
        kinds = sorted((name, kind.__name__) for name, kind in zip(*form, strict=True))
        named = [name for name, _ in self._plans[form].steps or ()]
        return (header, size, times, *kinds, *sorted(zip(named, parts, strict=True)))

    def _plan(self, form: Shape) -> Plan:
        """What is to be done with the claims of these names and types."""
        steps: list[tuple[str, Step]] = []
        simple = True
        for name, kind in zip(*form, strict=True):
            step = None if name in _TIMES else self._step(name, kind)
            simple = simple and kind in _SIMPLE
            if step is not None:
                steps.append((name, step))
        if len(self._plans) >= _MOST_FORMS:
            self._plans.clear()
            self._forms.clear()  # the numbers of before are given to nobody else
        plan = self._plans[form] = Plan(self._number(), tuple(steps) if simple else None)
        self._forms[plan.number] = form
        return plan

    def _step(self, name: str, kind: type) -> Step | None:
        """What a claim adds to the shape; None where its name and type say all."""
        if kind is str:
            return self._text_step(name)
        if kind is int and name in FREE_NUMBERS:
            return None
        step: Step = _STEPS.get(kind, _itself)
        return step

    def _text_step(self, name: str) -> Step | None:
        if name == "scope" and not self._with_paths:
            return scope_shape
        if name == "jti":
            return token_id
        if name in PERSONS:
            return person
        return None if name in FREE_TEXTS else _itself

    def _size(self, size: int) -> int:
        over = size > self._limits["token_bytes_recommended"]
        return over + (size > self._limits["token_bytes_limit"])

    def _times(self, claims: Mapping[str, Any]) -> Shape | None:
        """Times as states and durations, as `credentials.times` reads them."""
        get = claims.get
        exp, iat, nbf = get("exp"), get("iat"), get("nbf")
        if not (type(exp) is type(iat) is int and (nbf is None or type(nbf) is int)):
            return None
        if not (0 <= iat < exp <= LATEST and (nbf is None or 0 <= nbf < exp)):
            return None
        at = self._at
        start = iat if nbf is None or nbf < iat else nbf
        return (
            exp - start,
            exp <= at,
            nbf is None,
            nbf is not None and nbf > at,
            iat > at + self._limits["clock_skew_seconds"],
            nbf is not None and iat - nbf > self._limits["backdating_seconds"],
        )


def _itself(value: Any) -> Any:
    return value


def _texts(value: list[Any]) -> Shape | None:
    """A list of strings; None for any other list."""
    return tuple(value) if all(type(item) is str for item in value) else None


def token_id(value: str) -> str | bool:
    """One that is long enough and begins with a sign is as good as any other, or else as bad."""
    if value[:1] > " ":
        return True if len(value) >= LEAST_TOKEN_ID else _SHORT
    return value


def person(text: str) -> Shape:
    """All that policies may know of a subject or client, without its letters."""
    return OPAQUE if _OPAQUE_TEXT.fullmatch(text) else _possible_person(text)


@lru_cache(maxsize=_SEEN)
def _possible_person(text: str) -> Shape:
    return (
        bool(text.strip()),
        len(text) > LONGEST,
        text.isascii(),
        is_personal_mail(text),
        names_a_person(text),
    )


# Hexadecimal digits and hyphens, such as a UUID, are neither an address nor a name.
_OPAQUE_TEXT = re.compile(r"[0-9A-Fa-f-]{1,255}")
OPAQUE: Shape = (True, False, True, False, False)

# Paths that conform at a glance: no component begins with a dot.
_NAME = "[A-Za-z0-9_][A-Za-z0-9_.~-]*+"
_PATH = f"/(?:{_NAME}(?:/{_NAME})*+/?)?"
_ITEM = f"[A-Za-z._-]++(?::{_PATH})?"
_plain_path = re.compile(_PATH).fullmatch
_plain_scope = re.compile(f"{_ITEM}(?: {_ITEM})*+").fullmatch
_MANY = 3  # paths


@lru_cache(maxsize=_SEEN)
def scope_shape(scope: str) -> Shape:
    """A scope with each path as its way in the tree of all its paths.

    A scope with anything unusual stands for itself.
    """
    items: list[Any] = []
    paths: list[list[str]] = []
    for item in scope.split(" "):
        word, colon, text = item.partition(":")
        if not colon:
            items.append(item)
        elif _plain_path(text) or (text and not ScopePath.parse(text).defects):
            components = text.split("/")  # the first one is empty; a last empty one: a directory
            items.append((word, components[-1] == ""))
            paths.append(components[1:-1] if components[-1] == "" else components[1:])
        else:
            return (scope,)
    return (_PATHS, *items, *(_fork(*paths) if len(paths) < _MANY else _tree(paths)))


def scope_key(scope: str) -> Shape:
    """Equal for scopes of equal `scope_shape` only, and sooner found for usual scopes."""
    if not _plain_scope(scope):
        return scope_shape(scope)
    words: list[str | bool] = []
    paths: list[list[str]] = []
    for item in scope.split(" "):
        word, colon, path = item.partition(":")
        words.append(word)
        if colon:
            words.append(path[-1] == "/")
            paths.append(path.split("/"))
    return (*words, *(_fork(*paths) if len(paths) < _MANY else _tree(paths)))


def _fork(first: Sequence[str] = (), second: Sequence[str] = ()) -> Shape:
    """Of at most two paths: how deep they go, and how far together."""
    shared = 0
    for mine, theirs in zip(first, second, strict=False):
        if mine != theirs:
            break
        shared += 1
    return len(first), len(second), shared


def _tree(paths: Sequence[Sequence[str]]) -> Iterator[Shape]:
    """Of more paths: each as its way in the tree, whose nodes are numbered as they come."""
    nodes: dict[tuple[int, str], int] = {}
    for path in paths:
        node, way = 0, []
        for component in path:
            node = nodes.setdefault((node, component), len(nodes) + 1)
            way.append(node)
        yield tuple(way)


_STEPS: dict[type, Step] = {list: _texts, dict: msgspec.json.encode}
_SIMPLE = frozenset({str, int, bool, list, dict})
