"""A token for the client itself, from INDIGO IAM (RFC 6749 section 4.4)."""

from dataclasses import replace
from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.iam_request import request
from tokenlint.recipes.recipe import Written

NAME: Final = "iam-client-credentials"
TITLE: Final = "INDIGO IAM: a token for the client itself, with curl"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "RFC 6749, The OAuth 2.0 Authorization Framework",
    "section 4.4.2",
    "https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2",
)


def write(token: LeastToken, client: str) -> Written:
    """The command; the client stands in the netrc file, so `client` is not used."""
    del client
    written = request(token, (("grant_type", "client_credentials"),))
    bypass = (
        "Scope policies of IAM do not hold for such tokens, which have no account: only the "
        "client's own list of scopes does (IAM 1.12, DefaultScopeFilter)."
    )
    return replace(written, notes=(*written.notes, bypass))
