"""Results as tables: every result is in one cell of one table, what are fewer go across."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.probe import made_results as made
from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Result
from tokenlint.report.probe.grid import Table, tables

ALL = tuple(made.matrix())
TRIED = tuple(each for each in ALL if each.verdict is not Verdict.LEFT_OUT)


def placed(found: tuple[Table, ...]) -> list[Result]:
    return [cell for table in found for row in table.rows for cell in row.cells if cell]


@given(st.lists(st.sampled_from(TRIED), unique=True))
def test_every_result_has_its_cell(results: list[Result]) -> None:
    found = placed(tables(results))
    assert sorted(each.cell for each in found) == sorted(each.cell for each in results)


@given(st.lists(st.sampled_from(ALL), unique=True))
def test_rows_are_as_long_as_the_head(results: list[Result]) -> None:
    for table in tables(results):
        assert table.rows
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_rights_have_operations_down_and_the_rest_tokens() -> None:
    rights, rest = tables(ALL)
    assert (rights.corner, len(rights.columns), len(rights.rows)) == ("operation", 7, 21)
    assert (rest.corner, len(rest.columns), len(rest.rows)) == ("token", 3, 27)
    assert list(dict.fromkeys(row.group for row in rest.rows)) == [
        "Paths", "Audience", "Time", "Issuer and signature", "Claims",
    ]  # fmt: skip


def test_protocols_do_not_mix() -> None:
    other = [msgspec.structs.replace(each, protocol="roots", cell=f"r{each.cell}") for each in ALL]
    found = tables([*ALL, *other])
    assert len(found) == 4
    assert [table.title.partition(", over ")[2] for table in found] == [
        "https", "https", "roots", "roots",
    ]  # fmt: skip
    assert len(placed(found)) == 2 * len(TRIED)


def test_a_group_that_nobody_knows_is_shown_last() -> None:
    new = msgspec.structs.replace(ALL[0], group="moon phase")
    assert [row.group for row in tables([new, *ALL])[-1].rows][-1] == "moon phase"


def test_few_operations_leave_tokens_in_rows() -> None:
    few = [each for each in ALL if each.kind in ("expired", "no-token")]
    (table,) = tables(few)
    assert (table.corner, len(table.columns), len(table.rows)) == ("token", 3, 2)


def test_what_was_left_out_wholly_is_in_no_table_and_the_rest_is() -> None:
    def without(result: Result) -> Result:
        return msgspec.structs.replace(result, verdict=Verdict.LEFT_OUT)

    rights = [each for each in ALL if each.group == "rights"]
    one = [without(each) if each.kind == "poll" else each for each in rights]
    (table,) = tables(one)
    assert "poll" not in {column.name for column in table.columns}
    single = [without(each) if each.cell == "https:poll:read" else each for each in rights]
    (table,) = tables(single)
    assert Verdict.LEFT_OUT in {each.verdict for each in placed((table,))}
    assert tables(list(map(without, ALL))) == ()
