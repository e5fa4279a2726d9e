"""The knobs of HTCondor's security configuration, and families of names that are closed.

A configuration may define any macro of its own, so a name is only unknown
where it begins like a family whose names are all documented, or lies very near to one of them,
and where no other definition uses it.

Source: docs/admin-manual/configuration/{security,credd,job_router}.rst of htcondor/htcondor
(at commits 57f93f4 and 5068ca2), and param_info.in for compiled defaults.
"""

import re
from collections.abc import Iterator, Mapping

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.htcondor.config import Knob
from tokenlint.services.known_keys import unknown_key

LEVELS = (
    "DEFAULT CLIENT READ WRITE DAEMON ADMINISTRATOR NEGOTIATOR CONFIG OWNER "
    "ADVERTISE_MASTER ADVERTISE_STARTD ADVERTISE_SCHEDD"
).split()
_OF_A_LEVEL = (
    "AUTHENTICATION AUTHENTICATION_METHODS AUTHENTICATION_TIMEOUT ENCRYPTION INTEGRITY "
    "NEGOTIATION CRYPTO_METHODS SESSION_DURATION SESSION_LEASE"
).split()

FOREIGN_TYPES = "SEC_SCITOKENS_ALLOW_FOREIGN_TOKEN_TYPES"
FOREIGN_ISSUERS = "SEC_SCITOKENS_FOREIGN_TOKEN_ISSUERS"
AUDIENCE = "SCITOKENS_SERVER_AUDIENCE"

# Every name of these families is here.
_CLOSED: Mapping[str, Mapping[str, str]] = {
    "SEC_SCITOKENS_": {
        FOREIGN_TYPES: "True",  # param_info.in; the manual's list of knobs says False
        FOREIGN_ISSUERS: "https://aai-dev.egi.eu/auth/realms/egi",  # param_info.in
        "SEC_SCITOKENS_PLUGIN_NAMES": "",
    },
    # Not the whole of SCITOKENS_: a service of the credential monitor may bear that name.
    "SCITOKENS_SERVER_": {AUDIENCE: ""},
    "LOCAL_CREDMON_": {
        "LOCAL_CREDMON_PROVIDER_NAMES": "",
        "LOCAL_CREDMON_PROVIDER_NAME": "",  # its name in earlier versions
        "LOCAL_CREDMON_PRIVATE_KEY": "/etc/condor/scitokens-private.pem",
        "LOCAL_CREDMON_PUBLIC_KEY": "/etc/condor/scitokens.pem",
        "LOCAL_CREDMON_PRIVATE_KEY_ALGORITHM": "ES256",
        "LOCAL_CREDMON_ISSUER": "https://$(FULL_HOSTNAME)",
        "LOCAL_CREDMON_KEY_ID": "local",
        "LOCAL_CREDMON_TOKEN_LIFETIME": "1200",
        "LOCAL_CREDMON_TOKEN_AUDIENCE": "",
        "LOCAL_CREDMON_TOKEN_USE_JSON": "True",
        "LOCAL_CREDMON_TOKEN_VERSION": "scitoken:2.0",
        "LOCAL_CREDMON_AUTHZ_TEMPLATE": "read:/user/{username} write:/user/{username}",
        "LOCAL_CREDMON_AUTHZ_TEMPLATE_EXPR": "",
        "LOCAL_CREDMON_AUTHZ_GROUP_TEMPLATE": "",
        "LOCAL_CREDMON_AUTHZ_GROUP_MAPFILE": "",
        "LOCAL_CREDMON_AUTHZ_GROUP_REQUIREMENT": "",
    },
}
# Names of these families are more than the manual lists; only a near miss of one is unknown.
_OPEN: Mapping[str, str] = {
    "SEC_TOKEN_DIRECTORY": "",
    "SEC_TOKEN_SYSTEM_DIRECTORY": "",
    "SEC_TOKEN_ISSUER_KEY": "POOL",
    "SEC_TOKEN_POOL_SIGNING_KEY_FILE": "",
    "SEC_TOKEN_FETCH_ALLOWED_SIGNING_KEYS": "POOL",
    "SEC_TOKEN_MAX_AGE": "no limit",
    "SEC_TOKEN_REVOCATION_EXPR": "",
    "SEC_TOKEN_BLACKLIST_EXPR": "",
    "SEC_TOKEN_REQUEST_LIMITS": "",
    "SEC_ISSUED_TOKEN_EXPIRATION": "no limit",
    "SEC_IMPERSONATION_TOKEN_LIMITS": "",
    "SEC_ENABLE_IMPERSONATION_TOKENS": "",
    "SEC_ENABLE_TOKEN_FETCH": "True",
    "SEC_ENABLE_TOKEN_REQUEST": "True",
    "SEC_CREDENTIAL_DIRECTORY": "",
    "SEC_CREDENTIAL_DIRECTORY_KRB": "",
    "SEC_CREDENTIAL_DIRECTORY_OAUTH": "",
    "SEC_CREDENTIAL_MONITOR": "",
    "SEC_CREDENTIAL_PRODUCER": "",
    "SEC_CREDENTIAL_STORER": "",
    "SEC_CREDENTIAL_SWEEP_DELAY": "3600",
    "SEC_CREDENTIAL_GETTOKEN_OPTS": "",
    "TRUSTED_VAULT_HOSTS": "any Vault server",
    "CERTIFICATE_MAPFILE": "",
    "CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS": "False",
    **{f"SEC_{level}_{word}": "" for level in LEVELS for word in _OF_A_LEVEL},
}
# These may bear the name of a provider (`LOCAL_CREDMON_SCITOKENS_ISSUER`): LocalCredmon.py.
PER_PROVIDER = tuple(
    name for name in _CLOSED["LOCAL_CREDMON_"] if not name.startswith("LOCAL_CREDMON_PROVIDER")
)
_OF_PROVIDER = re.compile(
    rf"LOCAL_CREDMON_\w+_(?:{'|'.join(name[len('LOCAL_CREDMON_') :] for name in PER_PROVIDER)})"
)
_PLUGIN = re.compile(r"SEC_SCITOKENS_PLUGIN_\w+_(?:COMMAND|MAPPING)")
_SHORTEST = 12


def unknown_knobs(knobs: tuple[Knob, ...], referenced: frozenset[str]) -> Iterator[UnknownKey]:
    """Names that HTCondor does not know; those that other definitions use are macros."""
    for knob in knobs:
        name = knob.key.rpartition(".")[2]
        if not knob.name.known or knob.key in referenced or name in referenced:
            continue
        family = next((known for start, known in _CLOSED.items() if name.startswith(start)), None)
        if family is not None:
            if name not in family and not _is_named_after_another(name):
                yield unknown_key(knob.name, "configuration", family)
        elif name not in _OPEN and len(name) >= _SHORTEST and _almost(name):
            yield unknown_key(knob.name, "configuration", _OPEN)


def _is_named_after_another(name: str) -> bool:
    """Whether a plugin's or a provider's name stands in it."""
    return (_PLUGIN.fullmatch(name) or _OF_PROVIDER.fullmatch(name)) is not None


def _almost(name: str) -> bool:
    """Whether it differs from a known name by one sign or two that changed places."""
    return any(_one_slip(name, known) for known in _OPEN)


def _one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return len(left) <= 1 >= len(right) or left == right[::-1]
