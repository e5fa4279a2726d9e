"""A client program that is run for one request: bounded in time and output, and ended as a group.

What is secret goes into its environment, never into its arguments, which everybody can read.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

_PIECE = 65_536
_GRACE_SECONDS = 2.0
_STEP_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit status, None where its time was over; what it put out.

    `cut` where it put out more than is kept.
    """

    status: int | None
    out: bytes = field(repr=False)
    err: bytes = field(repr=False)
    cut: bool = False


def run_child(
    command: Sequence[str], environment: Mapping[str, str], seconds: float, most: int
) -> Ended:
    """Run a program in a group of its own with this environment and nothing else.

    It is ended after `seconds`, or when it puts out more than `most` bytes.
    Raises OSError where it cannot be started.
    """
    deadline = time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603  # a client that the operator has installed
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        kept: dict[str, bytearray] = {"out": bytearray(), "err": bytearray()}
        try:
            cut = _collect(child, kept, deadline, most)
            status = None if cut else _waited(child, deadline)
        finally:
            _end(child)
        return Ended(status, bytes(kept["out"][:most]), bytes(kept["err"][:most]), cut)


def _collect(
    child: "subprocess.Popen[bytes]", kept: Mapping[str, bytearray], deadline: float, most: int
) -> bool:
    """Read both outputs until they end or the time is over; whether they were too long."""
    with selectors.DefaultSelector() as ready:
        for name, pipe in (("out", child.stdout), ("err", child.stderr)):
            ready.register(_known(pipe), selectors.EVENT_READ, name)
        while ready.get_map():
            events = ready.select(max(deadline - time.monotonic(), 0))
            if not events:
                return False
            for key, _ in events:
                piece = os.read(key.fd, _PIECE)
                if not piece:
                    ready.unregister(key.fileobj)
                kept[key.data].extend(piece)
                if len(kept[key.data]) > most:
                    return True
    return False


def _known(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise OSError
    return pipe


def _waited(child: "subprocess.Popen[bytes]", deadline: float) -> int | None:
    try:
        return child.wait(max(deadline - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        return None


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the group of a child that was not waited for: until then the group's name is its own.

    Whoever in it ignores the polite signal gets the other one.
    """
    if child.returncode is not None:
        return
    _signal(child, signal.SIGTERM)
    patience = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < patience and not _ended(child):
        time.sleep(_STEP_SECONDS)
    _signal(child, signal.SIGKILL)
    child.wait()


def _signal(child: "subprocess.Popen[bytes]", wish: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, wish)


def _ended(child: "subprocess.Popen[bytes]") -> bool:
    """Whether it has ended; it is left to be waited for."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
