"""How a test issuer is set up, and which settings are refused."""

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tokenlint.credentials.issuer import issuer_form
from tokenlint.errors import UsageError
from tokenlint.probe.signing import ALGORITHMS

_ODD: Final = frozenset({"white-space", "query-or-fragment", "userinfo"})
_ADDRESS: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([0-9.]+)):([0-9]{1,5})")
_LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class Setting:
    """How a test issuer is to be set up.

    `host` is the address that it listens at, `port` 0 any free one; `issuer` its name, empty for
    one made from them. `certificate` and `key` are files of the user; without them a throw-away
    authority is made. `plain` is http, on loopback only. `algorithm` signs.
    """

    host: str = "127.0.0.1"
    port: int = 0
    issuer: str = ""
    certificate: Path | None = None
    key: Path | None = None
    plain: bool = False
    algorithm: str = ALGORITHMS[0]


def check(setting: Setting) -> None:
    """Raise UsageError for a setting that contradicts itself or would not be safe."""
    try:
        address = ipaddress.ip_address(setting.host)
    except ValueError:
        raise UsageError(
            "--listen: this is no IP address", advice="write 127.0.0.1:8443 or [::1]:8443"
        ) from None
    if setting.plain and not address.is_loopback:
        raise UsageError(
            "--insecure-http: plain http is for loopback only", advice="leave it out, or --listen"
        )
    if setting.plain and setting.certificate:
        raise UsageError("--insecure-http and --cert contradict each other")
    if (setting.certificate is None) != (setting.key is None):
        raise UsageError("--cert and --key go together")
    if not setting.issuer and address.is_unspecified:
        raise UsageError(
            "--listen: all addresses have no name together", advice="name the issuer with --issuer"
        )
    if setting.issuer:
        _check_name(setting)


def _check_name(setting: Setting) -> None:
    form, oddities = issuer_form(setting.issuer)
    wanted = "http" if setting.plain else "https"
    usable = setting.issuer.isascii() and setting.issuer.isprintable() and host_of(setting.issuer)
    if form != wanted or _ODD & set(oddities) or not usable:
        raise UsageError(
            f"--issuer: this is no plain {wanted} URL",
            advice=f"write it as {wanted}://host:port, as services are to know it",
        )


def host_of(url: str) -> str:
    """The host of a URL, without brackets; empty where it has none that can be used."""
    try:
        parts = urlsplit(url)
        usable = (parts.port or 1) > 0
    except ValueError:
        return ""
    return parts.hostname or "" if usable else ""


def read_address(text: str) -> tuple[str, int]:
    """Address and port of `127.0.0.1:8443` or `[::1]:8443`; raises UsageError."""
    found = _ADDRESS.fullmatch(text)
    port = int(found[3]) if found else -1
    if found is None or port > _LAST_PORT:
        raise UsageError(
            "--listen: this is no address with a port", advice="write 127.0.0.1:8443 or [::1]:8443"
        )
    return found[1] or found[2], port
