"""An access token for a refresh token that is held, from INDIGO IAM (RFC 6749 section 6)."""

from dataclasses import replace
from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.iam_request import request
from tokenlint.recipes.recipe import Written

NAME: Final = "iam-refresh"
TITLE: Final = "INDIGO IAM: an access token for a refresh token, with curl"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "RFC 6749, The OAuth 2.0 Authorization Framework",
    "section 6",
    "https://www.rfc-editor.org/rfc/rfc6749#section-6",
)


def write(token: LeastToken, client: str) -> Written:
    """The command; the client stands in the netrc file, so `client` is not used."""
    del client
    fields = (("grant_type", "refresh_token"),)
    written = request(token, fields, ("refresh_token", "REFRESH_TOKEN_FILE"))
    subset = "The scopes must be among those that the refresh token was given for."
    return replace(written, notes=(*written.notes, subset))
