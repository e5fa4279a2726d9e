"""Proxies on the command line: `token` and `check`, with the real policies."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import USUAL, tokenlint, use_running
from tests.credentials.proxy.made import attributes, file
from tests.judging import Scripted
from tokenlint.policy.engine import Engine
from tokenlint.report.render import FORMATS


@pytest.fixture(autouse=True)
def judged(shipped_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """Commands are answered by the real engine, which stays when they end."""
    return use_running(monkeypatch, shipped_engine)


@pytest.fixture
def captured(here: Path) -> Path:
    """A file with a proxy as clients write it."""
    return _write(here / "x509up_u1000", file(attributes("/made-up"), starts="now-5m"))


def _write(path: Path, data: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(data)
    path.chmod(mode)
    return path


def report(*arguments: str | Path, **more: Any) -> dict[str, Any]:
    result = tokenlint(*arguments, *USUAL, "--format=json", **more)
    whole: dict[str, Any] = json.loads(result.stdout)
    return whole


def rules(whole: dict[str, Any]) -> list[str]:
    return sorted({finding["rule"] for finding in whole["findings"]})


def test_a_good_proxy_is_placed_and_passes(captured: Path) -> None:
    result = tokenlint("token", *USUAL, captured)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "identity     /DC=example/DC=grid/OU=people/CN=Ma…" in result.stdout
    assert "the proxy came from" in result.stdout
    (document,) = report("token", captured)["documents"]
    assert document["kind"] == "proxy"
    assert document["vector"]["audience"] == document["vector"]["scope"] == 1


@pytest.mark.usefixtures("here")
def test_standard_input_has_no_mode() -> None:
    whole = report("token", "-", stdin=file(attributes()))
    assert (whole["errors"], rules(whole)) == ([], [])


def test_a_file_that_others_can_read(here: Path) -> None:
    open_file = _write(here / "proxy.pem", file(attributes()), 0o644)
    whole = report("token", open_file)
    assert rules(whole) == ["PRX010"]
    assert tokenlint("token", *USUAL, open_file).exit_code == 1


def test_one_as_der_without_its_issuer(here: Path) -> None:
    from tokenlint.credentials.proxy.pem import pieces

    data = pieces(file(attributes())).certificates[0]
    assert data is not None
    whole = report("token", _write(here / "proxy.der", data))
    assert rules(whole) == ["PRX008"]


@pytest.mark.usefixtures("captured")
def test_a_folder_is_searched_for_proxies_and_keys(here: Path) -> None:
    folder = here / "etc"
    folder.mkdir()
    _write(folder / "usercred.pem", file(form="end-entity"))
    _write(folder / "hostcert.pem", file(form="end-entity", private_key="absent"))
    _write(folder / "notes.sh", b"cat <<EOF\n" + file() + b"EOF\n")
    whole = report("check", here)
    found = {Path(each["source"]["file"]).name for each in whole["documents"]}
    assert found == {"x509up_u1000", "usercred.pem"}


def test_a_certificate_that_is_named_is_looked_at(here: Path) -> None:
    alone = _write(here / "hostcert.pem", file(form="end-entity", private_key="absent"), 0o644)
    whole = report("check", alone)
    assert ([each["kind"] for each in whole["documents"]], whole["errors"]) == (["proxy"], [])


def test_what_cannot_be_read_is_no_clean_report(here: Path) -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n"
    result = tokenlint("token", *USUAL, _write(here / "broken.pem", broken))
    assert result.exit_code == 4
    assert "certificate 1 of the file" in " ".join(result.stdout.split())


def test_a_workflow_to_judge_against(captured: Path, here: Path) -> None:
    declared = here / "w.yaml"
    declared.write_text(
        "tokenlint: workflows/1\n"
        "services: {disk: {audience: https://storage.example, kind: storage}}\n"
        "workflows:\n"
        "  reading:\n"
        "    kind: other\n"
        "    operations: [{operation: read, service: disk, path: /data, by: payload}]\n"
        "    usable_for: 1h\n"
    )
    (document,) = report("token", captured, "--workflow", declared)["documents"]
    assert document["excess"] > 0.5


@pytest.mark.parametrize("option", [["--online"], ["--jwks", "keys.json"]])
def test_keys_of_issuers_have_nothing_to_do_with_it(captured: Path, option: list[str]) -> None:
    result = tokenlint("token", *USUAL, *option, captured)
    assert result.exit_code == 2
    assert "leave out --jwks and --online" in result.stderr


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_shows_a_key_a_signature_or_a_person(here: Path, form: str) -> None:
    data = file(
        attributes("/made-up", holder="other", digest="sha1"),
        attributes("/made-up", fault="signature"),
        fault="subject",
        ends="now+99h",
    )
    path = _write(here / "x509up_u1", data, 0o644)
    outputs = [
        tokenlint(command, *USUAL, f"--format={form}", path) for command in ("token", "check")
    ]
    text = "".join(each.output for each in outputs)
    assert text
    assert "Made Up Person" not in text
    for body in re.findall(rb"[A-Za-z0-9+/]{40,}", data):
        assert body.decode()[:20] not in text
    assert os.fspath(path) in text or form not in {"full", "json"}
