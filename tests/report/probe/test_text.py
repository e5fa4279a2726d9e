"""A probe for people: the gravest first, whole tables, nothing left out in silence."""

import re
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from tests.probe import made_results
from tests.report.probe import made
from tokenlint.probe.cell import Verdict
from tokenlint.probe.differences import differences
from tokenlint.probe.probed import Probed
from tokenlint.report.lines import cells
from tokenlint.report.probe.render import render as render_any
from tokenlint.report.probe.text import render
from tokenlint.report.probe.words import MEANING
from tokenlint.report.view import View
from tokenlint.source import Problem, Source

EVERY = [made.clean, made.flawed, made.several, made.untested, made.empty]


def text(probed: Probed, width: int = 80, **more: object) -> str:
    return render(probed, View(width=width, **more))  # type: ignore[arg-type]


def flat(words: str) -> str:
    return " ".join(words.split())


def test_the_gravest_comes_first_and_the_way_on_last() -> None:
    whole = flat(text(made.flawed()))
    order = [
        "https://dav.north.example:8443/experiment",
        "235 cells: 1 changed though refused, 6 excess",
        "left behind: /t/granted/victim-3",
        "1 request was refused, and yet it changed what is stored",
        "storage.create: create over a file that is there (answer 403; absent before and after)",
        "6 requests were done that the profile wants refused",
        "3 cells were to be tested, and gave no clear result",
        "1 request was not done that the profile wants allowed",
        "1 request was answered with yes, and nothing happened",
        "What each token may do",
        "Unusual tokens",
        "CHANGED the answer was no, and yet what is stored changed",
        "Left out (7) 7 no tape is behind this service bring a file from tape",
        "Without a clear result (3) 3 no answer within 10 s",
        "advice: is the service overloaded?",
        "━━ Findings",
        "PRB001",
        "advice --timeout waits",
        "verdict",
        "took 1,204 requests in 31 s, recorded in north.probe.jsonl",
        "compare tokenlint probe diff north.probe.jsonl NEW",
    ]
    places = [whole.index(words) for words in order]
    assert places == sorted(places)
    assert whole.endswith(order[-1])


def row(whole: str, name: str) -> list[str]:
    """The signs of a row, in the first part of its table."""
    line = next(each for each in whole.splitlines() if each[2:].strip().startswith(name + "  "))
    return line[2:].strip().removeprefix(name).split()


def test_each_sign_stands_in_its_row_and_column() -> None:
    (probe,) = made.flawed().probes
    left = made_results.left_out("poll", "storage.poll", "rights", "list", "it is slow")
    results = tuple(left if each.cell == left.cell else each for each in probe.results)
    whole = text(replace(made.flawed(), probes=(replace(probe, results=results),)), 120)
    assert row(whole, "create over a file that is there")[:3] == ["ok", "CHANGED", "ok"]
    assert row(whole, "rename to a free name")[:3] == ["ok", "ok", "short"]
    assert row(whole, "look at a file")[4] == "hollow"
    assert row(whole, "make a folder")[3] == "?"
    assert row(whole, "list a folder")[:8] == ["ok", *["open", "n"] * 3, "-"]
    assert "1 it is slow list a folder" in flat(whole)
    assert row(whole, "audience of all services") == ["EXCESS", "EXCESS", "?"]
    assert row(whole, "expired an hour ago") == ["ok", "ok", "ok"]


def test_rows_with_what_should_not_be_are_marked_without_colour() -> None:
    marked = [each for each in text(made.flawed(), 120).splitlines() if each.startswith("! ")]
    assert len(marked) == 6
    assert all("EXCESS" in each or "CHANGED" in each for each in marked)
    assert not [each for each in text(made.clean()).splitlines() if each.startswith("! ")]


def test_a_service_that_is_as_it_should_be() -> None:
    whole = flat(text(made.clean()))
    assert "✓ every answer is as the profile wants it" in whole
    assert "EXCESS" not in whole
    assert "No findings" in whole


