"""The configuration of a client of OA4MP: where a server that is no issuer itself has users log in.

Source: the pages on client configuration at oa4mp.org; a scope with `enabled="false"` is left out.
"""

from collections.abc import Iterator

from tokenlint.credentials.scope import read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.services.acceptance import Acceptance, Service, Setting
from tokenlint.services.asked import Asked, workflow_of
from tokenlint.services.oa4mp.xml_tree import Element
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.workflows.declaration import Workflow

_ADDRESSES = ("serviceUri", "wellKnownUri", "authorizeUri", "tokenUri", "callbackUri")


def services(text: Text, root: Element) -> Iterator[Service]:
    """One for each client of the file."""
    for client in root.all("client"):
        yield Service(
            Acceptance(
                product="oa4mp",
                title="OA4MP client",
                name=text.file,
                source=client.source,
                files=(text.file,),
                service="client",
                settings=tuple(_settings(client)),
            ),
            requests=tuple(_requests(text, client)),
        )


def _settings(client: Element) -> Iterator[Setting]:
    for name in _ADDRESSES:
        found = client.first(name)
        if found and found.text:
            value = found.text
            yield Setting(name.casefold(), value.text, value.source, known=value.known)


def _scopes(client: Element) -> tuple[Value, ...]:
    listed = client.first("scopes")
    return tuple(
        scope.text
        for scope in (listed.all("scope") if listed else ())
        if scope.text and not _off(scope)
    )


def _off(scope: Element) -> bool:
    enabled = scope.get("enabled")
    return enabled is not None and enabled.text.strip().casefold() == "false"


def _requests(text: Text, client: Element) -> Iterator[Workflow]:
    """The token that it asks for, where that is for more than a login."""
    scopes = _scopes(client)
    if not any(each.known and _is_capability(each.text) for each in scopes):
        return
    name = client.get("name")
    service = client.first("serviceUri")
    workflow = workflow_of(
        Asked(
            f"logins of {name.text if name and name.known else text.name}",
            client.source,
            scopes=scopes,
            issuer=service.text if service else None,
        )
    )
    if workflow:
        yield workflow


def _is_capability(scope: str) -> bool:
    return any(item.capabilities for item in read_scope(scope, Dialect.WLCG))
