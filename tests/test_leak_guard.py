"""The leak guard finds a deliberate leak in every channel, and nothing where there is none."""

import re

import pytest

from tests.leak_guard import DECODER, DOORS, GUARD
from tests.minting import claims, mint
from tests.signatures import WINDOW, SignatureRegister

PLUGINS = 'pytest_plugins = ["tests.leak_guard"]'

LEAKY = """
    import io, logging, subprocess, sys

    import click, jwt, pytest
    from click.testing import CliRunner

    from tests.minting import claims, mint

    SIGNATURE = mint(claims()).split(".")[2]

    def as_tokenlint(code, **names):
        exec(code, {"__name__": "tokenlint.report.made_up", "SIGNATURE": SIGNATURE, **names})

    def test_standard_output():
        print("begins with", SIGNATURE[:14])

    def test_standard_error_wrapped():
        print(SIGNATURE[5:45], file=sys.stderr)

    def test_log():
        logging.getLogger("tokenlint").debug("token %s", SIGNATURE[-20:])

    def test_read_by_capsys(capsys):
        print(SIGNATURE)
        assert capsys.readouterr().out

    def test_subprocess():
        done = subprocess.run(
            [sys.executable, "-c", f"print('{SIGNATURE}')"], capture_output=True, check=True
        )
        assert done.stdout

    def test_command():
        @click.command()
        def command():
            click.echo(SIGNATURE)
        assert CliRunner().invoke(command).output

    def test_exception_of_command():
        @click.command()
        def command():
            raise ValueError(SIGNATURE)
        assert CliRunner().invoke(command).exception

    def test_file_of_tokenlint(tmp_path):
        as_tokenlint("path.write_text(SIGNATURE)", path=tmp_path / "report.json")

    def test_file_of_subprocess(tmp_path):
        code = f"open(r'{tmp_path / 'report.json'}', 'w').write('{SIGNATURE}')"
        subprocess.run([sys.executable, "-c", code], check=True)

    def test_file_that_is_an_output_by_name(tmp_path):
        (tmp_path / "server.log").write_text(SIGNATURE)

    def test_stream_in_memory():
        as_tokenlint("stream.write('x' + SIGNATURE)", stream=io.StringIO())

    def test_hexadecimal():
        import base64
        print(base64.urlsafe_b64decode(SIGNATURE + "==").hex())

    def test_standard_base64():
        print("/".join(["path", SIGNATURE.replace("-", "+").replace("_", "/")]))

    def test_decoded_by_tokenlint():
        from tokenlint.credentials.jwt import decode
        signature = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJK"
        assert decode(f"eyJhIjoxfQ.eyJhIjoxfQ.{signature}".encode())
        print(signature)

    def test_encoded_by_pyjwt():
        print(jwt.encode({}, "a secret of more than thirty-two octets", algorithm="HS256"))

    @pytest.mark.parametrize("text", [SIGNATURE[:40]])
    def test_name(text):
        assert text
"""

TIGHT = """
    from tests.minting import claims, mint

    def test_input_and_innocent_output(tmp_path, capsys):
        token = mint(claims())
        (tmp_path / "token").write_text(token)
        print(token.split(".")[0], token.split(".")[1], token[-8:])
        assert capsys.readouterr().out
"""

QUIET = """
    import pytest

    from tests.minting import claims, mint

    TOKEN = mint(claims(), {"alg": "HS256"})
    open("kept", "w").write(TOKEN)

    @pytest.mark.parametrize("text", [TOKEN.split(".")[2]])
    def test_leak(text):
        print(TOKEN)
"""


@pytest.fixture
def inner(pytester: pytest.Pytester, root: object) -> pytest.Pytester:
    """A test session of its own, in its own process, with the guard and nothing else."""
    pytester.makeconftest(PLUGINS)
    pytester.makepyprojecttoml(f'[tool.pytest]\npythonpath = ["{root}"]\nlog_level = "DEBUG"')
    return pytester


def _run(inner: pytest.Pytester, source: str, *options: str) -> pytest.RunResult:
    inner.makepyfile(source)
    return inner.runpytest_subprocess("-p", "no:cacheprovider", "--import-mode=importlib", *options)


@pytest.mark.parametrize("options", [(), ("-n1",)], ids=["one process", "a worker"])
def test_a_leak_in_any_channel_fails_the_session(
    inner: pytest.Pytester, options: tuple[str, ...]
) -> None:
    done = _run(inner, LEAKY, *options)
    leaks = [line for line in done.outlines if line.startswith("LEAK ")]
    tests = re.findall(r"def (test_\w+)", LEAKY)
    # A file that no code of this process wrote is named by its folder, which pytest shortens.
    unseen = [name for name in tests if not any(name[:30] in line for line in leaks)]
    assert unseen == []
    assert len(leaks) == len(tests)
    assert done.ret == pytest.ExitCode.TESTS_FAILED


def test_inputs_and_other_parts_of_a_token_are_no_leak(inner: pytest.Pytester) -> None:
    done = _run(inner, TIGHT)
    done.stdout.fnmatch_lines(["leak guard: 1 signatures sought in * outputs, 0 leaks"])
    assert done.ret == pytest.ExitCode.OK


def test_a_worker_that_tells_nothing_fails_the_session(inner: pytest.Pytester) -> None:
    done = _run(inner, "import os\n\ndef test_crash():\n    os._exit(0)\n", "-n1", "--no-header")
    done.stdout.fnmatch_lines(["LEAK GUARD: worker gw0 told nothing"])
    assert done.ret == pytest.ExitCode.TESTS_FAILED


def test_the_summary_does_not_repeat_the_leak(inner: pytest.Pytester) -> None:
    done = _run(inner, QUIET)
    register = SignatureRegister()
    register.record_token((inner.path / "kept").read_text())
    summary = [line for line in done.outlines if line.startswith(("leak guard", "LEAK"))]
    assert len(summary) == 3
    assert register.parts_in("\n".join(summary)) == []


def test_all_doors_are_watched() -> None:
    assert {*DOORS, DECODER} == GUARD.doors


@pytest.mark.parametrize("alg", ["RS256", "ES256", "EdDSA", "HS256"])
def test_any_cut_of_a_signature_is_found(alg: str) -> None:
    register = SignatureRegister()
    token = mint(claims(), {"alg": alg})
    signature = token.split(".")[2]
    register.record_token(token)
    assert register.parts_in(f"sig {signature[:WINDOW]}...")
    assert register.parts_in(f"...{signature[-WINDOW:]} end")
    for at in range(len(signature) - 2 * WINDOW + 2):
        assert register.parts_in(signature[at : at + 2 * WINDOW - 1])


@pytest.mark.parametrize("remembered", [0, 10**6])
@pytest.mark.parametrize("longest", [0, 10**6])
def test_what_was_innocent_is_looked_at_again(
    remembered: int, longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.signatures.MOST_REMEMBERED", remembered)
    monkeypatch.setattr("tests.signatures.LONGEST_REMEMBERED", longest)
    register = SignatureRegister()
    tokens = [mint(claims(), {"alg": "HS256", "kid": str(number)}) for number in range(3)]
    for number, token in enumerate(tokens):
        register.record_token(token)
        assert [len(register.parts_in(each)) > 0 for each in tokens] == [
            at <= number for at in range(len(tokens))
        ]


def test_too_short_a_signature_is_not_sought() -> None:
    register = SignatureRegister()
    register.record_token("a.b.none")
    register.record_token("no token")
    assert len(register) == 0
    assert register.parts_in("none") == []