@pytest.mark.parametrize("make", [made.untested, made.empty])
def test_nothing_tested_is_never_praised(make: Callable[[], Probed]) -> None:
    whole = flat(text(make()))
    assert "nothing was tested" in whole
    assert ("incomplete" in whole) == bool(make().report.errors)
    assert ("No findings, but incomplete" in whole) == bool(make().report.errors)
    assert "✓ every answer" not in whole


def test_of_several_there_is_an_overview_the_worst_first() -> None:
    whole = text(made.several(), 120)
    lines = whole.splitlines()
    assert lines[0].startswith("━━ 4 services")
    assert [each.split(":")[0].strip(" !") for each in lines[1:7] if ": 235" in each] == [
        "north", "south", "east", "west",
    ]  # fmt: skip
    assert "took       north: 1,204 requests" in whole


def test_where_they_differ() -> None:
    whole = flat(text(made.several()))
    order = [
        "━━ Where they differ",
        "9 of 228 that at least two services answered clearly differ in what happened",
        "product more more excess changed short made@1.0 2 0 7 1 2",
        (
            "made@1.0: its 2 services differ among themselves in 7 cells; "
            "there it is the configuration, and not the product"
        ),
        "service more more excess changed short north 8 1 6 1 2",
        "The profile wants it refused: allowed by north, south; refused by east, west",
        "storage.create: create over a file that is there",
        "allowed by north; refused by east, south, west; by configuration, on both sides: made@1.0",
        "storage.create: rename over another file, read a file",
        "The profile wants it allowed: allowed by north, south, west; refused by east",
        "storage.modify: delete a file",
        "━━ Findings",
    ]
    start = whole.index(order[0])
    places = [whole.index(words, start) for words in order]
    assert places == sorted(places)
    assert "Where they differ" not in text(made.flawed())


def test_a_problem_that_the_report_lost_is_told() -> None:
    probed = made.flawed()
    lost = replace(probed, report=replace(probed.report, errors=()))
    for each in (probed, lost):
        assert text(each).count("3 requests had no answer within 10 s") == 1


def test_a_record_that_a_shell_would_take_apart_is_quoted() -> None:
    (probe,) = made.clean().probes
    odd = replace(made.clean(), probes=(replace(probe, record="my record;rm.jsonl"),))
    assert "tokenlint probe diff 'my record;rm.jsonl' NEW" in flat(text(odd))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
@pytest.mark.parametrize("make", EVERY)
def test_it_fits(make: Callable[[], Probed], width: int) -> None:
    """Except an address or a file in the frame of a finding, which is never broken."""
    lines = [each for each in text(make(), width).splitlines() if "https://" not in each]
    assert max(map(cells, lines)) <= width


