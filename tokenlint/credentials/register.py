"""The registers of header members and claims: names, JSON types, which ones are personal data.

Sources: the IANA registers "JSON Web Token Claims" and "JSON Web Signature and Encryption
Header Parameters", WLCG profile 1.3 section 2.1, the SciTokens claims language,
AARC-G069 and AARC-G025 for entitlements and assurance, and the claims that Keycloak adds.
"""

from collections.abc import Callable
from typing import Any

HEADER_MEMBERS = frozenset(
    "alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit b64 enc zip epk apu apv iv tag p2s p2c "
    "iss sub aud url nonce svt".split()
)
CLAIMS = frozenset(
    # RFC 7519, RFC 8693, RFC 9068, RFC 7662, RFC 7800, RFC 9396, RFC 8705
    "iss sub aud exp nbf iat jti scope client_id act may_act cnf roles groups entitlements active "
    "token_type username authorization_details ver "
    # OpenID Connect
    "name given_name family_name middle_name nickname preferred_username profile picture website "
    "email email_verified gender birthdate zoneinfo locale phone_number phone_number_verified "
    "address updated_at azp nonce auth_time at_hash c_hash s_hash acr amr sub_jwk sid events "
    # WLCG, AARC, REFEDS
    "wlcg.ver wlcg.groups wlcg.capabilityset eduperson_assurance eduperson_entitlement "
    "eduperson_scoped_affiliation eduperson_unique_id eduperson_principal_name voperson_id "
    "voperson_external_id voperson_external_affiliation voperson_verified_email "
    "schac_home_organization organisation_name entitlement scp "
    # Keycloak
    "typ realm_access resource_access allowed-origins session_state".split()
)


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _text_or_texts(value: Any) -> bool:
    return _text(value) or _texts(value)


def _object(value: Any) -> bool:
    return isinstance(value, dict)


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


TYPES: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(
        "iss sub jti scope client_id azp nonce acr at_hash c_hash s_hash ver wlcg.ver email name "
        "given_name family_name preferred_username sid session_state voperson_id typ".split(),
        _text,
    ),
    **dict.fromkeys(("exp", "nbf", "iat", "auth_time", "updated_at"), _number),
    **dict.fromkeys(("wlcg.groups", "amr"), _texts),
    **dict.fromkeys(
        ("aud", "eduperson_entitlement", "entitlements", "eduperson_assurance"), _text_or_texts
    ),
    **dict.fromkeys(("cnf", "act", "may_act", "realm_access", "resource_access"), _object),
    **dict.fromkeys(("email_verified", "phone_number_verified"), _truth),
}

# Claims that say who a person is (WLCG profile 1.3 section 2.1.1, RFC 9068 section 6).
PERSONAL = frozenset(
    "name given_name family_name middle_name nickname preferred_username username profile picture "
    "website email voperson_verified_email gender birthdate phone_number address "
    "eduperson_principal_name eduperson_unique_id voperson_external_id".split()
)
