"""Names that Pelican does not know, no longer reads, or passes over.

The list of parameters grows with each release, and the newest release knows more than ours.
So a name is called unknown only where it nearly is a known one of the same section:
viper passes over what it does not know, without a word.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from itertools import islice

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.pelican.exports import overridden
from tokenlint.services.pelican.params import Param, Params, child, known_parameters
from tokenlint.services.products import key_set
from tokenlint.services.structured.tree import Node
from tokenlint.source import Problem

_MOST = 300  # names that are compared with all known ones
_NEAR = 0.88  # one wrong, missing or swapped letter in a name of eight


def unknown_keys(params: Params) -> Iterator[UnknownKey]:
    """Misspelt parameters, and keys that exports and templates do not have."""
    keys = known_parameters()
    known = {**keys.keys, **keys.renamed, **keys.dead}
    lower = {name.casefold(): name for name in known}
    sections = {name.casefold().rpartition(".")[0] for name in known} - {""}
    strangers = (
        each
        for each in params.written
        if each.key not in lower and not _below_known(each.key, lower)
    )
    for param in islice(strangers, _MOST):
        near = _nearest(param.key, lower, sections)
        if near:
            section = param.name.text.rpartition(".")[0]
            yield UnknownKey(param.name, section, near, keys.keys.get(near, ""))
    yield from _entries(params, "Origin.Exports", "export")
    yield from _entries(params, "Issuer.AuthorizationTemplates", "authorization template")


def dead(params: Params) -> Iterator[Dead]:
    """Lines without effect."""
    keys = known_parameters()
    old = {name.casefold(): name for name in keys.renamed}
    gone = {name.casefold(): why for name, why in keys.dead.items()}
    for param in params.written:
        if param.key in gone:
            yield Dead("ignored-value", param.name, gone[param.key])
        elif param.key in old:
            new = keys.renamed[old[param.key]]
            winner = params.by_key.get(new.casefold())
            if winner is not None:
                says = f"the setting is called `{new}` now, which is written too and wins"
                yield Dead("shadowed", param.name, says, winner.source)
    for name, says, by in overridden(params):
        yield Dead("shadowed", name, says, by)


def _below_known(key: str, known: Mapping[str, str]) -> bool:
    """Whether a name lies below an object, whose own keys are free."""
    parent = key.rpartition(".")[0]
    while parent:
        if parent in known:
            return True
        parent = parent.rpartition(".")[0]
    return False


def _nearest(key: str, known: Mapping[str, str], sections: set[str]) -> str:
    """The known name that a name nearly is, in its own section or in one spelled nearly like it."""
    section, _, last = key.rpartition(".")
    if section and section not in sections:
        section = next((each for each in sorted(sections) if _like(section, each)), section)
        if f"{section}.{last}" in known:
            return known[f"{section}.{last}"]
    best, score = "", 0.0
    for name, written in known.items():
        its_section, _, its_last = name.rpartition(".")
        if its_section == section and _like(last, its_last):
            ratio = SequenceMatcher(None, last, its_last).ratio()
            if ratio > score:
                best, score = written, ratio
    return best


def _like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= _NEAR and (
        matcher.ratio() >= _NEAR or (len(one) == len(other) and sorted(one) == sorted(other))
    )


def _entries(params: Params, name: str, which: str) -> Iterator[UnknownKey]:
    param = params.get(name)
    if param is None:
        return
    known = key_set("pelican", which).keys
    lower = {each.casefold() for each in known}
    for item in param.node.items:
        for key, node in item.children.items():
            if node.key and node.key.known and key.casefold() not in lower:
                found = unknown_key(node.key, name, known)
                if found.suggestion:
                    yield found


def problems(params: Params) -> Iterator[Problem]:
    """Capabilities are compared letter by letter; with a wrong one the origin does not start."""
    known = key_set("pelican", "capabilities").keys
    for item in _items(params.get("Origin.Exports")):
        given = child(item, "Capabilities")
        for value in given.values() if given else ():
            if value.known and value.text not in known:
                near = unknown_key(value, "", dict.fromkeys(known, "")).suggestion
                advice = f"write {near}" if near else f"write some of {', '.join(known)}"
                reason = "the origin does not start: there is no such capability"
                yield Problem("syntax", value.source, reason, advice)


def _items(param: Param | None) -> tuple[Node, ...]:
    return param.node.items if param else ()
