"""The command `tokenlint audit`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import minting
from tests.audit.making import ISSUER, MAPPING, START, claims, line, text
from tests.audit.readers.samples import DCACHE_BILLING
from tests.cli.command import USUAL, program, tokenlint

LOG = [line("read", f"/vo/out/{n}", time=START + 60 + n, jti=f"token-{n % 2}") for n in range(9)]
PLANTED = line("delete", "/vo/out/1", time=START + 500)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Token facts, a mapping, and a log with one delete that nobody permitted."""
    (tmp_path / "facts.jsonl").write_bytes(text(claims(number) for number in range(2)))
    (tmp_path / "mapping.yaml").write_text(MAPPING)
    (tmp_path / "access.log").write_bytes(text([*LOG, PLANTED]))
    return tmp_path


def audit(folder: Path, *more: str | Path, log: str | Path = "access.log", **how: Any) -> Any:
    paths = (
        folder / log,
        "--tokens",
        folder / "facts.jsonl",
        "--log-mapping",
        folder / "mapping.yaml",
    )
    return tokenlint("audit", *USUAL, "--workers", "1", *paths, *more, **how)


def unfolded(text: str) -> str:
    return " ".join(text.split())


def findings(result: Any) -> list[str]:
    return [each["rule"] for each in json.loads(result.stdout)["findings"]]


