"""Ways to rights."""

import pytest

from tests.services.xrootd.texts import ISSUER, SCITOKENS, SERVER, acceptance
from tokenlint.services.acceptance import Way, WayKind


def ways(authdb: str = "", scitokens: str = SCITOKENS, server: str = SERVER) -> list[Way]:
    files = {"xrootd__cfg": server, "scitokens__cfg": scitokens}
    if authdb:
        files["authdb"] = authdb
    return list(acceptance(**files).ways)


def flat(authdb: str, scitokens: str = SCITOKENS, server: str = SERVER) -> list[Way]:
    return [way for way in ways(authdb, scitokens, server) if way.flat]


def test_a_section_is_a_way_by_scope_below_its_paths() -> None:
    (way,) = ways()
    assert (way.kind, way.issuer, way.paths, way.flat) == (
        WayKind.CAPABILITY,
        ISSUER,
        ("/data",),
        False,
    )


def test_restricted_paths_narrow_the_way() -> None:
    (way,) = ways(scitokens=SCITOKENS + "restricted_path = /a,/b\n")
    assert way.paths == ("/data/a", "/data/b")


@pytest.mark.parametrize(
    ("entry", "kind", "issuer"),
    [
        ("u * /data a", WayKind.ANONYMOUS, ""),
        ("g /vo /data a", WayKind.GROUP, ""),
        (f"o {ISSUER} /data a", WayKind.ISSUER, ISSUER),
        ("o https://other.example /data a", WayKind.OTHER, "https://other.example"),
        ("h .example /data a", WayKind.OTHER, ""),
        ("n net /data a", WayKind.OTHER, ""),
        ("r production /data a", WayKind.OTHER, ""),
        ("u somebody /data a", WayKind.OTHER, ""),
        (f"= i o: {ISSUER}\ns i /data a", WayKind.ISSUER, ISSUER),
        (f"= i o: {ISSUER} g: /vo\nx i /data a", WayKind.GROUP, ISSUER),
    ],
)
def test_entries_of_the_database_are_flat_ways(entry: str, kind: WayKind, issuer: str) -> None:
    (way,) = flat(entry + "\n")
    assert (way.kind, way.issuer, way.sure) == (kind, issuer, True)
    assert way.source.file == "etc/authdb"


def test_a_way_bears_the_bare_name_of_whom_it_lets_in() -> None:
    (way,) = flat(f"= i o: {ISSUER} g: /vo\ns i /data a\n")
    assert (way.kind, way.who, way.issuer) == (WayKind.GROUP, "/vo", ISSUER)


def test_an_organisation_of_certificates_is_no_issuer() -> None:
    (way,) = acceptance(authdb="o vo /data a\n").ways
    assert way.kind is WayKind.OTHER


def test_an_account_is_a_way_where_a_mapfile_gives_it() -> None:
    found = acceptance(
        xrootd__cfg=SERVER,
        scitokens__cfg=SCITOKENS + "name_mapfile = map.json\n",
        map__json='[{"sub": "alice", "result": "vo001"}]',
        authdb="u vo001 /data a\nu other /data a\n",
    )
    assert [way.kind for way in found.ways if way.flat] == [WayKind.ACCOUNT, WayKind.OTHER]


def test_the_strategy_closes_ways_by_group() -> None:
    scitokens = SCITOKENS + "authorization_strategy = capability\n"
    assert [way.kind for way in flat("g /vo /data a\n", scitokens)] == [WayKind.OTHER]


@pytest.mark.parametrize(
    ("letters", "operations"),
    [
        ("lr", {"stat", "list", "read"}),
        ("d", {"delete"}),
        ("rwi", {"list", "read", "create", "overwrite", "mkdir"}),
        ("n", set()),
        ("ni", {"mkdir", "rename", "rename-over"}),
        ("a-d", None),
    ],
)
def test_letters_give_operations(letters: str, operations: set[str] | None) -> None:
    found = flat(f"u * /data {letters}\n")
    if operations is None:
        assert "delete" not in found[0].operations
        assert "overwrite" in found[0].operations
    else:
        assert {each for way in found for each in way.operations} == operations


def test_a_database_that_is_not_asked_is_no_way() -> None:
    entry = "u * /data a\n"
    assert flat(entry, server=SERVER.replace("++ ", "")) == []
    assert flat(entry, SCITOKENS.replace("[Issuer", "onmissing = deny\n[Issuer")) == []


def test_onmissing_allow_lets_everybody_in() -> None:
    (way,) = flat("", SCITOKENS.replace("[Issuer", "onmissing = allow\n[Issuer"))
    assert (way.kind, way.paths, way.source.line) == (WayKind.ANONYMOUS, ("/",), 3)


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("all.export /data\n", WayKind.ANONYMOUS),
        ("all.export /data\nxrootd.seclib x\nsec.protocol gsi\n", WayKind.OTHER),
        ("all.export /data\nxrootd.seclib x\nsec.protocol ztn -tokenlib none\n", WayKind.ANY_TOKEN),
        ("all.export /data\nxrootd.seclib x\nsec.protocol ztn\nsec.protocol gsi", WayKind.OTHER),
        ("all.export /data\nxrootd.seclib x\nsec.protocol unix\n", WayKind.ANONYMOUS),
        (
            "all.export /data\nxrootd.seclib x\nsec.protocol gsi\nxrd.protocol http:1 lib.so",
            WayKind.ANONYMOUS,
        ),
    ],
)
def test_without_authorize_whoever_connects_may_do_everything(lines: str, kind: WayKind) -> None:
    (way,) = acceptance(xrootd__cfg=lines).ways
    assert (way.kind, way.paths, "delete" in way.operations) == (kind, ("/data",), True)


def test_a_login_by_ztn_alone_lets_nobody_in_where_no_plugin_is_loaded() -> None:
    lines = "all.export /data\nxrootd.seclib x\nsec.protocol ztn\n"
    assert acceptance(xrootd__cfg=lines).ways == ()


def test_what_is_exported_for_reading_is_only_read() -> None:
    (way,) = acceptance(xrootd__cfg="all.export /data r/o\n").ways
    assert way.operations == {"stat", "list", "read"}


def test_a_redirector_holds_no_files() -> None:
    assert acceptance(xrootd__cfg="all.role manager\nall.export /\n").ways == ()


def test_a_database_alone_is_an_uncertain_way() -> None:
    (way,) = acceptance(authdb="u * / a\n").ways
    assert not way.sure
    assert way.depends_on
