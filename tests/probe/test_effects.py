"""What became of an operation, by what was seen before and after."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cases import Aim
from tokenlint.probe.cell import Effect
from tokenlint.probe.effects import effect_of, wanted
from tokenlint.probe.looks import of_content
from tokenlint.probe.stored import Stored, Thing

ABSENT, FOLDER = Stored(Thing.ABSENT), Stored(Thing.DIRECTORY)
UNKNOWN = Stored(Thing.UNKNOWN, why="403")
OLD, NEW = of_content(b"old"), of_content(b"new")
HERE, THERE = Aim("/a", "/a"), Aim("/a", "/a", "/b", "/b")
stored = st.sampled_from([ABSENT, FOLDER, UNKNOWN, OLD, NEW])
CHANGES = [
    (Operation.CREATE, HERE, {"/a": ABSENT}, {"/a": NEW}),
    (Operation.OVERWRITE, HERE, {"/a": OLD}, {"/a": NEW}),
    (Operation.DELETE, HERE, {"/a": OLD}, {"/a": ABSENT}),
    (Operation.MKDIR, HERE, {"/a": ABSENT}, {"/a": FOLDER}),
    (Operation.RENAME, THERE, {"/a": OLD, "/b": ABSENT}, {"/a": ABSENT, "/b": OLD}),
    (Operation.RENAME_OVER, THERE, {"/a": OLD, "/b": NEW}, {"/a": ABSENT, "/b": OLD}),
]


@pytest.mark.parametrize(("operation", "aim", "before", "after"), CHANGES)
def test_what_an_operation_does(
    operation: Operation, aim: Aim, before: dict[str, Stored], after: dict[str, Stored]
) -> None:
    done = wanted(operation, aim, before, NEW)
    assert done == after
    assert effect_of(before, after, done, beside=False) is Effect.DONE
    assert effect_of(before, before, done, beside=False) is Effect.UNCHANGED
    assert effect_of(before, after, done, beside=True) is Effect.OTHERWISE
    assert effect_of(before, before, done, beside=True) is Effect.OTHERWISE


@given(st.sampled_from(CHANGES), st.data())
def test_unchanged_means_that_everything_was_seen_and_is_the_same(
    change: tuple[Operation, Aim, dict[str, Stored], dict[str, Stored]], data: st.DataObject
) -> None:
    operation, aim, before, _ = change
    after = {path: data.draw(stored) for path in before}
    effect = effect_of(before, after, wanted(operation, aim, before, NEW), beside=False)
    assert (effect is Effect.UNCHANGED) == (after == before)
    unseen = [path for path in after if after[path] == UNKNOWN]
    if effect is Effect.DONE:
        assert not unseen
    if effect is Effect.UNSEEN:
        assert unseen
        assert all(after[path] == before[path] for path in after if path not in unseen)


def test_half_a_rename_is_no_rename() -> None:
    before = {"/a": OLD, "/b": ABSENT}
    done = wanted(Operation.RENAME, THERE, before, NEW)
    assert effect_of(before, {"/a": OLD, "/b": OLD}, done, beside=False) is Effect.OTHERWISE
    assert effect_of(before, {"/a": ABSENT, "/b": ABSENT}, done, beside=False) is Effect.OTHERWISE
    assert effect_of(before, {"/a": ABSENT, "/b": UNKNOWN}, done, beside=False) is Effect.OTHERWISE


def test_reading_changes_nothing() -> None:
    with pytest.raises(ValueError, match="changes nothing"):
        wanted(Operation.READ, HERE, {"/a": OLD}, NEW)
