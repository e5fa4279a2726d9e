"""From the scope of a token to what XRootD lets it do, and where.

libscitokens makes pairs of a word and a path (`Enforcer::scope_validator`),
the plug-in makes rights below the base paths of them (`XrdAccSciTokens::GenerateAcls`),
and compares them with a request (`XrdAccRules::apply`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tokenlint.services.xrootd.model.rights import Right
from tokenlint.services.xrootd.model.versions import Change, Release
from tokenlint.services.xrootd.paths import below, canonical

READING = (Right.READ, Right.READDIR, Right.STAT)
_CREATING = (Right.EXCLUSIVE_CREATE, Right.MKDIR, Right.RENAME, Right.EXCLUSIVE_INSERT)
_WRITING = (
    Right.CREATE,
    Right.MKDIR,
    Right.RENAME,
    Right.INSERT,
    Right.UPDATE,
    Right.CHMOD,
    Right.DELETE,
)
_OF_WLCG = {
    "storage.read": ("read",),
    "storage.create": ("write", "create"),
    "storage.modify": ("write", "modify"),
}
_ON_THE_WAY = frozenset({Right.STAT, Right.MKDIR})


@dataclass(frozen=True, slots=True)
class Authorization:
    """A word that libscitokens made of a scope, and the path it is for (within the issuer's area).

    `scope` is the scope as the token has it.
    """

    word: str
    path: str
    scope: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A right below a path of the server, and the scope that gives it."""

    right: Right
    path: str
    scope: str


def authorizations(
    scope: str, *, wlcg: bool, modern: bool = False
) -> tuple[Authorization, ...] | None:
    """The words and paths of a scope claim; None where libscitokens refuses the whole token.

    `wlcg` tells that the token is of the WLCG profile, whose words are translated.
    `modern` is libscitokens 1.4.1: it decodes per cent signs and refuses `..`.
    """
    found = []
    for one in filter(None, scope.split(" ")):
        word, _, path = one.partition(":")
        if modern:
            path = unquote(path)
            if ".." in path.split("/"):
                return None
        plain = canonical(f"/{path}") or "/"
        words = _OF_WLCG.get(word, (word,)) if wlcg else (word,)
        found += [Authorization(each, plain, one) for each in words]
    return tuple(found)


def grants(
    found: Sequence[Authorization],
    base_paths: Sequence[str],
    restricted_paths: Sequence[str],
    release: Release,
) -> tuple[Grant, ...]:
    """The rights that a server of that release gives for the authorizations of a token.

    SciTokens' `write` counts only where no `create` and no `modify` is for the same path,
    because libscitokens writes it beside both.
    """
    placed = [
        (each.word, canonical(base + path) or "/", each.scope)
        for each in found
        for path in _narrowed(each.path, restricted_paths, release)
        for base in base_paths
    ]
    split = release.has(Change.CREATE_SPLIT)
    told = {path for word, path, _ in placed if word in {"create", "modify"} and split}
    return tuple(
        Grant(right, path, scope)
        for word, path, scope in placed
        if word != "write" or path not in told
        for right in _rights(word, release)
    )


def _rights(word: str, release: Release) -> Sequence[Right]:
    """The rights of a word."""
    split = release.has(Change.CREATE_SPLIT)
    stat = (Right.STAT,) if release.has(Change.STAT_WITH_WRITING) else ()
    staging = release.has(Change.STAGE_SCOPES)
    table: dict[str, Sequence[Right]] = {
        "read": READING,
        "write": (*_WRITING, *stat),
        "create": (*_CREATING, *stat) if split else (),
        "modify": (*_WRITING, *stat) if split else (),
        "storage.stage": (Right.STAGE, Right.POLL) if staging else (),
        "storage.poll": (Right.POLL,) if staging else (),
    }
    return table.get(word, ())


def _narrowed(path: str, restricted: Sequence[str], release: Release) -> Iterator[str]:
    """The paths that `restricted_path` leaves of an authorization's path."""
    if not restricted:
        yield path
    elif not release.has(Change.NARROWED_SCOPES):
        if any(path.startswith(each) for each in restricted):
            yield path
    else:
        for each in restricted:
            if _narrower(path, each):
                yield path
                return
            if below(each, path):
                yield each


def _narrower(path: str, restricted: str) -> bool:
    """Whether a path begins with a restricted one; `/` there is compared as it is written."""
    return path.startswith(restricted) and path[len(restricted) : len(restricted) + 1] in {"", "/"}


def covers(grant: Grant, right: Right, path: str, release: Release) -> bool:
    """Whether a grant gives a right at a path of the server."""
    if grant.right is not right:
        return False
    if not release.has(Change.WHOLE_PARTS):
        return path.startswith(grant.path)
    if grant.path == "/" and not release.has(Change.ROOT_SCOPE):
        return path == "/"
    if grant.path == "/" or within(path, grant.path):
        return True
    if right not in _ON_THE_WAY or not release.has(Change.LEADING_FOLDERS):
        return False
    slash = path.endswith("/") and not release.has(Change.SLASH_AT_END)
    return not slash and within(grant.path, path)


def within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder or is it, by whole parts (`is_subdirectory`)."""
    if not folder or not path.startswith(folder):
        return False
    return len(path) == len(folder) or path[len(folder)] == "/" or folder.endswith("/")
