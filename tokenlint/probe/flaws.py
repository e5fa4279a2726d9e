"""What each flaw of a token means: its words, and who says that it must be refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tokenlint.probe.token import Flaw

_CLAIMS = "WLCG profile 1.3 section 2.1.1"
_ISSUERS = "WLCG profile 1.3 section 4.3.3"
_SIGNING = "WLCG profile 1.3 section 4.2"


@dataclass(frozen=True, slots=True)
class AboutFlaw:
    """`says` is what the rule is, in a sentence; `section` where it stands."""

    title: str
    group: str
    says: str
    section: str


FLAWS: Mapping[Flaw, AboutFlaw] = MappingProxyType(
    {
        Flaw.EXPIRED: AboutFlaw(
            "expired", "time", "A token must not be accepted on or after its expiry.", _CLAIMS
        ),
        Flaw.NOT_YET_VALID: AboutFlaw(
            "not yet valid",
            "time",
            "A token must not be accepted before the time in nbf.",
            "RFC 7519 section 4.1.5",
        ),
        Flaw.NO_EXPIRY: AboutFlaw(
            "no expiry", "time", "Every token must have an expiry (exp is required).", _CLAIMS
        ),
        Flaw.WRONG_ISSUER: AboutFlaw(
            "another issuer",
            "signature",
            "A token is accepted only from an issuer that the service trusts.",
            _ISSUERS,
        ),
        Flaw.UNKNOWN_KEY: AboutFlaw(
            "signed with an unknown key",
            "signature",
            "A signature counts only if the issuer publishes its key.",
            _SIGNING,
        ),
        Flaw.OTHER_KEY: AboutFlaw(
            "an unknown key under a known name",
            "signature",
            "A signature counts only if the published key of that name verifies it.",
            _SIGNING,
        ),
        Flaw.KEY_IN_HEADER: AboutFlaw(
            "its key in the header",
            "signature",
            "A key that the token itself brings along proves nothing.",
            "RFC 8725 section 3.10",
        ),
        Flaw.TAMPERED: AboutFlaw(
            "changed after it was signed",
            "signature",
            "A token whose signature does not fit its claims must be refused.",
            "RFC 7519 section 7.2",
        ),
        Flaw.UNSIGNED: AboutFlaw(
            "unsigned", "signature", "Only RSA and elliptic-curve signatures are used.", _SIGNING
        ),
        Flaw.HMAC_PUBLIC_KEY: AboutFlaw(
            "HMAC with the public key",
            "signature",
            "Only RSA and elliptic-curve signatures are used; a public key is no secret.",
            "RFC 8725 section 2.1",
        ),
        Flaw.DUPLICATE_MEMBERS: AboutFlaw(
            "two scopes, the wider first",
            "claims",
            "Of a claim that stands twice the last counts, or the token is refused.",
            "RFC 7519 section 4",
        ),
        Flaw.UNKNOWN_CRITICAL: AboutFlaw(
            "a critical header that nobody knows",
            "claims",
            "A token whose crit names an extension that is not understood must be refused.",
            "RFC 7515 section 4.1.11",
        ),
        Flaw.UNKNOWN_VERSION: AboutFlaw(
            "an unknown version of the profile",
            "claims",
            "A token whose wlcg.ver has an unknown major part must be refused.",
            _CLAIMS,
        ),
    }
)
