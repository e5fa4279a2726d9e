"""How a client must log in over root: `sec.protocol` and `sec.protbind`.

Follows `XrdSecServer::xpbind` and `ProtBind_Complete` of XRootD 6.2.1: a binding of `*` replaces
what all protocols together offer, and the protocol `host` takes the place of all others.
"""

from collections.abc import Iterable, Mapping

_FREE = frozenset({"none", "host", "unix"})
"""`unix` takes the client at its word, `host` knows the name of its host only."""


def logins_of(protocols: Iterable[str], bindings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The protocols one of which a client logs in by; empty where it needs no credential."""
    offered = bindings.get("*", tuple(protocols))
    return () if _FREE.intersection(offered) else tuple(dict.fromkeys(offered))


def frees_some_hosts(bindings: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether clients on some hosts need no credential, whatever holds for all others."""
    return any(host != "*" and _FREE.intersection(bound) for host, bound in bindings.items())
