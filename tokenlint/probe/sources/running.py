"""A program that prints a token: started without a shell, bounded in time and in what it prints."""

import contextlib
import os
import re
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Final

from tokenlint.credentials.redact import covered, quoted
from tokenlint.probe.sources.fitting import Declined
from tokenlint.probe.token import TokenFailed

_MOST_OUTPUT: Final = 65_536
_MOST_ERRORS: Final = 16_384
_CHUNK: Final = 8_192
_SHOWN: Final = 300
_HIDDEN: Final = "(not shown)"
_GRACE: Final = 2.0

_WORD: Final = re.compile(r"[\w+/=~.-]{12,}", re.ASCII)
_LONG: Final = 12
_SAYING: Final = re.compile(r"(token): +(?=[A-Za-z']{1,11}(?: |$))", re.ASCII | re.MULTILINE)
"""A word behind the name of a program such as oidc-token, which is what it says, and no token."""
_PLAIN: Final = re.compile(r"[A-Z]?[a-z/_-]*")


@dataclass
class _Read:
    """What came out of one stream; `over` where there was more than is taken."""

    most: int
    data: bytearray = field(default_factory=bytearray, repr=False)
    over: bool = False

    def take(self, piece: bytes) -> None:
        self.over = self.over or len(self.data) + len(piece) > self.most
        self.data += piece[: self.most - len(self.data)]


def output_of(arguments: Sequence[str], seconds: float) -> bytes:
    """Standard output of a program that ends well.

    Raises TokenFailed for every other end, and Declined for one with a status.
    The words go to the program as they are. It gets no input, and what it started ends with it.
    """
    name = quoted(arguments[0].rpartition("/")[2])[:_SHOWN]
    try:
        process = subprocess.Popen(  # noqa: S603 - the command of the user, without a shell
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise TokenFailed(
            f"{name} cannot be started: {reason}", "look at --token-command"
        ) from None
    out, errors = _Read(_MOST_OUTPUT), _Read(_MOST_ERRORS)
    try:
        ended = _watched(process, out, errors, time.monotonic() + seconds)
    finally:
        _end(process)
    _judge(name, process.returncode, out, errors, seconds if not ended else 0.0)
    return bytes(out.data)


def _watched(process: subprocess.Popen[bytes], out: _Read, errors: _Read, end: float) -> bool:
    """Read both streams until the program has ended; False where the time was over before."""
    with selectors.DefaultSelector() as both:
        for stream, read in ((process.stdout, out), (process.stderr, errors)):
            if stream:
                both.register(stream, selectors.EVENT_READ, read)
        while both.get_map() and not out.over:
            left = end - time.monotonic()
            if left <= 0:
                return False
            for key, _ in both.select(left):
                _read(key.fileobj, key.data, both)
    if out.over:
        return True
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, end - time.monotonic()))
    return process.poll() is not None


def _read(stream: IO[bytes] | int | object, read: _Read, both: selectors.BaseSelector) -> None:
    piece = os.read(stream.fileno(), _CHUNK)  # type: ignore[union-attr]  # a pipe
    if piece:
        read.take(piece)
    else:
        both.unregister(stream)  # type: ignore[arg-type]  # the same pipe


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and its children, however far they are."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def _judge(name: str, code: int | None, out: _Read, errors: _Read, waited: float) -> None:
    told = harmless(errors.data.decode("utf-8", "replace"))
    says = f"; it says: {told}" if told else "; it says nothing"
    advice = "run the command of --token-command by hand"
    if waited:
        raise TokenFailed(f"{name} did not end in {waited:g} seconds{says}", advice)
    if out.over:
        raise TokenFailed(f"{name} prints more than {_MOST_OUTPUT} bytes{says}", advice)
    if code:
        how = f"with status {code}" if code > 0 else f"by signal {-code}"
        kind = Declined if code > 0 else TokenFailed
        raise kind(f"{name} ended {how}{says}", advice)


def harmless(text: str) -> str:
    """What a program complains of, on one line, without anything that may be a token or a key."""
    hidden = _WORD.sub(_word, covered(_SAYING.sub(r"\1, ", text)))
    line = quoted(" ".join(hidden.split()))
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _word(found: re.Match[str]) -> str:
    """A word without dots that is long and not of small letters alone may be a secret."""
    parts = found[0].split(".")
    secret = any(len(part) >= _LONG and not _PLAIN.fullmatch(part) for part in parts)
    return _HIDDEN if secret else found[0]
