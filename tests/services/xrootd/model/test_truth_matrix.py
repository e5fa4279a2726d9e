"""The model against verdicts of real servers, where they lie beside the repository."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.truth_matrix.__main__ import main
from benchmarks.truth_matrix.cells import Cell
from benchmarks.truth_matrix.compare import Compared, compare
from benchmarks.truth_matrix.explained import reason, rows
from benchmarks.truth_matrix.report import Result, lines, standing
from benchmarks.truth_matrix.tree import Tree
from tests.services.xrootd.model.servers import scitokens
from tokenlint.services.xrootd.model.calls import Call

REAL = Path(__file__).resolve().parents[5] / "shared" / "xrootd-matrix"
_HEADER = "server\tgroup\tconfig\ttoken\toperation\tpath\tstatus\toutcome\tprofile13"
_SERVER = """all.export /
xrd.protocol XrdHttp:443 libXrdHttp.so
http.header2cgi Authorization authz
ofs.authorize
ofs.authlib libXrdAccSciTokens.so config=ETC/scitokens.cfg
"""
CLAIMS = {
    "iss": "https://issuer.example/vo1",
    "aud": "https://se.example",
    "sub": "somebody",
    "wlcg.ver": "1.0",
    "scope": "storage.read:/foo storage.modify:/foo",
    "iat": "now-5",
    "nbf": "now-5",
    "exp": "now+3600",
}


def entry(claims: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    plain = {"alg": "RS256", "key": "rsa1", "header": {}, "via": "header", "claims": claims}
    return {**plain, **changes}


def folder_of(tmp_path: Path, *cells: str) -> Path:
    base = tmp_path / "configs" / "base"
    base.mkdir(parents=True)
    (base / "xrootd.cfg").write_text(_SERVER)
    (base / "scitokens.cfg").write_text(scitokens(url=CLAIMS["iss"]))
    tokens = {
        "good": entry(CLAIMS),
        "none": entry(None),
        "expired": entry({**CLAIMS, "exp": "now-1"}),
        "tampered": entry(CLAIMS, header={"_tamper": "sig"}),
        "basic": entry(CLAIMS, via="basic"),
        "bare": entry(CLAIMS, via="noscheme"),
    }
    (tmp_path / "tokens.json").write_text(json.dumps(tokens))
    body = "\n".join([_HEADER, *("\t".join(cell.split("|")) for cell in cells), ""])
    (tmp_path / "cells.tsv").write_text(body)
    return tmp_path


def cell(token: str, operation: str, path: str, outcome: str, version: str = "6.2.1") -> str:
    return f"{version}|core|base|{token}|{operation}|{path}|200|{outcome}|allow"


@pytest.mark.parametrize(
    ("token", "operation", "path", "outcome"),
    [
        ("good", "GET file", "/data/foo/f.txt", "allow"),
        ("good", "DELETE file", "/data/foo/f.txt", "allow"),
        ("good", "DELETE full dir", "/data/foo/full", "error"),
        ("good", "GET", "/data/foo/empty", "noop"),
        ("good", "GET", "/data/foo/../other/f.txt", "deny"),
        ("good", "DELETE", "/data/foo/dlink/f.txt", "allow"),
        ("good", "PUT", "/data/foo/f.txt/", "error"),
        ("good", "MKCOL", "/data/foo", "error"),
        ("good", "MOVE dir over empty dir", "/data/foo/sub", "allow"),
        ("good", "MOVE out of scope", "/data/foo/f.txt", "deny"),
        ("good", "MOVE", "/data/foo/f.txt", "depends"),
        ("good", "xrdcp existing (no -f)", "/data/foo/f.txt", "error"),
        ("good", "xrdcp -f existing", "/data/foo/f.txt", "allow"),
        ("good", "py prepare stage", "/data/foo/f.txt", "allow"),
        ("good", "whatever", "/data/foo/f.txt", "depends"),
        ("none", "GET file", "/data/foo/f.txt", "deny"),
        ("expired", "GET file", "/data/foo/f.txt", "deny"),
        ("tampered", "GET file", "/data/foo/f.txt", "deny"),
        ("basic", "GET file", "/data/foo/f.txt", "deny"),
        ("bare", "GET file", "/data/foo/f.txt", "allow"),
        ("unknown", "GET file", "/data/foo/f.txt", "depends"),
    ],
)
def test_cells_are_predicted(
    tmp_path: Path, token: str, operation: str, path: str, outcome: str
) -> None:
    folder = folder_of(tmp_path, cell(token, operation, path, "allow"))
    assert [each.predicted for each in compare(folder)] == [outcome]


def test_a_bare_token_was_not_heard_on_5_4(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cell("bare", "GET file", "/data/foo/f.txt", "deny", "5.4.3"))
    assert all(each.agrees for each in compare(folder))


def test_sums_are_the_last_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = folder_of(tmp_path, cell("good", "GET file", "/data/foo/f.txt", "allow"))
    assert main([str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "agree 1 disagree 0 depends 0 of 1"


def test_a_disagreement_without_a_reason_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path, cell("good", "GET file", "/data/foo/f.txt", "deny"))
    assert main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert "6.2.1 base, good: GET file /data/foo/f.txt: seen deny, predicted allow" in out
    assert out.endswith("agree 0 disagree 1 depends 0 of 1\n")


def test_too_much_that_depends_fails(tmp_path: Path) -> None:
    assert main([str(folder_of(tmp_path, cell("good", "whatever", "/", "allow")))]) == 1


def test_packed_cells_are_read(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, cell("good", "GET file", "/data/foo/f.txt", "allow"))
    plain = folder / "cells.tsv"
    (folder / "cells.tsv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    assert main([str(folder)]) == 0


def test_without_a_matrix_nothing_is_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 0
    assert "skipped" in capsys.readouterr().out
    assert main([str(tmp_path), str(tmp_path)]) == 2


def test_a_row_may_explain_a_disagreement() -> None:
    seen = Compared(Cell("5.5.3", "core", "base", "good", "GET file", "/x", "deny"), "allow")
    explaining = {"id": "why", "observed_on": ["5.5.3"], "seen_instead": [{"token": "good"}]}
    assert reason(seen, [explaining]) == "why"
    assert reason(seen, [{**explaining, "observed_on": ["6.2.1"]}]) == ""
    assert reason(seen, [{**explaining, "seen_instead": [{"token": "none"}]}]) == ""
    assert Result((seen,), lambda _: "why").good
    assert any("explained: why" in line for line in lines(Result((seen,), lambda _: "why")))


def test_a_tree_is_changed_by_calls() -> None:
    tree = Tree()
    assert tree.do(Call.RENAME, "/data/foo/sub", "/data/foo/new") == "allow"
    assert tree.exists("/data/foo/new/f.txt")
    assert tree.do(Call.RENAME, "/data/foo/f.txt", "/data/foo/empty") == "error"
    assert tree.do(Call.RENAME, "/data/foo", "/data/foo/empty/foo") == "error"
    assert tree.do(Call.RENAME, "/data/nothing", "/data/x") == "error"
    assert tree.do(Call.REMOVE, "/data/foo/empty/.") == "error"
    assert tree.do(Call.REMOVE, "/data/foo/empty/") == "allow"
    assert tree.do(Call.REMOVE, "/data/foo/f.txt/") == "error"
    assert tree.do(Call.REMOVE, "/data/nothing") == "error"
    assert tree.do(Call.OPEN_TO_REPLACE, "/data/f.txt/below") == "error"
    assert tree.do(Call.OPEN_TO_REPLACE, "/data/a/b/c") == "allow"
    assert tree.is_folder("/data/a/b")


@pytest.mark.skipif(not REAL.is_dir(), reason="the verdicts of real servers are not here")
def test_the_model_says_what_real_servers_did() -> None:
    explaining = rows()
    compared = tuple(compare(REAL))
    unexplained = [
        each for each in compared if standing(each) == "disagree" and not reason(each, explaining)
    ]
    assert unexplained == []
    assert sum(standing(each) == "depends" for each in compared) <= len(compared) // 20
