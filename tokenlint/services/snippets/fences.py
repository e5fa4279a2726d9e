"""Fenced blocks in Markdown, MDX and MyST: three or more backticks or tildes."""

import re
from collections.abc import Iterator

from tokenlint.services.snippets.cut import common_indent, cut, indentation
from tokenlint.services.snippets.naming import named_before, named_first, named_in, snippet_name
from tokenlint.services.text import Text

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})[ \t]*(.*)")
_LANGUAGE = re.compile(r"\{?\.?(?:code-block\}|code\})?[ \t]*([A-Za-z][A-Za-z0-9_+-]*)?")
_OPTION = re.compile(r"[ \t]*:(?:caption|name|file|filename):[ \t]*(.*)")
_LONG = 2000  # characters: no fence is longer


def fences(text: Text) -> Iterator[Text]:
    """The fenced blocks with a line in them, in their order; an open one ends with the text."""
    lines = text.lines
    index, count = 0, len(lines)
    while index < count:
        opening = _opening(lines[index])
        index += 1
        if opening is None:
            continue
        end = _closing(lines, index, opening.group(1))
        child = _block(text, index - 1, end, opening)
        if child is not None:
            yield child
        index = end + 1


def _opening(line: str) -> re.Match[str] | None:
    if "```" not in line and "~~~" not in line:
        return None
    match = _FENCE.match(line[:_LONG])
    # A line such as ```text``` is code within a sentence.
    return None if match is None or ("`" in match.group(2) and match.group(1)[0] == "`") else match


def _closing(lines: tuple[str, ...], first: int, fence: str) -> int:
    for index in range(first, len(lines)):
        line = lines[index]
        if fence in line:
            bare = line.strip()
            if not bare.strip(fence[0]):
                return index
    return len(lines)


def _block(text: Text, head: int, end: int, opening: re.Match[str]) -> Text | None:
    lines, first = text.lines, head + 1
    info = opening.group(2)
    explicit = named_in(info)
    while first < end and (option := _OPTION.match(lines[first])):
        explicit = explicit or named_in(option.group(1))
        first += 1
    block = lines[first:end]
    if not any(line.strip() for line in block):
        return None
    language = _LANGUAGE.match(info)
    word = (language.group(1) or "") if language else ""
    before = named_before(lines, head)
    name = snippet_name(word, explicit or named_first(block[0]), before, block)
    return cut(text, first, end, common_indent(block, indentation(opening.string)), name)
