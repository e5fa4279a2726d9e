"""Settings of StoRM WebDAV that matter for security, with what holds where they are not written.

Of each storage area, in lower case: the switches of `storage_area.FLAGS`, true or false.
Of the application, by their names in `application.yml`:

* `storm.authz.disabled` (false): true lets everybody do everything
* `storm.macaroon-filter.enabled` (true), `storm.redirector.enabled` (false)
* `storm.authz-server.enabled` (false), `storm.authz-server.max-token-lifetime-sec` (43200,
  told where the token issuer of StoRM WebDAV is on), `storm.redirector.max-token-lifetime-secs`
* `storm.tls.require-client-cert` (true), `storm.nginx.enabled` (false)
* `oauth.enable-oidc` (false), `oauth.refresh-period-minutes` (60): how old signing keys may be

Defaults: `src/main/resources/application.yml` of StoRM WebDAV at commit f9ae714.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.acceptance import Setting
from tokenlint.services.storm.configuration import Deployment, StorageArea
from tokenlint.services.storm.storage_area import FLAGS
from tokenlint.services.structured.spring import Application, boolean

_SWITCHES: Final = {
    "storm.authz.disabled": "false",
    "storm.macaroon-filter.enabled": "true",
    "storm.authz-server.enabled": "false",
    "storm.redirector.enabled": "false",
    "storm.tls.require-client-cert": "true",
    "storm.nginx.enabled": "false",
    "oauth.enable-oidc": "false",
}
_DURATIONS: Final = {
    # name: seconds in its unit, default, the switch without which it means nothing
    "storm.authz-server.max-token-lifetime-sec": (1, 43200, "storm.authz-server.enabled"),
    "storm.redirector.max-token-lifetime-secs": (1, 1200, "storm.redirector.enabled"),
    "oauth.refresh-period-minutes": (60, 60, ""),
}
_DIGITS: Final = 12  # more are no number of seconds


def settings(deployment: Deployment) -> tuple[Setting, ...]:
    """The settings of the storage areas that no other service tells, then of the application."""
    found = [
        setting
        for index in sorted(deployment.fresh)
        for setting in _of_area(deployment.areas[index])
    ]
    if deployment.application is not None:
        found += _switches(deployment.application)
        found += _durations(deployment.application)
    return tuple(found)


def _of_area(area: StorageArea) -> Iterator[Setting]:
    for name in FLAGS:
        flag = area.flags[name]
        value = "" if flag.value is None else str(flag.value).lower()
        yield Setting(name.lower(), value, flag.source, flag.written, flag.value is not None)


def _switches(application: Application) -> Iterator[Setting]:
    for name, default in _SWITCHES.items():
        node = application.get(*name.split("."))
        if node is None or node.value is None:
            known = not application.open
            yield Setting(name, default if known else "", application.source, False, known)
            continue
        value = boolean(node.value)
        known = value is not None
        yield Setting(name, str(value).lower() if known else "", node.value.source, known=known)


def _durations(application: Application) -> Iterator[Setting]:
    for name, (unit, default, switch) in _DURATIONS.items():
        node = application.get(*name.split("."))
        if node is None or node.value is None:
            if not application.open and (not switch or _is_on(application, switch)):
                yield Setting(name, str(default), application.source, False, True, default * unit)
            continue
        text = node.value.text.strip()
        known = node.value.known and text.isdecimal() and len(text) <= _DIGITS
        seconds = int(text) * unit if known else None
        yield Setting(name, text if known else "", node.value.source, True, known, seconds)


def _is_on(application: Application, switch: str) -> bool:
    node = application.get(*switch.split("."))
    return node is not None and boolean(node.value) is True
