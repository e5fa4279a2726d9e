"""Settings of HTCondor that matter for security, by their names in lower case.

Booleans are `true` or `false`; lists are joined by commas; a daemon's prefix is left out,
and so is the name of a provider of the local credential monitor.

- `sec_scitokens_allow_foreign_token_types`, `sec_scitokens_foreign_token_issuers`,
  `scitokens_server_audience`, `certificate_mapfile_assume_hash_keys`;
- `sec_token_max_age`, `sec_issued_token_expiration`, `local_credmon_token_lifetime`,
  `job_router_create_idtoken.lifetime`, `job_router_idtoken_refresh`,
  `sec_credential_sweep_delay` (seconds; `unlimited`);
- `local_credmon_authz_template`, `..._authz_group_template`, `local_credmon_token_audience`,
  `local_credmon_issuer`, `job_router_create_idtoken.scope`, `trusted_vault_hosts` (empty: any);
- `sec_token_request_limits`, `sec_impersonation_token_limits`, `sec_enable_token_fetch`,
  `sec_enable_token_request`, `sec_enable_impersonation_tokens`, `sec_token_revocation_expr`;
- `allow_LEVEL`, `deny_LEVEL` (lists; `*` is everybody), `legacy_allow_semantics`,
  `trust_uid_domain`, `soft_uid_domain`, `trust_domain`, `uid_domain`;
- `sec_LEVEL_authentication`, `sec_LEVEL_encryption`, `sec_LEVEL_integrity`,
  `sec_LEVEL_negotiation` (REQUIRED, PREFERRED, OPTIONAL, NEVER),
  `sec_LEVEL_authentication_methods` (CLAIMTOBE and ANONYMOUS prove nothing);
- `NAME_token_url` and `NAME_authorization_url` of each OAuth 2.0 provider;
- `auth_ssl_*` but keys, `ssl_skip_host_check`, `bootstrap_ssl_server_trust`,
  `pelican_credmon_tls_skip_verify`, `use_security` (template of `use security:`).
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.htcondor import credmon, idtokens
from tokenlint.services.htcondor.knobs import (
    AUDIENCE,
    FOREIGN_ISSUERS,
    FOREIGN_TYPES,
    PER_PROVIDER,
)
from tokenlint.services.htcondor.macros import Held
from tokenlint.services.htcondor.pool import Pool

UNLIMITED = "unlimited"
_PLAIN = """
    SEC_TOKEN_MAX_AGE SEC_ISSUED_TOKEN_EXPIRATION LOCAL_CREDMON_TOKEN_LIFETIME
    JOB_ROUTER_IDTOKEN_REFRESH SEC_CREDENTIAL_SWEEP_DELAY LOCAL_CREDMON_AUTHZ_TEMPLATE
    LOCAL_CREDMON_AUTHZ_GROUP_TEMPLATE LOCAL_CREDMON_TOKEN_AUDIENCE LOCAL_CREDMON_ISSUER
    TRUSTED_VAULT_HOSTS SEC_TOKEN_REQUEST_LIMITS SEC_IMPERSONATION_TOKEN_LIMITS
    SEC_ENABLE_TOKEN_FETCH SEC_ENABLE_TOKEN_REQUEST SEC_ENABLE_IMPERSONATION_TOKENS
    SEC_TOKEN_REVOCATION_EXPR LEGACY_ALLOW_SEMANTICS TRUST_UID_DOMAIN SOFT_UID_DOMAIN
    TRUST_DOMAIN UID_DOMAIN SSL_SKIP_HOST_CHECK BOOTSTRAP_SSL_SERVER_TRUST
    PELICAN_CREDMON_TLS_SKIP_VERIFY CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS
