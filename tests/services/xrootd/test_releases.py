"""The same files in other releases."""

from dataclasses import replace

import pytest

from tests.services.xrootd.model.servers import AUDIENCE
from tests.services.xrootd.texts import ISSUER, SCITOKENS, SERVER, assembled, pieces
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.xrootd.model.decide import decider
from tokenlint.services.xrootd.reader import configurations

MEMBER = Presented(ISSUER, (AUDIENCE,), ("openid",), groups=("/vo",))
NAMED = "authorization_strategy = capability\nname_mapfile = map.json\n"
MAPFILE = '[{"username": "alice", "result": "vo001"}]'
AUTHDB = "g /vo /data a\nu vo001 /data a\n"


def files_with(more: str, authdb: str = AUTHDB) -> dict[str, str]:
    files = {"xrootd__cfg": SERVER, "scitokens__cfg": SCITOKENS + more, "authdb": authdb}
    return files | ({"map__json": MAPFILE} if "name_mapfile" in more else {})


def service(more: str = NAMED, authdb: str = AUTHDB) -> Service:
    (found,) = assembled(**files_with(more, authdb)).services
    return found


def at(version: str, found: Service) -> Service:
    assert found.at_version is not None
    return found.at_version(version)


def dead(found: Service) -> list[tuple[str, str, str]]:
    return [(each.reason, each.what.text, each.says) for each in found.acceptance.dead]


def deletes(found: Service) -> Verdict:
    return found.decide(MEMBER, Ask(Operation.DELETE, "/data/f")).verdict


def test_the_strategy_is_passed_over_before_5_7() -> None:
    new, old = service(), at("5.6.9", service())
    says = "releases before 5.7.0 do not know `authorization_strategy`"
    assert ("ignored-value", "capability", says) in dead(old)
    assert ("ignored-value", "capability", says) not in dead(new)
    assert new.acceptance.issuers[0].falls_through == ()
    assert old.acceptance.issuers[0].falls_through == ("group", "account")
    assert (deletes(new), deletes(old)) == (Verdict.DENIED, Verdict.ALLOWED)
    (setting,) = [each for each in old.acceptance.settings if each.name == "authorization_strategy"]
    assert (setting.value, setting.written) == ("capability group mapping", False)


def test_the_version_is_said() -> None:
    found = service()
    assert found.acceptance.version == ""
    assert at("5.6.9", found).acceptance.version == "5.6.9"
    assert at("6.2.1", at("5.6.9", found)).acceptance.version == "6.2.1"
    assert dead(at("6.2.1", at("5.6.9", found))) == dead(found)


def test_ways_and_mappings_are_those_of_the_release() -> None:
    old, middle = at("5.5.3", service()), at("5.6.9", service())
    flat = [(way.kind.value, way.who) for way in old.acceptance.ways if way.flat]
    assert flat == [("group", "/vo"), ("account", "vo001")]
    assert [each.subjects.value for each in old.acceptance.mappings] == ["any"]
    assert [each.subjects.value for each in middle.acceptance.mappings] == ["some"]
    says = "releases before 5.6.0 do not know `username` in a rule"
    assert ("ignored-value", "alice", says) in dead(old)
    assert ("ignored-value", "alice", says) not in dead(middle)


def test_claims_of_newer_releases_are_passed_over() -> None:
    found = service("username_claim = login\ngroups_claim = roles\n")
    told = {what for reason, what, _ in dead(at("5.5.3", found)) if reason == "ignored-value"}
    assert told == {"login", "roles"}
    assert [each.method for each in found.acceptance.mappings] == ["username_claim"]
    assert at("5.5.3", found).acceptance.mappings == ()


def test_a_placeholder_that_a_release_passes_over_leaves_nothing_open() -> None:
    found = service("authorization_strategy = {{ .strategy }}\n")
    assert deletes(found) is Verdict.DEPENDS
    assert deletes(at("5.6.9", found)) is Verdict.ALLOWED


def test_what_a_release_does_not_start_with_lets_nobody_in() -> None:
    found = service(authdb="u * /data a\n= x g /vo\ns x /data a\n")
    assert deletes(found) is Verdict.ALLOWED
    assert deletes(at("5.5.3", found)) is Verdict.DENIED


@pytest.mark.parametrize("version", ["5.4.3", "5.5.3", "5.6.9", "5.8.0", "6.2.1"])
@pytest.mark.parametrize("more", [NAMED, "groups_claim = roles\n", "username_claim = login\n"])
def test_a_service_decides_as_the_model_of_that_release(more: str, version: str) -> None:
    found = at(version, service(more))
    files = pieces(**files_with(more))
    (configuration,) = configurations(files)
    decide = decider(replace(configuration, version=version))
    for operation in (Operation.DELETE, Operation.READ):
        for presented in (MEMBER, replace(MEMBER, groups=()), Presented()):
            ask = Ask(operation, "/data/f")
            assert found.decide(presented, ask).verdict is decide(presented, ask).verdict
