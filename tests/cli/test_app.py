"""The command group: help, slips of the pen, errors, pipes, signals."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from tests.cli.command import USUAL, _environment, program, tokenlint
from tests.conftest import ROOT
from tests.minting import claims, mint
from tokenlint import __version__
from tokenlint.cli import app, main
from tokenlint.errors import EngineError, PolicyError, UsageError
from tokenlint.source import Problem, Source

COMMANDS = (
    *("check", "token", "scan", "audit", "least", "fix", "baseline", "frontier"),
    *("compare", "can", "probe", "explain", "rules", "schema"),
)


def test_help_names_every_command() -> None:
    result = tokenlint("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"  {name}" in result.stdout
    assert "Exit codes: 0 clean, 1 findings" in result.stdout
    assert tokenlint("-h").stdout == result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str) -> None:
    result = tokenlint(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: tokenlint {name}")


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from tokenlint.cli.app import run; run(['--help']);"
        "sys.exit(any(name.startswith('tokenlint.cli.') and name != 'tokenlint.cli.app'"
        " for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


def test_without_a_command_usage_is_shown() -> None:
    result = tokenlint()
    assert result.exit_code == 2
    assert "Usage: tokenlint" in result.stderr


def test_the_version_is_told_in_every_way() -> None:
    assert tokenlint("--version").stdout == f"tokenlint {__version__}\n"
    assert program("--version").stdout.decode() == f"tokenlint {__version__}\n"
    assert program("--version").returncode == 0


def test_the_entry_point_exits_with_the_code_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tokenlint", "--version"])
    main()
    assert capsys.readouterr().out == f"tokenlint {__version__}\n"
    monkeypatch.setattr(sys, "argv", ["tokenlint", "chekc"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("chekc", "did you mean 'check'?"),
        ("zzz", f"there are {', '.join(COMMANDS)}"),
    ],
)
def test_an_unknown_command_gets_a_hint(word: str, hint: str) -> None:
    result = tokenlint(word)
    assert result.exit_code == 2
    assert hint in result.stderr
    assert result.stdout == ""


def test_a_token_in_place_of_a_command_is_not_repeated() -> None:
    token = mint(claims())
    result = tokenlint(token)
    assert result.exit_code == 2
    assert "a token never goes there" in result.stderr
    assert token[:40] not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--fail-on"),
        ("check", "--select"),
        ("check", "--at"),
        ("check", "--config"),
        ("check", "--inventory"),
        ("check", "--format"),
        ("check", "--opa-timeout"),
        ("token", "no-such-file"),
        ("token", "--workflow"),
        ("schema",),
        ("rules", "--axis"),
        ("rules", "test"),
    ],
)
def test_a_token_in_the_wrong_place_is_not_repeated(arguments: tuple[str, ...]) -> None:
    token = mint(claims())
    result = tokenlint(*arguments, token)
    assert result.exit_code in {2, 3, 4}
    assert token.rpartition(".")[2][:12] not in result.output


def test_a_token_in_place_of_the_name_of_its_file_is_not_repeated() -> None:
    token = mint(claims())
    result = tokenlint("token", BEARER_TOKEN="", BEARER_TOKEN_FILE=token)
    assert result.exit_code == 4
    assert "BEARER_TOKEN_FILE" in result.stderr
    assert token.rpartition(".")[2][:12] not in result.output


def test_a_message_moves_no_cursor() -> None:
    result = tokenlint("token", "no-such\x1b[2J-file")
    assert result.exit_code == 4
    assert "\x1b" not in result.stderr


def test_an_unknown_option_is_a_usage_error() -> None:
    result = tokenlint("check", "--formt", "json")
    assert result.exit_code == 2
    assert "--format" in result.stderr


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def main_(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(app.group, "main", main_)


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError("wrong"), 2), (EngineError("gone"), 4), (PolicyError("broken"), 4)],
)
def test_errors_of_the_tool_have_their_exit_codes(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(monkeypatch, error)
    result = tokenlint("check")
    assert result.exit_code == code
    assert result.stderr == f"tokenlint: {error}\n"


def test_an_error_is_told_with_place_problems_and_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem("syntax", Source("a.rego", 3, 1), "no Rego", "see `opa check`")
    error = PolicyError("2 problems", (problem, Problem("x", Source("b"), "y")), advice="mend them")
    error.source = Source("policies")
    raising(monkeypatch, error)
    assert tokenlint("check").stderr.splitlines() == [
        "tokenlint: policies: 2 problems",
        "  a.rego:3:1: no Rego",
        "    see `opa check`",
        "  b: y",
        "  mend them",
    ]


def test_a_crash_is_incomplete_and_says_where_without_what(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = mint(claims())
    raising(monkeypatch, KeyError(secret))
    result = tokenlint("check")
    assert result.exit_code == 4
    assert result.stderr.startswith(
        "tokenlint: internal error: KeyError; the analysis is incomplete"
    )
    assert "test_app.py:" in result.stderr
    assert "Traceback" not in result.stderr
    assert secret[:40] not in result.output


def test_interruption_is_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.cli.rules.load_catalogue", lambda *_: _interrupt())
    result = tokenlint("rules")
    assert result.exit_code == 4
    assert "interrupted" in result.stderr


def _interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at Linux's /proc")
def test_ctrl_c_ends_it_at_once_and_leaves_no_worker() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tokenlint", "token", *USUAL, "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
    )
    _wait_until_it_waits(process.pid)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (4, b""), err
    assert b"interrupted; the analysis is incomplete" in err
    assert b"Traceback" not in err


def _wait_until_it_waits(pid: int) -> None:
    """Until its worker was started, and it has been asleep for a while: it reads standard input."""
    asleep = 0
    for _ in range(1200):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        asleep = asleep + 1 if children.strip() and state == "S" else 0
        if asleep >= _LONG_ASLEEP:
            return
        time.sleep(0.025)
    pytest.fail("it never came to wait for its input")


_LONG_ASLEEP = 12


@pytest.mark.parametrize("arguments", [("rules",), ("schema", "report"), ("explain", "SCP")])
def test_a_closed_pipe_is_no_crash(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "tokenlint", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=_environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert err == b""


def test_a_pipe_that_closes_under_click_is_no_crash() -> None:
    code = "import sys; from tokenlint.cli.app import run; sys.exit(run(['--help']))"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=_environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(30), err) == (4, b"")


def test_no_terminal_and_no_colours_are_needed() -> None:
    done = program("rules", environ={"TERM": "", "NO_COLOR": "1", "LC_ALL": "C"})
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout


def test_the_group_knows_its_commands() -> None:
    context = click.Context(app.group)
    assert app.group.list_commands(context) == list(COMMANDS)
    assert app.group.get_command(context, "zzz") is None


def test_interruption_before_anything_was_imported_is_incomplete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["tokenlint", "rules"])
    monkeypatch.setattr(app, "run", lambda _: _interrupt())
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 4
    assert "interrupted" in capsys.readouterr().err


def test_interruption_while_a_class_is_made_is_incomplete(monkeypatch: pytest.MonkeyPatch) -> None:
    error = RuntimeError("Error calling __set_name__")
    error.__cause__ = KeyboardInterrupt()
    raising(monkeypatch, error)
    result = tokenlint("rules")
    assert (result.exit_code, result.stderr) == (
        4,
        "tokenlint: interrupted; the analysis is incomplete\n",
    )
