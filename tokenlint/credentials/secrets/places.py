"""Where in a text a secret can stand: one place for all patterns.

`named_values` finds the values of keys that are called like a secret, in the grammars of all
products at once (INI, YAML, JSON, properties, Apache, XRootD, shell, Puppet, XML);
`spoken` finds what shows by its own form that it is one.
To cover a text, every place counts; to report a secret, a closer look at the place decides.
All patterns take time in proportion to the text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from tokenlint.credentials.jwt import TOKEN_LIKE
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.secret_names import names_secret


class Form(Enum):
    """How a value belongs to its name, which tells what else may stand there."""

    LINE = "line"  # `name = value`, all of the rest of the line
    WORDS = "words"  # `Name value`: a directive or an option of a command
    WITHIN = "within"  # `name: value` or `name=value` somewhere on a line
    PAIR = "pair"  # two members, `name` and `value`; or an element of XML
    BELOW = "below"  # the value stands on the lines below its name
    USER = "user"  # `user:password` of an address
    BEARER = "bearer"  # what follows the word in a header
    DATA = "data"  # `data` of a Kubernetes Secret: in base64
    STRING = "string"  # its `stringData`


@dataclass(frozen=True, slots=True)
class Named:
    """A value with its name; `start` and `end` are offsets of the value in the text."""

    form: Form
    name: str
    start: int
    end: int
    key: int  # offset of the name


_QUOTE = r"""(?:\\?["'])"""  # JSON within a quoted string has its quotes escaped
_KEY = rf"""(?<![\w.!/-]){_QUOTE}?([\w.!/-]{{1,200}}+){_QUOTE}?"""
_GAP = r"[^\S\r\n]*+"
_LINE = re.compile(rf"^{_GAP}{_KEY}{_GAP}(?:=>|[:=]){_GAP}(\S[^\r\n]*)", re.MULTILINE)
# XRootD and Apache put no sign between a name and its value; prose has no names like these.
_DIRECTIVE = re.compile(
    rf"^{_GAP}(?=\w{{1,80}}?[.A-Z])([\w.]++)[^\S\r\n]{_GAP}([^\s=:][^\r\n]*)", re.MULTILINE
)
_ONE_VALUE = r"""((?:\\?["'])[^"'\r\n]*+|[^\s,;&"'})\]]++)"""
_WITHIN = re.compile(rf"{_KEY}{_GAP}(?:=>?|:[^\S\r\n]){_GAP}{_ONE_VALUE}")
EQUALS = re.compile(rf"({_KEY}{_GAP}={_GAP}){_ONE_VALUE}")
OPTION = re.compile(rf"((-(?<!\S-)-?[\w-]++)[^\S\r\n]{_GAP}){_ONE_VALUE}")
USER = re.compile(r"""(://)([^/\s@'"<>]++)(?=@)""")
_ELEMENT = re.compile(r"<([\w:.-]{1,100}+)(?:\s[^<>]{0,200})?>([^<>\r\n]{1,4000}+)</")
# `{name: X_SECRET, value: x}` of Kubernetes, `<property name="password" value="x"/>` of Spring,
# `{"type": "password", "value": "x"}` of Keycloak.
_PAIR = re.compile(
    rf"""(?:name(?<!\wname)|type(?<!\wtype)){_QUOTE}?[^\S\r\n]?[:=][^\S\r\n]?{_QUOTE}?([\w.-]{{1,200}}+){_QUOTE}?[\s,]{{1,80}}+"""
    rf"""{_QUOTE}?value{_QUOTE}?[^\S\r\n]?[:=]{_GAP}{_ONE_VALUE}"""
)
# `"privateKey": ["x"]` of Keycloak, which keeps every setting of a component in a list.
_LIST = re.compile(r'"([\w.-]{1,200}+)"\s?:\s{0,200}+\[\s{0,200}+("[^"\r\n]*+")')
_BEARER = re.compile(r"(earer)(?<=\b[Bb]earer)[^\S\r\n]([\w.~+/-]{20,}+=*)")
BASIC = re.compile(r"asic(?<=\b[Bb]asic) ([A-Za-z0-9+/]{8,}+={0,2})")
_OPEN = re.compile(
    rf"^([^\S\r\n]*+)(?:-[^\S\r\n]{_GAP})?{_KEY}{_GAP}:{_GAP}([|>][-+0-9]{{0,2}})?{_GAP}(?:\#.*)?$",
    re.MULTILINE,
)
_ROW = re.compile(r"(?:\r\n|[\r\n])([^\S\r\n]*+)([^\r\n]*)")
_ITEM = re.compile(r"- |\S+:(?:\s|$)|\{|\[")

WHOLE_TOKEN = re.compile(rf"(?:{TOKEN_LIKE.pattern})[\w.-]*", TOKEN_LIKE.flags)
MACAROON = re.compile(r"MDA[0-9a-zA-Z_-]{40,}")
# In the second format, two bytes are all that stands before the location or the identifier.
_SECOND_MACAROON = re.compile(r"(?<![\w+/-])Ag[E-L][A-Za-z0-9+/_-]{60,}+={0,2}")
# Prefixes of service, batch and recovery tokens. Vault since 1.0 (upgrade guide of 1.0.0):
# `s.`, `b.`; since 1.10 `hvs.`, `hvb.`, `hvr.`; OpenBao went back to the short ones (its PR 203).
VAULT = re.compile(
    r"hv[sbr]\.(?<![\w.-]....)[\w-]{24,}+|[sbr]\.(?<![\w.-]..)[A-Za-z0-9]{24,95}+(?![\w.-])"
)
PRIVATE = re.compile(
    r"(-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)(.*?)(?=-----END|\Z)", re.DOTALL
)
ENCODED_ARMOUR = re.compile(r"LS0tLS1CRUdJTi[A-Za-z0-9+/]{40,}+={0,2}")  # base64 of -----BEGIN
# crypt(5): bcrypt, SHA-256 and SHA-512.
CRYPT = re.compile(
    r"\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}"
    r"|\$[56]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}"
)
_OBJECT = re.compile(r"\{[^{}]*+\}")
# Private members of keys: RFC 7518 sections 6.2.2, 6.3.2, 6.4.1.
PRIVATE_MEMBER = re.compile(r"""\\?"(d|k|p|q|dp|dq|qi)\\?"\s*+:\s*+\\?"([\w+/=-]{16,}+)""")


def named_values(text: str) -> Iterator[Named]:
    """Values under names that are called like a secret; those of one text may overlap.

    Of two that begin at the same place the first one knows more of its surroundings.
    """
    yield from _kubernetes(text)
    for pattern, form in _OF_NAMES:
        for found in pattern.finditer(text):
            if names_secret(found[1]):
                yield Named(form, found[1], *found.span(2), found.start(1))
    for found in OPTION.finditer(text):
        if names_secret(found[2]):
            yield Named(Form.WORDS, found[2], *found.span(3), found.start(2))
    for found in USER.finditer(text):
        yield Named(Form.USER, "password", *found.span(2), found.start(2))
    for found in _BEARER.finditer(text):
        yield Named(Form.BEARER, "token", *found.span(2), found.start(1))
    yield from _below(text)


_OF_NAMES = (
    (_LINE, Form.LINE),
    (_DIRECTIVE, Form.WORDS),
    (_WITHIN, Form.WITHIN),
    (_LIST, Form.PAIR),
    (_PAIR, Form.PAIR),
    (_ELEMENT, Form.PAIR),
)


def _below(text: str) -> Iterator[Named]:
    """Values that stand on lines of their own, deeper than their names (YAML)."""
    at = 0
    while found := _OPEN.search(text, at):
        at = found.end()
        if names_secret(found[2]):
            start, end = _block(text, at, len(found[1]), whole=bool(found[3]))
            if end > start:
                yield Named(Form.BELOW, found[2], start, end, found.start(2))
                at = end


def _block(text: str, at: int, indent: int, *, whole: bool) -> tuple[int, int]:
    """Start and end of the rows below that are deeper than `indent`: all, or only one plain row."""
    start = end = at
    while (row := _ROW.match(text, end)) and (len(row[1]) > indent or not row[2]):
        if not whole and (not row[2] or _ITEM.match(row[2])):
            break
        start = start if start > at or not row[2] else row.start(2)
        end = row.end()
        if not whole:
            break
    return (start, end) if start > at else (at, at)


_SECRET = re.compile(
    r"""^[^\S\r\n]*+(?:"kind"|kind):[^\S\r\n]*+["']?Secret["']?[^\S\r\n]*+,?$""", re.MULTILINE
)
_DOCUMENT = re.compile(r"^---", re.MULTILINE)
_MEMBERS = re.compile(r"^([^\S\r\n]*+)(data|stringData):[^\S\r\n]*+$", re.MULTILINE)
_MEMBER = re.compile(r"""["']?([\w.-]{1,253}+)["']?:[^\S\r\n]*+([^\r\n]*)""")
_JSON_DATA = re.compile(r'"(data|stringData)"\s*+:\s*+(\{[^{}]*+\})')
_JSON_MEMBER = re.compile(r'"([\w.-]{1,253}+)"\s*+:\s*+("[^"\r\n]*+")')


def _kubernetes(text: str) -> Iterator[Named]:
    """The values of Kubernetes Secrets, whatever they are called."""
    if "Secret" not in text or not _SECRET.search(text):
        return
    starts = [0, *(found.start() for found in _DOCUMENT.finditer(text)), len(text)]
    for start, end in pairwise(starts):
        if _SECRET.search(text, start, end):
            for found in _MEMBERS.finditer(text, start, end):
                yield from _members(text, found, end)
            for found in _JSON_DATA.finditer(text, start, end):
                for member in _JSON_MEMBER.finditer(text, *found.span(2)):
                    form = Form.DATA if found[1] == "data" else Form.STRING
                    yield Named(form, member[1], *member.span(2), member.start(1))


def _members(text: str, head: re.Match[str], end: int) -> Iterator[Named]:
    """The members of a mapping in block style; lines that only a template reads are no end."""
    form = Form.DATA if head[2] == "data" else Form.STRING
    outer, inner, at = len(head[1]), 0, head.end()
    while at < end and (row := _ROW.match(text, at, end)):
        at = row.end()
        if not row[2] or row[2].startswith(("{{", "#")):
            continue
        if len(row[1]) <= outer:
            return
        inner = inner or len(row[1])
        member = _MEMBER.match(text, row.start(2), row.end())
        if len(row[1]) > inner or member is None:
            continue
        if member[2].rstrip() in _BLOCKS:
            first, at = _block(text, at, inner, whole=True)
            yield Named(form, member[1], first, at, member.start(1))
        elif member[2]:
            yield Named(form, member[1], *member.span(2), member.start(1))


_BLOCKS = frozenset({"|", "|-", "|+", ">", ">-", ">+"})


def key_objects(text: str) -> Iterator[re.Match[str]]:
    """JSON objects that are keys (RFC 7517): they say of what type they are."""
    if "kty" in text:
        for found in _OBJECT.finditer(text):
            if "kty" in found[0]:
                yield found


def second_macaroons(text: str) -> Iterator[re.Match[str]]:
    """Macaroons in the second format: they begin like many words, so they must be whole."""
    for found in _SECOND_MACAROON.finditer(text):
        macaroon = read_macaroon(found[0].encode())
        if macaroon.readable and not macaroon.defects:
            yield found


def spans(text: str, named: Iterable[Named]) -> Iterator[tuple[int, int]]:
    """Start and end of everything that may be secret; `named` are its named values."""
    for pattern in (WHOLE_TOKEN, MACAROON, VAULT, ENCODED_ARMOUR, CRYPT):
        for found in pattern.finditer(text):
            yield found.span()
    yield from (found.span() for found in second_macaroons(text))
    for each in named:
        yield each.start, each.end
    for found in BASIC.finditer(text):
        yield found.span(1)
    for found in PRIVATE.finditer(text):
        yield found.span(2)
    for found in key_objects(text):
        for member in PRIVATE_MEMBER.finditer(found[0]):
            yield found.start() + member.start(2), found.start() + member.end(2)
