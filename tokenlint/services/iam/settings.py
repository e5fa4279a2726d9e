"""Settings of INDIGO IAM that matter for security, with what holds where they are not written.

By their names in `application.yml`, in lower case:

* `client-registration.enable` (true), `client-registration.allow-for` (ANYONE)
* `client-registration.client-defaults.default-...-validity-seconds`: access (3600),
  refresh (2592000), id (600), device code (600), registration access token (-1, no end)
* `iam.token.lifetime` (-1): older name of the last one
* `iam.enablescopeauthz` (true): false applies no scope policy
* `iam.access_token.include_scope`, `include_nbf`, `include_authn_info` (false)
* `iam.jwt-profile.default-profile` (iam): wlcg puts in an audience that is any where none is asked
* `proxycert.enabled` (true), `proxycert.max-lifetime-seconds` (43200)
* `iam.actuator-user.password`: `default` or `written`, never the password

Defaults: `iam-login-service/src/main/resources/application.yml` of IAM at commit e998e43.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Setting
from tokenlint.services.iam.deployment import Deployment, Held

ALLOW_FOR: Final = "client-registration.allow-for"
ENABLE: Final = "client-registration.enable"
PROFILE: Final = "iam.jwt-profile.default-profile"
DEFAULTS: Final = "client-registration.client-defaults"
ACCESS: Final = f"{DEFAULTS}.default-access-token-validity-seconds"
REFRESH: Final = f"{DEFAULTS}.default-refresh-token-validity-seconds"
ID: Final = f"{DEFAULTS}.default-id-token-validity-seconds"
DEVICE: Final = f"{DEFAULTS}.default-device-code-validity-seconds"
REGISTRATION: Final = f"{DEFAULTS}.default-registration-access-token-validity-seconds"
VARIABLES: Final = {
    ENABLE: "IAM_CLIENT_REGISTRATION_ENABLE",
    ALLOW_FOR: "IAM_CLIENT_REGISTRATION_ALLOW_FOR",
    ACCESS: "IAM_DEFAULT_ACCESS_TOKEN_VALIDITY_SECONDS",
    REFRESH: "IAM_DEFAULT_REFRESH_TOKEN_VALIDITY_SECONDS",
    ID: "IAM_DEFAULT_ID_TOKEN_VALIDITY_SECONDS",
    DEVICE: "IAM_DEFAULT_DEVICE_CODE_VALIDITY_SECONDS",
    REGISTRATION: "",
    "iam.token.lifetime": "IAM_REGISTRATION_TOKEN_LIFETIME",
    "iam.enableScopeAuthz": "IAM_ENABLE_SCOPE_AUTHZ",
    "iam.access_token.include_scope": "IAM_ACCESS_TOKEN_INCLUDE_SCOPE",
    "iam.access_token.include_nbf": "IAM_ACCESS_TOKEN_INCLUDE_NBF",
    "iam.access_token.include_authn_info": "IAM_ACCESS_TOKEN_INCLUDE_AUTHN_INFO",
    PROFILE: "IAM_JWT_DEFAULT_PROFILE",
    "proxycert.enabled": "IAM_PROXYCERT_ENABLED",
    "proxycert.max-lifetime-seconds": "IAM_PROXYCERT_MAX_LIFETIME_SECONDS",
}
_DURATIONS: Final = frozenset(
    {ACCESS, REFRESH, ID, DEVICE, REGISTRATION, "iam.token.lifetime"}
    | {"proxycert.max-lifetime-seconds"}
)
_ENDLESS: Final = {
    # The largest number that stands for no end: IAM's ClientConverter at commit 0f0b53ee and
    # MITREid's DefaultOAuth2ProviderTokenService, which sets an end for numbers above 0 only.
    ACCESS: 0,
    REFRESH: 0,
    REGISTRATION: -1,
    "iam.token.lifetime": -1,
}
_PASSWORD: Final = "iam.actuator-user.password"
_DIGITS: Final = 12  # more are no number of seconds


def held(deployment: Deployment, name: str) -> Held:
    """What holds for one of the settings above."""
    return deployment.held(name, VARIABLES[name])


def seconds_of(name: str, found: Held) -> tuple[int | None, bool]:
    """The seconds of a duration, and whether it has no end; (None, False) where unknown."""
    text = found.text.strip()
    if not found.known or len(text) > _DIGITS or not text.lstrip("-").isdigit():
        return None, False
    seconds = int(text) if text.count("-") <= 1 else 0
    if name in _ENDLESS and seconds <= _ENDLESS[name]:
        return None, True
    return (seconds, False) if seconds >= 0 else (None, False)


def settings(deployment: Deployment) -> tuple[Setting, ...]:
    """The settings of one IAM."""
    found = [_setting(name, held(deployment, name)) for name in VARIABLES]
    return (*found, *_password(deployment))


def _setting(name: str, found: Held) -> Setting:
    if name not in _DURATIONS:
        text = found.text.strip().lower()
        return Setting(name.lower(), text, found.source, found.written, found.known)
    seconds, endless = seconds_of(name, found)
    known = endless or seconds is not None
    value = "unlimited" if endless else str(seconds) if known else ""
    return Setting(name.lower(), value, found.source, found.written, known, seconds)


def _password(deployment: Deployment) -> Iterator[Setting]:
    found = deployment.held(_PASSWORD, "IAM_ACTUATOR_USER_PASSWORD")
    known = found.known or found.written
    value = "" if not known else "written" if found.written else "default"
    yield Setting(_PASSWORD, value, found.source, found.written, known)