def test_a_planted_delete_is_the_first_finding_with_its_line(folder: Path) -> None:
    result = audit(folder, "--format", "json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["findings"][0]["rule"] == "LOG001"
    assert f"{folder}/access.log" in result.stdout
    assert result.stderr == ""


def test_what_is_as_it_should_be_is_clean(folder: Path) -> None:
    (folder / "access.log").write_bytes(text(LOG))
    result = audit(folder)
    assert result.exit_code == 0
    assert "9 allowed" in result.stdout


@pytest.mark.slow
def test_a_log_may_come_through_standard_input(folder: Path) -> None:
    done = program(
        "audit",
        *USUAL,
        "-",
        "--tokens",
        folder / "facts.jsonl",
        "--log-mapping",
        folder / "mapping.yaml",
        "--format",
        "json",
        stdin=text([PLANTED]),
    )
    assert json.loads(done.stdout)["findings"][0]["rule"] == "LOG001"


def test_what_cannot_be_read_is_incomplete_and_the_rest_is_told(folder: Path) -> None:
    (folder / "access.log").write_bytes(text(LOG) + b"broken\n" * 3 + text([PLANTED]))
    result = audit(folder, folder / "missing.log", "--format", "json")
    assert result.exit_code == 4
    assert findings(result)[0] == "LOG001"
    assert len(json.loads(result.stdout)["errors"]) == 2


def test_facts_of_no_token_are_incomplete(folder: Path) -> None:
    (folder / "facts.jsonl").write_text("these are no facts\n")
    result = audit(folder)
    assert result.exit_code == 4
    assert "no JSON" in result.stdout


def test_an_empty_log_is_nothing_to_check(folder: Path) -> None:
    (folder / "access.log").write_text("")
    assert audit(folder).exit_code == 3


def test_observed_operations_feed_the_least_token(folder: Path) -> None:
    out = folder / "observed.jsonl"
    result = audit(folder, "--observed", out)
    assert result.exit_code == 1
    lines = [json.loads(each) for each in out.read_text().splitlines()]
    assert {each["operation"] for each in lines} == {"read"}
    assert sum(each.get("count", 1) for each in lines) == 9
    least = tokenlint("least", "--observed", out)
    assert least.exit_code == 0
    assert "storage.modify" not in least.stdout, "what was wrong does not become a need"
    assert "storage.read:/vo/out/8" in least.stdout
    assert "1 allowed operation not written for `tokenlint least`" in unfolded(result.stdout)


def test_observed_operations_may_go_through_a_pipe(folder: Path) -> None:
    result = audit(folder, "--observed", "-")
    lines = [json.loads(each) for each in result.stdout.splitlines()]
    assert sum(each.get("count", 1) for each in lines) == 9
    assert "1 allowed operation not written for `tokenlint least`" in result.stderr
    least = tokenlint("least", "--observed", "-", stdin=result.stdout)
    assert "storage.read:/vo/out/8" in least.stdout


def test_unused_rights_are_told(folder: Path) -> None:
    result = audit(folder, "--format", "json", "--persona", "auditor")
    (usage,) = json.loads(result.stdout)["usage"]
    assert usage["unused"] == ["storage.create:/vo/out"]


def test_a_base_path_is_taken_off(folder: Path) -> None:
    (folder / "access.log").write_bytes(text([line("create", "/data/vo/out/f")]))
    assert audit(folder).exit_code == 1
    assert audit(folder, "--base-path", "/data").exit_code == 0
    assert audit(folder, "--base-path", f"{ISSUER}=/data").exit_code == 0


def test_addresses_are_explained_by_number(folder: Path) -> None:
    lines = [line(client=f"192.0.2.{n}") for n in range(4)]
    (folder / "access.log").write_bytes(text(lines))
    assert "LOG006" in findings(audit(folder, "--format", "json"))
    assert "LOG006" not in findings(audit(folder, "--format", "json", "--addresses", "4"))


def test_what_is_wrong_in_the_file_of_a_workflow_is_told(folder: Path) -> None:
    """It would explain fewer services than it should, or more."""
    (folder / "access.log").write_bytes(text(LOG))
    good = (
        "tokenlint: workflows/1\nservices:\n  disk: {kind: storage, audience: https://se.example}\n"
        "workflows:\n  w: {kind: deletion}\n"
    )
    (folder / "w.yaml").write_text(good)
    assert audit(folder, "--workflow", f"{folder / 'w.yaml'}#w").exit_code == 0
    (folder / "w.yaml").write_text(good.replace("audience: https://se.example", "audience: [1]"))
    result = audit(folder, "--workflow", f"{folder / 'w.yaml'}#w", "--format", "concise")
    assert result.exit_code == 4
    assert f"{folder / 'w.yaml'}:3" in result.stdout


def test_the_service_of_a_log_that_names_none(folder: Path) -> None:
    (folder / "access.log").write_bytes(text([line(service=None)]))
    assert audit(folder).exit_code == 0
    assert audit(folder, "--service", "https://other.example").exit_code == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--log-format", "no-such-format"),
        ("--log-time-zone", "Nowhere/Land"),
        ("--base-path", "data"),
        ("--implementation", "no-such-product"),
        ("--skew", "-1"),
        ("--addresses", "0"),
    ],
)
def test_slips_of_the_pen_are_refused(folder: Path, option: str, value: str) -> None:
    result = audit(folder, option, value)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_mapping_that_is_none_is_named(folder: Path) -> None:
    (folder / "mapping.yaml").write_text("tokenlint: log-mapping/1\n")
    result = audit(folder)
    assert result.exit_code == 4
    assert "mapping.yaml" in result.stderr


def test_outputs_do_not_share_a_place(folder: Path) -> None:
    out = folder / "out"
    assert audit(folder, "--observed", out, "--format", f"json={out}").exit_code == 2


def test_no_token_of_a_log_is_shown(folder: Path) -> None:
    token = minting.mint(minting.claims())
    (folder / "a.txt").write_bytes(text([line("delete", f"/vo/{token}", jti=token[-40:])]))
    for name in ("full", "json", "html"):
        result = audit(folder, "--format", name, log="a.txt")
        assert (token in result.stdout, token in result.stderr) == (False, False)


def test_the_year_of_times_without_one_may_be_named(tmp_path: Path) -> None:
    log = tmp_path / "billing"
    log.write_text(next(each for each in DCACHE_BILLING.splitlines(True) if ":transfer]" in each))
    seen = tokenlint("audit", *USUAL, "--log-format", "dcache-billing", "--log-year", "2019", log)
    assert "2019-11-20 12:00 UTC" in seen.stdout, seen.stdout
