"""Keys of a mapping: duplicates become problems, merge keys (`<<`) bring in what they mean.

Merge keys are no part of YAML 1.2, but its users know them from 1.1:
a key of the mapping itself wins over a merged one, of several merged mappings the first wins.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tokenlint.source import Problem, Source
from tokenlint.workflows.scalars import CORE
from tokenlint.workflows.yaml_nodes import Entry, Mapping, Node, Scalar, follow
from tokenlint.workflows.yaml_nodes import Sequence as SequenceNode

MERGE: Final = CORE + "merge"
_TEXT: Final = "<<"


def entries_of(children: Sequence[Node], file: str) -> tuple[dict[str, Entry], list[Problem]]:
    """The entries of a mapping from keys and values in turn; the last of two equal keys wins."""
    own: dict[str, Entry] = {}
    merged: list[Entry] = []
    problems: list[Problem] = []
    for node, value in zip(children[::2], children[1::2], strict=True):
        key = follow(node)
        if not isinstance(key, Scalar):
            problems.append(_not_a_name(node, file))
        elif _is_merge(key):
            problems += _merge(value, merged, file)
        elif key.text in own:
            problems += _twice(own[key.text].key, _at(key, node), file)
            own[key.text] = Entry(_at(key, node), value)
        else:
            own[key.text] = Entry(_at(key, node), value)
    for entry in merged:
        own.setdefault(entry.key.text, entry)
    return own, problems


def _is_merge(key: Scalar) -> bool:
    # Only the unquoted text merges; with quotes it would be wider than its two characters.
    return key.text == _TEXT and key.end_column - key.column == len(_TEXT)


def _at(key: Scalar, node: Node) -> Scalar:
    """The key where it stands in this mapping, even when it is written as an alias."""
    if node is key:
        return key
    return Scalar(key.value, key.text, node.line, node.column, node.end_line, node.end_column)


def _merge(value: Node, merged: list[Entry], file: str) -> Iterator[Problem]:
    target = follow(value)
    sources = target.items if isinstance(target, SequenceNode) else (value,)
    for source in sources:
        mapping = follow(source)
        if isinstance(mapping, Mapping):
            merged.extend(Entry(e.key, e.value, source) for e in mapping.entries.values())
        elif not (isinstance(mapping, Scalar) and mapping.broken):
            yield Problem(
                "syntax",
                Source(file, source.line, source.column),
                "`<<` merges a mapping or a list of mappings, and this is neither",
                "name an anchor of a mapping, such as `<<: *defaults`",
            )


def _twice(first: Scalar, second: Scalar, file: str) -> tuple[Problem, Problem]:
    key = second.text[:60]
    return (
        Problem(
            "syntax",
            Source(file, first.line, first.column, first.end_column),
            f"the key `{key}` is written again in line {second.line}",
            "keep one of the two; this report takes the last",
        ),
        Problem(
            "syntax",
            Source(file, second.line, second.column, second.end_column),
            f"the key `{key}` stands already in line {first.line}",
            "keep one of the two; this report takes the last",
        ),
    )


def _not_a_name(node: Node, file: str) -> Problem:
    return Problem(
        "syntax",
        Source(file, node.line, node.column),
        "a list or a mapping cannot be a key here",
        "write the key as plain text",
    )
