"""What a YAML parser complains about, in words that help to mend it."""

import re
from typing import Final

from tokenlint.source import Problem, Source
from tokenlint.workflows.yaml_events import NotYaml

# (words of ruamel.yaml or libyaml, reason, advice); the first that is found counts.
_WORDS: Final = tuple(
    (re.compile(pattern), reason, advice)
    for pattern, reason, advice in (
        (
            r"found character '\\t'|found a tab character|tab characters? that violate",
            "a tab stands where YAML wants spaces",
            "indent with spaces only",
        ),
        (
            r"found character '(.)' that cannot start|found character that cannot start any token",
            "no value can begin with this character",
            "put the value in quotes",
        ),
        (
            r"mapping values are not allowed",
            "a second `key: value` begins on a line that already holds one",
            "check the indentation; put text that holds `: ` in quotes",
        ),
        (
            r"could not find expected ':'",
            "a key without `:` and value",
            "write `key: value`; check the indentation and the quotes above",
        ),
        (
            r"found unexpected end of stream|while scanning a quoted",
            "a quote is opened here and never closed",
            "close the quote",
        ),
        (
            r"unknown escape character|expected escape sequence|hexdecimal|hexadecimal",
            "an unknown escape behind the backslash",
            "use single quotes, or double the backslash",
        ),
        (
            r"expected ',' or|expected the node content, but found ','",
            "a list or mapping in brackets lacks a comma or its closing bracket",
            "check the commas and brackets from here back to where it opens",
        ),
        (
            r"expected <block end>|did not find expected key|did not find expected '-' indicator",
            "the indentation does not fit the lines above",
            "align the keys of one mapping, and the dashes of one list, in one column",
        ),
        (
            r"undefined tag handle|tag handle|tag",
            "a tag that YAML cannot read",
            "remove the tag; the format needs none",
        ),
        (
            r"anchor|alias",
            "an anchor or alias without a proper name",
            "name it with letters and digits, such as `&defaults` and `*defaults`",
        ),
        (
            r"directive|%YAML|incompatible|document start",
            "a directive or a document mark stands in the wrong place",
            "begin each document with a line `---`",
        ),
        (
            r"block scalar|indentation indicator",
            "a text block (`|` or `>`) begins wrongly",
            "begin the text on the next line, indented by spaces",
        ),
    )
)


# What is missing at the end of the file, or far below, is mended where it begins.
_SHOWN_WHERE_OPENED: Final = ("a quote is opened here and never closed",)


def in_words(error: NotYaml, file: str) -> Problem:
    """The parser's complaint as a problem, at the place where it gave up."""
    said = f"{error.context} {error.problem}"
    reason, advice = next(
        ((reason, advice) for pattern, reason, advice in _WORDS if pattern.search(said)),
        (f"this is not valid YAML ({_short(error.problem)})", "check the lines around this place"),
    )
    at = (error.opened if reason in _SHOWN_WHERE_OPENED else None) or error.at or error.opened
    if at is None:
        return Problem("syntax", Source(file), reason, advice)
    if error.opened is not None and error.opened[0] != at[0]:
        advice += f"; what is read here began in line {error.opened[0] + 1}"
    return Problem("syntax", Source(file, at[0] + 1, at[1] + 1), reason, advice)


def _short(text: str) -> str:
    return " ".join(text.split())[:100]
