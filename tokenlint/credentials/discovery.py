"""WLCG Bearer Token Discovery: where a client would take its token from.

Source: WLCG Bearer Token Discovery (doi 10.5281/zenodo.3937438), RFC 6750 section 2.1.
The first place that holds a token wins, an empty one is passed over,
and one that holds something else stops the search with an error.
"""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tokenlint.credentials.compact import C99_SPACE
from tokenlint.source import Problem, Source

MAX_BYTES = 262_144
_B64TOKEN = re.compile(rb"[A-Za-z0-9._~+/-]+=*")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Found:
    """A token and the place it came from.

    `origin` is the name of that place for people, such as `BEARER_TOKEN_FILE (/run/x/token)`;
    `notes` say what is wrong with the place. `repr` never shows the token.
    """

    data: bytes = field(repr=False)
    origin: str
    source: Source
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """No place holds a token; `looked_at` names them with what was there."""

    looked_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """A place holds something that is no token, or cannot be read."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class _Place:
    """One of the four places: a value of the environment, or a file that may have to exist."""

    name: str
    value: bytes | None = field(default=None, repr=False)
    file: Path | None = None
    required: bool = False

    @property
    def source(self) -> Source:
        return Source(str(self.file) if self.file else f"<{self.name}>")


def discover(
    environ: Mapping[str, str],
    euid: int,
    temporary: Path = Path("/tmp"),  # noqa: S108 (the specification names it)
) -> Found | NotFound | Stopped:
    """Look at the four places in their order.

    `euid` is the effective user id, `temporary` stands for `/tmp`.
    """
    looked_at = []
    for place in _places(environ, euid, temporary):
        content = _content(place)
        if isinstance(content, Problem):
            return Stopped(content)
        data = None if content is None else content.data.strip(C99_SPACE)
        if not data:
            looked_at.append(f"{place.name} ({'empty' if data == b'' else 'not there'})")
        elif _B64TOKEN.fullmatch(data):
            notes = () if content is None else content.notes
            return Found(data, place.name, place.source, notes)
        else:
            return Stopped(_invalid(place, data))
    return NotFound(tuple(looked_at))


def _places(environ: Mapping[str, str], euid: int, temporary: Path) -> list[_Place]:
    places = []
    if "BEARER_TOKEN" in environ:
        places.append(_Place("BEARER_TOKEN", value=os.fsencode(environ["BEARER_TOKEN"])))
    named = environ.get("BEARER_TOKEN_FILE")
    if named:
        name = f"BEARER_TOKEN_FILE ({named})"
        places.append(_Place(name, file=Path(named), required=True))
    runtime = environ.get("XDG_RUNTIME_DIR")
    if runtime:
        file = Path(runtime) / f"bt_u{euid}"
        places.append(_Place(f"$XDG_RUNTIME_DIR/bt_u{euid} ({file})", file=file))
    file = temporary / f"bt_u{euid}"
    return [*places, _Place(str(file), file=file)]


@dataclass(frozen=True, slots=True)
class _Content:
    data: bytes = field(repr=False)
    notes: tuple[str, ...] = ()


def _content(place: _Place) -> _Content | Problem | None:
    """What the place holds; None where an optional file is not there."""
    if place.file is None:
        return _Content(place.value or b"")
    try:
        return _read(place.file)
    except (FileNotFoundError, NotADirectoryError) as error:
        return _unreadable(place, error.strerror) if place.required else None
    except (OSError, ValueError) as error:
        return _unreadable(place, getattr(error, "strerror", None) or "the name cannot be used")


def _read(file: Path) -> _Content:
    """Read a regular file without waiting for what is none; raises OSError."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "not a regular file")
        notes = ("other users may read the file",) if status.st_mode & _OTHERS else ()
        return _Content(stream.read(MAX_BYTES + 1), notes)


def _unreadable(place: _Place, reason: str | None) -> Problem:
    return Problem(
        "unreadable",
        place.source,
        f"{place.name} cannot be read: {reason}",
        "make the file readable, or name another token",
    )


def _invalid(place: _Place, data: bytes) -> Problem:
    reason = "holds something that is no bearer token (RFC 6750 section 2.1)"
    if len(data) > MAX_BYTES:
        reason = f"holds more than {MAX_BYTES} bytes"
    return Problem(
        "invalid-token",
        place.source,
        f"{place.name} {reason}",
        "discovery stops here; put a token there, empty it, or name the token's file",
    )


def looks_like_bearer_token(data: bytes) -> bool:
    """Whether `data` is a b64token of RFC 6750 section 2.1, without white space around it."""
    return _B64TOKEN.fullmatch(data) is not None
