"""A real ARC CE in a network, a file system and a process table of its own.

A-REX trusts an issuer whose keys it can fetch over https from an authority of the machine's
`/etc/grid-security/certificates`, so the lab lays its own folder over that one, and its own file
over `/etc/hosts`. Jobs would run as `nobody` on this machine (LRMS `fork`); those of the probe wait
for a file and never do.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.real.xrootd.authority import write_certificates
from tests.real.xrootd.issuer import lay_over_system, serving

ISSUER = "https://issuer.example"
PROBED = "https://issuer.example/probed"
"""The issuer of the tokens that a whole probe presents."""
STRANGER = "https://stranger.example"
PORT = 8443
AUDIENCE = f"https://localhost:{PORT}"
PATIENCE = 30
"""Seconds that the CE may take to start, and to stop."""

STARTERS = tuple(Path("/usr/share/arc") / name for name in ("arc-arex-start", "arc-arex-ws-start"))
AUTHORITIES = Path("/etc/grid-security/certificates")
_DAEMONS = ("arex", "ws")
_OPEN = 0o1777

_CONFIGURATION = """
[common]
hostname = localhost
x509_host_key = {trust}/host.key
x509_host_cert = {trust}/host.pem
x509_cert_dir = {trust}/authorities
[authtokens]
[authgroup:ours]
{rules}
[mapping]
map_to_user = ours nobody:nogroup
[lrms]
lrms = fork
[arex]
controldir = {folder}/control
sessiondir = {folder}/session
runtimedir = {folder}/runtime
scratchdir = {folder}/scratch
logfile = {folder}/arex.log
pidfile = {folder}/arex.pid
wakeupperiod = 1
[arex/ws]
wsurl = https://localhost:{port}/arex
logfile = {folder}/ws.log
pidfile = {folder}/ws.pid
[arex/ws/jobs]
allowaccess = ours
[infosys]
logfile = {folder}/infosys.log
[infosys/glue2]
[infosys/cluster]
[queue:fork]
"""


class NotStartedError(Exception):
    """The CE did not open its port in time; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The certificates of the lab: `ca` is the file that clients trust."""

    folder: Path

    @property
    def ca(self) -> Path:
        """The authority."""
        return self.folder / "ca.pem"


def lacking(*, sudo: bool) -> str:
    """Why this machine cannot run the lab; empty where it can.

    `sudo`: root may be had by passwordless sudo, as scripts/system-packages.sh has it in CI.
    """
    if not all(file.is_file() for file in (*STARTERS, Path("/usr/sbin/arched"))):
        return "ARC is missing; `make tools` installs it (scripts/arc.sh)"
    if os.getuid() != 0 and not sudo:
        return "a CE that runs jobs as another account needs root"
    if not AUTHORITIES.is_dir():
        return f"{AUTHORITIES} is missing, where a CE looks for the authorities that it trusts"
    tried = subprocess.run([*prefix(), "true"], capture_output=True, timeout=20, check=False)
    return "" if tried.returncode == 0 else "no network and file system of its own can be made here"


def prefix() -> list[str]:
    """What to put before a command so that it is apart, and all it starts ends with it."""
    unshare = shutil.which("unshare") or "unshare"
    options = ["--mount", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    as_root = [] if os.getuid() == 0 else ["sudo", "-n", "--"]
    return [*as_root, unshare, *options, "--"]


@contextmanager
def trusted(keys: Mapping[str, Any]) -> Iterator[Trust]:
    """Certificates and issuers that this machine trusts as long as it lasts.

    `keys` are those of `PROBED`; the keys of all other issuers are those of `tests.minting`.
    """
    with tempfile.TemporaryDirectory(prefix="tokenlint-arc-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        write_certificates(folder)
        issuers = (ISSUER, PROBED, STRANGER)
        if not lay_over_system(issuers, folder):
            raise NotStartedError("the files of the system cannot be laid over")
        mount = ["mount", "--bind", str(folder / "authorities"), str(AUTHORITIES)]
        subprocess.run(mount, check=True, timeout=20)
        with serving(issuers, folder, {PROBED: keys}):
            yield Trust(folder)


@contextmanager
def running(trust: Trust, rules: Sequence[str]) -> Iterator[Path]:
    """The folder of a CE that lets in what the rules of `authgroup` match.

    Raises NotStartedError.
    """
    with tempfile.TemporaryDirectory(prefix="ce-", dir=trust.folder) as name:
        folder = Path(name)
        folder.chmod(0o711)
        configuration = _prepared(folder, trust, rules)
        environment = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "ARC_CONFIG": str(configuration),
            "TMPDIR": str(folder),
            "HOME": str(folder),
        }
        try:
            for starter in STARTERS:
                subprocess.run(
                    ["/bin/bash", starter],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    check=True,
                    timeout=PATIENCE,
                )
            _wait(folder)
            yield folder
        finally:
            _stop(folder)


def _prepared(folder: Path, trust: Trust, rules: Sequence[str]) -> Path:
    for each in ("control", "session", "runtime", "scratch"):
        (folder / each).mkdir()
    for each in ("session", "scratch"):
        (folder / each).chmod(_OPEN)
    parameters = folder / "control" / "dhparam.pem"  # else the starter makes long ones for minutes
    command = ["openssl", "dhparam", "-dsaparam", "-out", str(parameters), "2048"]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    lines = "\n".join(f"authtokens = {rule}" for rule in rules)
    text = _CONFIGURATION.format(trust=trust.folder, folder=folder, rules=lines, port=PORT)
    (folder / "arc.conf").write_text(text)
    return folder / "arc.conf"


def _wait(folder: Path) -> None:
    import socket

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
            return
        time.sleep(0.05)
    log = folder / "ws.log"
    raise NotStartedError(log.read_text(errors="replace")[-500:] if log.is_file() else "no log")


def _stop(folder: Path) -> None:
    """End both daemons, by force where they do not end by themselves."""
    for name in _DAEMONS:
        file = folder / f"{name}.pid"
        if not file.is_file() or not file.read_text().strip().isdecimal():
            continue
        daemon = int(file.read_text())
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(daemon, number)
            if _gone(daemon, PATIENCE / 2):
                break


def _gone(daemon: int, patience: float) -> bool:
    until = time.monotonic() + patience
    state = Path(f"/proc/{daemon}/stat")
    while time.monotonic() < until:
        with suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)  # we are the first process here, and inherit them
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False
