"""The files of `config.d` as one tree, as htvault-config merges them.

Files are taken in the order of their names. Settings of a later file win; in lists, entries with
the same `name` are merged and all others are added, single words too: the scopes of a later file
come in addition. Source: `libexec/parseconfig.py` of htvault-config (0fd577a).
"""

from collections.abc import Sequence
from dataclasses import replace

from tokenlint.services.structured.tree import Node


def merged(roots: Sequence[Node]) -> Node | None:
    """The settings of several files, in the order in which they are read."""
    whole: Node | None = None
    for root in roots:
        if root.kind == "map":
            whole = root if whole is None else _both(whole, root)
    return whole


def _both(old: Node, new: Node) -> Node:
    if old.kind == "map" and new.kind == "map":
        children = dict(old.children)
        for name, child in new.children.items():
            children[name] = _both(children[name], child) if name in children else child
        return replace(old, children=children)
    if old.kind == "list" and new.kind == "list":
        return replace(old, items=_lists(old.items, new.items))
    return new


def _lists(old: Sequence[Node], new: Sequence[Node]) -> tuple[Node, ...]:
    added = {name: item for item in new if (name := _name(item))}
    names = {_name(item) for item in old} - {""}
    kept = [_both(item, added[_name(item)]) if _name(item) in added else item for item in old]
    return (*kept, *(item for item in new if _name(item) not in names))


def _name(item: Node) -> str:
    value = item.text("name")
    return value.text if value else ""
