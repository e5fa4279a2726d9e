"""Roles of Vault's login with JWT or OIDC, in JSON as `vault write auth/oidc/role/NAME -` takes it.

Who shows a token of the issuer that the mount is set up for, and meets the bounds of the role,
obtains a Vault token with the policies of the role. With `role_type` oidc, which is the default,
Vault itself fetches that token, with `openid` and `oidc_scopes` as its scope, and compares
its audience with the client's id. With jwt, a token that has an audience is refused where
`bound_audiences` is empty. A lifetime of 0 is the one of the server, by default 32 days;
`token_period` lets a token be renewed for ever.
Source: `path_role.go`, `path_login.go` and `path_oidc.go` of vault-plugin-auth-jwt (0bbea62);
API documentation of `auth/jwt`, and of `max_lease_ttl`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Audience, Dead, Setting, State, UnknownKey
from tokenlint.services.asked import Asked
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public
from tokenlint.services.products import key_set
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.services.vault.durations import seconds_of

SYSTEM_SECONDS = 32 * 24 * 3600
"""The server's longest lifetime of a token where its configuration sets none (768h)."""

_BOUNDS = ("bound_claims", "bound_subject")
_SWITCHES = ("verbose_oidc_logging", "oidc_disable_confirmation", "token_no_default_policy")
_DURATIONS = ("token_ttl", "token_max_ttl", "token_explicit_max_ttl", "token_period")
_OLD_NAMES = {"token_ttl": "ttl", "token_max_ttl": "max_ttl", "token_period": "period"}


@dataclass(frozen=True, slots=True)
class Role:
    """A role, with the name of the file that it stands in."""

    node: Node
    name: str

    @property
    def oidc(self) -> bool:
        """Whether Vault itself leads the user through the login."""
        kind = self.node.text("role_type")
        return kind is None or kind.text != "jwt"

    def words(self, key: str) -> tuple[Value, ...]:
        """A list; one text stands for several words with commas between."""
        return tuple(each for value in self.node.values(key) for each in ini.split(value, ","))

    def duration(self, key: str) -> Value | None:
        """A duration under its name or the old one."""
        return self.node.text(key) or self.node.text(_OLD_NAMES.get(key, key))


def audience(role: Role) -> Audience:
    """Which audiences a login is accepted with."""
    bound = role.words("bound_audiences")
    node = role.node.get("bound_audiences")
    place = node.source if node else role.node.source
    missing = State.NO if bound or role.oidc else State.YES
    return Audience(State.YES, missing, bound, place)


def offer(role: Role) -> Offer:
    """The Vault tokens that a login gives."""
    holder, who = _holder(role)
    redirects = [each for each in role.words("allowed_redirect_uris") if "*" not in each.text]
    return Offer(
        kind="role",
        name=Value.of(role.name, role.node.source),
        holder=holder,
        source=role.node.source,
        who=who,
        audiences=(),
        grants=frozenset({_grant(role)}),
        redirects=tuple(redirects),
        public=Public.UNKNOWN,
        lifetimes=(_lifetime(role),),
        narrowed=frozenset(_narrowed(role)),
    )


def request(role: Role) -> Asked | None:
    """What Vault asks the issuer for; nothing where the user brings a token."""
    scopes = role.words("oidc_scopes")
    if not role.oidc or not scopes:
        return None
    openid = Value("openid", scopes[0].source)
    named = any(each.text == "openid" for each in scopes)
    return Asked(
        name=f"role {role.name}",
        source=role.node.source,
        kind="interactive-user",
        scopes=scopes if named else (openid, *scopes),
        grant=_grant(role).value,
    )


def settings(role: Role) -> Iterator[Setting]:
    """Settings of a role that matter for security."""
    claim = role.node.text("user_claim")
    if claim is not None:
        yield Setting("user_claim", claim.text, claim.source, known=claim.known)
    for key in _SWITCHES:
        value = role.node.text(key)
        if value is not None:
            yield Setting(key, value.text.casefold(), value.source, known=value.known)
    for key in _DURATIONS:
        length = role.duration(key)
        if length is not None:
            seconds = seconds_of(length.text) if length.known else None
            yield Setting(key, length.text, length.source, True, length.known, seconds)


def unknown_keys(role: Role) -> Iterator[UnknownKey]:
    """Fields that Vault passes over."""
    known = key_set("vault", "role").keys
    for name, child in role.node.children.items():
        if name not in known and child.key is not None and child.key.known:
            yield unknown_key(child.key, "role", known)


def dead(role: Role) -> Iterator[Dead]:
    """Stars that stand for themselves."""
    for value in role.words("allowed_redirect_uris"):
        if value.known and "*" in value.text:
            says = "Vault compares these addresses letter by letter, a star too"
            yield Dead("never-matches", value, says)
    kind = role.node.text("bound_claims_type")
    if kind is not None and kind.text != "string":
        return
    for claim in role.node.each("bound_claims"):
        values = [claim.value] if claim.value else [item.value for item in claim.items]
        for bound in values:
            if bound is not None and bound.known and "*" in bound.text:
                says = 'a star is one only with "bound_claims_type": "glob"'
                yield Dead("never-matches", bound, says)


def _holder(role: Role) -> tuple[Holder, str]:
    subject = role.node.text("bound_subject")
    if subject is not None and subject.text:
        return Holder.ACCOUNT, subject.text
    claims = role.node.get("bound_claims")
    if claims is not None and claims.children:
        return Holder.GROUP, "those who meet the bounds on " + ", ".join(claims.children)
    return Holder.USER, ""


def _grant(role: Role) -> Grant:
    if not role.oidc:
        return Grant.OTHER
    mode = role.node.text("callback_mode")
    device = mode is not None and mode.text == "device"
    return Grant.DEVICE_CODE if device else Grant.AUTHORIZATION_CODE


def _lifetime(role: Role) -> Lifetime:
    """How long the Vault token can be kept alive."""
    period = role.duration("token_period")
    if period is not None and seconds_of(period.text):
        return Lifetime("vault", None, period.source, unlimited=True)
    lengths = [role.duration("token_explicit_max_ttl"), role.duration("token_max_ttl")]
    for length in lengths:
        if length is not None and not length.known:
            return Lifetime("vault", None, length.source)
    set_ = [(seconds, each) for each in lengths if each and (seconds := seconds_of(each.text))]
    if not set_:
        return Lifetime("vault", SYSTEM_SECONDS, role.node.source, written=False)
    seconds, shortest = min(set_, key=lambda each: each[0])
    return Lifetime("vault", seconds, shortest.source)


def _narrowed(role: Role) -> Iterator[str]:
    if role.words("token_bound_cidrs") or role.words("bound_cidrs"):
        yield "host"
    uses = role.node.number("token_num_uses") or role.node.number("num_uses")
    if uses:
        yield "uses"


def inner(root: Node) -> Node:
    """The role in what `vault read -format=json` prints, which wraps it."""
    data = root.get("data")
    return data if data is not None and data.kind == "map" else root


def is_role(node: Node) -> bool:
    """Whether a text that looks like a role is one, and not something that holds several."""
    return node.kind == "map" and node.text("user_claim") is not None


_NAME = re.compile(r"\.(?:json|j2|tpl|template|tmpl|in|erb)$")


def role_name(file_name: str) -> str:
    """The name of a role by its file, which is how people call them."""
    while _NAME.search(file_name):
        file_name = file_name.rpartition(".")[0]
    return file_name
