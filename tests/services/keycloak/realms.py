"""Made-up realms of Keycloak, and short ways to read them."""

import json
from typing import Any

from tokenlint.services.acceptance import Acceptance, Assembled
from tokenlint.services.keycloak.reader import assemble
from tokenlint.services.keycloak.recognise import REALM, kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

FILE = "keycloak/realm.json"
AUDIENCE = "https://storage.example"


def realm(**members: Any) -> str:
    """A realm with one member on each line."""
    return json.dumps({"realm": "vo", **members}, indent=1)


def client(name: str = "portal", **members: Any) -> dict[str, Any]:
    return {"clientId": name, "redirectUris": ["https://portal.example/cb"], **members}


def scope(name: str, *mappers: dict[str, Any], named: str = "true") -> dict[str, Any]:
    attributes = {"include.in.token.scope": named}
    return {"name": name, "attributes": attributes, "protocolMappers": list(mappers)}


def mapper(kind: str, **config: str) -> dict[str, Any]:
    """A mapper for access tokens; `__` in the name of an option stands for a dot."""
    options = {key.replace("__", "."): value for key, value in config.items()}
    return {"protocolMapper": kind, "config": {"access.token.claim": "true", **options}}


def audience(value: str = AUDIENCE) -> dict[str, Any]:
    return mapper("oidc-audience-mapper", included__custom__audience=value)


def text(content: str, name: str = FILE, *, embedded: bool = False) -> Text:
    return Text(name, name.rpartition("/")[2], content, embedded=embedded)


def made(content: str, name: str = FILE) -> Assembled:
    piece = text(content, name)
    return assemble([Piece(kind_of(piece) or REALM, piece)])


def acceptance(content: str) -> Acceptance:
    (service,) = made(content).services
    return service.acceptance
