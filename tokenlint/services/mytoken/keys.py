"""Keys of mytoken's files that it does not know, and old ones that it no longer reads.

The server reads YAML and JSON into Go structures and passes over whatever has no place there.
Names in JSON are compared without case, those in YAML are not.
"""

from collections.abc import Iterator, Mapping, Sequence

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.mytoken.recognise import CAPABILITIES, PROFILES, RESTRICTIONS, ROTATION
from tokenlint.services.mytoken.templates import Library, Template
from tokenlint.services.products import KeySet, key_set
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node

_KEY_SETS = {PROFILES: "profile", RESTRICTIONS: "restrictions", ROTATION: "rotation"}


def of_config(root: Node) -> Iterator[UnknownKey]:
    """Unknown keys of `config.yaml`."""
    yield from _nested(root, key_set("mytoken", "config"), "")
    for provider in root.each("providers"):
        yield from _nested(provider, key_set("mytoken", "provider"), "")


def renamed(root: Node) -> Iterator[Dead]:
    """Keys that have another name now."""
    for old, new in key_set("mytoken", "config").renamed.items():
        node = root.get(*old.split("."))
        if node is not None and node.key is not None:
            says = f"newer servers read {new} in its place; write that"
            yield Dead("ignored-value", node.key, says)


def switched_off(library: Library, unsupported: Sequence[str]) -> Iterator[Dead]:
    """Restrictions that the server's configuration says it does not support."""
    off = {name.casefold() for name in unsupported}
    for _, template in library.named(RESTRICTIONS):
        root = template.root
        for node in (root, *root.items) if root else ():
            for name, child in node.children.items():
                if name.casefold() in off and child.key is not None:
                    says = "unsupported_restrictions of the server switches this one off"
                    yield Dead("ignored-value", child.key, says)


def of_template(kind: str, template: Template) -> Iterator[UnknownKey]:
    """Unknown keys of a profile or template, also where a profile writes restrictions itself."""
    root = template.root
    if root is None:
        return
    if kind == CAPABILITIES:
        yield from _capabilities(root)
        return
    for node in (root, *root.items):
        yield from _flat(node, _KEY_SETS[kind])
        if kind != PROFILES:
            continue
        for name in (RESTRICTIONS, ROTATION):
            inner = node.get(name)
            for each in (inner, *inner.items) if inner else ():
                yield from _flat(each, name)
        for name in (CAPABILITIES, "subtoken_capabilities"):
            rights = node.get(name)
            if rights is not None:
                yield from _capabilities(rights)


def _capabilities(node: Node) -> Iterator[UnknownKey]:
    known = key_set("mytoken", "capabilities").keys
    for value in node.values():
        for word in ini.split(value, " "):
            if not word.text.startswith("@") and word.known and word.text not in known:
                yield unknown_key(word, CAPABILITIES, known)


def _flat(node: Node, name: str) -> Iterator[UnknownKey]:
    known = key_set("mytoken", name).keys
    folded = {each.casefold() for each in known}
    for child in node.children.values():
        key = child.key
        if key is not None and key.known and key.text.casefold() not in folded:
            yield unknown_key(key, name, known)


def _nested(node: Node, keys: KeySet, path: str) -> Iterator[UnknownKey]:
    """Keys below a path; below a known key everything belongs to it."""
    for name, child in node.children.items():
        whole = f"{path}.{name}" if path else name
        inside = any(known.startswith(whole + ".") for known in keys.keys)
        if whole in keys.renamed:
            continue
        if whole not in keys.keys and not inside:
            if child.key is not None and child.key.known:
                yield unknown_key(child.key, path, _below(keys.keys, path))
        elif inside:
            yield from _nested(child, keys, whole)


def _below(keys: Mapping[str, str], path: str) -> dict[str, str]:
    """The names right below a path, with their defaults."""
    start = f"{path}." if path else ""
    names = [(name[len(start) :], default) for name, default in keys.items()]
    inside = [each for each, full in zip(names, keys, strict=True) if full.startswith(start)]
    return {name.split(".")[0]: default if "." not in name else "" for name, default in inside}
