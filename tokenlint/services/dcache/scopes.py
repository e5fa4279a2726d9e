"""What scopes let pass: dCache's table from a word of the claim to operations.

dCache turns each word into activities on a path below the provider's prefix,
and only those are possible in the session, which no longer asks the permissions of the namespace
(`WlcgProfileScope` and `ScitokensScope` of the plugin oidc, `MultiTargetedRestriction`).
The table agrees with the rows of rules/implementations.yaml.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenlint.privilege.operation import Operation as Op
from tokenlint.privilege.path import ScopePath

STORAGE = frozenset(
    {
        Op.STAT,
        Op.LIST,
        Op.READ,
        Op.CREATE,
        Op.MKDIR,
        Op.RENAME,
        Op.RENAME_OVER,
        Op.OVERWRITE,
        Op.DELETE,
        Op.STAGE,
        Op.POLL,
        Op.EVICT,
    }
)
READING = frozenset({Op.STAT, Op.LIST, Op.READ, Op.POLL})
_READ = frozenset({Op.STAT, Op.LIST, Op.READ})
_CREATE = frozenset({Op.STAT, Op.CREATE, Op.MKDIR, Op.RENAME})
_MODIFY = _CREATE | {Op.LIST, Op.RENAME_OVER, Op.OVERWRITE, Op.DELETE}
_WLCG = {
    "storage.read": _READ,
    "storage.create": _CREATE,
    "storage.modify": _MODIFY,
    # Read as profile 1.0 has it: staging includes reading.
    "storage.stage": _READ | {Op.STAGE, Op.POLL},
    "storage.poll": frozenset({Op.STAT, Op.POLL}),
}
_NOTHING: frozenset[Op] = frozenset()
_SCITOKENS = {"read": _READ, "write": _MODIFY, "queue": _NOTHING, "execute": _NOTHING}
_SCITOKENS_PREFIX = "https://scitokens.org/v1/authz/"
_OF_PARENTS = frozenset({Op.STAT, Op.LIST})


@dataclass(frozen=True, slots=True)
class Grant:
    """Operations on a path and what is below it."""

    operations: frozenset[Op]
    path: str


@dataclass(frozen=True, slots=True)
class Statements:
    """What the scopes of a token authorise; `any` tells that there is a statement at all.

    `broken` is a word on which dCache refuses the token, empty for none.
    """

    grants: tuple[Grant, ...] = ()
    any: bool = False
    broken: str = ""


def statements(scopes: Iterable[str], profile: str, prefix: str) -> Statements:
    """Read the words of a scope claim as a profile (wlcg, scitokens, both) does."""
    grants: list[Grant] = []
    found = False
    for scope in scopes:
        word, path = _split(scope, profile)
        operations = _operations(word, profile)
        if operations is None:
            continue
        if not path.startswith("/"):
            if word in _WLCG:
                return Statements((), any=True, broken=scope)
            continue
        found = True
        grants.append(Grant(operations, f"{prefix.rstrip('/')}/{path.lstrip('/')}"))
    return Statements(tuple(grants), found)


def _split(scope: str, profile: str) -> tuple[str, str]:
    if profile != "wlcg":
        scope = scope.removeprefix(_SCITOKENS_PREFIX)
    word, colon, path = scope.partition(":")
    # A storage scope without a path is one for the whole area (since 9.2, pull request 7409).
    return word, path if colon and path else "/"


def _operations(word: str, profile: str) -> frozenset[Op] | None:
    if profile in {"wlcg", "both"} and word in _WLCG:
        return _WLCG[word]
    return _SCITOKENS.get(word) if profile in {"scitokens", "both"} else None


def permits(grants: Iterable[Grant], operation: Op, path: str) -> bool:
    """Whether one of the grants is for the operation there.

    Directories above a granted path may always be listed and asked for their attributes.
    """
    for grant in grants:
        if operation in grant.operations and inside(path, grant.path):
            return True
        if operation in _OF_PARENTS and grant.operations and inside(grant.path, path):
            return True
    return False


def inside(path: str, area: str) -> bool:
    """Whether a path is an area or lies in it, component by component."""
    parts = ScopePath.parse(area or "/").resolved().components
    return ScopePath.parse(path or "/").resolved().components[: len(parts)] == parts
