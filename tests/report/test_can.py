"""The report of `tokenlint can`: a matrix, lists, notes, one request, lines, JSON."""

import json

import pytest
from jsonschema import Draft202012Validator

from tests.judging import QUICK_HEADER
from tests.minting import NOW, claims, mint
from tests.permissions.asking import ask, at_north, bearer
from tokenlint.cli.schema import load
from tokenlint.credentials.secrets.veil import Veil
from tokenlint.permissions.places import profile_places, service_place
from tokenlint.permissions.result import Question, Result, ask_all, unanswered
from tokenlint.policy.release import release_of
from tokenlint.privilege.operation import Operation
from tokenlint.report import can
from tokenlint.report.view import View
from tokenlint.source import Problem, Source

SCOPE = "storage.read:/scratch storage.create:/out"


def at_service(question: Question | None = None, **changes: object) -> Result:
    judge = at_north(**{"scope": SCOPE, **changes})
    place = service_place(judge.bearer, NOW, judge.service)
    return ask_all(judge.bearer, NOW, [place], question or Question(), Veil())


def by_profile(question: Question | None = None, release: str = "", **changes: object) -> Result:
    shown = bearer(**{"scope": SCOPE, **changes})
    known = release_of(release) if release else None
    asked = question or Question()
    places = profile_places(shown, NOW, "", known, asked.kinds)
    return ask_all(shown, NOW, places, asked, Veil())


def full(result: Result, **view: object) -> str:
    return can.render(result, "full", View(**{"width": 80, **view}))


def test_operations_with_the_same_answers_share_a_column() -> None:
    text = full(by_profile())
    assert (
        "  stat       list       create     mkdir      rename-over  stage     poll\n"
        "             read       rename                overwrite    evict\n"
        "                                              delete\n"
        "\n"
        "  /scratch            a scope's path\n"
        "  /scratch/some-file  below it\n"
        "  ✓ yes [1]  ✓ yes [1]  ✗ no [2]   ✗ no [2]   ✗ no [3]     ✗ no [4]  ✗ no [5]\n"
    ) in text
    assert "  [3] it holds no scope for this (storage.modify)\n" in text


def test_where_all_operations_have_one_answer_they_are_a_list() -> None:
    text = full(by_profile(scope=None, **{"wlcg.groups": ["/vo"]}), width=100)
    assert "  ? depends [1]  stat, list, read, create, mkdir, rename, rename-over, " in text
    assert "  jobs\n    ? depends [1]  submit, query, modify-job, cancel, administer\n" in text


def test_in_a_narrow_view_each_path_has_a_list() -> None:
    text = full(by_profile(), width=60)
    assert "    ✓ yes [1]  stat, list, read\n    ✗ no [2]   create, mkdir, rename\n" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_nothing_is_wider_than_the_view(width: int) -> None:
    for result in (at_service(), by_profile()):
        assert max(map(len, full(result, width=width).splitlines())) <= width


def test_without_unicode_and_colour_the_words_say_all() -> None:
    text = full(at_service(), unicode=False)
    assert text.isascii()
    assert "+ yes [" in text
    assert "x no [" in text
    assert "\x1b" not in text
    assert "\x1b[" in full(at_service(), colour=True)


def test_notes_name_the_deciding_lines_once() -> None:
    text = full(at_service(), width=400)  # the paths of the files are as long as they are
    notes = text[text.index("  [1] ") :]
    assert "scitokens.cfg:4  hands on what no scope decides" in notes
    assert "authdb:4  gives `a` below /data/vo/scratch to every token of" in notes
    assert "authdb  gives such a client no right to … here" in notes


def test_scopes_that_do_not_fit_are_told() -> None:
    scope = " ".join(f"storage.read:/data/{n}" for n in range(10))
    assert "and 2 more scope paths; --path asks about one" in full(by_profile(scope=scope))


def test_one_request_in_full() -> None:
    text = full(at_service(Question((ask("delete /data/vo/x"),))), width=100)
    assert " ✗ NO  delete /data/vo/x  at XRootD" in text
    assert "  1. it holds no scope for this (storage.modify)\n" in text
    assert "onmissing = passthrough" not in text  # the texts of the files come with the command
    assert "  would be yes with  the scope storage.modify:/x\n" in text
    assert "            or with  the group /vo/operators\n" in text


def test_a_request_points_into_the_claims() -> None:
    text = full(by_profile(Question((ask("create /out/x"),))))
    assert " ✓ YES  create /out/x  at WLCG profile 1.3\n" in text
    assert '"scope": "storage.read:/scratch storage.create:/out"' in text
    assert "^^^^^^^^^^^^^^^^^^^ reason 1" in text


