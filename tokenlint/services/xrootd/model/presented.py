"""The token behind a credential that somebody presents, as a service of this model sees it."""

from collections.abc import Iterable
from typing import Any

from tokenlint.services.decision import Presented
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.model.validity import Token

_VERSIONS = {"wlcg": {"wlcg.ver": "1.0"}, "scitokens-2": {"ver": "scitoken:2.0"}}
_TIMES = {"iat": 0, "nbf": 0, "exp": 1}
"""A token that is valid at the time 0, when the model looks at it."""


def token_of(presented: Presented, sections: Iterable[IssuerSection] = ()) -> Token | None:
    """The token of a credential, genuine and valid in time; None for a client without one.

    Where the credential tells its claims, there are no others. Where it tells none at all,
    its groups and its account stand under whatever names the server looks for;
    `sections` are those that may be for its issuer.
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
    _add_wanted(claims, presented, sections)
    return Token(claims)


def _add_wanted(
    claims: dict[str, Any], presented: Presented, sections: Iterable[IssuerSection]
) -> None:
    """Add the claims for groups and account under the names that the server's section asks for."""
    if presented.claims:
        return
    if presented.groups:
        claims["wlcg.groups"] = list(presented.groups)
    for section in sections:
        if presented.groups:
            claims.setdefault(section.groups_claim, list(presented.groups))
        if section.username_claim:
            claims.setdefault(section.username_claim, presented.subject)
