"""The issuers that a StoRM WebDAV trusts: `oauth.issuers` of its application settings.

Keys and defaults: `OAuthProperties.java` of StoRM WebDAV at commit 3cf26cf.
With enforced checks and no audiences it does not start (`AudienceValidator.java`, f0ce76d).
"""

from typing import Final

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.storm.configuration import TrustedIssuer
from tokenlint.services.structured.spring import Application, Node, boolean, relaxed
from tokenlint.services.value import Value
from tokenlint.source import Problem

_ENTRY: Final = {
    "name": "",
    "issuer": "",
    "jwk-uri": "",
    "enforce-audience-checks": "false",
    "audiences": "none",
}
_OAUTH: Final = {
    "issuers": "none",
    "enable-oidc": "false",
    "refresh-period-minutes": "60",
    "refresh-timeout-seconds": "30",
}


def trusted_issuers(application: Application) -> tuple[TrustedIssuer, ...] | None:
    """The entries in their order, None where no file lists any."""
    node = application.get("oauth", "issuers")
    if node is None:
        return None
    return tuple(_entry(item) for item in node.items if item.children)


def unknown_issuer_keys(application: Application) -> tuple[UnknownKey, ...]:
    """Keys of `oauth` and of its issuers that StoRM WebDAV passes over."""
    found: list[UnknownKey] = []
    for layer in application.layers:
        oauth = layer.root.get("oauth")
        if oauth is None:
            continue
        found += unknown_names(oauth, "oauth", _OAUTH)
        issuers = oauth.get("issuers")
        for item in issuers.items if issuers else ():
            found += unknown_names(item, "oauth.issuers", _ENTRY)
    return tuple(found)


def unknown_names(node: Node, section: str, known: dict[str, str]) -> list[UnknownKey]:
    """The settings directly below a node that are not among the known ones."""
    names = {relaxed(name) for name in known}
    return [
        unknown_key(child.key, section, known)
        for name, child in node.children.items()
        if name not in names and child.key is not None
    ]


def refused_issuers(issuers: tuple[TrustedIssuer, ...], *, whole: bool) -> list[Problem]:
    """Entries that StoRM WebDAV does not start with."""
    return [
        Problem(
            "syntax",
            issuer.enforced_source,
            "StoRM WebDAV does not start with audience checks and no audiences",
            "list the service's own audience below `audiences`",
        )
        for issuer in issuers
        if issuer.enforced and not issuer.audiences and whole
    ]


def _entry(item: Node) -> TrustedIssuer:
    missing = Value("", item.source, known=False)
    enforced = item.get("enforce-audience-checks")
    written = enforced.value if enforced else None
    return TrustedIssuer(
        item.text("name") or missing,
        item.text("issuer") or missing,
        (item.text("issuer") or missing).source,
        False if written is None else boolean(written),
        written.source if written else (item.text("issuer") or missing).source,
        item.values("audiences"),
    )
