from tests.services.dcache.sites import AUTHZDB, ISSUER, MULTIMAP, only, provider, site
from tokenlint.services.acceptance import Acceptance, Subjects, Way, WayKind

WLCG = "-profile=wlcg -prefix=/data/vo"


def _acceptance(files: dict[str, str]) -> Acceptance:
    return only(files).acceptance


def _ways(files: dict[str, str], kind: WayKind) -> list[Way]:
    return [way for way in _acceptance(files).ways if way.kind is kind]


def test_capabilities_count_below_the_prefix() -> None:
    (way,) = _ways(site(provider(WLCG), maps=""), WayKind.CAPABILITY)
    assert (way.who, way.paths, way.issuer, way.flat, way.sure) == (
        "VO",
        ("/data/vo",),
        ISSUER,
        False,
        True,
    )
    assert not _ways(site(provider()), WayKind.CAPABILITY)


def test_a_line_for_the_issuer_is_followed_to_the_account() -> None:
    (way,) = _ways(site(provider()), WayKind.ISSUER)
    assert (way.paths, way.flat, way.sure) == (("/data",), True, False)
    assert way.depends_on == "namespace permissions"
    assert "delete" in way.operations
    assert way.source.file == MULTIMAP


def test_a_read_only_account_reads() -> None:
    (way,) = _ways(site(provider(), maps="op:VO username:looker\n"), WayKind.ISSUER)
    assert way.operations == {"stat", "list", "read", "poll"}


def test_groups_and_subjects() -> None:
    maps = "oidcgrp:/vo username:vouser\noidc:me@VO username:vouser\n"
    maps += "email:a@b.example username:looker\n"
    files = site(provider(), maps=maps)
    assert [way.who for way in _ways(files, WayKind.GROUP)] == ["/vo"]
    assert [way.who for way in _ways(files, WayKind.SUBJECT)] == ["me", "a@b.example"]


def test_the_superuser_needs_no_permissions() -> None:
    (way,) = _ways(site(provider(), maps="op:VO username:admin\n"), WayKind.ISSUER)
    assert way.sure


def test_a_line_that_leads_to_no_account_is_no_way() -> None:
    assert not _ways(site(provider(), maps="op:VO username:unknown\n"), WayKind.ISSUER)


def test_a_scitokens_provider_lets_nobody_in_without_scopes() -> None:
    files = site(provider("-profile=scitokens -prefix=/data"))
    assert not _ways(files, WayKind.ISSUER)


def test_accounts_of_the_provider_s_own_options() -> None:
    options = f'{WLCG} -authz-id="username:vouser" -non-authz-id="username:looker"'
    acceptance = _acceptance(site(provider(options), maps=""))
    (way,) = [way for way in acceptance.ways if way.kind is WayKind.ISSUER]
    assert "delete" not in way.operations
    authz, other = acceptance.mappings
    assert (authz.method, authz.subjects) == ("authz-id", Subjects.SOME)
    assert (other.method, other.subjects) == ("non-authz-id", Subjects.ANY)


def test_a_name_that_the_token_chooses() -> None:
    acceptance = _acceptance(site(provider("-accept=username"), maps=""))
    (mapping,) = acceptance.mappings
    assert mapping.chosen_by_token
    assert mapping.subjects is Subjects.ANY


def test_everybody_at_an_open_door() -> None:
    doors = "[main/webdav]\nwebdav.authz.anonymous-operations=FULL\n"
    (way,) = _ways(site(provider(), doors), WayKind.ANONYMOUS)
    assert way.paths == ("/",)
    assert {"read", "delete"} <= way.operations
    assert not way.sure


def test_mappings_with_uid_and_gids_of_the_account() -> None:
    maps = "op:VO username:admin\ndn:/CN=x uid:5\noidcgrp:/g group:g\n"
    first, second, third = _acceptance(site(provider(), maps=maps)).mappings
    assert (first.method, first.issuer, first.subjects) == ("op", ISSUER, Subjects.ANY)
    assert first.account.text == "username:admin uid:0 gid:0"
    assert (second.subjects, second.account.text) == (Subjects.ONE, "uid:5")
    assert (third.subjects, third.account.text) == (Subjects.SOME, "group:g")


def test_accounts_that_stand_alone() -> None:
    files = {AUTHZDB: site(provider())[AUTHZDB]}
    ways = _ways(files, WayKind.ACCOUNT)
    assert [way.who for way in ways] == ["vouser", "looker", "admin"]
    assert not any(way.sure for way in ways)


def test_a_line_for_a_provider_that_no_file_tells() -> None:
    (mapping,) = _acceptance(site(provider(), maps="op:OTHER username:vouser\n")).mappings
    assert mapping.issuer == "the provider OTHER"
    (group,) = _acceptance(site(provider(), maps="oidcgrp:/g group:g\n")).mappings
    assert group.issuer == ""
