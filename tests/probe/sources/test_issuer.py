"""What the client does when its issuer is not as it should be.

The rest is in `tests/probe/issuer/test_counter.py`.
"""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from tests.minting import NOW
from tests.probe.forged import GOOD, forged
from tokenlint.probe.issuer.asking import Given
from tokenlint.probe.sources.issuer import IssuerSource
from tokenlint.probe.token import TokenFailed


@pytest.fixture
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="tl-") as made:
        yield Path(made)


def failure(source: IssuerSource) -> str:
    with pytest.raises(TokenFailed) as caught:
        source.token(GOOD)
    assert caught.value.advice
    return caught.value.reason


def answering(folder: Path, answer: bytes, *, hang: bool = False) -> IssuerSource:
    """A source whose issuer says that to whoever asks first."""
    path = folder / "x.sock"
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    door.listen(1)

    def serve() -> None:
        line, _ = door.accept()
        with door, line:
            line.settimeout(5)
            line.recv(65536)
            line.sendall(answer)
            if hang:
                line.recv(1)

    threading.Thread(target=serve, daemon=True).start()
    return IssuerSource(path, seconds=0.5 if hang else 10.0, clock=lambda: NOW)


def test_its_answer(folder: Path) -> None:
    token = forged()
    source = answering(folder, msgspec.json.encode(Given(token=token.value)) + b"\n")
    assert source.token(GOOD).fingerprint == token.fingerprint


def test_nobody_is_there(folder: Path) -> None:
    path = folder / "x.sock"
    assert "not there" in failure(IssuerSource(path))
    path.write_text("x")
    assert "is none" in failure(IssuerSource(path))
    path.unlink()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    assert "Connection refused" in failure(IssuerSource(path))


def test_the_socket_of_another_user_is_not_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = answering(folder, b"{}\n")
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    assert "belongs to another user" in failure(source)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "closed the connection"),
        (b"{", "closed the connection"),
        (b"[]\n", "garbage"),
        (b"\xff\n", "garbage"),
        (b'{"token": 5}\n', "garbage"),
        (b"{}\n", "gave nothing"),
        (b'{"token": "a.b"}\n', "not one signed token"),
        (b'{"refused": "no"}\n', "no"),
        (b"x" * 70_000, "garbage"),
    ],
    ids=range(9),
)
def test_answers_that_are_none(folder: Path, answer: bytes, said: str) -> None:
    source = answering(folder, answer)
    with pytest.raises(TokenFailed) as caught:
        source.token(GOOD)
    assert said in caught.value.reason


def test_an_issuer_that_hangs(folder: Path) -> None:
    assert "no answer in time" in failure(answering(folder, b"{", hang=True))


def test_a_token_for_somebody_else_is_not_handed_out(folder: Path) -> None:
    token = forged(audience=("https://other.example",))
    source = answering(folder, msgspec.json.encode(Given(token=token.value)) + b"\n")
    assert "and not for" in failure(source)
