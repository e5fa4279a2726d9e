"""All recipes by name."""

from difflib import get_close_matches
from functools import cache
from importlib import import_module
from typing import cast

from tokenlint.errors import UsageError
from tokenlint.least.token import LeastToken
from tokenlint.recipes.recipe import InexpressibleError, Product, Recipe, Unavailable
from tokenlint.recipes.writable import checked_client, why_not

_MODULES = {
    "oidc-token": "oidc_token",
    "htgettoken": "htgettoken",
    "iam-client-credentials": "iam_client_credentials",
    "iam-token-exchange": "iam_token_exchange",
    "iam-refresh": "iam_refresh",
    "htvault-role": "htvault_role",
    "iam-client": "iam_client",
    "iam-scope-policy": "iam_scope_policy",
    "mytoken": "mytoken",
    "rucio": "rucio",
    "dirac": "dirac",
}
_SHORT = {  # what people call them
    "iam": "iam-client-credentials",
    "curl": "iam-client-credentials",
    "oidc-agent": "oidc-token",
    "htvault": "htvault-role",
}


def names() -> tuple[str, ...]:
    """The names of all recipes: commands first, then configurations."""
    return tuple(_MODULES)


def product(name: str) -> Product:
    """The module behind a recipe.

    Raises UsageError for a name that is none, with the nearest one.
    """
    if name not in _MODULES:
        close = _SHORT.get(name) or next(iter(get_close_matches(name, names(), 1)), None)
        advice = f"did you mean {close}?" if close else f"there are {', '.join(names())}"
        raise UsageError(f"there is no recipe {name[:40]!a}", advice=advice)
    return _module(name)


def recipe(name: str, token: LeastToken, *, client: str = "least") -> Recipe | Unavailable:
    """The text that asks for a token, or why there is none.

    `client` is what the product knows the asker by: an account of oidc-agent, a role of Vault,
    a client of IAM, an RSE of Rucio, a site of DIRAC.
    Raises UsageError for an unknown name, and for a client that is no plain name.
    """
    made = product(name)
    asker = checked_client(client)
    reason = why_not(token)
    if reason is not None:
        return Unavailable(name, made.TITLE, reason, made.REFERENCE)
    try:
        written = made.write(token, asker)
    except InexpressibleError as error:
        return Unavailable(name, made.TITLE, str(error), made.REFERENCE)
    notes = (*written.notes, *(f"{each.capability}: {each.says}" for each in token.extras))
    return Recipe(name, made.TITLE, made.LANGUAGE, written.text, notes, made.REFERENCE)


@cache
def _module(name: str) -> Product:
    return cast("Product", import_module(f"tokenlint.recipes.{_MODULES[name]}"))