@pytest.mark.parametrize("make", EVERY)
def test_ascii_and_colours(make: Callable[[], Probed]) -> None:
    assert text(make(), unicode=False).isascii()
    assert "\x1b" not in text(make())
    coloured = text(make(), colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(make())


def test_many_columns_go_into_several_parts() -> None:
    """And no cell is lost on the way."""
    wide, narrow = text(made.flawed(), 200), text(made.flawed(), 40)
    signs = ("CHANGED", "EXCESS", "short", "hollow")
    for sign in signs:
        assert wide.count(f" {sign}") == narrow.count(f" {sign}")
    assert narrow.count("  operation") == 4


def test_the_results_of_an_earlier_run_are_said() -> None:
    probe = replace(made_results.probe(), continued=True, notes=("12 results are kept",))
    whole = flat(text(Probed(made.report(probe), (probe,))))
    assert "ok, 7 left out; with those of an earlier run" in whole
    assert "note 12 results are kept" in whole


def test_names_that_do_not_fit_are_short_and_explained() -> None:
    wide, narrow = text(made.flawed(), 120), text(made.flawed(), 60)
    assert row(narrow, "create-over")[:2] == ["ok", "CHANGED"]
    assert "create-over: create over a file that is there" in flat(narrow)
    assert "create-over" not in wide


def test_many_sides_are_cut_and_counted() -> None:
    """A service for each cell, which alone allows it."""
    cells_ = [each.cell.partition(":")[2] for each in made_results.matrix()]
    refused = [cell for cell in cells_ if cell.partition(":")[0] in made_results.REFUSED]
    probes = tuple(
        made_results.probe({cell: made_results.excess}, f"s{number:02}")
        for number, cell in enumerate(refused[:45])
    )
    several = Probed(made.report(*probes), probes, differences(probes))
    assert "and 5 more cells; `--format json` has all" in flat(text(several))


def test_what_was_remarked_of_faults_is_told() -> None:
    (probe,) = made.flawed().probes
    results = tuple(
        msgspec.structs.replace(each, why="everybody may read")
        if each.verdict == "excess"
        else each
        for each in probe.results
    )
    probed = replace(made.flawed(), probes=(replace(probe, results=results),))
    assert "6 of them: everybody may read" in flat(text(probed))
    assert "EXCESS, 6 of them: everybody may read" in render_any("html", probed, View())
    assert "of them:" not in text(made.flawed())


def down(reason: str = "nothing listens at dav.north.example:8443") -> Probed:
    """No cell was reached; what the plan leaves out is known all the same."""
    probe = made_results.probe()
    left = tuple(each for each in probe.results if each.verdict is Verdict.LEFT_OUT)
    problem = Problem("set-up", Source(made_results.ENDPOINT), reason, "start the service")
    probe = replace(probe, results=left, problems=(problem,))
    return Probed(made.report(probe), (probe,))


def test_why_nothing_was_tested_stands_first() -> None:
    whole = flat(text(down()))
    assert "result 235 cells: 228 not reached, 7 left out" in whole
    assert "! nothing was tested: nothing listens at dav.north.example:8443 Left out (7)" in whole
    assert "as the profile wants it" not in whole, "no signs are explained where no table is"
    assert "compare" not in whole, "there is nothing to compare with"


def test_cells_that_were_not_reached_are_no_praise() -> None:
    probe = made_results.probe()
    cell = Problem("set-up", Source(made_results.ENDPOINT), "3 cells: no room")
    problem = Problem("gone", Source(made_results.ENDPOINT), "5 requests were not answered")
    probe = replace(probe, results=probe.results[:-35], problems=(cell, problem))
    whole = flat(text(Probed(made.report(probe), (probe,))))
    assert "! 35 of 235 cells were not reached: 5 requests were not answered" in whole
    assert "every answer" not in whole


def test_tokens_that_were_given_the_same_are_told_once() -> None:
    found = {
        f"{kind}:{case}": made_results.excess
        for kind in ("create", "poll", "stage")
        for case in ("read", "delete")
    } | {f"{kind}:create-over": made_results.changed for kind in ("create", "poll", "read")}
    probe = made_results.probe(found)
    whole = flat(text(Probed(made.report(probe), (probe,))))
    assert "storage.create; storage.stage; storage.poll: delete a file, read a file" in whole
    over = "create over a file that is there (answer 403; absent before and after)"
    assert f"storage.read; storage.create; storage.poll: {over}" in whole
    assert whole.count("(answer 403") == 1


def test_what_stands_above_is_not_told_again_beside_the_findings() -> None:
    assert text(made.flawed()).count("made@1.0") == 1
    assert text(made.clean()).count("https://dav.north.example:8443/experiment") == 2


def test_signs_and_their_meanings_stand_in_two_columns() -> None:
    (probe,) = made.flawed().probes
    far = msgspec.structs.replace(probe.results[0], case_title="read elsewhere")
    probe = replace(probe, results=(far, *probe.results[1:]))
    whole = text(Probed(made.report(probe), (probe,)), 120)
    starts = {
        line.index(meaning)
        for meaning in (*MEANING.values(), "in a folder whose name begins", "in another folder")
        for line in whole.splitlines()
        if meaning in line
    }
    assert len(starts) == 1
