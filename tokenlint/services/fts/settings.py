"""Settings of FTS3 that matter for security, also where they are left at their default.

| file             | name                                  | default                        |
| ---------------- | ------------------------------------- | ------------------------------ |
| `fts3restconfig` | `oauth2`                              | False                          |
| `fts3restconfig` | `authorizedaudiences`                 | the `any` audience             |
| `fts3restconfig` | `authorizedvo`                        | none                           |
| `fts3restconfig` | `validateaccesstokenoffline`          | True                           |
| `fts3restconfig` | `jwkcacheseconds`                     | 86400                          |
| `fts3restconfig` | `tokenrefreshdaemonintervalinseconds` | 600                            |
| `fts3restconfig` | `verifyaudience`, and unmanaged tokens | shown only where it is written |
| `fts3restconfig` | `roles.ROLE`                          | shown only where it is written |
| `fts3config`     | `logtokenrequests`                    | false                          |
| `fts3config`     | `tokenrefreshsafetyperiod`, `tokenrefreshmarginperiod` | 300           |

Source: `config.py`, `oauth2provider.py` and `JobBuilder.py` of cern-fts/fts-rest-flask;
`ServerConfigReader.cpp` of cern-fts/fts3 at 29dd154.
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.fts.config import MAIN, Config
from tokenlint.services.fts.recognise import PRODUCT, REST
from tokenlint.services.products import key_set
from tokenlint.services.structured.ini import Option

_SHOWN = {
    REST: (
        *("OAuth2", "AuthorizedAudiences", "AuthorizedVO", "ValidateAccessTokenOffline"),
        *("JWKCacheSeconds", "TokenRefreshDaemonIntervalInSeconds"),
    ),
    "fts3config": (*("LogTokenRequests", "TokenRefreshSafetyPeriod", "TokenRefreshMarginPeriod"),),
}
# Not every release reads these, and what they stand at then is not known.
_IF_WRITTEN = ("VerifyAudience", "NonManagedTokens", "AllowNonManagedTokens")


def settings(config: Config, kind: str) -> Iterator[Setting]:
    """All of them, with the value that holds."""
    defaults = key_set(PRODUCT, kind).keys
    for key in _SHOWN[kind]:
        option = config.get(key)
        if option is not None:
            yield _written(key.casefold(), option)
        elif config.complete:
            value = defaults[key]
            yield Setting(key.casefold(), value, config.whole, False, True, _seconds(key, value))
    if kind == REST:
        for option in config.of(MAIN):
            if option.name.text in _IF_WRITTEN:
                yield _written(option.name.text.casefold(), option)
        for option in config.of("roles"):
            yield _written(f"roles.{option.name.text.casefold()}", option)


def _written(name: str, option: Option) -> Setting:
    known = option.value.known and option.name.known
    value = option.value.text if known else ""
    seconds = _seconds(option.name.text, value)
    return Setting(name, value, option.value.source, known=known, seconds=seconds)


def _seconds(key: str, value: str) -> int | None:
    """A duration; those of FTS3 are whole seconds."""
    if not key.endswith(("Seconds", "Period")):
        return None
    return int(value) if re.fullmatch(r"[0-9]{1,11}", value.strip()) else None
