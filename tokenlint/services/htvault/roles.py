"""Issuers and roles of htvault-config: what a user obtains, and what Vault asks the issuer for.

Every user who can log in with the issuer obtains tokens of each of its roles (htgettoken
`-i ISSUER -r ROLE`). They come with all scopes of the role. Vault asks for no audience;
htgettoken's `--audience` and `--scopes` exchange the token at the issuer for a narrower one,
which may refuse it, so the files do not tell which audiences can be had.
Vault keeps the refresh token, and gives its users Vault tokens of up to 28 days (a week is
htgettoken's default). Source: README, `libexec/config.sh`, `libexec/vault.common.template`
(01b9038), manual page of htgettoken (103ed85).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.asked import Asked
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer, Public
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

VAULT_TOKEN_SECONDS = 28 * 24 * 3600
"""The longest a Vault token lives, as the server's own file sets it (`max_lease_ttl`)."""

_OFFLINE = "offline_access"


@dataclass(frozen=True, slots=True)
class Role:
    """A role of an issuer, with the issuer's entry around it."""

    issuer: Node
    node: Node
    scopes: tuple[Value, ...]

    @property
    def name(self) -> Value:
        """`ROLE of ISSUER`, as htgettoken's two options name it."""
        role, issuer = self.node.text("name"), self.issuer.text("name")
        both = [value for value in (role, issuer) if value]
        words = " of ".join(value.text for value in both) or "a role without a name"
        place = role.source if role else self.node.source
        return Value(words, place, all(value.known for value in both))

    @property
    def source(self) -> Source:
        """The line of the role's name."""
        return self.name.source


def roles_of(root: Node) -> Iterator[Role]:
    """The roles of all issuers, in their order."""
    for issuer in root.each("issuers"):
        for role in issuer.each("roles"):
            if role.kind == "map" and role.switch("delete") is not True:
                yield Role(issuer, role, tuple(_scopes(role)))


def offer(role: Role) -> Offer:
    """The tokens of a role."""
    return Offer(
        kind="role",
        name=role.name,
        holder=Holder.USER,
        source=role.source,
        scopes=role.scopes,
        default_scopes=role.scopes,
        audiences=(),
        grants=frozenset({_login(role), Grant.REFRESH_TOKEN, Grant.TOKEN_EXCHANGE}),
        public=Public.NO if role.issuer.get("secret") else Public.UNKNOWN,
        lifetimes=(Lifetime("vault", VAULT_TOKEN_SECONDS, role.source, written=False),),
    )


def request(role: Role) -> Asked | None:
    """What Vault asks the issuer for when a user logs in with the role.

    None where a path is left open (`storage.read:`): the issuer then decides what comes back.
    """
    if any(each.text.endswith(":") for each in role.scopes):
        return None
    offline = [value for value in role.scopes if value.text == _OFFLINE]
    return Asked(
        name=f"role {role.name}",
        source=role.source,
        kind="interactive-user",
        scopes=role.scopes,
        audiences=(Value("", role.source, known=False),),  # htgettoken's user names it, or not
        issuer=role.issuer.text("url"),
        grant=_login(role).value,
        refresh=offline[0].source if offline else None,
        refresh_held_by="service" if offline else None,
    )


def _login(role: Role) -> Grant:
    mode = role.issuer.text("callbackmode")
    if mode is None or mode.text == "device":
        return Grant.DEVICE_CODE
    return Grant.AUTHORIZATION_CODE if mode.known else Grant.OTHER


def _scopes(role: Node) -> Iterator[Value]:
    """Single words; YAML takes a word with a colon at its end for a key without a value."""
    node = role.get("scopes")
    if node is None:
        return
    if node.value is not None:
        yield from ini.split(node.value)
    for item in node.items:
        if item.value is not None:
            yield from ini.split(item.value)
        for child in item.children.values():
            if child.key is not None and child.value is None and not child.items:
                yield _with_colon(child.key)


def _with_colon(key: Value) -> Value:
    place = key.source
    end = place.end_column + 1 if place.end_column else 0
    return Value.of(f"{key.text}:", Source(place.file, place.line, place.column, end))
