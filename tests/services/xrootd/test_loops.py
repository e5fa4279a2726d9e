"""A `continue` that leads back."""

import pytest

from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.xrootd.reader import assemble
from tokenlint.services.xrootd.recognise import SERVER

START = "all.export /data\nofs.authorize\n"


def refused(files: dict[str, str]) -> list[tuple[str, int]]:
    pieces = [
        Piece(SERVER, Text(file, file.rpartition("/")[2], START + content))
        for file, content in files.items()
    ]
    found = assemble(pieces).problems
    again = [each.source for each in found if "again and again" in each.reason]
    return [(source.file, source.line) for source in again]


def test_a_file_that_continues_with_itself() -> None:
    assert refused({"xrootd/a.cfg": "continue /etc/xrootd/a.cfg"}) == [("xrootd/a.cfg", 3)]
    text = "set d = /etc/xrootd\ncontinue $d/a.cfg"
    assert refused({"xrootd/a.cfg": text}) == [("xrootd/a.cfg", 4)]


def test_two_files_that_continue_with_each_other() -> None:
    files = {"a.cfg": "continue /etc/xrootd/b.cfg", "b.cfg": "continue /etc/xrootd/a.cfg"}
    assert refused(files) == [("b.cfg", 3), ("a.cfg", 3)]


def test_a_file_that_is_reached_by_its_own_path() -> None:
    files = {"a.cfg": "continue /etc/xrootd/b.cfg", "b.cfg": "continue /etc/xrootd/b.cfg"}
    assert refused(files) == [("b.cfg", 3)]


@pytest.mark.parametrize(
    "line",
    [
        "continue /etc/other/a.cfg",
        "continue /etc/xrootd/a.cfg if exec cmsd",
        "if exec cmsd\ncontinue /etc/xrootd/a.cfg\nfi",
        "continue /etc/$(site)/a.cfg",
        "continue",
    ],
)
def test_no_loop_for_sure(line: str) -> None:
    assert refused({"xrootd/a.cfg": line}) == []
