"""Services out of files."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.xrootd.texts import (
    ISSUER,
    SCITOKENS,
    SERVER,
    acceptance,
    assembled,
    pieces,
    text,
)
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.xrootd.reader import assemble, configurations


def test_the_files_of_a_server_are_one_service() -> None:
    found = acceptance(xrootd__cfg=SERVER, scitokens__cfg=SCITOKENS, authdb="u * /data a\n")
    assert found.files == ("etc/xrootd.cfg", "etc/scitokens.cfg", "etc/authdb")
    assert (found.product, found.title, found.name) == ("xrootd", "XRootD", "etc/xrootd.cfg")


def test_the_model_gets_what_the_files_say() -> None:
    (found,) = configurations(pieces(xrootd__cfg=SERVER, scitokens__cfg=SCITOKENS))
    assert found.server is not None
    assert found.scitokens is not None
    assert found.authdb is None


def test_a_mapfile_belongs_to_the_section_that_names_it() -> None:
    found = acceptance(
        scitokens__cfg=SCITOKENS + "name_mapfile = /etc/xrootd/map.json\n",
        map__json='[{"sub": "alice", "result": "vo001"}]',
    )
    assert found.files == ("etc/scitokens.cfg", "etc/map.json")
    assert [mapping.account.text for mapping in found.mappings] == ["vo001"]


def test_files_that_no_server_names_are_services_of_their_own() -> None:
    found = assembled(
        a_in_scitokens__cfg=SCITOKENS,
        b_in_authdb="u * / lr\n",
        c_in_map__json='[{"result": "a", "sub": "b"}]',
    )
    assert [each.acceptance.name for each in found.services] == [
        "etc/a/scitokens.cfg",
        "etc/b/authdb",
        "etc/c/map.json",
    ]


def test_several_main_files_of_a_folder_are_several_services() -> None:
    found = assembled(
        one__cfg="all.export /\ncontinue common.cfg\n",
        two__cfg="all.export /\ncontinue common.cfg\n",
        common__cfg="ofs.authorize\nxrd.port 1\n",
    )
    assert [each.acceptance.files for each in found.services] == [
        ("etc/one.cfg", "etc/common.cfg"),
        ("etc/two.cfg", "etc/common.cfg"),
    ]


def test_files_that_only_continue_with_each_other_are_judged_all_the_same() -> None:
    found = assembled(
        a__cfg="all.export /\ncontinue b.cfg\n", b__cfg="xrd.port 1\ncontinue a.cfg\n"
    )
    assert found.services


def test_additions_of_a_folder_are_one_service() -> None:
    found = acceptance(
        config__d_in_10__cfg="ofs.authorize\n",
        config__d_in_20__cfg="ofs.authlib ++ libXrdAccSciTokens.so\n",
    )
    assert found.files == ("etc/config.d/10.cfg", "etc/config.d/20.cfg")


def test_eos_is_told_by_its_directives() -> None:
    found = acceptance(
        xrd__cf__mgm="mgmofs.macaroonslib libXrdMacaroons.so libXrdAccSciTokens.so\n",
        scitokens__cfg=SCITOKENS,
    )
    assert (found.product, found.issuers[0].url.text) == ("eos", ISSUER)


def test_eos_is_told_by_its_paths_where_no_server_is_there() -> None:
    assert acceptance(scitokens__cfg=SCITOKENS.replace("/data", "/eos/vo")).product == "eos"
    assert acceptance(scitokens__cfg=SCITOKENS).product == "xrootd"


def test_problems_are_told_once() -> None:
    found = assembled(
        one__cfg=SERVER, two__cfg=SERVER, scitokens__cfg=SCITOKENS + "nonsense\n", authdb="u\n"
    )
    assert [problem.source.file for problem in found.problems] == [
        "etc/scitokens.cfg",
        "etc/authdb",
    ]


def test_a_broken_mapfile_stops_the_server() -> None:
    found = assembled(
        scitokens__cfg=SCITOKENS + "name_mapfile = map.json\n", map__json='[{"sub": "result"'
    )
    assert found.problems
    (service,) = found.services
    ask = Ask(Operation.READ, "/data/x")
    answer = service.decide(Presented(ISSUER, ("https://se.example",), ("storage.read:/",)), ask)
    assert answer.verdict is not Verdict.ALLOWED


def test_a_service_decides() -> None:
    (service,) = assembled(
        xrootd__cfg=SERVER, scitokens__cfg=SCITOKENS, authdb="u * /data a\n"
    ).services
    assert service.decide(Presented(), Ask(Operation.DELETE, "/data/x")).allowed


KINDS = ["xrootd.cfg", "scitokens.cfg", "authdb", "name_mapfile"]
LINES = [*SERVER.splitlines(), *SCITOKENS.splitlines(), "u * / a", "name_mapfile = m", "x"]


@settings(max_examples=examples(40))
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(LINES), max_size=8)), max_size=5
    )
)
def test_nearly_valid_files_make_services(files: list[tuple[str, list[str]]]) -> None:
    found = assemble([Piece(kind, text("\n".join(lines), f"a/{kind}")) for kind, lines in files])
    for service in found.services:
        assert service.decide(
            Presented(ISSUER, scopes=("storage.modify:/",)), Ask(Operation.DELETE, "/data/x")
        ).verdict


NAMING = SCITOKENS + "name_mapfile = /etc/xrootd/map.json\n"


def test_an_empty_mapfile_that_is_named_maps_nobody() -> None:
    found = assembled(xrootd__cfg=SERVER, scitokens__cfg=NAMING, map__json="[]")
    (service,) = found.services
    assert "etc/map.json" in service.acceptance.files
    asked = service.decide(
        Presented(ISSUER, ("https://se.example",), ("openid",)), Ask(Operation.READ, "/data/f")
    )
    assert asked.depends_on == ("the authorization database",)
    assert not found.problems


def test_a_rule_without_a_result_is_refused_where_its_file_is_named() -> None:
    found = assembled(xrootd__cfg=SERVER, scitokens__cfg=NAMING, map__json='[{"sub": "alice"}]')
    (problem,) = found.problems
    assert problem.kind == "syntax"
    assert "XRootD does not start" in problem.reason


@pytest.mark.parametrize("content", ["[]", '[{"sub": "alice"}]'])
def test_a_file_that_maps_nobody_counts_only_where_it_is_named(content: str) -> None:
    assert assembled(map__json=content) == Assembled()
    other = SCITOKENS + "name_mapfile = /etc/xrootd/other.json\n"
    found = assembled(xrootd__cfg=SERVER, scitokens__cfg=other, map__json=content)
    (service,) = found.services
    assert "etc/map.json" not in service.acceptance.files
    assert not found.problems


def test_a_kind_of_id_that_there_is_not_is_refused() -> None:
    (problem,) = assembled(xrootd__cfg=SERVER, authdb="v * /data rl\n").problems
    assert "XRootD does not start" in problem.reason
    assert (problem.source.file, problem.source.line) == ("etc/authdb", 1)
