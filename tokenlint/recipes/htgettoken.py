"""`htgettoken`: an access token through a Vault server that keeps the refresh token.

`--scopes` (commas between them) and `--audience` exchange the token of the role for a narrower
one at the issuer. The manual tells of one audience; the program hands it to Vault as `audiences`.
Source: htgettoken(1) at 103ed851; htgettoken/__init__.py at 2861097b (`getBearerToken`).
"""

from typing import Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writing import command, lifetime_of, option, quoted

NAME: Final = "htgettoken"
TITLE: Final = "htgettoken: an access token of a role of htvault-config"
LANGUAGE: Final = "sh"
CARRIES: Final = ("audience", "scope")
REFERENCE: Final = Reference(
    "htgettoken(1)",
    "options --role, --scopes, --audience, --minsecs",
    "https://github.com/fermitools/htgettoken/blob/103ed851841c00a246ed81b56d08f52ee3c65477/htgettoken.1",
)


def write(token: LeastToken, client: str) -> Written:
    """The command; `client` is the name of the role."""
    if any("," in scope for scope in token.scopes):
        raise InexpressibleError(
            "htgettoken puts commas between scopes, so a scope with a comma in its path "
            "would be asked for as two"
        )
    if len(token.audience) > 1 or "," in token.audience[0]:
        raise InexpressibleError(
            "--audience of htgettoken is for one audience, and Vault may take a comma for the end "
            "of it; ask for one token for each"
        )
    parts = (
        "htgettoken",
        '--vaultserver="${VAULT_SERVER:?}"',
        '--issuer="${VAULT_ISSUER:-default}"',
        f"--role={quoted(client)}",
        option("--scopes", ",".join(token.scopes)),
        option("--audience", token.audience[0]),
        f"--minsecs={token.lifetime}",
    )
    return Written(f"{command(*parts)}\n", _notes(token, client))


def _notes(token: LeastToken, client: str) -> tuple[str, ...]:
    return (
        (
            "VAULT_SERVER is the host of the Vault server, VAULT_ISSUER what the issuer is called "
            "there, which need not be its address."
        ),
        (
            f"The role {client} must give at least these scopes: --scopes and --audience exchange "
            "its token at the issuer, which may refuse, and the result is not kept in Vault."
        ),
        (
            f"htgettoken cannot ask for a lifetime. --minsecs is the least time that is left, here "
            f"{lifetime_of(token)}; where tokens of the role live shorter, Vault fetches a new one "
            "each time."
        ),
        (
            "The Vault token that stays on the machine lives for 7 days unless --vaulttokenttl "
            "says less."
        ),
    )
