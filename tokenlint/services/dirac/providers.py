"""Identity providers of DIRAC, and the clients of its own authorization server.

`Resources/IdProviders/<name>` says where DIRAC gets tokens and with which client;
`Registry/VO/<vo>/IdProvider` which virtual organisation uses which. Source: DIRACGrid/DIRAC
@b5bc25c, Resources/IdProvider and docs AdministratorGuide/HowTo/pilotsWithTokens.rst, which puts
the client's secret into the local file of the server, since everybody can read the rest.
"""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from tokenlint.services.acceptance import Dead, Issuer, Setting
from tokenlint.services.dirac.cfg import Cfg, Section
from tokenlint.services.offer import Grant, Holder, Offer, Public
from tokenlint.services.structured.ini import split
from tokenlint.services.value import Value

# The classes `<type>IdProvider` in Resources/IdProvider; an extension may bring others.
_TYPES = ("CheckIn", "DIRAC", "DIRACCLI", "DIRACWeb", "IAM", "OAuth2", "OidcAgent")
# Sections that only the local file of a machine has, never the Configuration Service.
_LOCAL = (("LocalSite",), ("LocalInstallation",), ("DIRAC", "Security"))
SERVED = "served credential"
# The authorization server's own clients (FrameworkSystem/private/authorization/utils/Clients.py).
_BUILT_IN = frozenset({"DIRACCLI", "DIRACWeb"})
_GRANTS = {
    "authorization_code": Grant.AUTHORIZATION_CODE,
    "client_credentials": Grant.CLIENT_CREDENTIALS,
    "urn:ietf:params:oauth:grant-type:device_code": Grant.DEVICE_CODE,
    "device": Grant.DEVICE_CODE,
    "implicit": Grant.IMPLICIT,
    "password": Grant.PASSWORD,
    "refresh_token": Grant.REFRESH_TOKEN,
    "code": Grant.AUTHORIZATION_CODE,
}


def issuers(root: Section) -> Iterator[Issuer]:
    """Where DIRAC gets tokens, and whose tokens it takes."""
    for provider in root.below("Resources", "IdProviders"):
        url = provider.value("issuer")
        if url is not None and url.text:
            yield Issuer(provider.name, url, url.source)


def issuer_of(root: Section, vo: str) -> Value | None:
    """The address of the issuer that a virtual organisation uses."""
    section = root.at("Registry", "VO", vo)
    name = section.value("IdProvider") if section else None
    provider = root.at("Resources", "IdProviders", name.text) if name else None
    return provider.value("issuer") if provider else None


def registered(root: Section) -> Mapping[str, Section]:
    """The virtual organisations of the registry."""
    section = root.at("Registry", "VO")
    return section.sections if section else {}


def offers(root: Section) -> Iterator[Offer]:
    """Clients: those that DIRAC is at its providers, and those of its own server."""
    for provider in root.below("Resources", "IdProviders"):
        if provider.value("client_id") or provider.value("scope"):
            yield _offer(provider, "identity provider", Holder.CLIENT)
    for client in root.below("DIRAC", "Security", "Authorization", "Clients"):
        yield _offer(client, "client", Holder.USER)


def _offer(section: Section, kind: str, holder: Holder) -> Offer:
    written = (*section.words("grant_types"), *section.words("response_types"))
    return Offer(
        kind,
        section.name,
        holder,
        section.name.source,
        scopes=_scopes(section),
        grants=frozenset(_GRANTS.get(each.text, Grant.OTHER) for each in written if each.known),
        audiences=(),
        redirects=section.words("redirect_uris") or section.words("redirect_uri"),
        public=Public.NO if section.value("client_secret") else Public.UNKNOWN,
    )


def _scopes(section: Section) -> tuple[Value, ...]:
    """The single scopes, with commas or blanks between them."""
    return tuple(word for item in section.words("scope") for word in split(item, " "))


def secrets(cfg: Cfg) -> Iterator[Setting]:
    """Where a client's secret stands that everybody can read; never the secret."""
    if not is_served(cfg.root):
        return
    for provider in cfg.root.below("Resources", "IdProviders"):
        secret = provider.value("client_secret")
        if secret is not None and secret.known and secret.text:
            yield Setting(SERVED, "client", secret.source)


def is_served(root: Section) -> bool:
    """Whether this is what the Configuration Service hands out to every client.

    It has the registry, and nothing that only a machine's own file has.
    """
    registry = any(root.at("Registry", name) for name in ("Users", "Groups", "VO"))
    return registry and not any(root.at(*names) for names in _LOCAL)


def dead(cfg: Cfg) -> Iterator[Dead]:
    """Names of providers and of their types that lead nowhere."""
    root = cfg.root
    providers = root.at("Resources", "IdProviders")
    known = set(providers.sections) | _BUILT_IN if providers else _BUILT_IN
    for provider in root.below("Resources", "IdProviders"):
        yield from _misspelt_type(provider)
    for vo in registered(root).values():
        name = vo.value("IdProvider")
        if not name or not name.known or cfg.open or not providers or not providers.sections:
            continue
        if name.text not in known:
            yield Dead("unreachable", name, "Resources/IdProviders has no section of this name")


def _misspelt_type(provider: Section) -> Iterator[Dead]:
    written = provider.value("ProviderType")
    if written is None or not written.known or written.text in _TYPES:
        return
    names = {name.casefold(): name for name in _TYPES}
    close = get_close_matches(written.text.casefold(), names, n=1, cutoff=0.8)
    if close:
        meant = names[close[0]]
        yield Dead("ignored-value", written, f"DIRAC knows no type of this name; {meant} is one")
