"""Parameters that oidc-agent adds to its requests: `custom_parameters.config`.

Each is for some issuers or accounts, and for some requests. An entry without either, or without
a request, adds nothing. A value with a dollar is a variable, one with a slash a file.
Source: `src/utils/config/custom_parameter.c` of oidc-agent (3947fae).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.products import key_set
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value

_AUDIENCES = ("audience", "resource", "aud")
_FOR_TOKENS = ("refresh", "code-exchange", "auth_url", "device-init", "password")


@dataclass(frozen=True)
class Parameter:
    """One entry."""

    node: Node

    @property
    def audiences(self) -> tuple[Value, ...]:
        """The audiences that it asks for, unknown where they stand elsewhere; empty for none."""
        name, value = self.node.text("parameter"), self.node.text("value")
        if name is None or value is None or name.text not in _AUDIENCES:
            return ()
        if not any(each.text in _FOR_TOKENS for each in self.node.values("request")):
            return ()
        if value.text[:1] in ("$", "/"):
            return (Value(value.text, value.source, known=False),)
        return tuple(ini.split(value, " "))

    def is_for(self, issuer: str, account: str) -> bool:
        """Whether it is added to requests to an issuer, or of an account."""
        issuers = {value.text for value in self.node.values("for_issuer")}
        return issuer in issuers or account in {v.text for v in self.node.values("for_account")}


def parameters_of(root: Node) -> Iterator[Parameter]:
    """The entries of a file, which is a list."""
    for item in root.items:
        if item.kind == "map":
            yield Parameter(item)


def unknown_keys(root: Node) -> Iterator[UnknownKey]:
    """Keys that oidc-agent does not look for."""
    known = key_set("oidc-agent", "parameter").keys
    for item in root.items:
        for name, child in item.children.items():
            if name not in known and child.key is not None and child.key.known:
                yield unknown_key(child.key, "", known)


def dead(root: Node) -> Iterator[Dead]:
    """Entries that are for nothing."""
    for parameter in parameters_of(root):
        node = parameter.node
        name = node.text("parameter")
        if name is None:
            continue
        if not node.get("request"):
            yield Dead("ignored-value", name, "no request is named that it belongs to")
        elif not node.get("for_issuer") and not node.get("for_account"):
            yield Dead("ignored-value", name, "neither an issuer nor an account is named for it")


def audiences(
    parameters: tuple[Parameter, ...], issuer: str, account: str
) -> tuple[Value, ...] | None:
    """The audiences that are asked for; None where none is."""
    found = [
        value
        for parameter in parameters
        if parameter.is_for(issuer, account)
        for value in parameter.audiences
    ]
    return tuple(found) or None