""".split()
_NAMES = {*_PLAIN, AUDIENCE, FOREIGN_TYPES, FOREIGN_ISSUERS}
_FAMILIES = re.compile(
    r"(?:ALLOW|DENY)_(?:READ|WRITE|DAEMON|ADMINISTRATOR|NEGOTIATOR|CONFIG|OWNER|CLIENT"
    r"|ADVERTISE_(?:MASTER|STARTD|SCHEDD))"
    r"|SEC_[A-Z_]+?_(?:AUTHENTICATION(?:_METHODS)?|ENCRYPTION|INTEGRITY|NEGOTIATION)"
    r"|AUTH_SSL_(?!\w*KEYFILE)\w+"
)
_DURATIONS = {
    "SEC_TOKEN_MAX_AGE",
    "SEC_ISSUED_TOKEN_EXPIRATION",
    "LOCAL_CREDMON_TOKEN_LIFETIME",
    "JOB_ROUTER_IDTOKEN_REFRESH",
    "SEC_CREDENTIAL_SWEEP_DELAY",
}
# Compiled or documented defaults: (name, value, seconds). A missing one is not a default
# of HTCondor's but nothing that matters.
_DEFAULTS = (
    (FOREIGN_TYPES, "true", None),  # param_info.in; the manual's list of knobs says False
    (FOREIGN_ISSUERS, "https://aai-dev.egi.eu/auth/realms/egi", None),  # param_info.in
    ("SEC_TOKEN_MAX_AGE", UNLIMITED, None),  # condor_auth_passwd.cpp: -1, no check
)
_BOOLEANS = {"true": "true", "yes": "true", "false": "false", "no": "false"}
_LOCAL = "LOCAL_CREDMON_"


def settings(pool: Pool) -> tuple[Setting, ...]:
    """All settings of a pool: written ones, defaults, and the tokens that it issues."""
    return (
        *_written(pool),
        *_defaults(pool),
        *_idtokens(pool),
        *_templates(pool),
        *credmon.settings(pool),
    )


def _written(pool: Pool) -> Iterator[Setting]:
    for key in pool.macros.table:
        name = _of_all_providers(key.rpartition(".")[2])
        if name in _NAMES or _FAMILIES.fullmatch(name):
            held = pool.macros.held(key)
            if held:
                yield _setting(name, held)


def _of_all_providers(name: str) -> str:
    """A knob of one provider of the local monitor by the name of that of all."""
    if name not in _NAMES and name.startswith(_LOCAL):
        ends = (each for each in PER_PROVIDER if name.endswith(f"_{each[len(_LOCAL) :]}"))
        return next(ends, name)
    return name


def _setting(name: str, held: Held) -> Setting:
    text = held.text.strip()
    if name in _DURATIONS:
        return _duration(name.lower(), held)
    parts = re.split(r"[\s,]+", text) if name.startswith(("ALLOW_", "DENY_", "SEC_")) else [text]
    value = ",".join(part for part in parts if part)
    if name == "SEC_TOKEN_REVOCATION_EXPR":
        value = text
    value = _BOOLEANS.get(value.lower(), value)
    return Setting(name.lower(), value, held.source, known=held.known or _open(value))


def _open(value: str) -> bool:
    """A list with an entry for everybody says so whatever a macro beside it stands for."""
    return "*" in value.split(",")


def _duration(name: str, held: Held) -> Setting:
    text = held.text.strip()
    if not held.known or (text and not re.fullmatch(r"-?[0-9]{1,12}", text)):
        return Setting(name, text, held.source, known=False)
    if not text or int(text) < 0:
        return Setting(name, UNLIMITED, held.source)
    return Setting(name, text, held.source, seconds=int(text))


def _defaults(pool: Pool) -> Iterator[Setting]:
    """Defaults of knobs that no file writes; unknown where another file may write them."""
    if not pool.configs:
        return
    place = pool.configs[0].text.whole
    written = {_of_all_providers(key.rpartition(".")[2]) for key in pool.macros.table}
    for name, value, seconds in (*_DEFAULTS, *_of_credmon(pool)):
        if name not in written:
            shown = value if pool.complete else ""
            yield Setting(name.lower(), shown, place, False, pool.complete, seconds)


def _of_credmon(pool: Pool) -> Iterator[tuple[str, str, int | None]]:
    """Defaults of credential monitors, where one is in use (credd.rst at commit 5068ca2)."""
    table = pool.macros.table
    if any(name.startswith("LOCAL_CREDMON_") for name in table):
        yield "LOCAL_CREDMON_TOKEN_LIFETIME", "1200", 1200
        template = "read:/user/{username} write:/user/{username}"
        yield "LOCAL_CREDMON_AUTHZ_TEMPLATE", template, None
    storer = pool.macros.held("SEC_CREDENTIAL_STORER")
    if (storer and "vault" in storer.text) or "VAULT_CREDMON_PROVIDER_NAMES" in table:
        yield "TRUSTED_VAULT_HOSTS", "", None


def _idtokens(pool: Pool) -> Iterator[Setting]:
    """Lifetime and scope of the tokens that the job router issues for routed jobs."""
    for text, knob in idtokens.blocks(pool):
        for member, value in idtokens.members(text, knob):
            name = f"job_router_create_idtoken.{member}"
            if member == "lifetime":
                yield _duration(name, Held(name, value.text, value.source, value.known))
            elif member == "scope":
                yield Setting(name, value.text, value.source, known=value.known)


def _templates(pool: Pool) -> Iterator[Setting]:
    for use in pool.uses:
        if use.category == "security":
            yield Setting("use_security", use.templates.text, use.templates.source)
