"""A role of htvault-config: what Vault asks the issuer for when a user logs in with it.

htvault-config makes variables of a shell out of its files, in double quotes, and reads them
(`libexec/jsontobash.py`, `libexec/config.sh`), so a scope with `$` or a backtick would be evaluated
on the server; and Vault takes a comma between scopes.
Such scopes are not written, nor names of roles that can be no part of a variable's name.
Source: htvault-config, README at c6256260, config.sh at 01b90388, jsontobash.py at 0e1cf43c;
`libexec/parseconfig.py` (0fd577a) merges entries of one name, so the file can lie beside the one
that holds the client and its secret.
"""

import re
from io import StringIO
from typing import Any, Final

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.recipes.recipe import InexpressibleError, Written
from tokenlint.recipes.writable import issuer_of
from tokenlint.recipes.writing import lifetime_of, listed

NAME: Final = "htvault-role"
TITLE: Final = "htvault-config: a role with these scopes"
LANGUAGE: Final = "yaml"
CARRIES: Final = ("scope",)
REFERENCE: Final = Reference(
    "htvault-config, README",
    "issuers and roles",
    "https://github.com/fermitools/htvault-config/blob/c625626a0f563cadd5971c28631c5579b924454b/README.md",
)

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def write(token: LeastToken, client: str) -> Written:
    """The file of `config.d`; `client` is the name of the role."""
    _refuse_odd(token, client)
    issuer: dict[str, Any] = {"name": "default"}
    address = issuer_of(token)
    if address is not None:
        issuer["url"] = token.issuer
    issuer["callbackmode"] = "device"
    issuer["roles"] = [{"name": client, "scopes": [_text(scope) for scope in token.scopes]}]
    return Written(_yaml({"issuers": [issuer]}), tuple(_notes(token)))


def _refuse_odd(token: LeastToken, client: str) -> None:
    if any("," in scope for scope in token.scopes):
        raise InexpressibleError(
            "Vault takes the scopes of a role with commas between them, so a scope with a comma in "
            "its path would be asked for as two"
        )
    if any(sign in scope for scope in token.scopes for sign in "$`"):
        raise InexpressibleError(
            "htvault-config reads its scopes with a shell (config.sh at 01b90388), which would "
            "evaluate the $ or the backtick in a path; percent-encode it"
        )
    if not _NAME.fullmatch(client):
        raise InexpressibleError(
            "htvault-config makes variables of a shell of the names of roles, so a role is called "
            "by letters, digits, _ and - only"
        )


def _notes(token: LeastToken) -> list[str]:
    notes = [
        (
            "The issuer is called default here; give it the name that your other files of config.d "
            "use, and keep clientid and secret in a file that only root can read."
        ),
        (
            "A role cannot name an audience: whoever uses it asks for "
            f"{listed(token.audience)} with htgettoken --audience."
        ),
        (
            f"A role cannot set a lifetime: that of access tokens is the issuer's, and should be "
            f"{lifetime_of(token)}; Vault keeps a refresh token, and gives Vault tokens of up to "
            "28 days."
        ),
        (
            "Vault needs a refresh token; where the issuer gives none without it, add the scope "
            "offline_access."
        ),
    ]
    if token.issuer is None:
        notes.append("No issuer is declared: add its address as url.")
    return notes


def _text(scope: str) -> Any:
    """A scope in quotes, since YAML takes a colon at the end of a plain word for a key's."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    return DoubleQuotedScalarString(scope)


def _yaml(value: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100_000  # a folded scope would be two
    out = StringIO()
    yaml.dump(value, out)
    return out.getvalue()
