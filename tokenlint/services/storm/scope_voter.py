"""The voter for WLCG scopes of StoRM WebDAV.

Source: `WlcgStructuredPathAuthorizationPdp.java` (2aa26c1), `StructuredPathScopeMatcher.java`
(2aa26c1) and `WlcgScopeAuthzCopyMoveManager.java` (2aa26c1). A token of an issuer that is not
among the area's `orgs` is denied; one without a scope for storage makes the voter abstain.
`storage.modify` holds `storage.create`; the path of a scope is the beginning of a regular
expression, so that it also fits a sibling whose name begins alike.
"""

import re
from collections.abc import Sequence
from typing import Final

from tokenlint.services.decision import Presented, Step
from tokenlint.services.storm.configuration import StorageArea
from tokenlint.services.storm.requests import Request
from tokenlint.services.storm.storage_area import SCOPES
from tokenlint.services.storm.votes import ABSTAIN, DENY, GRANT, Vote

_SCOPE = re.compile(r"storage.(read|modify|create|stage):(/.*)")
_PLAIN = re.compile(r"[^\\^$|?*+()\[\]{}]*")
_WANTED: Final = {
    "GET": ("read", "stage"),
    "PROPFIND": ("read", "stage"),
    "HEAD": ("read", "stage", "create", "modify"),
    "PUT": ("create",),
    "MKCOL": ("create",),
    "DELETE": ("modify",),
    "MOVE": ("modify",),
}
_REPLACING: Final = frozenset(("PUT", "MKCOL"))


def scope_vote(area: StorageArea, presented: Presented, request: Request, path: str) -> Vote:
    """What the scopes of a token mean for a request on a path (of the service)."""
    enabled = area.is_set(SCOPES)
    if presented.issuer is None or not presented.scopes or enabled is False:
        return Vote.of(ABSTAIN)
    vote = _vote(area, presented, request, within(area, path))
    if enabled is None:
        depends = f"whether `{SCOPES}` is set for the storage area"
        return Vote(vote.outcomes | {ABSTAIN}, vote.steps, depends)
    return vote


def within(area: StorageArea, path: str) -> str:
    """A path of the service as the storage area's scopes see it."""
    points = (point for point in area.paths if path.startswith(point))
    point = next(points, "")
    return path[len(point) :] or "/"


def _vote(area: StorageArea, presented: Presented, request: Request, path: str) -> Vote:
    source = area.flags[SCOPES].source
    if presented.issuer is not None and area.org(presented.issuer) is None:
        if any(not org.known for org in area.orgs) or area.open:
            return Vote(frozenset({GRANT, DENY}), (), "whether `orgs` holds the issuer")
        return Vote.of(DENY, Step(source, "denies tokens of issuers that `orgs` does not hold"))
    found = [_SCOPE.fullmatch(each) for each in presented.scopes]
    scopes = [(each[1], each[2]) for each in found if each]
    if not scopes:
        return Vote.of(ABSTAIN)
    fits = _any_fits(scopes, request, path)
    if fits is None:
        depends = "how Java reads the path of the scope as a regular expression"
        return Vote(frozenset({GRANT, DENY}), (), depends)
    if fits:
        return Vote.of(GRANT, Step(source, "grants what the token's storage scopes allow"))
    return Vote.of(DENY, Step(source, "denies what the token's storage scopes do not allow"))


def _any_fits(scopes: Sequence[tuple[str, str]], request: Request, path: str) -> bool | None:
    """Whether a scope allows the request; None where that hangs on special signs in its path."""
    wanted = _WANTED.get(request.method, ())
    if request.method in _REPLACING and request.exists:
        wanted = ("modify",)
    actions = (*wanted, "modify") if "create" in wanted else wanted
    open_ones = False
    for action, begin in scopes:
        if action not in actions:
            continue
        if request.method == "MKCOL" and _is_parent(path, begin):
            return True
        if not _PLAIN.fullmatch(begin):
            open_ones = True
        elif re.fullmatch(begin.replace(".", "[^\\n]") + ".*", path, re.DOTALL):
            return True
    return None if open_ones else False


def _is_parent(path: str, begin: str) -> bool:
    """Whether a folder lies on the way to the scope's path, compared part by part."""
    target = [part for part in path.split("/") if part]
    return [part for part in begin.split("/") if part][: len(target)] == target
