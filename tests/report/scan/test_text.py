"""A scan for people."""

from pathlib import Path

import pytest

from tests.report.scan import made
from tokenlint.report.lines import cells
from tokenlint.report.scan.text import render
from tokenlint.report.view import View

WIDE = View(width=100)


def test_it_tells_everything(tmp_path: Path) -> None:
    text = render(made.needy(tmp_path), WIDE)
    for words in (
        "Scan",
        "read           1 input,",
        "Widest by magnitude",
        "More than the workflow needs",
        "What the rules say",
        "SCP003",
        "Wrapped",
        "base64",
        "Not whole",
        "no signature",
        "Issuers",
        "https://issuer.example",
        "Profiles",
        "Audiences",
        "Lifetimes",
        "Magnitudes",
        f"{tmp_path}/log:",
        "shared by several tokens",
    ):
        assert " ".join(words.split()) in " ".join(text.split())


def test_what_is_not_there_has_no_heading(tmp_path: Path) -> None:
    text = render(made.scan(tmp_path), WIDE)
    assert "More than the workflow needs" not in text
    assert "Other credentials" not in text


def test_estimates_are_said_to_be_some(tmp_path: Path) -> None:
    text = render(made.estimated(tmp_path), WIDE)
    assert "about 1,230,000 distinct" in text
    assert "an estimate, good to two percent" in text
    assert "about" not in render(made.scan(tmp_path), WIDE).split("Widest")[0]


def test_what_was_left_out_is_told(tmp_path: Path) -> None:
    text = render(made.troubled(tmp_path), WIDE)
    assert "No such file or directory" in text
    assert "gone" in text


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_no_line_is_wider_than_the_terminal_by_far(tmp_path: Path, width: int) -> None:
    """Tables have a least width; a path is never broken."""
    text = render(made.hostile(tmp_path), View(width=width, unicode=True))
    lines = [line for line in text.splitlines() if str(tmp_path) not in line]
    assert max(map(cells, lines)) <= max(width, 78)


def test_a_terminal_obeys_nothing_in_it(tmp_path: Path) -> None:
    text = render(made.hostile(tmp_path), WIDE)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\r" not in text


def test_ascii_where_the_terminal_has_nothing_else(tmp_path: Path) -> None:
    text = render(made.scan(tmp_path), View(width=80, unicode=False))
    assert text.replace("é", "").isascii()  # the letter of an issuer
    assert "SCP003" in text
