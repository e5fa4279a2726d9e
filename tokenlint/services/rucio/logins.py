"""The tokens that people get who log in with the Rucio client.

`[client] auth_type = oidc`; what `oidc_scope` and `oidc_audience` leave out, the client leaves to
the server. Source: rucio/rucio, lib/rucio/client/baseclient.py.
"""

from collections.abc import Iterator

from tokenlint.services.asked import Asked
from tokenlint.services.rucio.sections import Config
from tokenlint.services.structured.ini import split
from tokenlint.services.value import Value


def login(config: Config) -> Iterator[Asked]:
    """The token of a login; nothing where the client leaves its scope to the server."""
    kind, scope = config.value("client", "auth_type"), config.value("client", "oidc_scope")
    if kind is None or scope is None or not kind.known or kind.text.casefold() != "oidc":
        return
    audience = config.value("client", "oidc_audience")
    words = tuple(split(scope))
    refresh = next((each.source for each in words if each.text == "offline_access"), None)
    yield Asked(
        name="logins with the Rucio client",
        source=scope.source,
        kind="interactive-user",
        description="the token of people who log in with the Rucio client",
        scopes=words,
        # The server fills in its own audience.
        audiences=tuple(split(audience)) if audience else (_of_server(scope),),
        grant="authorization-code",
        refresh=refresh,
        refresh_held_by="service" if refresh else None,
    )


def _of_server(scope: Value) -> Value:
    return Value("", scope.source, known=False)
