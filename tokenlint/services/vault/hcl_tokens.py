"""The words and signs of HCL 1, each with its place."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(
    r"""
    (?P<space>[ \t\r\n\f\v]+)
    | (?P<comment>(?:\#|//)[^\r\n]*+ | /\*(?:[^*]|\*(?!/))*+(?:\*/)?)
    | (?P<string>"(?:[^"\\\r\n]|\\.)*+")
    | (?P<hole>\{\{[^{}\r\n]*\}\} | <%[^%\r\n]*%>)
    | (?P<here><<-?(?P<mark>[A-Za-z_][A-Za-z0-9_]*)[^\r\n]*)
    | (?P<sign>[{}\[\]=,])
    | (?P<word>[^\s{}\[\]=,"\#]+)
    """,
    re.VERBOSE,
)
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind`: word, string, hole (what a template fills in), or the sign itself."""

    kind: str
    value: Value


def tokens(text: Text) -> list[Token]:
    """The tokens of a text, without comments and without a template's directives."""
    content = _without_directives(text)
    starts = [0, *(found.end() for found in _LINE_END.finditer(content))]
    found: list[Token] = []
    at = 0
    while at < len(content):
        match = _TOKEN.match(content, at)
        if match is None:  # a quote without an end
            end = _line_end(content, at)
            found.append(Token("?", Value(content[at:end], _place(text, starts, at, end), False)))
            at = end
            continue
        if match["here"]:
            document, at = _here(text, content, starts, match)
            found.append(document)
            continue
        at = match.end()
        token = _token(text, starts, match)
        if token is not None:
            found.append(token)
    return found


def _without_directives(text: Text) -> str:
    """The content with directives blanked, so that all offsets stay as they are."""
    if not any(sign in text.content for sign in ("{{", "{%", "<%", "{#")):
        return text.content
    parts = re.split(r"(\r\n|\r|\n)", text.content)
    return "".join(" " * len(part) if is_directive(part) else part for part in parts)


def _token(text: Text, starts: list[int], match: re.Match[str]) -> Token | None:
    kind = match.lastgroup
    if kind in ("space", "comment"):
        return None
    start, end = match.span()
    if kind == "string":
        written = re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), match[0][1:-1])
        return Token("string", Value.of(written, _place(text, starts, start + 1, end - 1)))
    place = _place(text, starts, start, end)
    if kind == "hole":
        return Token("hole", Value(match[0], place, known=False))
    name = match[0] if kind == "sign" else "word"
    return Token(name, Value.of(match[0], place))


def _here(text: Text, content: str, starts: list[int], match: re.Match[str]) -> tuple[Token, int]:
    """A here-document: the lines up to the one with its mark."""
    place = _place(text, starts, match.start(), match.end())
    begin = _next_line(content, match.end())
    closing = re.compile(rf"^[ \t]*{re.escape(match['mark'])}[ \t]*\r?$", re.MULTILINE)
    end = closing.search(content, begin)
    body = content[begin : end.start() if end else len(content)]
    return Token("string", Value.of(body, place)), end.end() if end else len(content)


def _next_line(content: str, at: int) -> int:
    found = _LINE_END.search(content, at)
    return found.end() if found else len(content)


def _line_end(content: str, at: int) -> int:
    found = _LINE_END.search(content, at)
    return found.start() if found else len(content)


def _place(text: Text, starts: list[int], start: int, end: int) -> Source:
    """The place of characters of one line."""
    line = bisect_right(starts, start) - 1
    return text.at(line, start - starts[line], end - starts[line])
