"""Vault's own configuration: open lines, and how long tokens live at most.

Settings: `listener.tls_disable` for each listener that other machines reach, `max_lease_ttl` and
`default_lease_ttl` (both 768h by default).
Source: documentation of Vault, "Vault configuration parameters" and "tcp listener".
"""

import re
from collections.abc import Iterator

from tokenlint.services.acceptance import Setting
from tokenlint.services.value import Value
from tokenlint.services.vault import hcl
from tokenlint.services.vault.durations import seconds_of
from tokenlint.services.vault.hcl import Entry
from tokenlint.source import Source

_LOCAL = re.compile(r"(?:localhost|127\.[0-9.]+|\[::1\])(?::[0-9]+)?")
_TRUE = frozenset({"1", "true", "t", "yes"})
_LIFETIMES = ("default_lease_ttl", "max_lease_ttl")


def settings(entries: tuple[Entry, ...], source: Source, *, whole: bool) -> Iterator[Setting]:
    """The settings of the server; without defaults where more may stand elsewhere."""
    for listener in hcl.blocks(entries, "listener"):
        yield from _listener(listener)
    for name in _LIFETIMES:
        written = [each.thing.value for each in entries if each.key.text == name]
        value = written[-1] if written else None
        if value is not None:
            yield _lifetime(name, value)
        elif whole:
            yield Setting(name, "768h", source, written=False, seconds=768 * 3600)


def _listener(listener: Entry) -> Iterator[Setting]:
    """Whether the line is open; a listener for the machine alone may be."""
    address = listener.thing.text("address")
    disabled = listener.thing.text("tls_disable")
    if listener.labels[0].text != "tcp" or disabled is None:
        return
    if address is None or _LOCAL.fullmatch(address.text):  # 127.0.0.1:8200 by default
        return
    known = disabled.known and address.known
    value = "true" if disabled.text.casefold() in _TRUE else "false"
    yield Setting("listener.tls_disable", value, disabled.source, known=known)


def _lifetime(name: str, value: Value) -> Setting:
    seconds = seconds_of(value.text) if value.known else None
    return Setting(name, value.text, value.source, True, value.known, seconds)
