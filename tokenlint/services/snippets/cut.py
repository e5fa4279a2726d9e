"""A part of a text as a text of its own, each character at its true place."""

from collections.abc import Sequence

from tokenlint.services.text import Text

_DIRECTIVE_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}", "<%": "%>"}


def is_directive(line: str) -> bool:
    """Whether a line is nothing but a template's directive: `{{- if .x }}`, `{% endif %}`."""
    bare = line.strip()
    return bare.endswith(_DIRECTIVE_ENDS.get(bare[:2], "\n"))


def indentation(line: str) -> int:
    """The number of blanks that a line begins with."""
    return len(line) - len(line.lstrip(" \t"))


def common_indent(lines: Sequence[str], limit: int) -> int:
    """The columns, at most `limit`, that are blank in all lines that are not blank throughout."""
    return min((indentation(line) for line in lines if line.strip()), default=limit)


def cut(parent: Text, first: int, end: int, indent: int, name: str) -> Text:
    """Lines `first` to `end` (from 0, exclusive) of a text, without their first `indent` columns.

    A template's directive further to the left is kept whole: it holds no value to show a place for.
    """
    lines = [_rest(line, indent) for line in parent.lines[first:end]]
    return Text(
        file=parent.file,
        name=name,
        content="\n".join(lines),
        line=parent.line + first if parent.exact else parent.line,
        indent=parent.indent + indent,
        exact=parent.exact,
        embedded=True,
    )


def inexact(parent: Text, first: int, content: str, name: str) -> Text:
    """A text that was folded or escaped in line `first` (from 0): only its line is known."""
    line = parent.line + first if parent.exact else parent.line
    return Text(parent.file, name, content, line, exact=False, embedded=True)


def _rest(line: str, indent: int) -> str:
    return line.lstrip(" \t") if line[:indent].strip() else line[indent:]
