"""The token behind a credential that somebody presents, as a service of this model sees it."""

from typing import Any

from tokenlint.services.decision import Presented
from tokenlint.services.xrootd.config import SciTokens
from tokenlint.services.xrootd.model.validity import Token

_VERSIONS = {"wlcg": {"wlcg.ver": "1.0"}, "scitokens-2": {"ver": "scitoken:2.0"}}
_TIMES = {"iat": 0, "nbf": 0, "exp": 1}
"""A token that is valid at the time 0, when the model looks at it."""


def token_of(presented: Presented, config: SciTokens | None) -> Token | None:
    """The token of a credential, genuine and valid in time; None for a client without one.

    Where the credential tells no claims at all, those that the server takes the account
    and the groups from are there.
    """
    if presented.issuer is None:
        return None
    claims: dict[str, Any] = {
        key: value for key, value in presented.claims.items() if key not in {"ver", "wlcg.ver"}
    }
    claims |= {**_TIMES, **_VERSIONS.get(presented.profile, {})}
    claims |= {"iss": presented.issuer, "sub": presented.subject}
    claims.pop("aud", None)
    if presented.audiences is not None:
        claims["aud"] = list(presented.audiences)
    if presented.scopes:
        claims["scope"] = " ".join(presented.scopes)
    _add_wanted(claims, presented, config)
    return Token(claims)


def _add_wanted(claims: dict[str, Any], presented: Presented, config: SciTokens | None) -> None:
    """Add the claims for groups and account under the names that the server's section asks for."""
    if presented.groups:
        claims.setdefault("wlcg.groups", list(presented.groups))
    if presented.claims:
        return
    for section in config.issuers if config else ():
        if section.url.known and section.url.text != presented.issuer:
            continue
        if presented.groups:
            claims.setdefault(section.groups_claim, list(presented.groups))
        if section.username_claim:
            claims.setdefault(section.username_claim, presented.subject)
