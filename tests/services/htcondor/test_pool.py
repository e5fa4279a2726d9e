"""Which files belong together, and in which order they are read."""

import pytest

from tests.services.htcondor.files import CE, LINE, ce, pieces, pool
from tokenlint.services.htcondor.pool import pools
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text


def test_config_d_and_mapfiles_d_belong_to_one_ce() -> None:
    packaged = {"usr/share/condor-ce/config.d/05-ce-auth-defaults.conf": "SEC_TOKEN_MAX_AGE = 1"}
    (only,) = pools(pieces(ce() | packaged))
    assert only.is_ce
    assert len(only.pieces) == 3
    assert only.source.file.startswith("usr/share")


def test_two_folders_are_two_pools() -> None:
    found = pools(
        pieces(
            {
                "a/config.d/x.conf": "SEC_TOKEN_MAX_AGE = 1",
                "b/config.d/x.conf": "SEC_TOKEN_MAX_AGE = 1",
            }
        )
    )
    assert [each.name for each in found] == ["a", "b"]
    assert not found[0].is_ce


def test_the_sites_files_come_after_packaged_ones_and_by_name() -> None:
    files = {
        "etc/condor/config.d/99.conf": "SEC_TOKEN_MAX_AGE = 99",
        "etc/condor/config.d/10.conf": "SEC_TOKEN_MAX_AGE = 10",
        "etc/condor/condor_config": "SEC_TOKEN_MAX_AGE = 1",
        "usr/share/condor/config.d/99.conf": "SEC_TOKEN_MAX_AGE = 2",
    }
    only = pool(files)
    assert [knob.value.text for knob in only.knobs] == ["1", "2", "10", "99"]
    assert only.complete


def test_included_files_stand_where_the_include_stands() -> None:
    first = LINE.replace("vopilot", "first")
    last = LINE.replace("vopilot", "last")
    files = {
        f"{CE}/condor_mapfile": f"{first}\n@include /etc/condor-ce/mapfiles.d/\n{last}\n",
        f"{CE}/mapfiles.d/20-b.conf": LINE.replace("vopilot", "b"),
        f"{CE}/mapfiles.d/10-a.conf": LINE.replace("vopilot", "a"),
        "usr/share/condor-ce/mapfiles.d/05.conf": LINE.replace("vopilot", "packaged"),
    }
    accounts = [each.line.account.text for each in pool(files).principals]
    assert accounts == ["first", "a", "b", "packaged", "last"]


def test_a_mapfile_joins_the_configuration_that_names_it() -> None:
    files = {
        "etc/condor/config.d/50.conf": "CERTIFICATE_MAPFILE=/etc/condor/mapfile\n",
        "files/mapfile": LINE.replace("/", "", 1).replace("$/", "$"),
    }
    assert len(pools(pieces(files))) == 1
    other = {"z/config.d/60.conf": "CERTIFICATE_MAPFILE = /x/mapfile\n"}
    assert len(pools(pieces(files | other))) == 3


def test_snippets_of_a_page_are_apart_and_those_of_a_manifest_are_not() -> None:
    def snippet(file: str, line: int) -> Piece:
        return Piece("mapfile", Text(file, "x", LINE, line=line, embedded=True))

    page = pools([snippet("docs/page.md", 3), snippet("docs/page.md", 9)])
    assert len(page) == 2
    assert page[0].embedded
    assert len(pools([snippet("chart/cm.yaml", 3), snippet("chart/cm.yaml", 9)])) == 1


def test_whether_keys_are_literal() -> None:
    assert pool(ce()).literal_keys
    assert not pool(ce(config="CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS = False")).literal_keys
    assert pool({"etc/condor/mapfile": LINE}).literal_keys
    assert not pool({"etc/condor/mapfile": "SCITOKENS ^https://i.example, vo"}).literal_keys


def test_an_include_alone_is_no_mapfile() -> None:
    assert not pool({f"{CE}/condor_mapfile": "@include /etc/condor-ce/mapfiles.d/"}).has_mapfile
    assert pool(ce()).has_mapfile


def test_a_mapfile_with_very_many_lines_is_judged_in_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tokenlint.services.htcondor.pool.MOST_LINES", 3)
    one = pool(ce("\n".join([LINE] * 5)))
    assert len(one.principals) == 3
    assert not one.has_mapfile
    (problem,) = one.problems()
    assert (problem.kind, problem.source.line) == ("limit", 4)


def test_problems_of_all_files() -> None:
    files = ce("SCITOKENS /^x,/", "nonsense\nSEC_TOKEN_MAX_AGE = 1")
    files[f"{CE}/mapfiles.d/10-scitokens.conf"] += LINE
    assert len(list(pool(files).problems())) == 2
