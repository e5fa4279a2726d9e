"""The authorization database (authdb): which privileges a client has at a path.

Follows `XrdAccAccess::Access`, `XrdAccCapability::Privs` and `XrdAccConfig` of XRootD 6.2.1.
A path of an entry covers every path that begins with it, also in the middle of a name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tokenlint.services.decision import Decision
from tokenlint.services.value import has_placeholder
from tokenlint.services.xrootd.config import Entry, Rights
from tokenlint.services.xrootd.model.entity import Entity
from tokenlint.services.xrootd.model.entries import Entries
from tokenlint.services.xrootd.model.rights import Right, privileges, suffices, verb
from tokenlint.services.xrootd.model.verdicts import allowed, denied, depends

_HOST = "the host of the client"
_ACCOUNT = "the account that the token is mapped to"
_OPEN_ID = "an id that a placeholder leaves open"
_OPEN_PATH = "a path or privileges that a placeholder leaves open"
_OPEN_LINE = "a line that a template fills in"


@dataclass(frozen=True, slots=True)
class _Applied:
    """A pair of path and privileges that holds here; `open` says why it may not."""

    pair: Rights
    open: str
    who: str


def decide(database: Entries, entity: Entity, right: Right, path: str) -> Decision:
    """Whether the database gives a client a right at a path."""
    found = tuple(_applying(database, entity, path))
    sure = tuple(each for each in found if not each.open)
    if suffices(_given(sure) & ~_taken(found), right):
        giving = _giving(sure, right)
        return allowed(giving.pair.source, _says(giving))
    if suffices(_given(found) & ~_taken(sure), right):
        opened = next(each for each in found if each.open)
        return depends(opened.pair.source, f"{_says(opened)}, perhaps", opened.open)
    return denied(database.source, f"gives {_words(entity)} no right to {verb(right)} here")


def _given(found: Iterable[_Applied]) -> int:
    """The privileges that pairs give together; one that nobody can read yet may give any."""
    bits = 0
    for each in found:
        bits |= privileges(each.pair.gives if each.pair.known else "a")
    return bits


def _taken(found: Iterable[_Applied]) -> int:
    """The privileges that pairs take away, from whatever gives them."""
    bits = 0
    for each in found:
        bits |= privileges(each.pair.takes)
    return bits


def _giving(found: tuple[_Applied, ...], right: Right) -> _Applied:
    """The pair that gives a right alone; the last pair where it takes several."""
    alone = (each for each in found if suffices(privileges(each.pair.gives), right))
    return next(alone, found[-1])


def _says(applied: _Applied) -> str:
    if not applied.pair.known:
        return f"gives rights to {applied.who}"
    letters = "".join(sorted(applied.pair.gives))
    return f"gives `{letters}` below {applied.pair.path} to {applied.who}"


def _words(entity: Entity) -> str:
    return f"the account {entity.name}" if entity.name else "such a client"


def _applying(database: Entries, entity: Entity, path: str) -> Iterator[_Applied]:
    """The pairs that hold for a client at a path; after an exclusive one (`x`) no other."""
    for entry in database.exclusive:
        reason = _compound(database, entry, entity)
        if reason is not None:
            yield from _pairs(entry, path, reason)
            if not reason:
                return
    for entry in database.of(entity):
        reason = _holds(database, entry, entity)
        if reason is not None:
            yield from _pairs(entry, path, reason, entity.name)


def _holds(database: Entries, entry: Entry, entity: Entity) -> str | None:
    """None where an entry is not for this client, else why it may not be, `` for surely."""
    if entry.kind in {"h", "n", "?"}:
        return _OPEN_LINE if entry.kind == "?" else _HOST
    if entry.kind == "s":
        return _compound(database, entry, entity)
    if entry.kind == "u":
        return _for_user(entry, entity)
    mine = {"g": entity.groups, "o": (entity.organization,)}.get(entry.kind)
    if mine is None or not entity.rows:
        return None
    if has_placeholder(entry.id):
        return _OPEN_ID
    return "" if entry.id in mine else None


def _for_user(entry: Entry, entity: Entity) -> str | None:
    """`u *` is for everyone, `u =` for everyone with an account, below a path with its name."""
    if entry.id == "*":
        return ""
    if entity.open_name:
        return _ACCOUNT
    if not entity.name:
        return None
    if has_placeholder(entry.id):
        return _OPEN_ID
    return "" if entry.id in {"=", entity.name} else None


def _compound(database: Entries, entry: Entry, entity: Entity) -> str | None:
    """Whether the conditions of an id that is defined with `=` fit a client, as in `_holds`."""
    definition = database.definition(entry.id)
    if definition is None:
        return None
    reasons = [
        _fits(definition.conditions, organization, group, entity)
        for organization, group in entity.rows
    ]
    possible = [reason for reason in reasons if reason is not None]
    return min(possible) if possible else None


def _fits(
    conditions: tuple[tuple[str, str], ...], organization: str, group: str, entity: Entity
) -> str | None:
    reason = ""
    mine = {"o": organization, "g": group, "u": entity.name or "*"}
    for kind, wanted in conditions:
        if kind == "h":
            reason = reason or _HOST
        elif kind == "u" and entity.open_name:
            reason = reason or _ACCOUNT
        elif has_placeholder(wanted):
            reason = reason or _OPEN_ID
        elif mine.get(kind) != wanted:
            return None
    return reason


def _pairs(entry: Entry, path: str, reason: str, name: str = "") -> Iterator[_Applied]:
    """The first pair of an entry that covers a path, after those that may."""
    fungible = name if (entry.kind, entry.id) == ("u", "=") else None
    who = _who(entry)
    for pair in entry.rights:
        if not pair.known:
            yield _Applied(pair, reason or _OPEN_PATH, who)
        elif _covers(pair.path, path, fungible):
            yield _Applied(pair, reason, who)
            return


def _covers(pattern: str, path: str, name: str | None) -> bool:
    """Whether a pair's path is the beginning of a path; `@=` stands for the account's name."""
    if name is None:
        return path.startswith(pattern)
    before, sign, behind = pattern.partition("@=")
    return path.startswith(f"{before}{name}{behind}" if sign else name)


def _who(entry: Entry) -> str:
    words = {
        "u": f"the account {entry.id}",
        "g": f"the group {entry.id}",
        "o": f"every token of {entry.id}",
        "h": f"the host {entry.id}",
        "n": f"the hosts of {entry.id}",
    }
    if entry.kind == "u" and entry.id in {"*", "="}:
        return "everyone" if entry.id == "*" else "everyone, by the account's name"
    return words.get(entry.kind, entry.id)
