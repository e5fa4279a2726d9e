"""The values of caveats, each read as the service would; None where it cannot be read."""

import re
from datetime import datetime, timedelta
from urllib.parse import quote

from tokenlint.privilege.path import ScopePath

MOST_NETWORKS = 1_000
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_SECOND = timedelta(seconds=1)
_NUMBER = re.compile(r"[0-9]{1,18}")
_PLAIN = "!$&'()*+,;=:@"  # what RFC 3986 lets stand in a path beside letters and digits

Components = tuple[str, ...]


def read_instant(text: str) -> int | None:
    """Seconds since the epoch, a part of a second counted as a whole one.

    Both products want ISO 8601 with the time zone.
    """
    found = _INSTANT.fullmatch(text)
    if not found:
        return None
    try:
        instant = datetime.fromisoformat(found[1] + found[3])
    except ValueError:  # the thirtieth of February
        return None
    part = int(found[2] or 0) > 0
    return (instant - _EPOCH) // _SECOND + part


def read_words(text: str) -> frozenset[str]:
    """Words that commas separate, without the spaces around them."""
    return frozenset(word for each in text.split(",") if (word := each.strip()))


def resolved(text: str) -> Components:
    """The steps of a path below another one, from which dots cannot lead out (dCache)."""
    kept: list[str] = []
    for step in text.split("/"):
        if step == "..":
            del kept[-1:]
        elif step not in {"", "."}:
            kept.append(step)
    return tuple(kept)


def as_written(text: str) -> Components:
    """The steps of a path, dots too; repeated and trailing slashes say nothing (XRootD)."""
    return tuple(step for step in text.split("/") if step)


def scope_path(components: Components) -> ScopePath:
    """The absolute path of these steps, escaped as a scope would write it.

    Caveats hold paths as they are: a percent sign in one is a percent sign.
    """
    return ScopePath.parse("/" + "/".join(quote(step, safe=_PLAIN) for step in components))


def are_networks(text: str) -> bool:
    """Whether it is a list of addresses and networks that commas separate."""
    from ipaddress import ip_network  # few macaroons name networks

    networks = read_words(text)
    if not 0 < len(networks) <= MOST_NETWORKS:
        return False
    try:
        return all(ip_network(each, strict=False) for each in networks)
    except ValueError:
        return False


def is_size(text: str) -> bool:
    """Whether it is a positive number of bytes."""
    return _NUMBER.fullmatch(text) is not None and int(text) > 0
