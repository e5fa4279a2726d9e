"""The captured token as a policy sees it: `token` of the policy input schema."""

from collections.abc import Mapping
from typing import Any

from tokenlint.credentials.anomaly import Anomaly, AnomalyKind, PartName
from tokenlint.credentials.claims import claims_facts
from tokenlint.credentials.header import header_facts
from tokenlint.credentials.register import CLAIMS, HEADER_MEMBERS
from tokenlint.credentials.token import Form, Token


def token_facts(
    token: Token,
    limits: Mapping[str, int],
    *,
    verification: str = "claimed",
    token_id_reused: bool = False,
) -> dict[str, Any]:
    """The `token` object, without letters.

    `limits` needs `token_bytes_recommended` and `token_bytes_limit`.
    The header is left out where it is no JSON object,
    and the claims where the token cannot be read or is encrypted.
    """
    facts: dict[str, Any] = {
        "profile": token.profile.value,
        "form": token.form.value,
        "verification": verification,
        "size": size_fact(token.size, limits),
        "anomalies": anomaly_facts(token),
    }
    if token.readable or token.form is Form.ENCRYPTED:
        facts["header"] = header_facts(token)
    if token.readable:
        facts["claims"] = claims_facts(token, token_id_reused=token_id_reused)
    return facts


def size_fact(size: int, limits: Mapping[str, int]) -> str:
    """`normal`, `over-recommended` or `over-limit`, for a size in bytes."""
    if size > limits["token_bytes_limit"]:
        return "over-limit"
    return "over-recommended" if size > limits["token_bytes_recommended"] else "normal"


def anomaly_facts(token: Token) -> list[dict[str, Any]]:
    """The `anomaly` objects, in order, equal ones once."""
    found: list[dict[str, Any]] = []
    for anomaly in token.anomalies:
        fact = _anomaly(anomaly)
        if fact not in found:
            found.append(fact)
    return found


def anomaly_of(token: Token, index: int) -> Anomaly:
    """The first anomaly behind the entry number `index` of `anomaly_facts`."""
    wanted = anomaly_facts(token)[index]
    return next(anomaly for anomaly in token.anomalies if _anomaly(anomaly) == wanted)


def _anomaly(anomaly: Anomaly) -> dict[str, Any]:
    fact: dict[str, Any] = {"kind": anomaly.kind.value, "part": anomaly.part.value}
    if anomaly.depth is not None:
        fact["depth"] = anomaly.depth
    if anomaly.kind is AnomalyKind.DUPLICATE_MEMBER:
        register = HEADER_MEMBERS if anomaly.part is PartName.HEADER else CLAIMS
        top = anomaly.depth == 0
        fact["member"] = anomaly.member if top and anomaly.member in register else "other"
    return fact
