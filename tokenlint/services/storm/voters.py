"""The other voters of StoRM WebDAV: flat rights of a storage area, and fine-grained policies.

Flat rights (`SecurityConfig.java`, 3cf26cf; `GrantedAuthoritiesMapperSupport.java`, 22668c5):
reading asks for the area's read right, everything else for its read and its write right.
A token has those that the `orgsGrant*` switches give to its issuer;
who shows nothing has the read right where `anonymousReadEnabled` is set.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tokenlint.services.decision import Presented, Step
from tokenlint.services.storm.ant import joined, matches
from tokenlint.services.storm.configuration import Deployment, Flag, Policy, Principal, StorageArea
from tokenlint.services.storm.requests import ACTION_METHODS, READING, Request
from tokenlint.services.storm.storage_area import ANONYMOUS, POLICIES, READ, WRITE
from tokenlint.services.storm.votes import ABSTAIN, DENY, GRANT, Outcome, Vote
from tokenlint.source import Source

_GRANTS = {
    READ: "lets every token of this issuer read",
    WRITE: "lets every token of this issuer write and delete",
    ANONYMOUS: "lets everybody read, also without a credential",
}


def flat_vote(area: StorageArea, presented: Presented, request: Request) -> Vote:
    """What the storage area grants without looking at scopes, groups or paths."""
    reads = request.method in READING
    if presented.issuer is None:
        return _anonymous(area, reads=reads)
    org = area.org(presented.issuer)
    if org is None:
        if area.open or any(not each.known for each in area.orgs):
            return Vote(frozenset({GRANT, DENY}), (), "whether `orgs` holds the issuer")
        return Vote.of(DENY, Step(_orgs_source(area), "grants nothing to tokens of this issuer"))
    flags = [area.flags[READ]] if reads else [area.flags[READ], area.flags[WRITE]]
    return _by_flags(flags, org.source)


def _orgs_source(area: StorageArea) -> Source:
    return area.orgs[0].source if area.orgs else area.text.whole


def _anonymous(area: StorageArea, *, reads: bool) -> Vote:
    flag = area.flags[ANONYMOUS]
    if reads:
        return _by_flags([flag], flag.source)
    return Vote.of(DENY, Step(area.text.whole, "grants writing to nobody without a credential"))


def _by_flags(flags: list[Flag], default: Source) -> Vote:
    """Granted when all switches are on; the last one is told, or who it is for by default."""
    off = next((flag for flag in flags if flag.value is False), None)
    if off is not None:
        return Vote.of(DENY, Step(off.source, f"`{off.name}` is false, so nothing is granted"))
    unknown = [flag for flag in flags if flag.value is None]
    if unknown:
        depends = " and ".join(f"`{flag.name}`" for flag in unknown)
        return Vote(frozenset({GRANT, DENY}), (), f"the value of {depends}")
    last = flags[-1]
    says = _GRANTS[last.name]
    if last.written:
        return Vote.of(GRANT, Step(last.source, says))
    return Vote.of(GRANT, Step(default, f"{says}, because `{last.name}` is true by default"))


def policy_vote(
    deployment: Deployment, area: StorageArea, presented: Presented, request: Request, path: str
) -> Vote:
    """What the first policy says that fits the request and the credential."""
    enabled = area.is_set(POLICIES)
    if enabled is False:
        return Vote.of(ABSTAIN)
    outcomes: set[Outcome] = set()
    steps: list[Step] = []
    for policy, sure in _fitting(deployment, presented, request, path):
        outcomes |= {policy.permits} if policy.permits is not None else {GRANT, DENY}
        steps.append(_step(policy))
        if sure:
            break
    else:
        outcomes |= {GRANT, DENY, ABSTAIN} if deployment.policies_open else {ABSTAIN}
    if enabled is None:
        return Vote(frozenset(outcomes | {ABSTAIN}), tuple(steps), f"the value of `{POLICIES}`")
    depends = "the policies in the application's settings"
    return Vote(frozenset(outcomes), tuple(steps), depends)


def _step(policy: Policy) -> Step:
    what = "is a policy that permits" if policy.permits else "is a policy that denies"
    return Step(policy.source, f"{what} this")


def _fitting(
    deployment: Deployment, presented: Presented, request: Request, path: str
) -> Iterator[tuple[Policy, bool]]:
    """The policies that fit or may fit, in their order, each with whether it surely does."""
    for policy in deployment.policies:
        fits = _both(_is_for(deployment, policy, request, path), _any_principal(policy, presented))
        if fits is not False:
            yield policy, fits is True


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None


def _is_for(deployment: Deployment, policy: Policy, request: Request, path: str) -> bool | None:
    actions = [each for each in policy.actions if each.known]
    if not any(request.method in ACTION_METHODS.get(each.text, ()) for each in actions):
        return None if len(actions) < len(policy.actions) else False
    if not policy.area.known:
        return None
    area = deployment.area(policy.area.text)
    if area is None:
        return False
    if not area.paths:
        return None if policy.paths else True
    known = [each.text for each in policy.paths if each.known] if policy.paths else ["/**"]
    points = [point for point in area.paths if path.startswith(point.rstrip("/"))]
    patterns = (joined(point, each) for point in points for each in known)
    if any(matches(pattern, path) for pattern in patterns):
        return True
    return None if policy.paths and len(known) < len(policy.paths) else False


def _any_principal(policy: Policy, presented: Presented) -> bool | None:
    found = [principal_fits(each, presented) for each in policy.principals]
    if any(each is True for each in found):
        return True
    return None if any(each is None for each in found) else False


def principal_fits(principal: Principal, presented: Presented) -> bool | None:
    """Whether a policy's principal is who shows the credential; None where a placeholder stands."""
    if not principal.type:
        return None
    if principal.type == "anyone":
        return True
    if presented.issuer is None:
        return principal.type == "anonymous"
    if not principal.type.startswith("jwt-"):
        return principal.type == "any-authenticated-user"
    wanted = {name: value for name, value in principal.params.items() if name in _HOLDS}
    fits = [_HOLDS[name](presented, value.text) for name, value in wanted.items() if value.known]
    if not all(fits) or not wanted:
        return False
    return True if len(fits) == len(wanted) else None


_HOLDS: Final[Mapping[str, Callable[[Presented, str], bool]]] = {
    "iss": lambda presented, text: presented.issuer == text,
    "group": lambda presented, text: text in presented.groups,
    "scope": lambda presented, text: text in presented.scopes,
    "sub": lambda presented, text: presented.subject == text,
    "id": lambda presented, text: presented.claims.get("client_id") == text,
}