def test_a_row_of_a_product_is_cited() -> None:
    text = full(by_profile(release="dcache", scope="storage.stage:/a"), width=100)
    assert "What it can do with files at dCache, 2026-11-20 12:00 UTC" in text
    assert "(dcache-stage-reads, documented)" in text
    assert "WlcgProfileScope.java" in text


def test_one_line_an_answer() -> None:
    rows = can.render(at_service(), "concise", View()).splitlines()
    assert len(rows) == 12 * len({row.split(": ")[2].split(" ")[1] for row in rows})
    (row,) = [each for each in rows if ": delete /data/vo/scratch: " in each]
    assert ": yes: delete /data/vo/scratch: it would pass whatever its scopes are; " in row
    assert "authdb:4 gives `a` below /data/vo/scratch" in row


def test_json_fits_its_schema() -> None:
    checker = Draft202012Validator(load("can"))
    asked = Question((ask("delete /data/vo/x"), ask("read /data/vo/scratch/x")))
    spoilt = {"aud": "https://a.example", "iss": "https://a.example"}
    for result in (
        at_service(), by_profile(), by_profile(release="xrootd@5.5.3"), at_service(asked),
        at_service(asked, **spoilt), by_profile(scope=None, **{"wlcg.groups": ["/vo"]}),
        by_profile(Question((ask("submit"),))),
    ):  # fmt: skip
        data = json.loads(can.render(result, "json", View()))
        checker.validate(data)
        for table in data["tables"]:
            assert len(table["answers"]) == len(table["paths"]) * len(table["operations"])


def test_json_tells_what_the_table_tells() -> None:
    result = at_service()
    data = json.loads(can.render(result, "json", View()))
    told = [(e["operation"], e["path"], e["answer"]) for e in data["tables"][0]["answers"]]
    (table,) = result.tables
    assert told == [(e.ask.operation.value, e.ask.path, e.word) for e in table]
    assert data["tables"][0]["place"]["version"] == "5.7.1"


def test_problems_and_notes_are_in_every_format() -> None:
    shown = bearer()
    problem = Problem("syntax", Source("a.cfg", 3), "no such key", "leave it out")
    result = Result(shown.document, NOW, notes=("from here",), problems=(problem,))
    assert " ERROR  a.cfg:3 no such key; leave it out" in full(result)
    assert "note: from here" in full(result)
    rows = can.render(result, "concise", View()).splitlines()
    assert rows == ["a.cfg:3: error syntax no such key; leave it out", "note: from here"]
    data = json.loads(can.render(result, "json", View()))
    assert (data["errors"][0]["reason"], data["notes"]) == ("no such key", ["from here"])
    assert result.exit_code("yes") == 4


def test_no_token_in_any_format() -> None:
    token = mint(claims(scope=SCOPE), QUICK_HEADER)
    hostile = at_service(scope=f"storage.read:/{token} storage.read:/x\u202e")
    for name in can.FORMATS:
        text = can.render(hostile, name, View())
        assert token.rpartition(".")[2] not in text
        assert "\u202e" not in text


def test_secrets_of_the_files_are_not_quoted() -> None:
    result = at_service(Question((ask("delete /data/vo/scratch/x"),)))
    (before,) = result.answers
    judge = at_north(scope=SCOPE)
    place = service_place(judge.bearer, NOW, judge.service)
    word = "https://issuer.vo.example"
    windows = {len(word): frozenset({hash(word)})}
    (after,) = ask_all(
        judge.bearer, NOW, [place], Question((before.ask,)), Veil(windows)
    ).answers  # fmt: skip
    assert word in before.reasons[-1].says
    assert word not in after.reasons[-1].says


def test_the_exit_code_compares_with_what_is_expected() -> None:
    yes = at_service(Question((ask("read /data/vo/scratch/x"),)))
    assert (yes.exit_code(), yes.exit_code("yes"), yes.exit_code("no")) == (0, 0, 1)
    open_ = by_profile(Question((ask("read /x"),)), scope="storage.read")
    assert (open_.exit_code(), open_.exit_code("yes"), open_.exit_code("no")) == (0, 1, 1)


def test_what_nobody_can_answer_is_told() -> None:
    jobs = Question((ask("submit"),))
    assert unanswered(at_service(jobs), jobs) == "jobs"
    only = Question(operations=(Operation.SUBMIT,))
    assert unanswered(at_service(only), only) == "jobs"
    files = Question((ask("read /x"),))
    assert unanswered(at_service(files), files) == ""
    assert unanswered(at_service(), Question()) == ""
