"""Literal blocks in reStructuredText: `code-block` and its kin, and a paragraph's `::`."""

import re
from collections.abc import Iterator

from tokenlint.services.snippets.cut import common_indent, cut, indentation
from tokenlint.services.snippets.naming import named_before, named_first, named_in, snippet_name
from tokenlint.services.text import Text

_DIRECTIVE = re.compile(
    r"[ \t]*\.\.[ \t]+(?:code-block|code|sourcecode|parsed-literal|literal)::[ \t]*(\S*)"
)
_OPTION = re.compile(r"[ \t]*:([A-Za-z-]+):[ \t]*(.*)")
_LONG = 2000  # characters
_WIDEST = 10_000  # columns: no block is indented further


def directives(text: Text) -> Iterator[Text]:
    """The literal blocks that have a line, in their order."""
    lines = text.lines
    index, count = 0, len(lines)
    while index < count:
        line = lines[index]
        index += 1
        if "::" not in line:
            continue
        directive = _DIRECTIVE.match(line[:_LONG])
        if directive is None and not _opens_literal(line):
            continue
        explicit = ""
        first = index
        while directive and first < count and (option := _OPTION.match(lines[first][:_LONG])):
            if option.group(1) in {"caption", "name"}:
                explicit = explicit or named_in(option.group(2))
            first += 1
        end = _end(lines, first, indentation(line))
        child = _block(text, (index - 1, first, end), directive, explicit)
        if child is not None:
            yield child
            index = end


def _opens_literal(line: str) -> bool:
    bare = line.strip()
    return bare.endswith("::") and not bare.startswith("..")


def _end(lines: tuple[str, ...], first: int, indent: int) -> int:
    """The line after the last one that is indented further than the block's head."""
    end = first
    for index in range(first, len(lines)):
        line = lines[index]
        if not line.strip():
            continue
        if indentation(line) <= indent:
            break
        end = index + 1
    return end


def _block(
    text: Text, where: tuple[int, int, int], directive: re.Match[str] | None, explicit: str
) -> Text | None:
    head, first, end = where
    while first < end and not text.lines[first].strip():
        first += 1
    if first >= end:
        return None
    block = text.lines[first:end]
    language = directive.group(1) if directive else ""
    # A paragraph that ends with `::` is itself the sentence that may name the file.
    before = named_before(text.lines, head if directive else head + 1)
    name = snippet_name(language, explicit or named_first(block[0]), before, block)
    return cut(text, first, end, common_indent(block, _WIDEST), name)
