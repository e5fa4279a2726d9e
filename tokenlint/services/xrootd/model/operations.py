"""Whether a server lets a client make a request: its calls, and what they need, in their order."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenlint.services.decision import Decision
from tokenlint.services.value import Value
from tokenlint.services.xrootd.model.access import Access, Client
from tokenlint.services.xrootd.model.calls import CHANGING, Call, Way, carries_token, needs_of
from tokenlint.services.xrootd.model.verdicts import all_of, any_of, denied
from tokenlint.services.xrootd.model.versions import Change


@dataclass(frozen=True, slots=True)
class Requester:
    """A client for the length of a request.

    `request` is the client as its request shows it, `login` as its login does,
    `at_new_name` as the new name of a rename does.
    """

    request: Client
    login: Client
    at_new_name: Client


@dataclass(frozen=True, slots=True)
class Made:
    """What the access control says of a call.

    `replacing` holds where something is at the path (or the new name) already, `fresh` where not.
    """

    replacing: Decision
    fresh: Decision


def made(access: Access, call: Call, who: Requester, path: str, new_name: str = "") -> Made:
    """The decision on a call at a path."""
    shut = _shut(access, call, path, new_name)
    if shut is not None:
        refused = denied(shut.source, f"exports {shut.text} for reading only")
        return Made(refused, refused)
    needs = needs_of(call, access.release)
    if call is Call.RENAME:
        who = _after_old_name(access, who, path)
    replacing = any_of(_ways(access, call, who, path, new_name, needs.replacing))
    if not needs.sparing or replacing.allowed:
        return Made(replacing, replacing)
    sparing = any_of(_ways(access, call, who, path, new_name, needs.sparing))
    return Made(replacing, any_of((replacing, sparing)))


def _shut(access: Access, call: Call, path: str, new_name: str) -> Value | None:
    """The export that refuses a call, None where there is none."""
    if call not in CHANGING:
        return None
    names = (path, new_name) if call is Call.RENAME else (path,)
    return next(filter(None, map(access.reading_only, names)), None)


def _after_old_name(access: Access, who: Requester, path: str) -> Requester:
    """The client as the new name meets it, once the access control has looked at the old one.

    Up to 5.4.3 the account of a mapfile stays with the connection, so that a new name
    without a token is judged by it (the account of `default_user` gets lost there).
    """
    if access.release.has(Change.NAME_FORGOTTEN):
        return who
    name = access.mapped(who.request, path)
    return replace(who, at_new_name=replace(who.at_new_name, name=name)) if name else who


def _ways(
    access: Access, call: Call, who: Requester, path: str, new_name: str, ways: tuple[Way, ...]
) -> Iterator[Decision]:
    own = who.request if carries_token(call, access.release) else who.login
    for way in ways:
        yield all_of(
            access.decide(
                who.at_new_name if asked.at_new_name else own,
                asked.right,
                new_name if asked.at_new_name else path,
            )
            for asked in way
        )
