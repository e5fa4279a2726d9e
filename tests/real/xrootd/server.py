"""A real XRootD server on free ports of this machine, started and stopped by the lab."""

import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.real.xrootd.configurations import MAIN, Configuration
from tests.real.xrootd.programs import Programs

PATIENCE = 20
"""Seconds that a server may take to start, and to end."""

ACCOUNT = "xrootd"
"""XRootD does not run as root; its packages bring this account for it."""


_CONSEQUENCES = ("XrdProtocol:", "XrootdConfig:", "Starting on", " -c ")
"""Words of lines that follow from the reason, or come before it."""


class NotStartedError(Exception):
    """The server ended, or did not open its ports in time; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one server; `etc` holds the certificates, `cache` the issuers' keys."""

    folder: Path
    etc: Path
    root: Path
    cache: Path


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `files` are its configuration files as they were written."""

    http: int
    root: int
    files: Mapping[str, str] = field(repr=False)
    process: "subprocess.Popen[bytes]" = field(repr=False)

    @property
    def lives(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None


def account() -> int | None:
    """The user id that servers run as; None for our own, since we are not root."""
    return pwd.getpwnam(ACCOUNT).pw_uid if os.getuid() == 0 else None


@contextmanager
def running(
    programs: Programs, configuration: Configuration, place: Place, host: int | None
) -> Iterator[Server]:
    """A server with this configuration, as user `host`; raises NotStartedError."""
    http, root = free_port(), free_port()
    state = place.folder / "state"
    state.mkdir(exist_ok=True)
    if host is not None:
        os.chown(state, host, -1)
    files = configuration.filled(
        {"ETC": str(place.etc), "ROOT": str(place.root), "HTTP": str(http), "STATE": str(state)}
    )
    for name, text in files.items():
        (place.etc / name).write_text(text)
    log = place.folder / "server.log"
    server = Server(http, root, files, _start(programs, root, place, host, log))
    try:
        _wait_for(server, log)
        yield server
    finally:
        _stop(server.process)


def _start(
    programs: Programs, port: int, place: Place, host: int | None, log: Path
) -> "subprocess.Popen[bytes]":
    """Start a server; it stays in the lab's process group, so that it ends with the lab, too."""
    state = place.folder / "state"
    command: list[str | Path] = [programs.server, "-c", place.etc / MAIN, "-p", str(port)]
    with log.open("wb") as words:
        return subprocess.Popen(
            command,
            cwd=state,
            env={"PATH": "/usr/bin:/bin", "HOME": str(state), "XDG_CACHE_HOME": str(place.cache)},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            user=host,
            group=None if host is None else pwd.getpwuid(host).pw_gid,
            extra_groups=None if host is None else [],
        )


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(server: Server, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while not (_answers(server.http) and _answers(server.root)):
        if time.monotonic() > until or not server.lives:
            raise NotStartedError(_last_words(log))
        time.sleep(0.02)


def _last_words(log: Path) -> str:
    """What a server says of the reason why it did not start."""
    lines = log.read_text(errors="replace").splitlines()
    stated = [line for line in lines if line[:6].isdigit() and "initialization" not in line]
    own = [line for line in stated if not any(word in line for word in _CONSEQUENCES)]
    return "; ".join((own or stated or lines)[-2:])


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a server, by force where it does not end by itself."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        process.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE / 4)
            return
