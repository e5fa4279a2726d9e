"""Settings of Rucio that matter for tokens, also where they are left at their default.

| name                                | values                       | default          |
| ----------------------------------- | ---------------------------- | ---------------- |
| `oidc.admin_issuer`                 | a name in `idpsecrets.json`  | none             |
| `oidc.expected_audience`            | words                        | rucio            |
| `oidc.expected_scope`               | words                        | openid profile   |
| `oidc.default_jwt_refresh_lifetime` | hours                        | 96               |
| `oidc.token_min_lifetime`           | seconds, kept at least       | 300              |
| `oidc.token_max_lifetime`           | seconds, kept at most        | 21600            |
| `oidc.supports_audience`            | True, False                  | True             |
| `client.auth_type`                  | how the client logs in       | none             |
| `client.auth_host`, `client.rucio_host` | where secrets are sent   | none             |
| `clients.redirect_uris`             | where codes are sent         | none             |
| `clients.scim`                      | like users                   | none             |

`clients` are those of `idpsecrets.json`. The defaults of `oidc` are shown where that section is.
Source: rucio/rucio at 2e14c41, lib/rucio/core/oidc.py.
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.products import key_set
from tokenlint.services.rucio.clients import Clients
from tokenlint.services.rucio.recognise import PRODUCT
from tokenlint.services.rucio.sections import Config
from tokenlint.services.value import Value

_HOUR = 3600
_UNITS = {"default_jwt_refresh_lifetime": _HOUR, "token_min_lifetime": 1, "token_max_lifetime": 1}
_OIDC = ("admin_issuer", "expected_audience", "expected_scope", *_UNITS, "supports_audience")
_CLIENT = ("auth_type", "auth_host", "rucio_host")


def settings(config: Config) -> Iterator[Setting]:
    """Those of a `rucio.cfg` or of a chart."""
    defaults = key_set(PRODUCT, "oidc").keys
    for key in _OIDC:
        entry = config.get("oidc", key)
        if entry is not None:
            yield _written(f"oidc.{key}", key, entry.value)
        elif config.has("oidc") and config.complete and defaults[key]:
            value, place = defaults[key], config.place("oidc")
            yield Setting(f"oidc.{key}", value, place, False, True, _seconds(key, value))
    for key in _CLIENT:
        entry = config.get("client", key)
        if entry is not None:
            yield _written(f"client.{key}", key, entry.value)


def client_settings(clients: Clients) -> Iterator[Setting]:
    """Those of the clients at issuers; never a secret."""
    for client in clients.entries:
        for redirect in client.redirects:
            yield _written("clients.redirect_uris", "", redirect)
        if client.alike is not None:
            yield Setting("clients.scim", "like users", client.alike.source)


def _written(name: str, key: str, value: Value) -> Setting:
    text = value.text if value.known else ""
    return Setting(name, text, value.source, True, value.known, _seconds(key, text))


def _seconds(key: str, value: str) -> int | None:
    unit = _UNITS.get(key)
    number = re.fullmatch(r"[0-9]{1,9}", value.strip())
    return int(number[0]) * unit if unit and number else None
