"""`tokenlint probe issuer` as a process of its own: asked, ended, killed, started again."""

import os
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import tokenlint
from tests.conftest import ROOT
from tests.probe.forged import GOOD
from tests.signatures import REGISTER
from tokenlint.cli.probe_issuer import _told
from tokenlint.credentials.fetch import Network
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet
from tokenlint.credentials.online import fetch_keys
from tokenlint.credentials.token import Verified
from tokenlint.credentials.verify import Unverified, verify
from tokenlint.probe.sources.issuer import IssuerSource
from tokenlint.probe.token import Token

_PROGRAM = """
import signal, sys
signal.signal(signal.SIGTERM, signal.default_int_handler)  # as the entry point does
from tokenlint.cli.probe_issuer import command
sys.exit(command.main(sys.argv[1:], standalone_mode=False))
"""


class Running:
    """A test issuer in a process of its own, with what it said before it served."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.authority = folder / "ca.pem"
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "--write-ca", str(self.authority), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(folder)},
        )
        assert self.process.stdout
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Serving"):
                break
        else:
            assert self.process.stderr
            raise AssertionError(self.process.stderr.read())
        words = [line.split() for line in self.said.splitlines() if line]
        self.issuer = next(line[1] for line in words if line[0] == "issuer")
        self.socket = Path(next(line[-1] for line in words if line[0] == "tokens,"))

    def keys(self) -> KeySet:
        context = ssl.create_default_context(cafile=self.authority)
        found = fetch_keys(self.issuer, Network(context, private=True))
        assert isinstance(found, KeySet)
        return found

    def end(self, by: int = signal.SIGTERM) -> tuple[int, str]:
        """Its exit code, and what it said while it served."""
        self.process.send_signal(by)
        out, errors = self.process.communicate(timeout=20)
        return self.process.returncode, out + errors


@pytest.fixture
def folder() -> Iterator[Path]:
    """A private folder with a short name, for the socket."""
    made = tempfile.mkdtemp(prefix="tl-")
    yield Path(made)
    shutil.rmtree(made)


def verified(token: Token, keys: KeySet) -> Verified | Unverified:
    data = token.value.encode()
    return verify(data, decode(data), keys)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(folder: Path, by: int) -> None:
    running = Running(folder, "--listen", "127.0.0.1:0", "--audience", "https://se.example")
    token = IssuerSource(running.socket).token(GOOD)
    assert isinstance(verified(token, running.keys()), Verified)
    for line in (f"issuer = {running.issuer}", "audience = https://se.example", "[Issuer "):
        assert line in running.said
    code, log = running.end(by)
    assert code == 0
    assert f"token {token.fingerprint} scope" in log
    assert "200 /jwks" in log
    assert "take the issuer out" in log
    assert REGISTER.parts_in(running.said + log) == []
    assert {file.name for file in folder.iterdir()} == {"ca.pem"}


def test_killed_and_started_again_it_has_other_keys(folder: Path) -> None:
    running = Running(folder, "--listen", "127.0.0.1:0")
    old, old_keys = IssuerSource(running.socket).token(GOOD), running.keys()
    code, _ = running.end(signal.SIGKILL)
    assert code == -signal.SIGKILL
    assert running.socket.is_socket()  # nobody could take it away
    address = running.issuer.removeprefix("https://localhost:")
    again = Running(folder, "--listen", f"127.0.0.1:{address}")
    try:
        assert (again.issuer, again.socket) == (running.issuer, running.socket)
        new = IssuerSource(again.socket).token(GOOD)
        keys = again.keys()
        assert isinstance(verified(new, keys), Verified)
        assert isinstance(verified(old, keys), Unverified)
        assert isinstance(verified(new, old_keys), Unverified)  # what a cache of keys brings about
    finally:
        again.end()
    assert not again.socket.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "able to trust"),
        (["--write-ca", "x", "--insecure-http"], "alone"),
        (["--insecure-http", "--listen", "192.0.2.1:1"], "loopback only"),
        (["--insecure-http", "--listen", "nowhere"], "no address"),
        (["--insecure-http", "--listen", "127.0.0.1:0", "--socket", "/"], "--socket"),
        (["--write-ca", "/", "--listen", "127.0.0.1:0"], "--write-ca"),
    ],
    ids=range(6),
)
def test_slips_of_the_pen(arguments: list[str], said: str) -> None:
    result = tokenlint("probe", "issuer", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr or "is a directory" in result.stderr


def test_the_command_that_follows_can_be_pasted() -> None:
    said = _told("https://i.example", "https://i.example/jwks", Path("a b"), None, "https://x y")
    (line,) = [line for line in said.splitlines() if line.startswith("Then: ")]
    words = shlex.split(line)
    assert words[1:5] == ["tokenlint", "probe", "URL", "--allow-write"]
    assert words[5:] == ["--audience", "https://x y", "--issuer-socket", "a b"]


def test_help_says_what_follows_from_keys_in_memory() -> None:
    told = " ".join(tokenlint("probe", "issuer", "--help").stdout.split())
    assert "After a restart services must fetch the new ones" in told
