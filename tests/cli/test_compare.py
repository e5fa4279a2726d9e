"""`tokenlint compare`: what can be named, what is printed, how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import AT, program, tokenlint
from tests.credentials.macaroon.minting import minted
from tests.credentials.proxy.made import attributes, file
from tests.minting import claims, mint

MAPPING = """\
tokenlint: mapping/1
services:
  disk:
    audience: https://storage.example
    rights: [{who: /vo, scope: "storage.read:/data"}]
"""
WORKFLOWS = """\
tokenlint: workflows/1
services: {disk: {audience: "https://storage.example", kind: storage}}
workflows:
  reading:
    kind: stage-out
    operations: [{operation: read, service: disk, path: /data/set1, by: payload}]
    usable_for: 1h
    token: {audience: "https://storage.example", scope: "storage.read:/data", lifetime: 6h}
"""
GROUPS = {"scope": None, "wlcg.groups": ["/vo"]}


@pytest.fixture(autouse=True)
def _files(here: Path) -> None:
    (here / "a.token").write_text(mint(claims()))
    (here / "groups.token").write_text(mint(claims(**GROUPS)))
    (here / "w.yaml").write_text(WORKFLOWS)
    (here / "m.yaml").write_text(MAPPING)


def data(*arguments: str, **more: Any) -> dict[str, Any]:
    result = tokenlint("compare", "--at", AT, "--format=json", *arguments, **more)
    assert result.stderr == ""
    whole: dict[str, Any] = json.loads(result.stdout)
    return whole


def relations(*arguments: str, **more: Any) -> list[str]:
    return [pair["relation"] for pair in data(*arguments, **more)["pairs"]]


def test_a_token_against_a_need_a_request_and_a_proxy() -> None:
    operands = ("w.yaml", "a.token", "w.yaml#reading#request", "voms-proxy-96h")
    assert relations(*operands) == ["equivalent", *["covered"] * 5]
    result = tokenlint("compare", "--at", AT, *operands)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "A and B are equivalent" in result.stdout
    assert "B is covered by D" in result.stdout


def test_a_mapping_makes_a_group_smaller() -> None:
    assert relations("groups.token", "a.token") == ["covers"]
    with_mapping = data("groups.token", "a.token", "--mapping", "m.yaml")
    group = with_mapping["credentials"][0]
    assert group["privilege"]["scope"] == ["storage.read:/data"]
    assert "by m.yaml:" in group["notes"]


@pytest.fixture
def several(here: Path) -> tuple[bytes, bytes]:
    """A proxy of the group and a macaroon of its storage, as files."""
    proxy = file(attributes("/vo"), policy="limited")
    macaroon = minted("path:/data", "activity:DOWNLOAD", location="https://storage.example")
    (here / "x509up_u1").write_bytes(proxy)
    (here / "shared").write_bytes(macaroon)
    return proxy, macaroon


@pytest.mark.usefixtures("several")
def test_a_proxy_and_a_macaroon_against_a_token() -> None:
    whole = data("x509up_u1", "shared", "a.token", "voms-proxy-96h")
    assert [each["kind"] for each in whole["credentials"]] == [
        "proxy", "macaroon", "token", "reference",
    ]  # fmt: skip
    words = {(each["one"], each["other"]): each["relation"] for each in whole["pairs"]}
    assert (words["A", "C"], words["A", "D"]) == ("covers", "covered")
    assert (words["A", "B"], words["B", "C"]) == ("incomparable", "covers")
    mapped = data("x509up_u1", "shared", "a.token", "--mapping", "m.yaml")
    assert mapped["credentials"][0]["privilege"]["scope"] == ["storage.read:/data"]
    assert "at disk: storage.read:/data" in mapped["credentials"][0]["notes"]


def test_no_key_and_no_signature_is_shown(several: tuple[bytes, bytes]) -> None:
    proxy, macaroon = several
    for form in ("full", "json", "svg"):
        result = tokenlint("compare", "--at", AT, f"--format={form}", "x509up_u1", "shared")
        assert (result.exit_code, result.stderr) == (0, "")
        assert not any(line in result.stdout for line in proxy.decode().split() if len(line) > 20)
        assert macaroon.decode()[-20:] not in result.stdout
        assert "Made Up Person" not in result.stdout


def test_what_cannot_be_read_is_told_by_its_kind(several: tuple[bytes, bytes], here: Path) -> None:
    proxy, macaroon = several
    (here / "cut").write_bytes(macaroon[:50])
    (here / "torn").write_bytes(proxy.replace(b"MII", b"MIJ", 1))
    result = tokenlint("compare", "--at", AT, "--format=json", "cut", "torn", "a.token", "shared")
    whole = json.loads(result.stdout)
    assert result.exit_code == 4
    assert [each["kind"] for each in whole["errors"]] == ["unreadable-macaroon", "unreadable-proxy"]
    assert [each["name"] for each in whole["credentials"]] == ["a.token", "shared"]


def test_standard_input() -> None:
    stdin = mint(claims()).encode()
    assert relations("-", "a.token", stdin=stdin) == ["equivalent"]


def test_an_inventory_sets_the_measure() -> None:
    usual = data("a.token", "legacy-8d")["credentials"][0]["vector"]["audience"]
    known = data("a.token", "legacy-8d", "--inventory", "w.yaml")
    assert known["credentials"][0]["vector"]["audience"] == 1 > usual


def test_instants(here: Path) -> None:
    later = claims(iat=claims()["iat"] + 60, nbf=claims()["nbf"] + 60, exp=claims()["exp"] + 60)
    (here / "later.token").write_text(mint(later))
    assert relations("a.token", "later.token") == ["equivalent"]
    assert relations("a.token", "later.token", "--instants") == ["incomparable"]
    result = tokenlint("compare", "a.token", "legacy-8d", "--instants")
    assert result.exit_code == 2
    assert "captured credentials only" in result.stderr


def test_what_cannot_be_read_ends_with_4_and_the_rest_is_compared() -> None:
    result = tokenlint("compare", "--at", AT, "a.token", "gone.token", "legacy-8d")
    assert result.exit_code == 4
    assert "A is covered by B" in result.stdout
    assert "ERROR  unreadable  gone.token" in result.stdout


def test_a_mapping_with_an_error_is_not_used(here: Path) -> None:
    (here / "m.yaml").write_text(MAPPING.replace("storage.read", "storage.see"))
    for command in (("compare", "a.token", "legacy-8d"), ("token", "--no-config", "groups.token")):
        result = tokenlint(*command, "--mapping", "m.yaml")
        assert result.exit_code == 4
        assert "the mapping m.yaml cannot be used" in result.stderr
        assert "m.yaml:5:33: `storage.see:/data` grants nothing" in result.stderr
        assert "tokenlint schema mapping" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "it takes two to compare"),
        (("a.token",), "tokenlint compare FILE voms-proxy-96h"),
        (("-", "-"), "standard input can be read once only"),
        (("a.token",) * 13, "more than 12"),
        (("a.token", "w.yaml", "--format=sarif"), "no format of a comparison is called 'sarif'"),
        (("a.token", "w.yaml", "--at=now"), "is no time"),
        (("a.token", "w.yaml", "--mapping=gone"), "does not exist"),
    ],
)
def test_slips_of_the_pen(arguments: tuple[str, ...], said: str) -> None:
    result = tokenlint("compare", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_token_is_never_taken_from_the_arguments() -> None:
    token = mint(claims())
    result = tokenlint("compare", token, "legacy-8d")
    assert result.exit_code == 2
    assert token[:40] not in result.output


def test_files_and_a_picture(here: Path) -> None:
    formats = ("--format=svg=c.svg", "--format=json=c.json", "--format=full")
    result = tokenlint("compare", "--at", AT, "a.token", "voms-proxy-96h", *formats)
    assert result.exit_code == 0
    assert (here / "c.svg").read_text().startswith("<svg ")
    assert json.loads((here / "c.json").read_text())["schema"] == "tokenlint.compare/1"


def test_nobody_is_named(here: Path) -> None:
    (here / "p.token").write_text(mint(claims(**GROUPS, sub="jane.doe@example.org", name="Jane")))
    for name in ("full", "json", "svg"):
        result = tokenlint("compare", "p.token", "a.token", "--mapping=m.yaml", f"--format={name}")
        assert "jane" not in result.stdout.lower()


def test_it_is_a_command_of_the_program(here: Path) -> None:
    done = program("compare", "a.token", "voms-proxy-96h", "--at", AT, cwd=here)
    assert (done.returncode, done.stderr) == (0, b"")
