"""The grammar of nginx, as far as locations, `auth_request` and `dav_methods` go.

Source: nginx documentation of ngx_http_core_module, ngx_http_auth_request_module and
ngx_http_dav_module: a directive ends with `;`, a block stands in braces, both directives are
inherited from the blocks around and replaced as a whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_TOKEN = re.compile(r"\#.*|\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?|[{};]|(?:\$\{|[^\s{};\"'])+")
_OWN = re.compile(r"(?:mime\.types|_params|koi-\w+|win-utf)$")  # shipped with nginx
_DEEPEST = 40
_METHODS = frozenset(("PUT", "DELETE", "MKCOL", "COPY", "MOVE"))


@dataclass(frozen=True, slots=True)
class Location:
    """One location: how its path is compared (`=`, `^~`, `~`, `~*` or empty) and what holds there.

    `asks` is the value of `auth_request`, None where nobody is asked.
    """

    modifier: str
    path: Value
    asks: Value | None
    methods: frozenset[str]
    methods_source: Source | None
    internal: bool


@dataclass
class _Block:
    name: tuple[Value, ...]
    inside: "_Block | None"
    asks: Value | None = None
    off: bool = False
    dav: tuple[Value, ...] = ()
    internal: bool = False
    blocks: list["_Block"] = field(default_factory=list)


def locations(text: Text) -> tuple[tuple[Location, ...], tuple[Problem, ...]]:
    """All locations in their order, and what nginx does not start with."""
    top = _Block((), None)
    block, depth, statement = top, 0, list[Value]()
    problems: list[Problem] = []
    for token in _tokens(text):
        if token.text == "{" and depth < _DEEPEST:
            inner = _Block(tuple(statement), block)
            block.blocks.append(inner)
            block, depth, statement = inner, depth + 1, []
        elif token.text == "}":
            if block.inside is None:
                problems.append(_unexpected(token))
            else:
                block, depth = block.inside, depth - 1
            statement = []
        elif token.text == ";":
            _take(block, statement)
            statement = []
        else:
            statement.append(token)
    if block.inside is not None and not text.embedded:
        problems.append(_open(block))
    return tuple(_found(top)), tuple(problems)


def included(text: Text) -> Iterator[Absent]:
    """Files of `include` that are not nginx's own."""
    statement: list[Value] = []
    for token in _tokens(text):
        if token.text not in {"{", "}", ";"}:
            statement.append(token)
            continue
        if len(statement) == 2 and statement[0].text == "include":  # noqa: PLR2004
            path = statement[1]
            if not _OWN.search(path.text):
                yield from absent("include", path, text)
        statement = []


def _tokens(text: Text) -> Iterator[Value]:
    for index, line in text:
        if is_directive(line):
            continue
        for match in _TOKEN.finditer(line):
            if match[0].startswith("#"):
                break
            yield Value.of(match[0].strip("\"'"), text.at(index, *match.span()))


def _take(block: _Block, statement: list[Value]) -> None:
    name = statement[0].text if statement else ""
    if name == "auth_request" and len(statement) > 1:
        block.off = statement[1].text == "off"
        block.asks = None if block.off else statement[1]
    elif name == "dav_methods":
        block.dav = tuple(statement[1:])
    elif name == "internal":
        block.internal = True


def _found(block: _Block) -> Iterator[Location]:
    for inner in block.blocks:
        words = inner.name
        if len(words) > 1 and words[0].text == "location":
            yield _location(inner, words[1].text if len(words) > 2 else "", words[-1])  # noqa: PLR2004
        yield from _found(inner)


def _location(block: _Block, modifier: str, path: Value) -> Location:
    around: _Block | None = block
    while around is not None and around.asks is None and not around.off:
        around = around.inside
    dav: _Block | None = block
    while dav is not None and not dav.dav:
        dav = dav.inside
    words = dav.dav if dav else ()
    return Location(
        modifier,
        path,
        around.asks if around else None,
        frozenset(word.text for word in words) & _METHODS,
        words[0].source if words else None,
        block.internal,
    )


def _unexpected(token: Value) -> Problem:
    reason = "nginx does not start: this `}` closes no block"
    return Problem("syntax", token.source, reason, "remove it, or open the block that it closes")


def _open(block: _Block) -> Problem:
    source = block.name[0].source if block.name else Source("")
    return Problem("syntax", source, "nginx does not start: this block is not closed", "write `}`")
