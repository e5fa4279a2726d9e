"""A client of INDIGO IAM: the JSON that its API takes, with the scopes and the lifetime.

Lifetimes are read from administrators only (`/iam/api/clients`); a dynamic registration
(`/iam/api/client-registration`) passes over them, and gets the defaults of the server.
Source: IAM at 075042c1, `RegisteredClientDTO`: names of members, their views and limits.
"""

from typing import Any, Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writing import json_text, lifetime_of, listed

NAME: Final = "iam-client"
TITLE: Final = "INDIGO IAM: a client with these scopes and this lifetime"
LANGUAGE: Final = "json"
CARRIES: Final = ("scope", "lifetime")
REFERENCE: Final = Reference(
    "INDIGO IAM, RegisteredClientDTO",
    "client management API",
    "https://github.com/indigo-iam/iam/blob/075042c16d4670e436fa6bab17a872ff0a58a1f0/iam-login-service/src/main/java/it/infn/mw/iam/api/common/client/RegisteredClientDTO.java",
)

_SHORTEST_NAME: Final = 4
_MOST_SCOPES: Final = 512
_GRANTS: Final = {
    "client-credentials": "client_credentials",
    "authorization-code": "authorization_code",
    "device-code": "urn:ietf:params:oauth:grant-type:device_code",
    "token-exchange": "urn:ietf:params:oauth:grant-type:token-exchange",
    "refresh-token": "refresh_token",  # with the login that the refresh token comes from
    "password": "password",
}


def write(token: LeastToken, client: str) -> Written:
    """The JSON; `client` is the name of the client."""
    if len(client) < _SHORTEST_NAME:
        raise InexpressibleError("a client of IAM has a name of at least 4 characters")
    if len(token.scopes) > _MOST_SCOPES:
        raise InexpressibleError("a client of IAM has at most 512 scopes")
    grant = token.grant or "client-credentials"
    if grant not in _GRANTS:
        raise InexpressibleError(f"IAM has no grant {grant[:40]!a}")
    members: dict[str, Any] = {
        "client_name": client,
        "grant_types": [*_logins(grant), _GRANTS[grant]],
        "token_endpoint_auth_method": "client_secret_basic",
        "scope": " ".join((*token.scopes, *(("offline_access",) if _logins(grant) else ()))),
        "access_token_validity_seconds": token.lifetime,
    }
    return Written(json_text(members), tuple(_notes(token, grant)))


def _logins(grant: str) -> tuple[str, ...]:
    """The grants without which nobody comes to a refresh token."""
    return (_GRANTS["device-code"],) if grant == "refresh-token" else ()


def _notes(token: LeastToken, grant: str) -> list[str]:
    notes = [
        (
            f"access_token_validity_seconds makes tokens live for {lifetime_of(token)}. Only an "
            "administrator can set it (POST /iam/api/clients); a dynamic registration is given the "
            "default of the server."
        ),
        (
            "A client of IAM cannot be held to an audience: each request names it, here "
            f"{listed(token.audience)}; a request that names none gives the audience any."
        ),
    ]
    if token.grant is None:
        notes.append("No grant is declared, so the client asks for itself (client_credentials).")
    if grant == "authorization-code":
        notes.append("Add redirect_uris: IAM wants at least one with this grant.")
    if grant == "token-exchange":
        notes.append("Only an administrator can give a client the grant of token exchange.")
    if grant == "refresh-token":
        notes.append(
            "A refresh token comes from a login that asks for offline_access, so the device code "
            "and that scope are there, too; refresh requests need not name the scope."
        )
    return notes
