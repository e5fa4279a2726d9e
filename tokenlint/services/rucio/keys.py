"""Names in the sections for tokens that Rucio does not know, or no longer reads."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.rucio.asks import cut
from tokenlint.services.rucio.clients import Clients
from tokenlint.services.rucio.recognise import PRODUCT
from tokenlint.services.rucio.rse import BASE, TOKENS, Rse
from tokenlint.services.rucio.sections import Config

# Of the other sections only the names that speak of tokens are looked at.
_PARTLY = ("conveyor", "reaper", "client")


def unknown_keys(config: Config) -> Iterator[UnknownKey]:
    """Keys of `[oidc]`, and keys of other sections that speak of OIDC."""
    for entry in config.entries:
        if entry.section != "oidc" and not (entry.section in _PARTLY and "oidc" in entry.key):
            continue
        known = key_set(PRODUCT, entry.section)
        if entry.name.known and entry.key not in known.keys and entry.key not in known.dead:
            yield unknown_key(entry.name, entry.section, known.keys)


def unread(config: Config) -> Iterator[Dead]:
    """Keys that older releases read."""
    for entry in config.entries:
        if entry.section in _PARTLY:
            says = key_set(PRODUCT, entry.section).dead.get(entry.key)
            if says is not None:
                yield Dead("not-loaded", entry.name, f"Rucio does not read it any more; {says}")


def nameless(config: Config, clients: Clients | None) -> Iterator[Dead]:
    """An `admin_issuer` that is no name in `idpsecrets.json`: no token is ever asked for."""
    admin = config.value("oidc", "admin_issuer")
    if admin is None or clients is None or not admin.known or clients.open or clients.by_vo:
        return
    names = [each.name for each in clients.entries]
    if names and all(name.known for name in names) and clients.asking(admin.text) is None:
        says = "`idpsecrets.json` has no such name, so Rucio gets no token for transfers"
        yield Dead("never-matches", admin, says)


def dead_attributes(rse: Rse) -> Iterator[Dead]:
    """Attributes of an RSE that make no difference."""
    support, base = rse.attributes.get(TOKENS), rse.attributes.get(BASE)
    if support is not None and support.known:
        if support.text.casefold() not in {"true", "false"}:
            yield Dead("ignored-value", support, "Rucio uses tokens only where it is `True`")
        elif rse.yes(TOKENS) and rse.whole and not rse.webdav:
            says = "the RSE has no `davs` protocol, and Rucio uses tokens for no other"
            yield Dead("never-matches", support, says)
    prefixes = [each.prefix for each in rse.webdav if each.prefix is not None]
    if base is None or not base.known or not base.text or not prefixes:
        return
    if all(each.known and cut(each, base).text == each.text for each in prefixes):
        says = "no prefix of the RSE begins with it, so the scope keeps the whole prefix"
        yield Dead("never-matches", base, says)
