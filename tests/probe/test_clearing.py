"""Taking away: what the record names and nothing else, and only where the marker is ours."""

from collections.abc import Iterable

import pytest

from tests.probe.fake import FakeStorage
from tests.probe.running import storage
from tokenlint.privilege.operation import Operation
from tokenlint.probe.clearing import Cleared, Clearing
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.ground import marker_content
from tokenlint.probe.hands import Hands, Wallet
from tokenlint.probe.looks import ByToken
from tokenlint.probe.pacing import Pace, PacedDoor
from tokenlint.probe.record import Made
from tokenlint.probe.token import Wish

FOLDER = "/data/area/tokenlint-probe-0"
MARKER = f"{FOLDER}/.tokenlint-probe"
WISH = Wish("storage.read:/area storage.modify:/area", ("https://storage.example",))
MADE = (
    Made(FOLDER, True),
    Made(MARKER),
    Made(f"{FOLDER}/granted", True),
    Made(f"{FOLDER}/granted/a"),
    Made(f"{FOLDER}/granted/folder", True),
    Made(f"{FOLDER}/granted/folder/deep"),
    Made(f"{FOLDER}/granted/never"),
)


def full(*, marker: bytes = marker_content(FOLDER), **more: bytes) -> FakeStorage:
    door = storage()
    for made in MADE[:-1]:
        door.files[made.path] = None if made.directory else b"x"
    door.files[MARKER] = marker
    for name, content in more.items():
        door.files[f"{FOLDER}/granted/{name}"] = content
    return door


def clear(door: FakeStorage, made: Iterable[Made] = MADE) -> Cleared:
    hands = Hands(PacedDoor(door, Pace(per_second=0)), Wallet(door.source), WISH)
    return Clearing(FOLDER, hands, ByToken(hands)).clear(made)


def deleted(door: FakeStorage) -> list[str]:
    return [each.path for each in door.demands if each.operation is Operation.DELETE]


def test_all_that_was_made_goes_children_first_and_the_marker_near_the_end() -> None:
    door = full()
    done = clear(door)
    assert done.clean
    assert door.checksum() == door.pristine
    order = deleted(door)
    assert order[-2:] == [MARKER, FOLDER]
    assert order.index(f"{FOLDER}/granted/folder/deep") < order.index(f"{FOLDER}/granted/folder")
    assert order.index(f"{FOLDER}/granted/folder") < order.index(f"{FOLDER}/granted")
    assert f"{FOLDER}/granted/never" not in order


def test_what_is_not_named_stays_with_all_folders_on_the_way_and_the_marker() -> None:
    door = full(theirs=b"mine")
    done = clear(door)
    assert [left.partition(" ")[0] for left in done.left] == [
        f"{FOLDER}/granted/theirs",
        f"{FOLDER}/granted",
    ]
    assert door.files[f"{FOLDER}/granted/theirs"] == b"mine"
    assert MARKER in door.files
    assert f"{FOLDER}/granted/a" not in door.files
    assert not done.clean


@pytest.mark.parametrize("marker", [b"", b"This folder was made by somebody else", b"x"])
def test_a_folder_with_another_marker_is_not_touched(marker: bytes) -> None:
    door = full(marker=marker)
    done = clear(door)
    assert deleted(door) == []
    assert "not touched" in done.left[0]


@pytest.mark.parametrize("size", [0, 1, 40])
def test_a_marker_that_was_cut_short_is_ours_if_nothing_else_is_there(size: int) -> None:
    door = storage()
    door.files[FOLDER] = None
    door.files[MARKER] = marker_content(FOLDER)[:size]
    assert clear(door, MADE[:2]).clean
    assert door.checksum() == door.pristine


def test_an_empty_folder_without_a_marker_is_ours() -> None:
    door = storage()
    door.files[FOLDER] = None
    assert clear(door, MADE[:1]).clean
    assert door.checksum() == door.pristine


@pytest.mark.parametrize(
    "path",
    [
        "/data/area/precious",
        f"{FOLDER}/../precious",
        f"{FOLDER}/granted/../../precious",
        f"{FOLDER}beside/x",
        "/",
        "",
    ],
)
def test_a_record_that_names_something_else_is_not_believed(path: str) -> None:
    door = full()
    clear(door, (*MADE, Made(path), Made(path, True)))
    assert path not in deleted(door)
    assert door.checksum() == door.pristine


def test_a_folder_that_is_called_alike_is_not_touched() -> None:
    door = full()
    beside = f"{FOLDER}beside"
    door.files |= {beside: None, f"{beside}/x": b"mine"}
    clear(door, (*MADE, Made(beside, True), Made(f"{beside}/x")))
    assert door.files[f"{beside}/x"] == b"mine"
    assert not any(path.startswith(beside) for path in deleted(door))


