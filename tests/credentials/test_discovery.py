import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.minting import claims, mint
from tokenlint.credentials.discovery import (
    MAX_BYTES,
    Found,
    NotFound,
    Stopped,
    discover,
    looks_like_bearer_token,
)

EUID = 1221


@pytest.fixture
def places(tmp_path: Path) -> dict[str, Path]:
    """The folders that stand for the run-time directory and for /tmp."""
    runtime, temporary = tmp_path / "run", tmp_path / "tmp"
    runtime.mkdir()
    temporary.mkdir()
    return {
        "runtime": runtime / f"bt_u{EUID}",
        "temporary": temporary / f"bt_u{EUID}",
        "file": tmp_path / "token",
    }


def search(places: dict[str, Path], **environ: str) -> Found | NotFound | Stopped:
    runtime = {"XDG_RUNTIME_DIR": str(places["runtime"].parent)}
    return discover(runtime | environ, EUID, places["temporary"].parent)


def write(path: Path, text: str, mode: int = 0o600) -> None:
    path.write_text(text)
    path.chmod(mode)


def test_the_four_places_in_their_order(places: dict[str, Path]) -> None:
    write(places["temporary"], "from-tmp")
    found = search(places)
    assert isinstance(found, Found)
    assert (found.data, found.origin) == (b"from-tmp", str(places["temporary"]))
    write(places["runtime"], "from-run")
    found = search(places)
    assert isinstance(found, Found)
    assert found.data == b"from-run"
    assert found.origin.startswith("$XDG_RUNTIME_DIR/bt_u1221")
    assert found.source.file == str(places["runtime"])
    write(places["file"], "from-file")
    named = {"BEARER_TOKEN_FILE": str(places["file"])}
    found = search(places, **named)
    assert isinstance(found, Found)
    assert (found.data, found.origin) == (b"from-file", f"BEARER_TOKEN_FILE ({places['file']})")
    found = search(places, BEARER_TOKEN="from-environment", **named)
    assert isinstance(found, Found)
    assert (found.data, found.origin) == (b"from-environment", "BEARER_TOKEN")
    assert found.source.file == "<BEARER_TOKEN>"


def test_without_a_runtime_directory_it_is_passed_over(places: dict[str, Path]) -> None:
    found = discover({}, EUID, places["temporary"].parent)
    assert found == NotFound((f"{places['temporary']} (not there)",))


def test_white_space_of_c_is_stripped(places: dict[str, Path]) -> None:
    found = search(places, BEARER_TOKEN=" \f\n\r\t\vabc.def=\v\t\r\n\f ")
    assert isinstance(found, Found)
    assert found.data == b"abc.def="


@pytest.mark.parametrize("space", ["\x85", "\u00a0", "\u2003", "\x1c"])
def test_other_white_space_is_not(places: dict[str, Path], space: str) -> None:
    assert isinstance(search(places, BEARER_TOKEN=f"abc{space}"), Stopped)


def test_an_empty_place_is_passed_over(places: dict[str, Path]) -> None:
    write(places["file"], "\n")
    write(places["runtime"], "")
    write(places["temporary"], "last")
    found = search(places, BEARER_TOKEN=" ", BEARER_TOKEN_FILE=str(places["file"]))
    assert isinstance(found, Found)
    assert found.data == b"last"


def test_all_empty(places: dict[str, Path]) -> None:
    write(places["runtime"], " ")
    found = search(places, BEARER_TOKEN="", BEARER_TOKEN_FILE="")
    assert isinstance(found, NotFound)
    assert [place.rpartition(" (")[2] for place in found.looked_at] == [
        "empty)",
        "empty)",
        "not there)",
    ]


@pytest.mark.parametrize("text", ["a b", '"abc"', "abc=def", "=", "a\nb", "é", "a\udcff"])
def test_what_is_no_token_stops_the_search(places: dict[str, Path], text: str) -> None:
    write(places["temporary"], "good")
    stopped = search(places, BEARER_TOKEN=text)
    assert isinstance(stopped, Stopped)
    assert stopped.problem.kind == "invalid-token"
    assert text not in stopped.problem.reason


def test_a_file_that_is_named_must_be_there(places: dict[str, Path]) -> None:
    write(places["temporary"], "good")
    stopped = search(places, BEARER_TOKEN_FILE=str(places["file"]))
    assert isinstance(stopped, Stopped)
    assert stopped.problem.kind == "unreadable"
    assert "No such file" in stopped.problem.reason


@pytest.mark.parametrize("name", ["file", "runtime"])
def test_what_cannot_be_read_is_a_problem(places: dict[str, Path], name: str) -> None:
    places[name].mkdir()
    stopped = search(places, BEARER_TOKEN_FILE=str(places[name]) if name == "file" else "")
    assert isinstance(stopped, Stopped)
    assert stopped.problem.source.file == str(places[name])


def test_a_pipe_keeps_nobody_waiting(places: dict[str, Path]) -> None:
    os.mkfifo(places["runtime"])
    stopped = search(places)
    assert isinstance(stopped, Stopped)
    assert "not a regular file" in stopped.problem.reason


def test_a_name_with_a_nul_is_a_problem(places: dict[str, Path]) -> None:
    assert isinstance(search(places, BEARER_TOKEN_FILE="a\0b"), Stopped)


def test_a_huge_file_is_not_read_whole(places: dict[str, Path]) -> None:
    write(places["runtime"], "a" * (MAX_BYTES + 10))
    assert isinstance(search(places), Found)  # the decoder says that it is oversize
    write(places["runtime"], " " * (MAX_BYTES + 10) + "a")
    assert isinstance(search(places), NotFound)
    write(places["runtime"], "!" * (MAX_BYTES + 10))
    stopped = search(places)
    assert isinstance(stopped, Stopped)
    assert "more than" in stopped.problem.reason


@pytest.mark.parametrize(("mode", "notes"), [(0o600, 0), (0o400, 0), (0o640, 1), (0o604, 1)])
def test_a_file_that_others_can_read_is_noted(
    places: dict[str, Path], mode: int, notes: int
) -> None:
    write(places["runtime"], "abc", mode)
    found = search(places)
    assert isinstance(found, Found)
    assert len(found.notes) == notes


def test_the_token_is_not_in_the_repr(places: dict[str, Path]) -> None:
    token = mint(claims())
    found = search(places, BEARER_TOKEN=token)
    assert isinstance(found, Found)
    assert found.data == token.encode()
    assert token not in repr(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_characters="\0")))
def test_any_environment(places: dict[str, Path], text: str) -> None:
    search(places, BEARER_TOKEN=text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore"))
    looks_like_bearer_token(text.encode("utf-8", "surrogatepass"))


def test_bearer_tokens() -> None:
    assert looks_like_bearer_token(b"abc-._~+/==")
    assert not looks_like_bearer_token(b"abc\n")
