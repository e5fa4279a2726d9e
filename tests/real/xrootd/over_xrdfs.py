"""Requests over the root protocol with the command line clients, as users send them.

xrdcp asks for attributes first, which a request of the bare protocol (`over_root`) does not.

The token goes into the session (ztn, in the environment of the client),
or, where the server has no such login, with each request.
"""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.real.xrootd.demands import Answer, Demand
from tests.real.xrootd.tree import FILES
from tokenlint.privilege.operation import Operation

SECONDS = 20
CLIENT: Mapping[str, str] = {
    "XRD_CONNECTIONRETRY": "1",
    "XRD_CONNECTIONWINDOW": "5",
    "XRD_REQUESTTIMEOUT": "10",
    "XRD_STREAMTIMEOUT": "10",
    "XRD_TIMEOUTRESOLUTION": "1",
    "XRD_LOGLEVEL": "Error",
}
_COMMANDS = {
    Operation.STAT: "stat",
    Operation.LIST: "ls",
    Operation.READ: "cat",
    Operation.MKDIR: "mkdir",
    Operation.RENAME: "mv",
    Operation.RENAME_OVER: "mv",
    Operation.DELETE: "rm",
}


@dataclass(frozen=True, slots=True)
class OverXrdfs:
    """A client of the root port of a server on this machine.

    `login` tells whether the server asks for a token at login;
    `programs` is the folder of the clients, `upload` a file that holds what is uploaded,
    `authorities` the folder with the certificate of the lab's own authority.
    """

    port: int
    login: bool
    programs: Path
    upload: Path
    authorities: Path
    protocol: str = "xrdfs"

    def ask(self, demand: Demand, token: str | None) -> Answer:
        """Send one request; a client that hangs is ended, and that is an answer, too."""
        try:
            done = subprocess.run(
                self._command(demand, token),
                env=self._environment(token),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer("timeout")
        return Answer(str(done.returncode), done.returncode == 0 and _saw(demand, done.stdout))

    def close(self) -> None:
        """Each request is a process of its own: nothing is open."""

    def _command(self, demand: Demand, token: str | None) -> list[str | Path]:
        server = f"{'roots' if self.login else 'root'}://localhost:{self.port}"
        with_request = f"?authz=Bearer%20{token}" if token and not self.login else ""
        path = demand.path + with_request
        if demand.operation in (Operation.CREATE, Operation.OVERWRITE):
            force = ["--force"] if demand.operation is Operation.OVERWRITE else []
            url = f"{server}/{path}"
            return [self.programs / "xrdcp", "--nopbar", "--silent", *force, self.upload, url]
        target = [demand.target + with_request] if demand.target else []
        return [self.programs / "xrdfs", server, _COMMANDS[demand.operation], path, *target]

    def _environment(self, token: str | None) -> dict[str, str]:
        own = {"PATH": "/usr/bin:/bin", "X509_CERT_DIR": str(self.authorities), **CLIENT}
        return own | ({"BEARER_TOKEN": token} if token and self.login else {})


def _saw(demand: Demand, output: bytes) -> bool:
    if demand.operation is Operation.READ:
        return output == FILES[demand.path]
    return (b"/g.txt" if demand.operation is Operation.LIST else b"Size:") in output
