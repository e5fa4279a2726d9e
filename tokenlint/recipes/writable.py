"""What may be written at all: scopes and audiences that no grammar takes for something else.

Products keep scopes in one text with blanks between (RFC 6749 section 3.3), and IAM its audiences,
too. A scope with a blank in it would be asked for as two, so it is never written.
"""

import re
from typing import Final

from tokenlint.errors import UsageError
from tokenlint.least.token import LeastToken
from tokenlint.privilege.capability import Action
from tokenlint.recipes.recipe import InexpressibleError

# RFC 6749 section 3.3: what a scope-token is made of.
_SCOPE_TOKEN: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_AUDIENCE: Final = re.compile(r"[\x21-\x7e]+")
_HOST: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ISSUER: Final = re.compile(r"https://[A-Za-z0-9.:-]+(?:/[A-Za-z0-9._~%/-]*)?")
_CLIENT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@+/-]{0,199}")


def why_not(token: LeastToken) -> str | None:
    """Why no product can be asked for this token; None where one can."""
    if not len(token.capabilities):
        return (
            "the work needs no capability, and there is no way to ask for none: "
            "an issuer that is asked for no scope puts in its default"
        )
    if any(each.action is Action.ADMINISTER for each in token.capabilities):
        return "administration has no scope in the WLCG profile"
    return _odd_scope(token) or _odd_audience(token) or _odd_times(token)


def host_only(audience: str) -> bool:
    """Whether an audience is the bare name of a host."""
    return _HOST.fullmatch(audience) is not None


def issuer_of(token: LeastToken) -> str | None:
    """The issuer without the slash at its end; None where none is declared.

    Raises InexpressibleError for one that is no https address of a usual form.
    """
    if token.issuer is None:
        return None
    if not _ISSUER.fullmatch(token.issuer):
        raise InexpressibleError(
            "the issuer is no plain https address, so no request is written for it"
        )
    return token.issuer.rstrip("/")


def checked_client(client: str) -> str:
    """A name of a client, an account, a role.

    Raises UsageError for one that a product could take for something else than a name.
    """
    if not _CLIENT.fullmatch(client):
        raise UsageError(
            "the name of the client cannot be used in a recipe",
            advice="use up to 200 letters, digits and . _ : @ + / -, a letter or digit first",
        )
    return client


def _odd_scope(token: LeastToken) -> str | None:
    for scope in token.scopes:
        if not _SCOPE_TOKEN.fullmatch(scope):
            return (
                f"the scope {scope[:60]!r} holds a character that no scope may hold "
                "(RFC 6749 section 3.3); percent-encode it in the path"
            )
    return None


def _odd_audience(token: LeastToken) -> str | None:
    for audience in token.audience:
        if not _AUDIENCE.fullmatch(audience):
            return (
                f"the audience {audience[:60]!r} holds a blank or a character outside ASCII, "
                "and IAM takes a blank for the end of an audience"
            )
    return None if token.audience else "the token names no audience, so an issuer would choose one"


def _odd_times(token: LeastToken) -> str | None:
    return None if token.lifetime > 0 else "a lifetime of 0 s stands for no limit in some products"
