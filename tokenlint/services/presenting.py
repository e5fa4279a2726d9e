"""What a captured token shows to a service, as the models of the services look at it.

Its times and its signature are no part of this: whoever asks judges them beforehand.
"""

from dataclasses import replace
from typing import Any

from tokenlint.credentials.profile import scope_claim, scope_text
from tokenlint.credentials.token import Token
from tokenlint.services.decision import Presented


def presentations(token: Token) -> tuple[Presented, ...]:
    """What services may see in a token: one value, two where they read it differently.

    A scope that stands in the claim `scp` alone is read by some and passed over by others
    (RFC 9068 section 2.2.3 names `scope`; `scp` is a habit of some issuers' software).
    An issuer that is no string is one that nobody trusts.
    """
    claims = token.claims
    seen = Presented(
        issuer=_text(claims.get("iss")),
        audiences=_audiences(claims),
        scopes=tuple(scope_text(claims).split()),
        subject=_text(claims.get("sub")),
        groups=_texts(claims.get("wlcg.groups")),
        profile=_profile(claims),
        claims=claims,
    )
    if scope_claim(claims) == "scp" and seen.scopes:
        return seen, replace(seen, scopes=())
    return (seen,)


def _profile(claims: dict[str, Any]) -> str:
    """The claims that say what a token is; `ver` counts before `wlcg.ver` (libscitokens)."""
    version = claims.get("ver")
    if isinstance(version, str) and version.partition(":")[2].startswith("2."):
        return "scitokens-2"
    return "wlcg" if "wlcg.ver" in claims and "ver" not in claims else "scitokens-1"


def _audiences(claims: dict[str, Any]) -> tuple[str, ...] | None:
    return _texts(claims["aud"]) if "aud" in claims else None


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else (value,)
    return tuple(each for each in values if isinstance(each, str))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
