"""Principals: what gPlazma knows of a user, as `type:value`.

Short names and classes: dCache, `org.dcache.auth.Subjects` and the multimap plugin.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tokenlint.services.value import has_placeholder

_CLASSES = {
    "org.dcache.auth.UserNamePrincipal": "username",
    "org.dcache.auth.LoginNamePrincipal": "name",
    "org.dcache.auth.UidPrincipal": "uid",
    "org.dcache.auth.GidPrincipal": "gid",
    "org.dcache.auth.GroupNamePrincipal": "group",
    "org.dcache.auth.FQANPrincipal": "fqan",
    "org.dcache.auth.EmailAddressPrincipal": "email",
    "org.dcache.auth.EntitlementPrincipal": "entitlement",
    "org.dcache.auth.OidcSubjectPrincipal": "oidc",
    "org.dcache.auth.OpenIdGroupPrincipal": "oidcgrp",
    "org.dcache.auth.OAuthProviderPrincipal": "op",
    "org.dcache.auth.RolePrincipal": "role",
    "org.globus.gsi.gssapi.jaas.GlobusPrincipal": "dn",
    "javax.security.auth.kerberos.KerberosPrincipal": "kerberos",
}
MAPPABLE = frozenset(
    "dn email gid group fqan kerberos oidc oidcgrp uid username entitlement op role".split()
)
# What a token alone brings; the others come with a certificate or a ticket.
OF_TOKENS = frozenset({"op", "oidc", "oidcgrp", "email", "entitlement"})
_GROUPS = frozenset({"gid", "group", "fqan"})


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal; `primary` matters for groups alone, `known` is false for a placeholder."""

    kind: str
    name: str
    primary: bool = False
    known: bool = True

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"

    def fits(self, other: "Principal") -> bool:
        """Whether this matcher is for that principal; a group without `,true` is for both kinds."""
        same = self.known and other.known and (self.kind, self.name) == (other.kind, other.name)
        return same and (not self.primary or other.primary)


def principal(written: str) -> Principal | None:
    """Read `type:value`, None where there is no colon."""
    kind, colon, name = written.partition(":")
    if not colon:
        return None
    kind = _CLASSES.get(kind, kind)
    primary = False
    if kind in _GROUPS and "," in name:
        name, _, flag = name.rpartition(",")
        primary = flag.strip().casefold() in {"true", "primary"}
    return Principal(kind, name, primary, not has_placeholder(written))


def first_group_primary(principals: Iterable[Principal]) -> tuple[Principal, ...]:
    """The principals of a provider's option, of whose gids the first is the primary one."""
    made: list[Principal] = []
    seen: set[str] = set()
    for each in principals:
        first = each.kind in _GROUPS and each.kind not in seen
        seen.add(each.kind)
        made.append(Principal(each.kind, each.name, each.primary or first, each.known))
    return tuple(made)


def account_text(principals: Iterable[Principal]) -> str:
    """The account in words: user name, uid, gids and roles, in this order."""
    order = ("username", "uid", "gid", "group", "role")
    chosen = [each for each in dict.fromkeys(principals) if each.kind in order]
    chosen.sort(key=lambda each: (order.index(each.kind), not each.primary))
    return " ".join(dict.fromkeys(str(each) for each in chosen))
