"""`oidc-token` of oidc-agent: an access token of an account that the agent holds.

`--scope` takes one scope and may be given several times; `--aud` is passed on as it is, and IAM
takes blanks between audiences; `--time` is the least time that a token must still be valid.
Source: oidc-agent, gitbook/oidc-token/options.md at da52cec0; oidc-token(1) of 4.2.6.
"""

from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import Written
from tokenlint.recipes.writing import audience_text, command, lifetime_of, option, quoted

NAME: Final = "oidc-token"
TITLE: Final = "oidc-agent: an access token of a loaded account"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "oidc-agent 4.2, oidc-token(1)",
    "options --scope, --aud, --time",
    "https://indigo-dc.github.io/oidc-agent/usage/oidc-token/options/",
)


def write(token: LeastToken, client: str) -> Written:
    """The command; `client` is the short name of the account."""
    parts = (
        "oidc-token",
        *(option("--scope", scope) for scope in token.scopes),
        option("--aud", audience_text(token)),
        f"--time={token.lifetime}",
        quoted(client),
    )
    return Written(f"{command(*parts)}\n", tuple(_notes(token, client)))


def _notes(token: LeastToken, client: str) -> list[str]:
    notes = [
        (
            f"{client} is the short name of the account in oidc-agent; "
            "its client must be registered with these scopes."
        ),
        (
            f"oidc-token cannot ask for a lifetime. --time is the least time that is left, here "
            f"{lifetime_of(token)}; the issuer decides how long the token lives."
        ),
        "The token is printed: write it to a file that only you can read, not to a terminal.",
    ]
    if token.issuer is not None:
        notes.append(f"The account must be one of the issuer {ascii(token.issuer)[1:-1]}.")
    if len(token.audience) > 1:
        notes.append("Several audiences stand in one text with blanks, which IAM splits.")
    return notes
