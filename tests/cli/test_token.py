"""`tokenlint token`: where the token comes from, what it is judged against, what is never shown."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, program, tokenlint
from tests.judging import READER, Scripted, always, fault
from tests.minting import claims, jwks, mint
from tokenlint import inputs
from tokenlint.cli import reading
from tokenlint.credentials.keys import KeySet
from tokenlint.source import Problem, Source


@pytest.fixture(autouse=True)
def _engine(scripted: Scripted, here: Path) -> None:
    """Most tests here need neither policies nor files."""


@pytest.fixture
def captured(here: Path) -> Path:
    """A file with a token."""
    file = here / "captured.jwt"
    file.write_text(mint(claims()))
    return file


def report(*arguments: str | Path, **more: Any) -> dict[str, Any]:
    result = tokenlint("token", *USUAL, "--format=json", *arguments, **more)
    whole: dict[str, Any] = json.loads(result.stdout)
    return whole


def test_a_file_holds_the_token(captured: Path) -> None:
    result = tokenlint("token", *USUAL, captured)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"the token came from {captured}" in " ".join(result.stdout.split())
    assert "issuer     https://issuer.example" in result.stdout


def test_standard_input_holds_the_token() -> None:
    data = mint(claims()).encode()
    whole = report("-", stdin=data + b"\n")
    assert whole["documents"][0]["source"] == {"file": "-"}
    assert whole["notes"] == ["the token came from standard input"]


def test_the_token_is_looked_for_where_clients_do(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = here / "bt"
    file.write_text(mint(claims()))
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    monkeypatch.setenv("BEARER_TOKEN_FILE", str(file))
    (note,) = report()["notes"]
    assert "BEARER_TOKEN_FILE" in note
    monkeypatch.setenv("BEARER_TOKEN", mint(claims()))
    assert "BEARER_TOKEN" in report()["notes"][0]


def test_a_place_that_holds_no_token_stops_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEARER_TOKEN", "not a token")
    result = tokenlint("token", *USUAL)
    assert result.exit_code == 4
    assert "BEARER_TOKEN" in result.stderr


def test_no_token_anywhere_is_nothing_to_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "discover", lambda *_: reading.NotFound(("here", "there")))
    result = tokenlint("token", *USUAL)
    assert result.exit_code == 3
    assert "no token found; looked at here, there" in result.stderr
    assert "tokenlint token -" in result.stderr


def test_a_token_is_never_taken_from_the_arguments() -> None:
    token = mint(claims())
    result = tokenlint("token", *USUAL, token)
    assert result.exit_code == 2
    assert "never taken from the command line" in result.stderr
    assert "tokenlint token -" in result.stderr
    assert token[:40] not in result.output


def test_a_file_may_be_named_like_a_token(here: Path) -> None:
    (here / "eyJ.token").write_text(mint(claims()))
    assert tokenlint("token", *USUAL, "eyJ.token").exit_code == 0


@pytest.mark.parametrize("name", ["absent.jwt", ".", "a\0b"])
def test_a_file_that_cannot_be_read_is_incomplete(name: str) -> None:
    result = tokenlint("token", *USUAL, name)
    assert result.exit_code == 4
    assert "cannot be read" in result.stderr
    assert "or `-` for standard input" in result.stderr


def test_more_than_a_token_can_be_is_refused(
    captured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert inputs.MAX_BYTES == reading.MAX_BYTES
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    for result in (
        tokenlint("token", *USUAL, captured),
        tokenlint("token", *USUAL, "-", stdin=captured.read_bytes()),
    ):
        assert result.exit_code == 4
        assert "more than the limit of 10 bytes" in result.stderr


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "unreadable-token"),
        (b"hello", "unreadable-token"),
        (b"\xff\x00", "unreadable-token"),
        (b"eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHR", "unreadable-token"),
        (b"eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVy.dGFn",
         "encrypted-token"),
    ],
)  # fmt: skip
def test_what_nobody_can_read_is_incomplete(data: bytes, kind: str, scripted: Scripted) -> None:
    result = tokenlint("token", *USUAL, "-", "--format=json", stdin=data)
    assert result.exit_code == 4
    assert [error["kind"] for error in json.loads(result.stdout)["errors"]] == [kind]
    assert len(scripted.asked) == 1, "it is judged all the same"


def test_findings_of_an_unreadable_token_do_not_hide_that_it_is_incomplete(
    scripted: Scripted,
) -> None:
    scripted.answer = always("SIG009", "/credential/token")
    result = tokenlint("token", *USUAL, "-", stdin=b"hello")
    assert result.exit_code == 4


# Keys


def test_keys_verify_it(captured: Path) -> None:
    (captured.parent / "keys.json").write_text(json.dumps(jwks()))
    facts = report(captured, "--jwks", "keys.json")["documents"][0]["facts"]
    assert facts["signature"] == "verified with key key-1 of keys.json"


def test_keys_that_cannot_be_read_are_incomplete(captured: Path) -> None:
    result = tokenlint("token", *USUAL, captured, "--jwks", "absent.json")
    assert result.exit_code == 4
    assert "the keys cannot be read" in result.stdout


def test_keys_are_fetched_only_when_asked_for(
    captured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(issuer: str) -> KeySet | Problem:
        asked.append(issuer)
        return Problem("network", Source(issuer), "nobody answers", "look at the network")

    monkeypatch.setattr("tokenlint.credentials.online.fetch_keys", fetch)
    assert tokenlint("token", *USUAL, captured).exit_code == 0
    assert asked == []
    result = tokenlint("token", *USUAL, captured, "--online")
    assert (asked, result.exit_code) == (["https://issuer.example"], 4)
    assert "nobody answers" in result.stdout
    nameless = captured.with_name("n.jwt")
    nameless.write_text(mint(claims(iss=None)))
    assert tokenlint("token", *USUAL, nameless, "--online").exit_code == 4
    assert asked[1:] == [""]


def test_fetched_keys_verify_it(captured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tokenlint.credentials.keys import keys_from

    keys = keys_from(json.dumps(jwks()).encode(), "https://issuer.example/jwk")
    monkeypatch.setattr("tokenlint.credentials.online.fetch_keys", lambda _: keys)
    facts = report(captured, "--online")["documents"][0]["facts"]
    assert facts["signature"] == "verified with key key-1 of https://issuer.example/jwk"


def test_keys_come_from_one_place(captured: Path) -> None:
    result = tokenlint("token", *USUAL, captured, "--online", "--jwks", "keys.json")
    assert result.exit_code == 2
    assert "contradict" in result.stderr


# Against a workflow


@pytest.fixture
def declared(here: Path) -> Path:
    """Two workflow files, the second with two workflows."""
    (here / "one.yaml").write_text(READER)
    second = READER[READER.index("  nightly:") :].replace("nightly", "weekly")
    (here / "two.yaml").write_text(READER + second)
    return here


@pytest.mark.parametrize("reference", ["one.yaml#nightly", "one.yaml", "two.yaml#weekly"])
def test_a_token_is_judged_against_a_workflow(
    captured: Path, declared: Path, reference: str, scripted: Scripted
) -> None:
    document = report(captured, "--workflow", reference)["documents"][0]
    assert document["facts"]["judged against"] in {"nightly", "weekly"}
    assert document["excess"] >= 0
    assert "comparison" in scripted.asked[0]
    assert declared.exists()


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("one.yaml#nihgtly", "no workflow 'nihgtly'; there are nightly"),
        ("two.yaml", "which workflow?; there are nightly, weekly"),
        ("absent.yaml#x", "absent.yaml: No such file"),
        ("broken.yaml#x", "broken.yaml:"),
        ("services.yaml", "there are none"),
    ],
)
def test_a_workflow_that_is_not_there_is_a_usage_error(
    captured: Path, declared: Path, reference: str, words: str, scripted: Scripted
) -> None:
    (declared / "broken.yaml").write_text("tokenlint: workflows/1\na: [\n")
    (declared / "services.yaml").write_text(READER[: READER.index("workflows:\n")])
    result = tokenlint("token", *USUAL, captured, "--workflow", reference)
    assert result.exit_code == 2
    assert words in result.stderr
    assert scripted.asked == []


def test_what_is_wrong_beside_the_workflow_is_incomplete(captured: Path, declared: Path) -> None:
    with (declared / "one.yaml").open("a") as file:
        file.write("  broken:\n    operations: 7\n")
    result = tokenlint("token", *USUAL, captured, "--workflow", "one.yaml#nightly")
    assert result.exit_code == 4
    assert "one.yaml:" in result.stdout


def test_frames_show_the_workflow(captured: Path, declared: Path, scripted: Scripted) -> None:
    scripted.answer = always("SCP003", "/workflow/operations/0")
    result = tokenlint("token", *USUAL, captured, "--workflow", "one.yaml")
    assert "{operation: delete, service: disk, path: /scratch" in result.stdout
    assert declared.exists()


# Nothing leaks


@pytest.mark.parametrize(
    "format_", ["full", "concise", "json", "sarif", "junit", "github", "svg", "html", "space"]
)
def test_no_output_holds_the_signature(captured: Path, format_: str, scripted: Scripted) -> None:
    scripted.answer = fault
    result = tokenlint("token", *USUAL, captured, "--format", format_)
    signature = captured.read_text().rpartition(".")[2]
    assert signature[:20] not in result.output


def test_the_whole_way_with_the_real_engine() -> None:
    token = mint(claims(scope="storage.modify:/", aud="https://wlcg.cern.ch/jwt/v1/any"))
    done = program("token", *USUAL, "--format=json", "-", stdin=token.encode())
    whole = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (1, b"")
    assert {"AUD001", "SCP003"} <= {finding["rule"] for finding in whole["findings"]}
    witness = next(f for f in whole["findings"] if f["rule"] == "AUD001")["evidence"]["request"]
    assert witness == "DELETE / at any storage until 2026-11-20 13:00 UTC"
