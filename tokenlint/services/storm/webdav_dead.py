"""Lines of a StoRM WebDAV that have no effect."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead
from tokenlint.services.storm.ant import covers, joined
from tokenlint.services.storm.configuration import (
    Deployment,
    Policy,
    Principal,
    StorageArea,
    TrustedIssuer,
)
from tokenlint.services.storm.requests import ACTION_METHODS
from tokenlint.services.storm.storage_area import POLICIES
from tokenlint.services.value import Value

_MOST_POLICIES = 200  # each is compared with all before it
_MOST_PAIRS = 1000  # of paths or principals in such a comparison


def dead_lines(deployment: Deployment) -> tuple[Dead, ...]:
    """All of them: settings of areas, issuers, policies."""
    fresh = [deployment.areas[index] for index in sorted(deployment.fresh)]
    found = [dead for area in fresh for dead in area.dead]
    found += _untrusted_orgs(deployment, fresh)
    found += _issuers(deployment.issuers or ())
    found += _policies(deployment)
    return tuple(found)


def _untrusted_orgs(deployment: Deployment, areas: list[StorageArea]) -> Iterator[Dead]:
    listed = _listed(deployment)
    if listed is None:
        return
    for area in areas:
        for org in area.orgs:
            if org.known and org.text not in listed:
                says = "`oauth.issuers` holds no such issuer, so its tokens are refused"
                yield Dead("never-matches", org, says)


def _listed(deployment: Deployment) -> set[str] | None:
    """The trusted issuers, None where there may be others."""
    application = deployment.application
    if deployment.issuers is None or application is None or application.templated:
        return None
    if not deployment.issuers or any(not each.url.known for each in deployment.issuers):
        return None
    return {each.url.text for each in deployment.issuers}


def _issuers(issuers: tuple[TrustedIssuer, ...]) -> Iterator[Dead]:
    seen: dict[str, Value] = {}
    for issuer in issuers:
        if not issuer.url.known:
            continue
        first = seen.setdefault(issuer.url.text, issuer.url)
        if first is not issuer.url:
            says = "an earlier entry has the same issuer, and the first one counts"
            yield Dead("duplicate", issuer.url, says, first.source)
        elif issuer.enforced is False and issuer.audiences:
            says = "`enforce-audience-checks` is not true, so no audience is compared"
            yield Dead("ignored-value", issuer.audiences[0], says)


def _policies(deployment: Deployment) -> Iterator[Dead]:
    listed = _listed(deployment)
    before: list[Policy] = []
    for policy in deployment.policies[:_MOST_POLICIES]:
        what = Value(policy.area.text, policy.area.source)
        area = deployment.area(policy.area.text)
        if policy.area.known and area is None and _are_all_there(deployment):
            yield Dead("never-matches", what, "no storage area has this name")
        elif area is not None and area.is_set(POLICIES) is False:
            says = f"`{POLICIES}` of the storage area is not true"
            yield Dead("unreachable", what, says, area.flags[POLICIES].source)
        elif (wide := next((each for each in before if _hides(each, policy)), None)) is not None:
            says = "an earlier policy already decides whatever this one is for"
            yield Dead("shadowed", what, says, wide.source)
        elif listed is not None:
            yield from _strangers(policy, listed)
        before.append(policy)


def _are_all_there(deployment: Deployment) -> bool:
    areas = deployment.areas
    return deployment.areas_known and not any(area.text.embedded for area in areas)


def _strangers(policy: Policy, listed: set[str]) -> Iterator[Dead]:
    for principal in policy.principals:
        issuer = principal.params.get("iss")
        if issuer is not None and issuer.known and issuer.text not in listed:
            says = "`oauth.issuers` holds no such issuer, so no token fits"
            yield Dead("never-matches", issuer, says)


def _hides(wide: Policy, narrow: Policy) -> bool:
    """Whether every request that the second is for is surely decided by the first."""
    if not (wide.area.known and narrow.area.known and wide.area.text == narrow.area.text):
        return False
    known = all(each.known for each in (*wide.actions, *narrow.actions, *narrow.paths))
    pairs = max(len(wide.paths) * len(narrow.paths), len(wide.principals) * len(narrow.principals))
    return (
        known
        and pairs <= _MOST_PAIRS
        and _methods(narrow) <= _methods(wide)
        and all(_path_covered(wide, each) for each in _patterns(narrow))
        and bool(narrow.principals)
        and all(any(_includes(w, n) for w in wide.principals) for n in narrow.principals)
    )


def _methods(policy: Policy) -> frozenset[str]:
    return frozenset[str]().union(*(ACTION_METHODS.get(a.text, ()) for a in policy.actions))


def _patterns(policy: Policy) -> list[str]:
    return [joined("", each.text) for each in policy.paths if each.known] or ["/**"]


def _path_covered(wide: Policy, narrow: str) -> bool:
    patterns = _patterns(wide) if any(each.known for each in wide.paths) or not wide.paths else []
    return any(covers(pattern, narrow) for pattern in patterns)


def _includes(wide: Principal, narrow: Principal) -> bool:
    """Whether everybody who is the second is surely also the first."""
    if not wide.type or not narrow.type:
        return False
    if wide.type == "anyone":
        return True
    if wide.type == "any-authenticated-user":
        return narrow.type not in {"anyone", "anonymous"}
    if wide.type not in {narrow.type, "jwt-issuer"}:
        return False
    if wide.type == "jwt-issuer" and not narrow.type.startswith("jwt-"):
        return False
    return all(
        value.known and name in narrow.params and _same(value, narrow.params[name])
        for name, value in wide.params.items()
    )


def _same(one: Value, other: Value) -> bool:
    return other.known and one.text == other.text
