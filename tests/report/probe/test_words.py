"""Signs and sentences of a probe."""

import msgspec
import pytest

from tests.probe import made_results as made
from tokenlint.probe.cell import Verdict
from tokenlint.report.lines import STYLES as KNOWN
from tokenlint.report.probe.words import (
    FAULTS,
    MEANING,
    SIGNS,
    STYLES,
    about,
    by_token,
    counts,
    duration,
    grouped,
    says,
    seen,
)

PROBE = made.flawed()


def test_every_verdict_has_a_sign_of_its_own() -> None:
    assert set(SIGNS) == set(STYLES) == set(MEANING) == set(Verdict)
    assert len(set(SIGNS.values())) == len(Verdict)
    assert all(sign.isascii() for sign in SIGNS.values())
    assert set(STYLES.values()) <= set(KNOWN)


def test_faults_are_in_the_order_of_gravity() -> None:
    order = [list(Verdict).index(each) for each in FAULTS]
    assert order == sorted(order)
    for each in FAULTS:
        assert says(each, 1) != says(each, 2).replace("2", "1", 1)


def test_counts_begin_with_the_gravest() -> None:
    assert counts(PROBE).startswith("235 cells: 1 changed though refused, 6 excess, 3 without")
    assert counts(made.probe()) == "235 cells: 5 open and refused, 223 ok, 7 left out"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "0.0 s"), (0.44, "0.4 s"), (31.4, "31 s"), (192, "3 min 12 s"), (-1, "0.0 s"),
     (float("inf"), "endless"), (float("nan"), "endless")],
)  # fmt: skip
def test_duration(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_reasons_are_told_once_and_the_most_first() -> None:
    first, *rest = (each for each in PROBE.results if each.verdict is Verdict.LEFT_OUT)

    other = msgspec.structs.replace(first, why="no write is allowed")
    found = grouped([other, *rest], Verdict.LEFT_OUT)
    assert [(why, len(cells)) for (why, _), cells in found.items()] == [
        ("no tape is behind this service", 6),
        ("no write is allowed", 1),
    ]
    assert grouped(PROBE.results, Verdict.EXCESS)[("", "")][0].verdict is Verdict.EXCESS


def test_cells_are_named_by_what_they_have_in_common() -> None:
    tapes = [each for each in PROBE.results if each.verdict is Verdict.LEFT_OUT]
    assert about(tapes, 3) == "bring a file from tape"
    rows = [each for each in PROBE.results if each.kind == "read"]
    assert about(rows, 3) == "storage.read"
    assert about(PROBE.results, 2) == "look at a file, list a folder and 20 more"


def test_what_was_seen() -> None:
    changed = next(each for each in PROBE.results if each.verdict is Verdict.EXCESS)
    assert seen(changed) == "answer 201; absent, then file, 12 bytes"
    read = msgspec.structs.replace(changed, after="")
    assert seen(read) == "answer 201; absent"
    assert seen(msgspec.structs.replace(read, before="", status="")) == ""
    assert seen(PROBE.results[0]) == "answer 201; absent before and after"
    sizes = {
        "before": "a file of 9 bytes, SHA-256 ab12",
        "after": "a file of 9 bytes, SHA-256 cd34",
    }
    other = msgspec.structs.replace(PROBE.results[0], **sizes)
    assert seen(other) == "answer 201; a file of 9 bytes, then another one"


def test_tokens_with_their_requests_what_loses_data_first() -> None:
    some = [
        each for each in PROBE.results if each.kind in ("read", "create") and each.reach == "inside"
    ]
    assert by_token(some[:9] + some[10:13]) == (
        (
            "with storage.read: create over a file that is there, rename over another file, "
            "delete a file, look at a file, list a folder, read a file and 3 more"
        ),
        "with storage.create: look at a file, list a folder, read a file",
    )
    assert by_token([]) == ()
