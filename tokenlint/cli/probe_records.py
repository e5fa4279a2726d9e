"""Where the record of a probe lies, unless it is named: one file for each endpoint."""

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from tokenlint.errors import UsageError
from tokenlint.probe.doors.address import Address
from tokenlint.probe.journal import Journal, opened

_DIGITS = 8
_UNSAFE = re.compile(r"[^\w.-]", re.ASCII)


def record_of(address: Address, named: Path | None, *, alone: bool) -> Journal:
    """The record of an endpoint, opened and locked.

    `named` is a file, or where several services are probed a folder; without it, the records lie
    below `$XDG_STATE_HOME` (XDG Base Directory Specification). Raises UsageError, Incomplete.
    """
    if named is not None and alone:
        return opened(named)
    folder = named or default_folder(os.environ)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(
            f"no record can be kept in {folder}: {reason}", advice="name another place by --record"
        ) from None
    return opened(folder / file_name(address))


def default_folder(environ: Mapping[str, str]) -> Path:
    """`$XDG_STATE_HOME/tokenlint/probe`, by default below `~/.local/state`."""
    told = environ.get("XDG_STATE_HOME", "")
    base = Path(told) if told.startswith("/") else Path.home() / ".local" / "state"
    return base / "tokenlint" / "probe"


def file_name(address: Address) -> str:
    """Readable, and a name of its own for each URL."""
    url = f"{address.origin}{address.path}"
    digest = hashlib.sha256(url.encode()).hexdigest()[:_DIGITS]
    host = _UNSAFE.sub("_", f"{address.origin.host}-{address.origin.port}")
    return f"{host}-{digest}.jsonl"
