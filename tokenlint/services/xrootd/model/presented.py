"""The token behind a credential that somebody presents, as a service of this model sees it."""

from collections.abc import Iterable
from typing import Any

from tokenlint.services.decision import Presented
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.model.validity import Token

_VERSIONS = {"wlcg": {"wlcg.ver": "1.0"}, "scitokens-2": {"ver": "scitoken:2.0"}}
_TIMES = {"iat": 0, "nbf": 0, "exp": 1}
"""A token that is valid at the time 0, when the model looks at it."""
_SAID = frozenset({"ver", "wlcg.ver"})


def token_of(presented: Presented, sections: Iterable[IssuerSection] = ()) -> Token | None:
    """The token of a credential, genuine and valid in time; None for a client without one.

    Where the credential tells its claims, there are no others. Where it tells none at all,
    its groups and its account stand under whatever names the server looks for;
    `sections` are those that may be for its issuer.
    Claims with an issuer are a whole token: what they lack, or say of its version, stays so.
    """
    if presented.issuer is None:
        return None
    claims = _captured(presented) if "iss" in presented.claims else _made_up(presented)
    claims |= {"iss": presented.issuer}
    claims.pop("aud", None)
    if presented.audiences is not None:
        claims["aud"] = list(presented.audiences)
    if presented.scopes:
        claims["scope"] = " ".join(presented.scopes)
    _add_wanted(claims, presented, sections)
    return Token(claims)


def _made_up(presented: Presented) -> dict[str, Any]:
    """The claims of a token of which only what matters is told."""
    told = {key: value for key, value in presented.claims.items() if key not in _SAID}
    said = {**_TIMES, **_VERSIONS.get(presented.profile, {})}
    return {**told, **said, "sub": presented.subject}


def _captured(presented: Presented) -> dict[str, Any]:
    """The claims of a captured token; of a time it only counts which type of number it is."""
    claims = dict(presented.claims)
    for name, valid in _TIMES.items():
        if type(claims.get(name)) in {int, float}:
            claims[name] = type(claims[name])(valid)
    scope = claims.get("scope")
    if isinstance(scope, str) and scope.split() and not presented.scopes:
        del claims["scope"]
    return claims


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
