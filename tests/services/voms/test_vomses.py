import pytest

from tests.services.voms.files import line, text
from tokenlint.services.voms.vomses import read_vomses


def test_fields_have_their_places() -> None:
    found = read_vomses(text("# a comment\n\n  " + line(more=' "24"')))
    (server,) = found.servers
    assert (server.host.text, str(server.host.source)) == ("voms.example", "etc/vomses:3:12")
    assert (server.alias.text, server.dn.text) == ("alpha", "/DC=org/CN=voms.example")
    assert not found.problems


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (line(port="0"), "this is no port"),
        (line(port="150010"), "this is no port"),
        (line(port="https"), "this is no port"),
        (line(dn="CN=voms.example,DC=org"), "does not begin with a slash"),
        (line(host=""), "the host is empty"),
        (line(alias=" "), "the alias is empty"),
        ("alpha voms.example 15001\n", "stand in quotes"),
        ('"alpha" "voms.example" "15001"\n', "3 fields"),
    ],
)
def test_what_is_wrong(content: str, reason: str) -> None:
    found = read_vomses(text(line() + content))
    (problem,) = found.problems
    assert reason in problem.reason
    assert problem.source.line == 2
    assert found.servers


def test_one_server_with_two_certificates() -> None:
    found = read_vomses(text(line() + line(dn="/DC=org/CN=old.example")))
    (dead,) = found.dead
    assert (dead.reason, dead.what.source.line) == ("duplicate", 2)
    assert dead.by is not None
    assert dead.by.line == 1
    assert "another certificate" in dead.says
    assert "the same" in read_vomses(text(line() * 2)).dead[0].says


def test_several_servers_for_one_alias_are_a_fail_over() -> None:
    found = read_vomses(text(line() + line(host="two.example", dn="/DC=org/CN=two.example")))
    assert not found.dead
    assert not found.problems


def test_placeholders_are_unknown() -> None:
    found = read_vomses(text(line(port="{{ port }}", dn="{{ dn }}") + "{% if x %}\n{{ line }}\n"))
    assert not found.servers[0].port.known
    assert not found.problems
