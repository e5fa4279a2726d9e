"""Phase map: principals of a token become user name, uid and gids."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenlint.services.dcache.authentication import Answer
from tokenlint.services.dcache.config import Account, MapLine, Plugin
from tokenlint.services.dcache.principals import Principal, account_text
from tokenlint.services.decision import Step

# Plugins that need a certificate, a ticket or a password to say yes.
_NOT_FOR_TOKENS = frozenset({"x509", "voms", "htpasswd", "jaas", "vorolemap", "gridmap", "krb5"})


@dataclass(frozen=True, slots=True)
class Mapped:
    """The answer of a plugin of this phase, and what it adds to the login."""

    answer: Answer
    principals: tuple[Principal, ...] = ()
    steps: tuple[Step, ...] = ()
    depends_on: str = ""


def without_tokens(plugin: Plugin) -> bool:
    """Whether a plugin says no to whoever shows a token alone."""
    return plugin.line.plugin in _NOT_FOR_TOKENS


def map_with(plugin: Plugin, principals: Sequence[Principal]) -> Mapped:
    """What one plugin makes of the principals so far."""
    if plugin.line.plugin == "multimap":
        return _multimap(plugin, principals)
    if plugin.line.plugin == "authzdb":
        return _authzdb(plugin, principals)
    if without_tokens(plugin):
        return Mapped(Answer.FAIL)
    return Mapped(Answer.OPEN, depends_on=f"what the plugin {plugin.line.plugin} maps to")


def fitting(lines: Iterable[MapLine], principals: Sequence[Principal]) -> list[MapLine]:
    """The lines of a multi-mapfile that apply; all of them do."""
    return [line for line in lines if any(line.matcher.fits(each) for each in principals)]


def _multimap(plugin: Plugin, principals: Sequence[Principal]) -> Mapped:
    if plugin.maps is None:
        return Mapped(Answer.OPEN, depends_on=f"the file {plugin.file}")
    lines = fitting(plugin.maps, principals)
    added = _one_primary([each for line in lines for each in line.gives], principals)
    steps = tuple(Step(each.source, f"maps to {account_text(each.gives)}") for each in lines)
    unsure = any(not each.known for each in added) or (not lines and _unsure(plugin))
    if unsure:
        return Mapped(Answer.OPEN, added, steps, f"what stands in {plugin.file}")
    return Mapped(Answer.SUCCESS if lines else Answer.FAIL, added, steps)


def _unsure(plugin: Plugin) -> bool:
    return plugin.templated or any(not line.matcher.known for line in plugin.maps or ())


def _one_primary(
    added: Sequence[Principal], principals: Sequence[Principal]
) -> tuple[Principal, ...]:
    """At most one primary gid: the first one stays, the others count as further groups."""
    taken = any(each.kind == "gid" and each.primary for each in principals)
    made: list[Principal] = []
    for each in added:
        primary = each.primary and not (each.kind == "gid" and taken)
        taken = taken or (each.kind == "gid" and primary)
        made.append(Principal(each.kind, each.name, primary, each.known))
    return tuple(made)


def accounts_of(accounts: Iterable[Account], principals: Iterable[Principal]) -> list[Account]:
    """The accounts of the user name."""
    names = {each.name for each in principals if each.kind == "username"}
    return [account for account in accounts if account.name in names]


def _authzdb(plugin: Plugin, principals: Sequence[Principal]) -> Mapped:
    """A user name, else the primary group, gives uid and gids (order of the defaults)."""
    if plugin.accounts is None:
        return Mapped(Answer.OPEN, depends_on=f"the file {plugin.file}")
    users = [each.name for each in principals if each.kind == "username"]
    groups = [each.name for each in principals if each.kind == "group" and each.primary]
    by_user = _named(plugin.accounts, users[:1] or groups[:1])
    by_group = _named(plugin.accounts, groups[:1] or users[:1])
    if by_user is None or by_group is None:
        if plugin.templated or any(not each.known for each in principals):
            return Mapped(Answer.OPEN, depends_on=f"what stands in {plugin.file}")
        return Mapped(Answer.FAIL)
    added = [Principal("username", by_user.name), Principal("uid", by_user.uid)]
    first = by_group.gids[0]
    added.append(Principal("gid", first, primary=True))
    added += [Principal("gid", gid) for gid in by_user.gids if gid != first]
    return Mapped(Answer.SUCCESS, tuple(added), (Step(by_user.source, f"gives uid {by_user.uid}"),))


def _named(accounts: Iterable[Account], names: Sequence[str]) -> Account | None:
    return next((each for each in accounts if each.name in names), None)
