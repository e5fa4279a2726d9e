"""What every service looks at before it looks at scopes: the time and the signature."""

from collections.abc import Iterator

from tokenlint.permissions.answer import Cause, Reason
from tokenlint.permissions.bearer import Bearer
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.services.decision import Verdict

_SIGNATURES = {
    "unsigned": (Verdict.DENIED, "it carries no signature, and no service may take it"),
    "invalid": (Verdict.DENIED, "its signature is not that of the given keys"),
    "no-matching-key": (Verdict.DEPENDS, "whether its signature is good: no given key fits"),
    "unsupported": (
        Verdict.DEPENDS,
        "whether its signature is good: its algorithm has no public key",
    ),
}


def beforehand(bearer: Bearer, at: int) -> tuple[tuple[Verdict, Reason], ...]:
    """What refuses the credential as a whole at the instant `at`, or leaves that open."""
    return (*_times(bearer, at), *_signature(bearer))


def _times(bearer: Bearer, at: int) -> Iterator[tuple[Verdict, Reason]]:
    """By WLCG profile 1.3 section 2.1.1 it must not be accepted on or after `exp`."""
    validity, source = bearer.validity, bearer.places.get("exp")
    if validity.empty:
        yield Verdict.DENIED, Reason(Cause.EXPIRED, "by its times it is never valid", source)
    elif validity.expiry is not None and at >= validity.expiry:
        ago = human_duration(at - validity.expiry)
        says = f"it expired {human_instant(validity.expiry)}, {ago} before the judged instant"
        yield Verdict.DENIED, Reason(Cause.EXPIRED, says, source)
    elif at < validity.not_before:
        says = f"it is valid from {human_instant(validity.not_before)} on, not yet"
        yield Verdict.DENIED, Reason(Cause.NOT_YET_VALID, says, source)


def _signature(bearer: Bearer) -> Iterator[tuple[Verdict, Reason]]:
    if bearer.signature in _SIGNATURES:
        verdict, says = _SIGNATURES[bearer.signature]
        yield verdict, Reason(Cause.SIGNATURE, says)