def test_a_folder_that_has_lost_its_marker_is_not_touched() -> None:
    door = full()
    del door.files[MARKER]
    done = clear(door)
    assert deleted(door) == []
    assert "not touched" in done.left[0]


def test_a_file_where_a_folder_was_to_be_is_taken_away() -> None:
    door = full()
    del door.files[f"{FOLDER}/granted/folder/deep"]
    door.files[f"{FOLDER}/granted/folder"] = b"x"
    door.before = lambda each: (
        Answer(Said.NO, "403")
        if each.operation is Operation.LIST and each.path.endswith("/folder")
        else None
    )
    assert clear(door).clean
    assert door.checksum() == door.pristine


def test_a_deletion_that_is_done_without_an_answer_leaves_nothing() -> None:
    door = full()

    def done_in_silence(demand: Demand) -> Answer | None:
        if demand.operation is Operation.DELETE and demand.path.endswith("/a"):
            door.files.pop(demand.path, None)
            return Answer(Said.NOTHING, "timeout", why="no answer")
        return None

    door.before = done_in_silence
    assert clear(door).clean


def test_a_service_that_goes_down_meanwhile_is_not_asked_about_each_file() -> None:
    door = full(**{f"more-{number}": b"" for number in range(40)})
    made = (*MADE, *(Made(f"{FOLDER}/granted/more-{number}") for number in range(40)))

    lost = Answer(Said.NOTHING, "timeout", why="no answer")
    door.before = lambda each: lost if each.operation is Operation.DELETE else None
    assert clear(door, made).unsure
    assert len(deleted(door)) == 1 + 5, (
        "one in the folder below, and as many as mean that it is gone"
    )


def test_nothing_was_ever_made() -> None:
    door = storage()
    assert clear(door, ()).clean
    assert door.demands == []


def test_a_service_that_does_not_let_list_keeps_its_folders() -> None:
    door = full()

    def secretive(demand: Demand) -> Answer | None:
        return Answer(Said.NO, "403") if demand.operation is Operation.LIST else None

    door.before = secretive
    done = clear(door)
    assert any("cannot be listed" in left for left in done.left)
    assert not any("gives 404" in left for left in done.left), "it was never there"
    assert set(deleted(door)) == {
        f"{FOLDER}/granted/a",
        f"{FOLDER}/granted/folder/deep",
        f"{FOLDER}/granted/never",
    }
    assert not done.unsure


def test_a_service_that_is_down_leaves_it_unsure_after_a_few_requests() -> None:
    door = full(before=b"")
    door.before = lambda _: Answer(Said.NOTHING, "timeout", why="no answer")
    done = clear(door)
    assert done.unsure
    assert len(door.demands) < 12


@pytest.mark.parametrize("silent", [0, 1, 2])
def test_one_question_without_an_answer_leaves_it_to_the_next_run(silent: int) -> None:
    door = full(marker=b"")

    def once(_: Demand) -> Answer | None:
        lost = len(door.demands) == silent + 1
        return Answer(Said.NOTHING, "timeout", why="no answer") if lost else None

    door.before = once
    done = clear(door)
    assert done.unsure
    assert deleted(door) == []


def test_an_empty_list_of_a_folder_whose_marker_is_not_shown_proves_nothing() -> None:
    door = full()

    def hides(demand: Demand) -> Answer | None:
        if demand.operation is Operation.LIST:
            return Answer(Said.YES, "207")
        return Answer(Said.NO, "403") if demand.path == MARKER else None

    door.before = hides
    done = clear(door)
    assert deleted(door) == []
    assert "not touched" in done.left[0]


def test_a_folder_that_holds_a_marker_of_somebody_else_alone_is_not_touched() -> None:
    door = storage()
    door.files[FOLDER] = None
    door.files[MARKER] = b"somebody else's"
    done = clear(door, MADE[:2])
    assert deleted(door) == []
    assert "not touched" in done.left[0]


def test_what_comes_while_the_marker_goes_is_not_taken_with_the_folder() -> None:
    door = full()

    def comes(demand: Demand) -> None:
        if demand.operation is Operation.DELETE and demand.path == MARKER:
            door.files[f"{FOLDER}/theirs"] = b"mine"

    door.before = comes
    done = clear(door)
    assert door.files[f"{FOLDER}/theirs"] == b"mine"
    assert FOLDER not in deleted(door)
    assert done.left


def test_a_deletion_that_was_not_answered_may_succeed_in_the_next_run() -> None:
    door = full()
    lost = Answer(Said.NOTHING, "timeout", why="no answer")
    door.before = lambda each: (
        lost if each.operation is Operation.DELETE and each.path.endswith("/a") else None
    )
    done = clear(door)
    assert done.unsure
    assert not done.clean
    door.before = lambda _: None
    assert clear(door).clean
    assert door.checksum() == door.pristine
