"""Names that IAM does not know and passes over, where one that it knows was probably meant.

Spring Boot binds what it finds and says nothing of the rest. Newer versions of IAM know more names,
and a deployment may have variables of its own, so only slips are told: names close to a known one.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Final

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.iam.deployment import Deployment
from tokenlint.services.iam.recognise import PRODUCT
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.structured.spring import Node, relaxed

_ROOTS: Final = ("iam", "client-registration", "proxycert", "rcauth")
_MATCHER: Final = {"name": "", "type": "", "prefix": "", "path": "", "regexp": ""}
_SLIP: Final = 0.93  # of the letters of a variable; many share long beginnings
_MOST: Final = 500  # variables of one environment that are looked at

_Known = Mapping[str, "tuple[str, str, _Known]"]


def unknown_keys(deployment: Deployment) -> Iterator[UnknownKey]:
    """Slips in the files of settings, then in the environment."""
    known = _tree(key_set(PRODUCT, "application").keys)
    for layer in deployment.application.layers if deployment.application else ():
        for root in _ROOTS:
            node = layer.root.get(root)
            if node is not None:
                yield from _below(node, root, known[relaxed(root)][2])
        matchers = layer.root.get("scope", "matchers")
        for item in matchers.items if matchers else ():
            yield from _slips(item, "scope.matchers", _MATCHER)
    yield from _variables(deployment)


def _tree(keys: Mapping[str, str]) -> _Known:
    """Known names by level: relaxed name to the name, its default, and what is below."""
    level: dict[str, tuple[str, str, _Known]] = {}
    below: dict[str, dict[str, str]] = {}
    for key, default in keys.items():
        first, dot, rest = key.partition(".")
        group = below.setdefault(first, {})
        if dot:
            group[rest] = default
        level.setdefault(relaxed(first), (first, "" if dot else default, {}))
    for first, rest_of in below.items():
        name, default, _ = level[relaxed(first)]
        level[relaxed(first)] = (name, default, _tree(rest_of))
    return level


def _below(node: Node, section: str, known: _Known) -> Iterator[UnknownKey]:
    if not known:
        return
    yield from _slips(node, section, {name: default for name, default, _ in known.values()})
    for name, child in node.children.items():
        if name in known:
            yield from _below(child, f"{section}.{known[name][0]}", known[name][2])


def _slips(node: Node, section: str, known: Mapping[str, str]) -> Iterator[UnknownKey]:
    names = {relaxed(name) for name in known}
    for name, child in node.children.items():
        if name not in names and child.key is not None and child.key.known:
            found = unknown_key(child.key, section, known)
            if found.suggestion:
                yield found


def _variables(deployment: Deployment) -> Iterator[UnknownKey]:
    environment = deployment.environment
    known = key_set(PRODUCT, "environment").keys
    used = "".join(text.content for text in deployment.texts if text is not _text(deployment))
    for name in environment.names[:_MOST] if environment else ():
        if name.text in known or name.text in used:
            continue
        ranked = ((_likeness(name.text, each), each) for each in known)
        likeness, nearest = max(ranked)
        if likeness >= _SLIP:
            yield UnknownKey(name, "environment", nearest, known[nearest])


def _text(deployment: Deployment) -> object:
    return deployment.environment.text if deployment.environment else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SLIP else 0.0
