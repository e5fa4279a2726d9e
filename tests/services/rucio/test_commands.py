import pytest

from tests.services.rucio.configs import text
from tokenlint.services.rucio.commands import rses_of
from tokenlint.services.rucio.rse import Rse


def rses(content: str) -> list[Rse]:
    return list(rses_of(text(content)))


@pytest.mark.parametrize(
    "line",
    [
        "rucio-admin rse set-attribute --rse A --key oidc_support --value True",
        "rucio rse attribute add A --key oidc_support --value True",
        "rucio rse attribute add --key=oidc_support --value=True A",
        "exec c -- rucio-admin rse set-attribute --rse=A --key \\\n oidc_support --value True",
        "/usr/bin/rucio-admin rse set-attribute --rse 'A' --key oidc_support --value \"True\"",
    ],
)
def test_attributes(line: str) -> None:
    (rse,) = rses(line)
    assert rse.name.text == "A"
    assert rse.yes("oidc_support")
    place = rse.attributes["oidc_support"].source
    lines = line.split("\n")
    assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == "True"


@pytest.mark.parametrize("option", ["--hostname", "--host", "--host-name"])
def test_protocols(option: str) -> None:
    (rse,) = rses(
        f"rucio rse protocol add A {option} dav.example --scheme davs --prefix '/a/' --port 443\n"
    )
    (protocol,) = rse.protocols
    assert protocol.hostname is not None
    assert protocol.prefix is not None
    assert (protocol.hostname.text, protocol.prefix.text) == ("dav.example", "/a/")
    assert rse.webdav == rse.protocols


def test_a_name_behind_the_options() -> None:
    (rse,) = rses("rucio-admin rse add-protocol --scheme root --prefix //a --hostname b A\n")
    assert rse.name.text == "A"
    assert rse.webdav == ()
    assert rse.whole


@pytest.mark.parametrize(
    ("domains", "off"),
    [
        ('\'{"wan": {"delete": 0, "read": 1}}\'', {"delete"}),
        ('"{\\"wan\\": {\\"delete\\": 0}}"', {"delete"}),
        ('\'{"lan": {"delete": 0}}\'', set()),
        ("'[1]'", set()),
        ("'nonsense'", set()),
        ("$DOMAINS", set()),
    ],
)
def test_uses_that_are_switched_off(domains: str, off: set[str]) -> None:
    (rse,) = rses(f"rucio-admin rse add-protocol --scheme davs --domain-json {domains} A\n")
    assert rse.protocols[0].off == off


def test_the_kind_of_an_rse() -> None:
    content = (
        "rucio rse update A --key rse_type --value TAPE\nrucio rse update A --key x --value y\n"
    )
    assert [each.tape for each in rses(content)] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "rucio-admin rse list",
        "rucio-admin rse set-attribute --rse A --key k",
        "rucio rse protocol add A --hostname b",
        "rucio rse attribute add --key k --value v",
        "rucio-admin account set-limits root A -1",
        "# rucio rse attribute add A --key k --value v",
        "my-rucio rse attribute add A --key k --value v",
    ],
)
def test_what_says_nothing(line: str) -> None:
    assert rses(line) == []
