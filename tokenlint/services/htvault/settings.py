"""Settings of htvault-config that matter for security, keys that it does not know, dead lines.

Settings: `callbackmode` and `credclaim` of each issuer, `ssh.self-registration`, `ratelimits`
(the number of limits), `kerberos.policydomain`, `cluster.auditlog`.
Source: README and `libexec/config.sh` of htvault-config (01b9038).
"""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Dead, Setting, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.value import Value
from tokenlint.source import Source

_PRODUCT = "htvault-config"
_MODES = ("direct", "noconfirm", "device")
_REGISTRATION = "self-registration"


def settings(root: Node, source: Source, *, whole: bool) -> Iterator[Setting]:
    """What is written, and what holds where nothing is, unless more may be written elsewhere."""
    for issuer in root.each("issuers"):
        yield from _of_issuer(issuer)
    for service in root.each("kerberos"):
        domain = service.text("policydomain")
        if domain is not None:
            yield _written("kerberos.policydomain", domain)
    registration = root.text("ssh", _REGISTRATION)
    if registration is not None:
        yield _written(f"ssh.{_REGISTRATION}", registration)
    log = root.text("cluster", "auditlog")
    if log is not None:
        yield _written("cluster.auditlog", log)
    elif whole:
        default = key_set(_PRODUCT, "cluster").keys["auditlog"]
        yield Setting("cluster.auditlog", default, source, written=False)
    limits = root.get("ratelimits")
    if limits is not None or (whole and root.get("issuers")):
        count = str(len(limits.items)) if limits else "none"
        place = limits.source if limits else source
        yield Setting("ratelimits", count, place, written=limits is not None)


def unknown_keys(trees: Sequence[Tree]) -> Iterator[UnknownKey]:
    """Keys that no part of htvault-config asks for, in each of the files."""
    for tree in trees:
        root = tree.root
        if root is None:
            continue
        yield from _unknown(root, "config")
        for section in ("issuers", "kerberos", "ratelimits"):
            for entry in root.each(section):
                yield from _unknown(entry, section)
        for issuer in root.each("issuers"):
            for role in issuer.each("roles"):
                yield from _unknown(role, "roles")
        for section in ("ssh", "cluster"):
            node = root.get(section)
            if node is not None:
                yield from _unknown(node, section)


def dead(root: Node) -> Iterator[Dead]:
    """Words that stand for nothing: any other mode than the three, any other word for yes or no."""
    for issuer in root.each("issuers"):
        mode = issuer.text("callbackmode")
        if mode is not None and mode.known and mode.text not in _MODES:
            says = f"there is no such callbackmode; write one of {', '.join(_MODES)}"
            yield Dead("ignored-value", mode, says)
        service = issuer.text("kerbservice")
        if service is not None and service.known and _lacks(root, service.text):
            yield Dead("never-matches", service, "no entry of `kerberos` has this name")
    registration = root.text("ssh", _REGISTRATION)
    words = ("allowed", "disallowed")
    if registration is not None and registration.known and registration.text not in words:
        says = "only the word allowed allows it, and every other word disallows it"
        yield Dead("ignored-value", registration, says)


def _lacks(root: Node, service: str) -> bool:
    names = [entry.text("name") for entry in root.each("kerberos")]
    known = all(name is not None and name.known for name in names)
    return bool(names) and known and service not in {name.text for name in names if name}


def _of_issuer(issuer: Node) -> Iterator[Setting]:
    mode, claim = issuer.text("callbackmode"), issuer.text("credclaim")
    if mode is not None:
        yield _written("callbackmode", mode)
    elif issuer.get("url"):
        default = key_set(_PRODUCT, "issuers").keys["callbackmode"]
        yield Setting("callbackmode", default, issuer.source, written=False)
    if claim is not None:
        yield _written("credclaim", claim)


def _written(name: str, value: Value) -> Setting:
    return Setting(name, value.text, value.source, known=value.known)


def _unknown(node: Node, section: str) -> Iterator[UnknownKey]:
    known = key_set(_PRODUCT, section).keys
    shown = "" if section == "config" else section
    for name, child in node.children.items():
        if name not in known and child.key is not None and child.key.known:
            yield unknown_key(child.key, shown, known)
