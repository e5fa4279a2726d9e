"""The lab in a process and a network of its own.

XRootD listens on all interfaces and has no way to choose.
Where the system allows it, the lab runs in a network namespace that has a loopback and nothing
else. Where it does not, the ports of the servers are open for as long as the lab runs,
and the run says so.
"""

import fcntl
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from tests.real.xrootd.cells import Run
from tests.real.xrootd.programs import ROOT, Programs

_SET_FLAGS = 0x8914  # SIOCSIFFLAGS, linux/sockios.h
_UP_LOOPBACK_RUNNING = 0x1 | 0x8 | 0x40  # linux/if.h


class LabFailedError(Exception):
    """The lab ended with an error, or took too long; what it wrote to standard error tells why."""


def collect(
    programs: Programs, out: Path, patience: float, *, only_part: bool, only: Sequence[str] = ()
) -> Run:
    """What the lab sees with one release; raises LabFailedError after `patience` seconds."""
    part = ["--part"] if only_part else []
    start("inside", programs, out, patience, ["--only", *only, *part])
    return msgspec.json.decode(out.read_bytes(), type=Run)


def start(
    module: str, programs: Programs, out: Path, patience: float, arguments: Sequence[str] = ()
) -> None:
    """Run a module of this package apart; raises LabFailedError after `patience` seconds."""
    given = ["--programs", str(programs.folder), "--out", str(out), *arguments]
    start_module(f"tests.real.xrootd.{module}", given, patience)


def start_module(module: str, arguments: Sequence[str], patience: float) -> None:
    """Run any module apart; raises LabFailedError after `patience` seconds.

    It is told with `--apart` and `--discovery` what it has of its own.
    """
    prefix = _prefix()
    command = [*prefix, sys.executable, "-m", module, *arguments]
    command += ["--apart"] if prefix else []
    command += ["--discovery"] if "--mount" in prefix else []
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        if process.wait(patience):
            raise LabFailedError(f"the lab ended with code {process.returncode}")
    except subprocess.TimeoutExpired as error:
        raise LabFailedError(f"the lab took more than {patience:.0f} s") from error
    finally:
        _end(process)


def raise_loopback() -> None:
    """Switch the loopback on: a new network begins without it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        wanted = struct.pack("16sh", b"lo", _UP_LOOPBACK_RUNNING)
        fcntl.ioctl(any_socket, _SET_FLAGS, wanted)


def _prefix() -> list[str]:
    """What to put before a command so that it runs in a network of its own; empty: no way."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    as_somebody = ["--user", "--map-current-user", "--keep-caps"]
    ways = (["--mount"], []) if os.getuid() == 0 else (as_somebody,)
    for way in ways:
        command = [unshare, *way, "--net", "--"]
        tried = subprocess.run([*command, "true"], capture_output=True, timeout=20, check=False)
        if tried.returncode == 0:
            return command
    return []


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a lab that still runs to stop its servers, then end it."""
    for number, seconds in ((signal.SIGINT, 20), (signal.SIGKILL, 5)):
        if process.poll() is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
