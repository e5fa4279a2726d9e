"""The least change with which a service would let a request pass: its model is asked.

A service rarely says what was wrong. So the credential is changed in one respect after the other,
as little as can be, until the model of the service says yes: that was missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tokenlint.credentials.token import Dialect
from tokenlint.permissions.by_profile import JOBS, least_scope
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.services.acceptance import Acceptance, Issuer, Service
from tokenlint.services.decision import Ask, Presented
from tokenlint.services.witnesses import ANY_AUDIENCE

_MOST_ISSUERS = 4
_MOST_AUDIENCES = 2
_MOST_AREAS = 4
MANY = 24  # scopes of one credential
MOST = 500  # beyond, no change is looked for
_READING = frozenset({Operation.STAT, Operation.LIST, Operation.READ})


@dataclass(frozen=True, slots=True)
class Change:
    """What to change; empty members stay. `path` is the request's path as its scopes see it.

    `scopes` are added, or put `instead` of those that are held: one of them may spoil the others.
    """

    path: str
    scopes: tuple[str, ...] = ()
    audience: str = ""
    issuer: str = ""
    instead: bool = False

    def made(self, presented: Presented) -> Presented:
        """The credential with the change."""
        return replace(
            presented,
            issuer=self.issuer or presented.issuer,
            audiences=(self.audience,) if self.audience else presented.audiences,
            scopes=self.scopes if self.instead else (*presented.scopes, *self.scopes),
        )


def least_change(
    service: Service, presented: Presented, ask: Ask, dialect: Dialect
) -> Change | None:
    """The first change of the fewest respects that makes a yes for sure; None where none does.

    A model takes long to read very many scopes: then changes are first tried without them,
    and beyond `MOST` scopes none is.
    """
    many = len(presented.scopes) > MANY
    if len(presented.scopes) > MOST:
        return None
    for change in _changes(service.acceptance, presented, ask, dialect):
        if service.decide(change.made(presented), ask).allowed:
            return _beside(service, presented, ask, change) if many and change.instead else change
    return None


def _beside(service: Service, presented: Presented, ask: Ask, change: Change) -> Change:
    """The same change beside the scopes that are held, where these do not spoil it."""
    beside = replace(change, instead=False)
    return beside if service.decide(beside.made(presented), ask).allowed else change


def _changes(
    acceptance: Acceptance, presented: Presented, ask: Ask, dialect: Dialect
) -> Iterator[Change]:
    own = presented.issuer or ""
    for issuer in (own, *_others(acceptance, own)):
        other = "" if issuer == own else issuer
        added = list(_scopes(acceptance, issuer, ask, dialect))
        audiences = [Change(added[0].path, (), each) for each in _audiences(acceptance, issuer)]
        both = [replace(each, audience=to.audience) for each in added for to in audiences]
        held = presented.scopes
        alone = [replace(each, instead=True) for each in (*added, *both) if held]
        as_is = [Change(added[0].path)] if other else []
        ways = [as_is, audiences, added, both, alone]
        if len(held) > MANY:
            ways = [as_is, alone[: len(added)], audiences, alone[len(added) :]]
        for change in (each for way in ways for each in way):
            yield replace(change, issuer=other)


def _others(acceptance: Acceptance, own: str) -> list[str]:
    """Other issuers that the service trusts."""
    trusted = (each for each in acceptance.issuers if each.url.known and not each.shadowed)
    return [url for url in dict.fromkeys(each.url.text for each in trusted) if url != own][
        :_MOST_ISSUERS
    ]


def of_issuer(acceptance: Acceptance, url: str) -> list[Issuer]:
    """The entries of the service for an issuer."""
    return [each for each in acceptance.issuers if each.url.text == url and not each.shadowed]


def accepted_audiences(acceptance: Acceptance, url: str) -> list[str]:
    """The audiences that the service lists for tokens of an issuer."""
    checks = [each.audience or acceptance.audience for each in of_issuer(acceptance, url)]
    listed = [value for check in checks or [acceptance.audience] if check
              for value in check.accepted]  # fmt: skip
    return list(dict.fromkeys(value.text for value in listed if value.known))


def _audiences(acceptance: Acceptance, url: str) -> list[str]:
    return (accepted_audiences(acceptance, url) or [ANY_AUDIENCE])[:_MOST_AUDIENCES]


def relative_paths(acceptance: Acceptance, url: str, path: str) -> list[str]:
    """A path as the scopes of an issuer's tokens see it: below its areas, at last as it is."""
    wanted = ScopePath.parse(path)
    areas = [area.text for each in of_issuer(acceptance, url) for area in each.areas if area.known]
    below = [
        "/" + path.removeprefix(area.rstrip("/")).lstrip("/")
        for area in dict.fromkeys(areas)
        if path and ScopePath.parse(area.rstrip("/") or "/").covers(wanted)
    ]
    return list(dict.fromkeys([*below[:_MOST_AREAS], path]))


def _scopes(acceptance: Acceptance, url: str, ask: Ask, dialect: Dialect) -> Iterator[Change]:
    """Scopes to add: the least one, then with reading beside it, then all that jobs know."""
    if not ask.path:
        yield Change("", (least_scope(ask, dialect),))
        yield Change("", JOBS)
        return
    for path in relative_paths(acceptance, url, ask.path):
        seen = Ask(ask.operation, path)
        for spoken in dict.fromkeys((dialect, Dialect.WLCG, Dialect.SCITOKENS)):
            least = least_scope(seen, spoken)
            yield Change(path, (least,))
            if ask.operation not in _READING:
                yield Change(path, (least, least_scope(Ask(Operation.READ, path), spoken)))
