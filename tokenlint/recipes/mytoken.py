"""A restriction of mytoken: the bounds of a mytoken that access tokens are obtained with.

`exp` is a time, or `+` and how long from now; without `nbf` it holds from the beginning.
Source: `internal/mytoken/restrictions/restriction.go` of the mytoken server (1bfafb9):
scope (blanks between), audience, usages_AT, usages_other; `utils/timerestriction` of
oidc-mytoken/utils (0e4fa13): relative times.
"""

from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import Written
from tokenlint.recipes.writing import json_text, lifetime_of, scope_text

NAME: Final = "mytoken"
TITLE: Final = "mytoken: the restriction of a mytoken"
LANGUAGE: Final = "json"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "mytoken server, restriction.go",
    "scope, audience, exp, usages_AT, usages_other",
    "https://github.com/oidc-mytoken/server/blob/1bfafb913fba010de853d783c890356111f2b949/internal/mytoken/restrictions/restriction.go",
)


def write(token: LeastToken, client: str) -> Written:
    """The list of one restriction; a restriction has no name, so `client` is not used."""
    del client
    restriction = {
        "exp": f"+{token.lifetime}s",
        "scope": scope_text(token),
        "audience": list(token.audience),
        "usages_AT": 1,
        "usages_other": 0,
    }
    return Written(json_text([restriction]), tuple(_notes(token)))


def _notes(token: LeastToken) -> list[str]:
    notes = [
        (
            "Give the mytoken the capability AT and no other; without restrictions it would be "
            "bound by nothing."
        ),
        (
            f"exp ends the mytoken after {lifetime_of(token)}, not the access tokens that it "
            "obtains: mytoken cannot ask for a lifetime, the issuer decides."
        ),
        (
            "usages_AT is 1: one access token can be obtained. Raise it to the number of times "
            "that the work renews its token, and exp to when the last one is fetched."
        ),
        "usages_other is 0: nothing else can be done with it, such as asking what it may do.",
        "No nbf is set: the mytoken can be used from when it is made.",
    ]
    if token.issuer is not None:
        notes.append(f"Make it for the issuer {ascii(token.issuer)[1:-1]}.")
    return notes
