"""Lines that are found out later are those that counting would have given."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.scan.making import folder, planned, setup
from tokenlint.scan import lines as module
from tokenlint.scan.lines import with_lines
from tokenlint.scan.local import read_here
from tokenlint.scan.summary import Place


@hypothesis_settings(max_examples=60)
@given(st.text("a\n", max_size=60), st.lists(st.integers(0, 60), max_size=8), st.integers(1, 9))
def test_they_are_as_counted(
    tmp_path_factory: pytest.TempPathFactory, text: str, offsets: list[int], block: int
) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    path.write_text(text)
    places = [Place(str(path), min(at, len(text))) for at in offsets]
    random.Random(0).shuffle(places)  # noqa: S311
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_BLOCK", block)
        found = with_lines(places)
    assert found == {
        place: place._replace(line=text.count("\n", 0, place.offset) + 1) for place in places
    }


def test_known_lines_stay_as_they_are(tmp_path: Path) -> None:
    packed = Place(f"{tmp_path}/a.tar!b", 7, 3)
    assert with_lines([packed]) == {packed: packed}


def test_a_file_that_became_shorter_or_is_gone(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"a\nb\n")
    first, beyond = Place(f"{tmp_path}/short", 2), Place(f"{tmp_path}/short", 900)
    gone, folder_ = Place(f"{tmp_path}/gone", 5), Place(str(tmp_path), 5)
    assert with_lines([first, beyond, gone, folder_]) == {
        first: first._replace(line=2),
        beyond: beyond,
        gone: gone,
        folder_: folder_,
    }


def test_places_of_a_scan(tmp_path: Path) -> None:
    for _, summary in read_here(setup(), planned([folder(tmp_path)]).jobs):
        places = [tally.place for tally in summary.shapes.values()]
        assert all(place.line for place in with_lines(places).values())
