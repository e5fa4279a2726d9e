"""The ways in which credentials come to rights at a StoRM WebDAV, each with its line."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Way, WayKind
from tokenlint.services.storm.ant import joined
from tokenlint.services.storm.configuration import Deployment, Policy, Principal, StorageArea
from tokenlint.services.storm.requests import (
    ACTION_METHODS,
    ALL_OPERATIONS,
    READ_OPERATIONS,
    operations,
)
from tokenlint.services.storm.storage_area import (
    ANONYMOUS,
    AUTHENTICATED,
    POLICIES,
    READ,
    SCOPES,
    VO_MAP,
    VO_MAP_WRITE,
    WRITE,
)
from tokenlint.services.structured.spring import boolean
from tokenlint.services.value import Value
from tokenlint.source import Source

_WRITE_OPERATIONS = ALL_OPERATIONS - READ_OPERATIONS
_MOST_PATHS = 50  # of a policy, and of an area: a report shows a few of them
_EVERYBODY = "everybody, also without a credential"
_ANY_TOKEN = "every token of a trusted issuer"
_KINDS = {
    "anyone": WayKind.ANONYMOUS,
    "anonymous": WayKind.ANONYMOUS,
    "any-authenticated-user": WayKind.ANY_TOKEN,
    "jwt-group": WayKind.GROUP,
    "jwt-scope": WayKind.CAPABILITY,
    "jwt-issuer": WayKind.ISSUER,
    "jwt-subject": WayKind.SUBJECT,
    "jwt-client": WayKind.OTHER,
}
_NAMED_BY = {
    "jwt-group": "group",
    "jwt-scope": "scope",
    "jwt-issuer": "iss",
    "jwt-subject": "sub",
    "jwt-client": "id",
    "vo": "vo",
    "vo-map": "vo",
    "fqan": "fqan",
    "x509-subject": "subject",
}


def ways(deployment: Deployment) -> tuple[Way, ...]:
    """All ways, area by area, then the policies in their order."""
    found: list[Way] = [*_without_authorization(deployment)]
    for area in deployment.areas:
        found += _flat(area)
        found += _scopes(area)
        found += _certificates(area)
    for policy in deployment.policies:
        found += _of_policy(deployment, policy)
    return tuple(found)


def _without_authorization(deployment: Deployment) -> Iterator[Way]:
    application = deployment.application
    node = application.get("storm", "authz", "disabled") if application else None
    if node is not None and node.value is not None and boolean(node.value):
        paths = tuple(path for area in deployment.areas for path in area.paths) or ("/",)
        kind, source = WayKind.ANONYMOUS, node.value.source
        yield Way(kind, _EVERYBODY, ALL_OPERATIONS, paths, source, flat=True)


def _flat(area: StorageArea) -> Iterator[Way]:
    anonymous, read, write = (area.flags[name] for name in (ANONYMOUS, READ, WRITE))
    if anonymous.value is True:
        kind = WayKind.ANONYMOUS
        yield Way(kind, _EVERYBODY, READ_OPERATIONS, area.paths, anonymous.source, flat=True)
    for org in area.orgs:
        if not org.known or read.value is False:
            continue
        source = read.source if read.written else org.source
        yield _by_issuer(area, org, READ_OPERATIONS, source, read.value)
        if write.value is not False:
            source = write.source if write.written else org.source
            both = True if read.value and write.value else None
            yield _by_issuer(area, org, _WRITE_OPERATIONS, source, both)


def _by_issuer(
    area: StorageArea, org: Value, granted: frozenset[str], source: Source, value: bool | None
) -> Way:
    depends = "" if value else f"the values of `{READ}` and `{WRITE}`"
    return Way(
        WayKind.ISSUER,
        org.text,
        granted,
        area.paths,
        source,
        issuer=org.text,
        flat=True,
        sure=bool(value),
        depends_on=depends,
    )


def _scopes(area: StorageArea) -> Iterator[Way]:
    flag = area.flags[SCOPES]
    if flag.value is False:
        return
    depends = "" if flag.value else f"the value of `{SCOPES}`"
    for org in area.orgs:
        if org.known:
            yield Way(
                WayKind.CAPABILITY,
                "storage scopes",
                ALL_OPERATIONS,
                area.paths,
                flag.source,
                issuer=org.text,
                sure=bool(flag.value),
                depends_on=depends,
            )


def _certificates(area: StorageArea) -> Iterator[Way]:
    authenticated = area.flags[AUTHENTICATED]
    other = WayKind.OTHER
    if authenticated.value is True:
        who = "every certificate of a trusted authority"
        yield Way(other, who, READ_OPERATIONS, area.paths, authenticated.source, flat=True)
    for vo in area.vos:
        if not vo.known:
            continue
        who = f"members of {vo.text}, by VOMS"
        yield Way(other, who, ALL_OPERATIONS, area.paths, vo.source, flat=True)
        if area.is_set(VO_MAP) is not False and area.flags[VO_MAP].written:
            granted = ALL_OPERATIONS if area.is_set(VO_MAP_WRITE) else READ_OPERATIONS
            source = area.flags[VO_MAP].source
            who = f"members of {vo.text}, by map file"
            yield Way(
                other, who, granted, area.paths, source, flat=True, sure=False, depends_on=_MAP
            )


_MAP = "the VO map files"


def _of_policy(deployment: Deployment, policy: Policy) -> Iterator[Way]:
    """One way for each principal of a policy that permits, where its area asks policies."""
    area = deployment.area(policy.area.text) if policy.area.known else None
    asked = area.is_set(POLICIES) if area is not None else None
    if policy.permits is not True or asked is False:
        return
    methods = frozenset[str]().union(*(ACTION_METHODS.get(a.text, ()) for a in policy.actions))
    depends = "" if asked else f"the value of `{POLICIES}` of the storage area"
    for principal in policy.principals:
        if not principal.type:
            continue
        yield Way(
            _KINDS.get(principal.type, WayKind.OTHER),
            _who(principal),
            operations(methods),
            _paths(area, policy),
            policy.source,
            issuer=_known(principal.params.get("iss")),
            flat=principal.type != "jwt-scope",
            sure=bool(asked),
            depends_on=depends,
        )


def _who(principal: Principal) -> str:
    if principal.type in {"anyone", "anonymous"}:
        return _EVERYBODY
    if principal.type == "any-authenticated-user":
        return _ANY_TOKEN
    return _known(principal.params.get(_NAMED_BY.get(principal.type, ""))) or principal.type


def _known(value: Value | None) -> str:
    return value.text if value is not None and value.known else ""


def _paths(area: StorageArea | None, policy: Policy) -> tuple[str, ...]:
    """The folders that a policy is for, each up to the first sign that stands for others."""
    if area is None:
        return ()
    written = [each.text for each in policy.paths if each.known] if policy.paths else ["/**"]
    points = area.paths[:_MOST_PATHS]
    patterns = [joined(point, each) for point in points for each in written[:_MOST_PATHS]]
    return tuple(dict.fromkeys(_folder(pattern) for pattern in patterns))


def _folder(pattern: str) -> str:
    parts = pattern.split("/")
    plain = next((i for i, part in enumerate(parts) if set(part) & set("*?{")), len(parts))
    return "/".join(parts[:plain]) or "/"
