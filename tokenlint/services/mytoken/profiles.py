"""What a profile of mytoken gives to whoever gets hold of a mytoken made with it.

With `AT` one obtains access tokens; with `create_mytoken` further mytokens, which have no more
rights and no fewer restrictions than the first one, but for what `subtoken_capabilities` adds
to them (older servers). A capability covers those below it (`settings` covers
`settings:grants:ssh`). A profile without capabilities gives AT and tokeninfo.
Source: `v0/capability.go` of oidc-mytoken/api (1324bda), `Tighten` in
`internal/mytoken/restrictions/restriction.go` of the server (1bfafb9).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tokenlint.services.asked import Asked
from tokenlint.services.mytoken.recognise import CAPABILITIES, PROFILES, RESTRICTIONS, ROTATION
from tokenlint.services.mytoken.restrictions import Restrictions, restrictions_of
from tokenlint.services.mytoken.templates import (
    Fields,
    Library,
    Resolver,
    Template,
    capabilities,
)
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer
from tokenlint.services.structured.tree import Node
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_ACCESS = "AT"
_CREATE = "create_mytoken"
_DEFAULT = frozenset({_ACCESS, "tokeninfo"})
_MOST_CLAUSES = 20  # of which requests are made


@dataclass(frozen=True)
class Profile:
    """A profile with everything that it includes.

    `rights` are its capabilities; `open` tells that a part of them is not known.
    """

    name: Value
    source: Source
    rights: frozenset[str]
    later: frozenset[str]  # what mytokens made from it may hold in addition
    open: bool
    restrictions: Restrictions
    rotation: Fields

    @property
    def obtains(self) -> bool:
        """Whether its holder comes to access tokens, at once or by a further mytoken."""
        if self.open or has(self.rights, _ACCESS):
            return True
        return has(self.rights, _CREATE) and has(self.later, _ACCESS)


def profiles_of(library: Library, unsupported: Sequence[str] = ()) -> Iterator[Profile]:
    """The profiles of a server; `unsupported` are restrictions that it does not know."""
    for name, template in library.named(PROFILES):
        fields = _fields(library, name, template)
        if fields is not None:
            yield _profile(library, name, template, fields, unsupported)


def has(rights: frozenset[str], wanted: str) -> bool:
    """Whether capabilities hold one, or one above it."""
    parts = wanted.split(":")
    return any(":".join(parts[: depth + 1]) in rights for depth in range(len(parts)))


def offer(profile: Profile, scopes: tuple[Value, ...], most: "Longest") -> Offer:
    """What can be obtained with a mytoken of the profile; `scopes` are those of the clients."""
    bounds = Bounds(profile.restrictions, most)
    return Offer(
        kind="profile",
        name=profile.name,
        holder=Holder.USER,
        source=profile.source,
        scopes=bounds.scopes(scopes),
        all_scopes=bounds.any_scope,
        audiences=bounds.audiences,
        grants=frozenset({Grant.AUTHORIZATION_CODE}),
        lifetimes=(bounds.lifetime(profile.source),),
        narrowed=bounds.narrowed,
    )


def requests(profile: Profile) -> Iterator[Asked]:
    """The access tokens that each restriction allows, where it says which scopes they have."""
    if not profile.obtains or not profile.restrictions.known:
        return
    clauses = profile.restrictions.clauses[:_MOST_CLAUSES]
    for number, clause in enumerate(clauses, start=1):
        scopes = clause.words("scope")
        if scopes is None:
            continue
        which = f", restriction {number}" if len(clauses) > 1 else ""
        yield Asked(
            name=f"profile {profile.name}{which}",
            source=clause.source,
            kind="interactive-user",
            scopes=scopes,
            audiences=clause.words("audience"),
            refresh=clause.source,
            refresh_lifetime=clause.expiry,
            refresh_held_by="user",
        )


@dataclass(frozen=True)
class Longest:
    """The longest lifetime that a server gives to mytokens: seconds, None for no bound.

    `written`: where there is none, somebody wrote so.
    """

    seconds: int | None = None
    known: bool = True
    written: bool = False


@dataclass(frozen=True)
class Bounds:
    """Restrictions together with the longest lifetime that the server gives to mytokens."""

    restrictions: Restrictions
    most: Longest

    @property
    def any_scope(self) -> bool:
        """Whether nothing limits the scopes: mytoken asks the issuer also for unlisted ones."""
        return self.restrictions.known and self.restrictions.words("scope") is None

    @property
    def audiences(self) -> tuple[Value, ...] | None:
        """The audiences that can be asked for; none where a template is not there."""
        if not self.restrictions.known:
            return ()
        return self.restrictions.words("audience")

    @property
    def narrowed(self) -> frozenset[str]:
        """Respects in which the use is bound."""
        ended = {"expiry"} if self.most.seconds or not self.most.known else set()
        return frozenset(self.restrictions.narrowed()) | ended

    def scopes(self, of_clients: tuple[Value, ...]) -> tuple[Value, ...]:
        """The scopes of the restrictions, else those of the server's clients."""
        return self.restrictions.words("scope") or of_clients

    def lifetime(self, source: Source) -> Lifetime:
        """How long a mytoken lives."""
        own, most = self.restrictions.expiry(source), self.most.seconds
        if not self.most.known:
            return replace(own, unlimited=False)
        if most is None:
            return replace(own, written=own.written or self.most.written)
        if own.seconds is not None and own.seconds <= most:
            return own
        return Lifetime("mytoken", most, own.source)


def _profile(
    library: Library, name: str, template: Template, fields: Fields, unsupported: Sequence[str]
) -> Profile:
    text = template.text
    rights = list(_rights(library, fields.get("capabilities"), text))
    later = list(_rights(library, fields.get("subtoken_capabilities"), text))
    source = template.root.source if template.root else text.whole
    return Profile(
        name=Value.of(name, source),
        source=source,
        rights=frozenset(filter(None, rights)) if rights else _DEFAULT,
        later=frozenset(filter(None, later)),
        open=None in rights,
        restrictions=_restrictions(library, fields.get("restrictions"), text, unsupported),
        rotation=_rotation(library, fields.get("rotation"), text),
    )


def _fields(library: Library, name: str, template: Template) -> Fields | None:
    """The profile's own keys, with what it includes."""
    if template.root is None:
        return None
    resolver = Resolver(library, PROFILES, (name,))
    found = resolver.alternatives(template.root, template.text).each
    return found[0] if found else None


def _rights(library: Library, node: Node | None, near: Text) -> Iterator[str | None]:
    """The capabilities by name, None for a part that is not known."""
    if node is None:
        return
    for value in capabilities(Resolver(library, CAPABILITIES), node, near):
        yield value.text if value is not None and value.known else None


def _restrictions(
    library: Library, node: Node | None, near: Text, unsupported: Sequence[str]
) -> Restrictions:
    if node is None:
        return Restrictions()
    found = Resolver(library, RESTRICTIONS).alternatives(node, near)
    return restrictions_of(found, unsupported)


def _rotation(library: Library, node: Node | None, near: Text) -> Fields:
    if node is None:
        return {}
    found = Resolver(library, ROTATION).alternatives(node, near).each
    return found[0] if found else {}
