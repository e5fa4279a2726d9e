"""Macaroons on the command line: recognised by content, shown like a token, never usable."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, tokenlint
from tests.credentials.macaroon.minting import FORMS, made, minted, serialized
from tests.judging import Scripted

CAVEATS = ("path:/data/set1", "activity:DOWNLOAD", "before:2026-11-20T13:00:00Z")


@pytest.fixture(autouse=True)
def _engine(scripted: Scripted, here: Path) -> None:
    """Most tests here need neither policies nor files."""


def report(*arguments: str | Path, **more: Any) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(
        tokenlint(*arguments, *USUAL, "--format=json", **more).stdout
    )
    return whole


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", [1, 2])
def test_token_recognises_every_form(form: str, version: int) -> None:
    data = serialized(made(CAVEATS, version=version), form)
    whole = report("token", "-", stdin=data)
    (document,) = whole["documents"]
    assert (document["kind"], document["facts"]["location"]) == (
        "macaroon",
        "https://se.example:443",
    )
    assert whole["notes"] == ["the macaroon came from standard input"]
    assert whole["errors"] == []


def test_the_answer_of_a_service_may_be_given_as_it_is() -> None:
    answer = json.dumps({"macaroon": minted(*CAVEATS).decode(), "expires_in": 3600}).encode()
    (document,) = report("token", "-", stdin=answer)["documents"]
    assert document["kind"] == "macaroon"


def test_check_recognises_a_file_by_its_content(here: Path) -> None:
    (here / "captured").write_bytes(minted(*CAVEATS))
    (here / "answer.json").write_bytes(serialized(made(CAVEATS, version=2), "json"))
    kinds = [each["kind"] for each in report("check", here)["documents"]]
    assert kinds == ["macaroon", "macaroon"]


@pytest.mark.parametrize(
    ("name", "data"), [("captured", minted(*CAVEATS)[:60]), ("x.macaroon", b"gone")]
)
def test_what_cannot_be_read_is_an_error(here: Path, name: str, data: bytes) -> None:
    (here / name).write_bytes(data)
    result = tokenlint("check", *USUAL, here / name)
    assert result.exit_code == 4
    assert "no service can read this as a macaroon" in result.stdout


def test_it_is_looked_for_where_tokens_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEARER_TOKEN", minted(*CAVEATS).decode())
    (document,) = report("token")["documents"]
    assert document["kind"] == "macaroon"


@pytest.mark.parametrize(
    "option", [("--workflow", "w.yaml#x"), ("--jwks", "keys.json"), ("--online",)]
)
def test_options_for_tokens_are_refused(option: tuple[str, ...]) -> None:
    result = tokenlint("token", *USUAL, *option, "-", stdin=minted(*CAVEATS))
    assert result.exit_code == 2
    assert "this is a macaroon" in result.stderr


def test_a_macaroon_among_the_arguments_is_refused() -> None:
    data = minted(*CAVEATS).decode()
    result = tokenlint("token", *USUAL, data)
    assert result.exit_code == 2
    assert "never taken from the command line" in result.stderr
    assert data not in result.stderr
