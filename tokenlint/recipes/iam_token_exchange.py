"""A narrower token for one that is held, from INDIGO IAM (RFC 8693)."""

from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.iam_request import request
from tokenlint.recipes.recipe import Written

NAME: Final = "iam-token-exchange"
TITLE: Final = "INDIGO IAM: a narrower token for one that is held, with curl"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "RFC 8693, OAuth 2.0 Token Exchange",
    "section 2.1",
    "https://www.rfc-editor.org/rfc/rfc8693#section-2.1",
)

_GRANT: Final = "urn:ietf:params:oauth:grant-type:token-exchange"
_TYPE: Final = "urn:ietf:params:oauth:token-type:access_token"


def write(token: LeastToken, client: str) -> Written:
    """The command; the client stands in the netrc file, so `client` is not used."""
    del client
    fields = (("grant_type", _GRANT), ("subject_token_type", _TYPE))
    return request(token, fields, ("subject_token", "BEARER_TOKEN_FILE"))
