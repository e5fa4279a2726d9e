import base64
import hashlib
import os
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe.forged import forged
from tests.probe.sources.programs import program
from tests.signatures import REGISTER
from tokenlint.probe.sources.running import harmless, output_of
from tokenlint.probe.token import TokenFailed

# Looks like a signature, and signs nothing; always the same, so that luck plays no part.
SIGNATURE = base64.urlsafe_b64encode(hashlib.sha512(b"a signature").digest()).decode().rstrip("=")
REGISTER.record(SIGNATURE)


def words(folder: Path, body: str) -> list[str]:
    program(folder, body)
    return [sys.executable, "-I", str(folder / "client.py")]


def shell(script: str) -> list[str]:
    """A program that starts at once, also on a busy machine."""
    return ["/bin/sh", "-c", script]


def failure(arguments: list[str], seconds: float = 20.0) -> TokenFailed:
    with pytest.raises(TokenFailed) as caught:
        output_of(arguments, seconds)
    return caught.value


def test_the_output_of_a_program(tmp_path: Path) -> None:
    assert output_of(words(tmp_path, "print('x')"), 20) == b"x\n"


def test_it_gets_no_input(tmp_path: Path) -> None:
    assert output_of(words(tmp_path, "import sys; print(len(sys.stdin.read()))"), 20) == b"0\n"


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    failed = failure([str(tmp_path / "not-there")])
    assert failed.reason == "not-there cannot be started: No such file or directory"


@pytest.mark.slow
def test_a_slow_program_is_ended_with_its_children(tmp_path: Path) -> None:
    child = tmp_path / "child.pid"
    began = time.monotonic()
    failed = failure(shell(f"sleep 60 & echo $! > '{child}'; echo half a token; sleep 60"), 1.0)
    assert "did not end in 1 seconds" in failed.reason
    assert time.monotonic() - began < 10
    assert _gone(int(child.read_text()))


@pytest.mark.slow
def test_a_child_that_keeps_the_output_open_is_ended_too() -> None:
    began = time.monotonic()
    assert "did not end in" in failure(shell("sleep 60 & echo x"), 1.0).reason
    assert time.monotonic() - began < 10


def test_output_without_end_is_cut(tmp_path: Path) -> None:
    body = "import sys\nwhile True: sys.stdout.write('x' * 10000)"
    failed = failure(words(tmp_path, body))
    assert "prints more than 65536 bytes" in failed.reason


def test_errors_without_end_do_not_stop_it(tmp_path: Path) -> None:
    body = "import sys\nsys.stderr.write('no ' * 1000000)\nprint('x')"
    assert output_of(words(tmp_path, body), 20) == b"x\n"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("import sys; sys.exit(7)", "ended with status 7"),
        ("import os; os.kill(os.getpid(), 15)", "ended by signal 15"),
    ],
    ids=["status", "signal"],
)
def test_a_program_that_fails(tmp_path: Path, body: str, said: str) -> None:
    failed = failure(words(tmp_path, body))
    assert f"{said}; it says nothing" in failed.reason
    assert "by hand" in failed.advice


def test_what_it_complains_of_is_told_without_the_token(tmp_path: Path) -> None:
    token = forged()
    held = tmp_path / "held.txt"
    held.write_text(
        f"cannot renew {token.value}\nAuthorization: Bearer {token.value}\n{token.value[-40:]}\n"
    )
    body = f"import sys; sys.stderr.write(open({str(held)!r}).read()); sys.exit(1)"
    failed = failure(words(tmp_path, body))
    print(failed.reason, failed.advice)  # noqa: T201 - for the leak guard
    assert "it says: cannot renew" in failed.reason
    assert REGISTER.parts_in(failed.reason + failed.advice) == []


@pytest.mark.parametrize(
    "text",
    [
        "Error: account not loaded, run oidc-add my-account first",
        "could not resolve host: iam.some-experiment.example",
    ],
    ids=["account", "host"],
)
def test_plain_words_are_told(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("words", ["account not loaded", "refused", "Could not connect"])
def test_what_a_program_whose_name_ends_with_token_says_is_told(words: str) -> None:
    assert harmless(f"oidc-token: {words}") == f"oidc-token, {words}"


@given(st.integers(0, 74), st.integers(0, 86), st.sampled_from(["", " ", '"', "=", "\n", "/", "."]))
def test_no_part_of_a_signature_is_told(start: int, end: int, beside: str) -> None:
    piece = SIGNATURE[start : max(end, start + 12)]
    told = harmless(f"x{beside}{piece}{beside}y and more")
    assert REGISTER.parts_in(told) == []


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('answer: {"password": "hunter2"}', "hunter2"),
        ("refresh token 0123456789abcdef0123 is gone", "0123456789abcdef0123"),
        ("access_token: hunter2", "hunter2"),
        ("access token: onlyletters123", "onlyletters123"),
        ("bad key AbCdEfGhIjKlMnOpQrSt", "AbCdEfGhIjKlMnOpQrSt"),
    ],
    ids=["named", "hexadecimal", "short", "mixed", "letters"],
)
def test_other_secrets_are_not_told(text: str, secret: str) -> None:
    assert secret not in harmless(text)


def test_control_characters_are_spelled_out() -> None:
    assert "\x1b" not in harmless("\x1b[31mred")


def test_a_long_complaint_is_cut() -> None:
    assert len(harmless("no " * 10_000)) < 310


def _gone(process: int) -> bool:
    """Whether a process has ended; what nobody has collected yet counts as such."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (ProcessLookupError, FileNotFoundError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
