"""From the bytes of a file to the configurations in it, each with the product that reads it.

A problem says what could not be read of any file, ours or not:
whoever calls shows it only for a file that is recognised, or whose name is known (`known_name`).
"""

import codecs
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import takewhile
from pathlib import PurePosixPath
from types import ModuleType

from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.embedded import embedded
from tokenlint.services.pieces import Piece
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.source import Problem, Source

MAX_CONFIG_BYTES = 4 * 1024 * 1024
MAX_CONTAINER_BYTES = 16 * 1024 * 1024  # of a file that may hold configurations: YAML, Markdown

# The narrower grammars first: where two products claim a file by its content, the first wins.
PACKAGES = (
    *("arc", "storm", "dcache", "httpd", "htcondor", "xrootd"),
    *("iam", "keycloak", "oa4mp", "mytoken", "htvault", "vault", "oidcagent", "x509issuer"),
    *("rucio", "fts", "dirac", "panda", "alice", "pelican", "topology", "voms", "kubernetes"),
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_LATIN_1 = "tokenlint-as-latin-1"
_COMMENTS = ("#", ";", "//")
# Programs and pictures; none of the products names a configuration like this.
_OTHER_SUFFIXES = frozenset(
    ".py .pyi .c .h .cc .cpp .hh .hpp .java .js .ts .jsx .tsx .mjs .go .rs .rb .pm .kt .scala .cs"
    " .swift .css .scss .html .htm .svg .png .jpg .gif .ico .pdf .lock .ipynb .po .map .proto"
    " .csv .tsv .m4 .cmake .spec .sql .pem .crt .tex .bib .ps1 .bat .lua .hs .ml .jl .f90".split()
)

_KEPT = frozenset({"user-mapping.csv"})  # of Teapot


def texts_of(name: str, data: bytes) -> tuple[tuple[Text, ...], tuple[Problem, ...]]:
    """The text of a file and the texts within it, and what could not be read of it.

    Kinds of problems: `limit` (too large), `binary`, `encoding` (read all the same, each wrong
    byte as the character of that number).
    """
    if len(data) > MAX_CONTAINER_BYTES:
        return (), (_too_large(Source(name), MAX_CONTAINER_BYTES),)
    content, problem = _decoded(name, data)
    if content is None:
        return (), (problem,) if problem else ()
    problems = [problem] if problem else []
    whole = Text(name, PurePosixPath(name).name, content)
    texts = [whole] if len(data) <= MAX_CONFIG_BYTES else []
    if not texts:
        problems.append(_too_large(Source(name), MAX_CONFIG_BYTES))
    for text in embedded(whole):
        if len(text.content) <= MAX_CONFIG_BYTES:
            texts.append(text)
        else:
            problems.append(_too_large(text.whole, MAX_CONFIG_BYTES))
    return tuple(texts), tuple(problems)


def recognised(text: Text) -> tuple[str, str] | None:
    """The product whose configuration this is, and what it calls it; None for any other text.

    Where several products claim it, one that knows the name wins, then the order of `PACKAGES`.
    A text inside another file must say something: a name and a comment are not enough there.
    """
    name = text.name.casefold()
    if PurePosixPath(name).suffix in _OTHER_SUFFIXES and name not in _KEPT:
        return None
    if text.embedded and not _says_something(text):
        return None
    claims = _claims(text)
    if len(claims) > 1:
        blank = Text(text.file, text.name, "")
        by_name = {product for product, _ in _claims(blank)}
        claims.sort(key=lambda claim: claim[0] not in by_name)
    return claims[0] if claims else None


def known_name(name: str) -> bool:
    """Whether a product knows a file of this name, whatever it holds."""
    return recognised(Text(name, PurePosixPath(name).name, "")) is not None


def claimed(texts: Sequence[Text]) -> Iterator[tuple[Text, str, str]]:
    """The texts of a file that products claim, each with product and kind.

    A text within another one, of the same kind, is what is meant: many lines say what they are
    wherever they stand, also inside the scalars of a manifest that stands in a text itself.
    """
    found = [(text, known) for text in texts if (known := recognised(text)) is not None]
    for number, (text, known) in enumerate(found):
        if not text.embedded or not _stands_inside(
            known, text, (found[at] for at in range(number + 1, len(found)))
        ):
            yield text, *known


def _stands_inside(
    known: tuple[str, str], outer: Text, further: Iterable[tuple[Text, tuple[str, str]]]
) -> bool:
    """Whether a text of this kind is among those within a text, which follow it."""
    end = outer.line + len(outer.lines)
    within = takewhile(lambda each: each[0].line < end, further)
    return any(other == known and inner.indent > outer.indent for inner, other in within)


def unclaimed(name: str, texts: Sequence[Text], problems: Sequence[Problem]) -> str:
    """Why no product claims a file, for somebody who expected otherwise."""
    if not texts:
        return problems[0].reason if problems else "it cannot be read"
    if not any(text.content.strip() for text in texts):
        return "it is empty"
    if PurePosixPath(name.casefold()).suffix in _OTHER_SUFFIXES:
        return "by its name a program, a table or a picture"
    if len(texts) > 1:
        return "no product knows its name with this content, nor a text inside it"
    return "no product knows its name with this content"


def assemble_all(pieces: Mapping[str, Sequence[Piece]]) -> Assembled:
    """The services that the pieces of each product make, in the order of the products."""
    packages = {str(_module(package, "recognise").PRODUCT): package for package in PACKAGES}
    services: list[Service] = []
    problems: list[Problem] = []
    for product, package in packages.items():
        if pieces.get(product):
            made: Assembled = _module(package, "reader").assemble(pieces[product])
            services.extend(made.services)
            problems.extend(made.problems)
    return Assembled(tuple(services), tuple(problems))


@cache
def _module(package: str, name: str) -> ModuleType:
    return import_module(f"tokenlint.services.{package}.{name}")


def _claims(text: Text) -> list[tuple[str, str]]:
    found = []
    for package in PACKAGES:
        module = _module(package, "recognise")
        kind = module.kind_of(text)
        if kind is not None:
            found.append((str(module.PRODUCT), str(kind)))
    return found


def _says_something(text: Text) -> bool:
    return any(
        line.strip() and not line.lstrip().startswith(_COMMENTS) and not is_directive(line)
        for line in text.lines
    )


def _too_large(source: Source, limit: int) -> Problem:
    return Problem(
        "limit",
        source,
        f"the configuration is larger than the limit of {limit:,} bytes",
        "split it into several files",
    )


def _decoded(name: str, data: bytes) -> tuple[str | None, Problem | None]:
    """The text without its byte order mark; None for binary data."""
    mark, encoding = next(((m, e) for m, e in _MARKS if data.startswith(m)), (b"", "utf-8"))
    body = data[len(mark) :]
    if encoding == "utf-8" and b"\0" in body:
        return None, _binary(name, body.count(b"\n", 0, body.index(b"\0")) + 1)
    try:
        content, problem = body.decode(encoding), None
    except UnicodeDecodeError as error:
        content, problem = body.decode(encoding, _AS_LATIN_1), _misencoded(name, body, error)
    if "\0" in content:
        return None, _binary(name, content.count("\n", 0, content.index("\0")) + 1)
    return content, problem


def _binary(name: str, line: int) -> Problem:
    return Problem("binary", Source(name, line), "the file holds binary data", "save it as text")


def _misencoded(name: str, body: bytes, error: UnicodeDecodeError) -> Problem:
    lines = Text(name, name, body[: error.start].decode(error.encoding, _AS_LATIN_1)).lines
    return Problem(
        "encoding",
        Source(name, len(lines), len(lines[-1]) + 1),
        f"the byte 0x{body[error.start]:02x} is not {error.encoding.upper()}",
        "save the file as UTF-8",
    )


def _latin_1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(_AS_LATIN_1, _latin_1)
