"""From paths to what can be read: which file is what, and what was left out.

A file is recognised by its content, not by its name alone.
What is neither a declaration, a token nor a macaroon may be the configuration of a service:
its bytes are handed on, and whoever reads configurations says what it is.
A file that the user names must be recognised;
below a folder everything else is passed over, counted and listed on demand.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tokenlint.credentials.macaroon.read import looks_like_macaroon
from tokenlint.source import Problem, Source

WORKFLOWS = "workflows"
MAPPING = "mapping"
ISSUER_MODEL = "issuer-model"
LOG_MAPPING = "log-mapping"
INVENTORY = "inventory"
TOKEN = "token"
MACAROON = "macaroon"
PROXY = "proxy"
OTHER = "other"

MAX_BYTES = 64 * 1024 * 1024
_MARKER = re.compile(
    rb"""(?:^|[\r\n]|\xef\xbb\xbf|\xff\xfe|\xfe\xff)["']?tokenlint["']?[ \t]*:[ \t]*[^\s#]"""
)
_FORMAT = re.compile(
    rb"""["']?tokenlint["']?[ \t]*:[ \t]*["']?(mapping|issuer-model|log-mapping)/"""
)
_YAML = (".yaml", ".yml")
_LONGEST_MARKER = 16  # bytes that tell which of our formats it is
_TOKEN_NAMES = (".jwt", ".token", ".tok")
_MACAROON_NAME = ".macaroon"
_SKIPPED_FOLDERS = frozenset(
    {".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox"}
)
_PROXY_NAME = "x509up_u"
_DER = b"\x30\x82"  # a sequence of 256 to 65,535 bytes
# A block, or the words that OpenSSL writes before one.
_PEM_HEAD = re.compile(rb"\s*(?:-----BEGIN |Bag Attributes|Certificate:\s|subject=|issuer=)")
_TOKEN_SIGNS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=")


@dataclass(frozen=True, slots=True)
class Found:
    """A file and what it was recognised as; `named` tells that the user named it.

    `data` is empty for what is not read any further.
    `mode` is that of a file which holds a proxy or a certificate (`st_mode`).
    """

    path: Path
    kind: str
    data: bytes = b""
    named: bool = False
    mode: int | None = None


def find(paths: Iterable[Path]) -> Iterator[Found | Problem]:
    """Every file at or below the paths, in a stable order, each once."""
    seen: set[Path] = set()
    for path in paths:
        for file, named in _files(path):
            resolved = Path(os.path.realpath(file))
            if resolved not in seen:
                seen.add(resolved)
                yield _recognise(file, named=named)


def _files(path: Path) -> Iterator[tuple[Path, bool]]:
    if not os.path.isdir(path):  # noqa: PTH112  # of a name that is too long pathlib raises
        yield path, True
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
        for name in sorted(names):
            yield Path(folder) / name, False


def _recognise(path: Path, *, named: bool) -> Found | Problem:
    try:
        data = _bounded(path) if path.is_file() or named else b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
        return Problem("unreadable", Source(str(path)), reason, "check name and rights")
    if len(data) > MAX_BYTES:
        wanted = named or _may_be_ours(path.name, data)
        return _too_large(path) if wanted else Found(path, OTHER)
    if holds_certificate(path.name, data, named=named):
        return Found(path, PROXY, data, named, path.stat().st_mode)
    return Found(path, kind_of(path.name, data), data, named)


def not_recognised(path: Path) -> Problem:
    """What is said of a file that the user named and nobody knows."""
    return Problem(
        "not-recognised",
        Source(str(path)),
        "neither a workflow declaration, nor a service's configuration, nor a credential",
        "a workflow file holds the line `tokenlint: workflows/1`; a token has three parts "
        "joined by dots; `tokenlint check --help` lists the services",
    )


def _bounded(path: Path) -> bytes:
    """At most one byte more than the limit, whatever the system says of the size (`/dev/zero`)."""
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _too_large(path: Path) -> Problem:
    reason = f"it holds more than the limit of {MAX_BYTES:,} bytes"
    return Problem("oversize", Source(str(path)), reason, "split the file")


def kind_of(name: str, data: bytes) -> str:
    """What a file holds, by its content first and its name second."""
    if name.lower().endswith(_YAML) and (marker := _marker(data)):
        named = _FORMAT.search(marker)
        return named[1].decode() if named else WORKFLOWS
    if looks_like_macaroon(data) or name.lower().endswith(_MACAROON_NAME):
        return MACAROON
    if looks_like_token(data) or name.lower().endswith(_TOKEN_NAMES):
        return TOKEN
    return OTHER


def holds_certificate(name: str, data: bytes, *, named: bool) -> bool:
    """Whether a file is a proxy or a certificate that is to be judged.

    Below a folder only what has the name of a proxy (`x509up_u1000`) or a private key beside it:
    certificates alone are public, and lie on every server.
    """
    if not looks_like_certificates(data):
        return False
    return named or name.startswith(_PROXY_NAME) or b"PRIVATE KEY-----" in data


def looks_like_certificates(data: bytes) -> bool:
    """Whether the content is a file of certificates: PEM as OpenSSL writes it, or one as DER."""
    if data[:2] == _DER:
        inside = int.from_bytes(data[2:4])
        return len(data) == inside + 4 and data[4:6] == _DER
    return b"-----BEGIN CERTIFICATE-----" in data and bool(_PEM_HEAD.match(data))


def _may_be_ours(name: str, beginning: bytes) -> bool:
    """Whether a file that is too large to be read whole could be a declaration or a token."""
    return name.lower().endswith((*_YAML, *_TOKEN_NAMES, _MACAROON_NAME)) or looks_like_token(
        beginning
    )


def _marker(data: bytes) -> bytes:
    """The line that begins with the marker; NUL bytes of UTF-16 and UTF-32 are passed over."""
    text = data.replace(b"\x00", b"")
    found = _MARKER.search(text)
    return text[found.start() : found.end() + _LONGEST_MARKER] if found else b""


def looks_like_token(data: bytes) -> bool:
    """Whether the content is one word of base64url parts that begins like a JSON object."""
    word = data.strip()
    if word[:7].lower() == b"bearer ":
        word = word[7:].strip()
    return word.startswith(b"eyJ") and word.count(b".") >= 1 and _TOKEN_SIGNS.issuperset(word)
