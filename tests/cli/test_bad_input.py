"""What bad input gets: a clear message, the right exit code, and everything else still judged."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, program, tokenlint
from tests.judging import READER, SERVICES, Scripted, catalogue
from tests.minting import claims, mint
from tests.policy.engines.fake_opa import FakeOpa, running, slowly
from tokenlint import inputs
from tokenlint.policy.policies import PolicySet, load_policies
from tokenlint.shipped import policies_dir

GOOD = "good.yaml"
BOMB = "tokenlint: workflows/1\nx-0: &x0 [lol]\n" + "".join(
    f"x-{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 30)
)


@pytest.fixture
def good(here: Path) -> Path:
    """A file that can be judged, beside whatever cannot."""
    (here / GOOD).write_text(READER)
    return here


def checked(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    result = tokenlint("check", *USUAL, "--format=json", *arguments)
    assert "Traceback" not in result.output
    return result.exit_code, json.loads(result.stdout)


def expect(found: tuple[int, dict[str, Any]], *words: str) -> dict[str, Any]:
    """Incomplete, with all these words in the errors, and the good file judged."""
    code, whole = found
    said = "\n".join(f"{e['source']['file']} {e['kind']} {e['reason']} {e.get('advice', '')}"
                     for e in whole["errors"])  # fmt: skip
    assert code == 4
    for word in words:
        assert word in said
    assert f"{GOOD}#nightly" in {document["id"] for document in whole["documents"]}
    return whole


@pytest.mark.usefixtures("good")
def test_a_missing_file(scripted: Scripted) -> None:
    expect(checked(GOOD, "absent.yaml"), "absent.yaml unreadable No such file or directory")
    assert len(scripted.asked) == 1


def test_a_file_that_is_nothing_known(good: Path, scripted: Scripted) -> None:
    (good / "notes.txt").write_text("hello")
    expect(checked(GOOD, "notes.txt"), "notes.txt not-recognised")
    assert scripted.asked


def test_bytes_that_are_no_text(good: Path, scripted: Scripted) -> None:
    (good / "b.yaml").write_bytes(b"tokenlint: workflows/1\nx: \xff\xfe\n")
    expect(checked("."), "b.yaml")
    assert scripted.asked


def test_half_a_token(good: Path, scripted: Scripted) -> None:
    (good / "half.jwt").write_text(mint(claims())[:100])
    whole = expect(checked("."), "half.jwt unreadable-token no service can read this as a token")
    assert [document["kind"] for document in whole["documents"]] == ["workflow", "token"]
    assert len(scripted.asked) == 2


def test_an_encrypted_token(good: Path, scripted: Scripted) -> None:
    data = "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVy.dGFn"
    (good / "jwe.token").write_text(data)
    expect(checked("."), "jwe.token encrypted-token")
    assert len(scripted.asked) == 2


def test_a_token_of_100_megabytes(good: Path, scripted: Scripted) -> None:
    with (good / "huge.jwt").open("wb") as file:
        file.write(b"eyJhbGciOiJSUzI1NiJ9.")
        file.truncate(100_000_000)
    start = time.monotonic()
    expect(checked("."), "huge.jwt oversize it holds more than the limit")
    result = tokenlint("token", *USUAL, "huge.jwt")
    assert result.exit_code == 4
    assert f"more than the limit of {inputs.MAX_BYTES:,} bytes" in result.stderr
    assert time.monotonic() - start < 20
    assert scripted.asked


def test_a_token_of_half_a_megabyte_is_judged_and_incomplete(
    good: Path, scripted: Scripted
) -> None:
    (good / "long.jwt").write_text(mint(claims(padding="x" * 500_000)))
    expect(checked("."), "long.jwt unreadable-token", "more than 262144 bytes")
    assert len(scripted.asked) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tokenlint: workflows/1\nworkflows:\n\tw: {}\n", "tab"),
        ("tokenlint: workflows/1\nservices: {}\nservices: {}\n", "services"),
        (BOMB, "alias"),
        ("tokenlint: workflows/1\nworkflow:\n  a: {}\n", "workflows"),
        (SERVICES + "workflows:\n  w:\n    operations: 7\n", "operations"),
        ("tokenlint: workflows/9\n", "workflows/1"),
        ("tokenlint: workflows/1\ninclude: [absent.yaml]\n", "absent.yaml"),
        ("tokenlint: workflows/1\na: [\n", ""),
        ("tokenlint: workflows/1\na: " + "[" * 5000 + "\n", ""),
    ],
    ids=["tabs", "duplicate", "bomb", "unknown", "schema", "version", "include", "syntax", "deep"],
)
def test_yaml_that_cannot_be_used(good: Path, scripted: Scripted, text: str, words: str) -> None:
    (good / "bad.yaml").write_text(text)
    start = time.monotonic()
    whole = expect(checked("."), "bad.yaml", words)
    assert all(e["source"].get("line") for e in whole["errors"] if e["kind"] != "limit")
    assert time.monotonic() - start < 20
    assert scripted.asked


def test_a_broken_workflow_beside_a_good_one_in_a_file(here: Path, scripted: Scripted) -> None:
    text = READER + "  broken:\n    operations: [{operation: dleete}]\n"
    (here / GOOD).write_text(text)
    expect(checked(GOOD), "delete")
    assert len(scripted.asked) == 1


def test_an_unknown_rule_is_a_usage_error_with_a_hint(good: Path) -> None:
    result = tokenlint("check", *USUAL, good, "--ignore", "SPC001")
    assert result.exit_code == 2
    assert "did you mean SCP001 for SPC001?" in result.stderr


# An OPA server that fails, through the command line


@pytest.fixture(scope="module")
def policies() -> PolicySet:
    return load_policies([policies_dir()], catalogue())


@pytest.fixture
def fake(policies: PolicySet) -> Iterator[FakeOpa]:
    """A server that finds nothing, until it is told to misbehave."""
    with running() as opa:
        opa.answer = lambda documents: {
            str(at): _answer(policies, each) for at, each in enumerate(documents)
        }
        yield opa


def _answer(policies: PolicySet, each: dict[str, Any]) -> dict[str, Any]:
    canary = {"format": each["format"], "kind": each["kind"], "policies": policies.digest}
    codes = [rule.code for rule in policies.for_kind(each["kind"])]
    return {"canary": canary, "findings": {code: [] for code in codes}}


def at_server(url: str, *more: str, path: str = ".") -> Any:
    return tokenlint(
        "check", *USUAL, "--format=json", path, "--opa-url", url, "--opa-timeout", "0.4", *more
    )


def test_a_server_that_works(good: Path, fake: FakeOpa) -> None:
    result = at_server(fake.url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)["tool"]["engine"].startswith("server (OPA 9.9.9")
    assert fake.policies == {}, "it is left as it was found"
    assert good.exists()


def test_a_server_that_is_down(good: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    result = at_server(url)
    assert (result.exit_code, result.stdout) == (4, "")
    assert url in result.stderr
    assert "Traceback" not in result.stderr
    assert good.exists()


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (slowly, "0.4 s"),
        ((200, b"<html>hello</html>"), ""),
        ((200, {"result": [1]}), ""),
        ((500, {"code": "internal_error", "message": "oh"}), "oh"),
        ((0, b""), ""),
    ],
    ids=["slow", "no-json", "nonsense", "error", "hangs-up"],
)
def test_a_server_that_cannot_judge(good: Path, fake: FakeOpa, reply: Any, words: str) -> None:
    fake.on("POST", "/v1/data", reply)
    result = at_server(fake.url)
    assert result.exit_code == 4
    whole = json.loads(result.stdout)
    assert whole["errors"]
    assert {error["kind"] for error in whole["errors"]} == {"engine"}
    assert words in whole["errors"][0]["reason"]
    assert f"{GOOD}#nightly" in {document["id"] for document in whole["documents"]}
    assert good.exists()


def test_a_server_that_dies_midway_keeps_what_was_judged(good: Path, fake: FakeOpa) -> None:
    many = "".join(
        READER[READER.index("  nightly:") :].replace("nightly", f"w{n}") for n in range(250)
    )
    (good / GOOD).write_text(READER + many)
    asked: list[int] = []
    whole_answer = fake.answer

    def reply(documents: list[Any]) -> Any:
        asked.append(len(documents))
        if len(asked) > 1:
            fake.on("POST", "/v1/data", (0, b""))
            return "nonsense"
        return whole_answer(documents)

    fake.answer = reply
    # documents of equal content are one: give each a lifetime of its own
    text = (good / GOOD).read_text().split("lifetime: 6h")
    (good / GOOD).write_text(
        "".join(f"{part}lifetime: {6000 + n}s" for n, part in enumerate(text[:-1]))
    )
    result = at_server(fake.url)
    report = json.loads(result.stdout)
    assert result.exit_code == 4
    assert asked[0] == 200
    assert len(report["documents"]) == 251
    assert 0 < len(report["errors"]) <= 51


def test_a_server_with_foreign_policies_in_the_way(good: Path, fake: FakeOpa) -> None:
    fake.policies["theirs"] = 'package tokenlint.scp["delete-without-modify"]\n\nfindings := {}\n'
    result = at_server(fake.url)
    assert result.exit_code == 4
    assert "theirs" in result.stderr
    assert list(fake.policies) == ["theirs"]
    assert good.exists()


def test_an_address_that_is_none(good: Path) -> None:
    result = at_server("opa.example")
    assert result.exit_code in (2, 4)
    assert "opa.example" in result.stderr
    assert good.exists()


def test_the_whole_of_it_with_the_real_engine(good: Path) -> None:
    (good / "half.jwt").write_text(mint(claims())[:100])
    (good / "bad.yaml").write_text("tokenlint: workflows/1\na: [\n")
    done = program("check", *USUAL, "--format=json", ".", "absent", cwd=good)
    whole = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (4, b"")
    assert {error["kind"] for error in whole["errors"]} >= {"unreadable-token", "unreadable"}
    assert "SCP001" in {finding["rule"] for finding in whole["findings"]}
