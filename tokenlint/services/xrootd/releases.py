"""The files of a server as another release reads them.

What a release does not know it passes over, so that such a line has no effect there.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tokenlint.services.acceptance import Dead
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, MapRule
from tokenlint.services.xrootd.model.versions import Change, Release, first_with, release_of
from tokenlint.services.xrootd.name_mapfile import NameMapfile
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile

_KEYS: dict[str, tuple[Change, dict[str, Any]]] = {
    "username_claim": (Change.USERNAME_CLAIM, {"username_claim": ""}),
    "groups_claim": (Change.GROUPS_CLAIM, {"groups_claim": "wlcg.groups"}),
    "authorization_strategy": (Change.STRATEGIES, {"strategies": None, "strategies_source": None}),
}
"""Keys of a section of an issuer, since when they are known, and what holds without them."""


def as_read_by(parts: Parts, version: str) -> Parts:
    """The same files as a server of that version reads them."""
    release = release_of(version)
    scitokens = parts.scitokens and _scitokens(parts.scitokens, release)
    mapfiles = tuple(_mapfile(each, release) for each in parts.mapfiles)
    return replace(parts, scitokens=scitokens, mapfiles=mapfiles, version=version)


def _scitokens(file: ScitokensFile, release: Release) -> ScitokensFile:
    issuers = tuple(_section(each, release) for each in file.value.issuers)
    dead = (
        Dead("ignored-value", value, _says(f"`{key}`", _KEYS[key][0]))
        for written in file.later_keys
        for key, value in written
        if not release.has(_KEYS[key][0])
    )
    value = replace(file.value, issuers=issuers)
    return replace(file, value=value, dead=(*file.dead, *dead))


def _section(section: IssuerSection, release: Release) -> IssuerSection:
    unknown = [key for key, (change, _) in _KEYS.items() if not release.has(change)]
    if not unknown:
        return section
    defaults = {name: value for key in unknown for name, value in _KEYS[key][1].items()}
    open_keys = tuple(key for key in section.open_keys if key not in unknown)
    mapfile = section.mapfile and tuple(_rule(each, release) for each in section.mapfile)
    return replace(section, open_keys=open_keys, mapfile=mapfile, **defaults)


def _mapfile(file: NameMapfile, release: Release) -> NameMapfile:
    rules = tuple(_rule(each, release) for each in file.rules)
    return replace(file, rules=rules, dead=(*file.dead, *_user_names(file, release)))


def _user_names(file: NameMapfile, release: Release) -> Iterator[Dead]:
    if release.has(Change.USERNAME_CLAIM):
        return
    for rule in file.rules:
        if rule.username is not None:
            says = _says("`username` in a rule", Change.USERNAME_CLAIM)
            yield Dead("ignored-value", Value(rule.username, rule.source), says)


def _rule(rule: MapRule, release: Release) -> MapRule:
    """Without the condition that a release passes over: the rule then fits more tokens."""
    return rule if release.has(Change.USERNAME_CLAIM) else replace(rule, username=None)


def _says(what: str, change: Change) -> str:
    return f"releases before {first_with(change)} do not know {what}"
