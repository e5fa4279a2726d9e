"""Diffs that git applies, byte by byte, and that show no secret."""

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fix.layouts import files
from tests.fix.mending import NAME, founds, judge, spliced, wanted
from tokenlint.fix.diff import unified
from tokenlint.fix.edit import Edit, NotFixed, applied
from tokenlint.fix.held import Held
from tokenlint.fix.run import mend
from tokenlint.policy.engine import Engine


def _held(text: str | bytes) -> Held:
    held = Held.of(founds({"x": text})[0])
    assert held is not None
    return held


def _open(text: str) -> str:
    return text


def _git(folder: Path, diff: bytes, *command: str) -> None:
    done = subprocess.run(
        command or ("git", "apply", "-"), input=diff, cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_diff_as_people_know_it() -> None:
    held = _held("".join(f"{sign}\n" for sign in "abcdefghijklm"))
    assert unified("x", held, [Edit(4, 5, "C"), Edit(20, 22)], _open).decode() == (
        "--- a/x\n+++ b/x\n@@ -1,6 +1,6 @@\n a\n b\n-c\n+C\n d\n e\n f\n"
        "@@ -8,6 +8,5 @@\n h\n i\n j\n-k\n l\n m\n"
    )
    assert unified("x", held, [], _open) == b""


def test_neighbouring_lines_stand_together() -> None:
    diff = unified("x", _held("a\nb"), [Edit(0, 1, "A"), Edit(2, 3, "B")], _open)
    assert diff.decode() == (
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n-b\n\\ No newline at end of file\n"
        "+A\n+B\n\\ No newline at end of file\n"
    )


LINES = st.lists(st.sampled_from(("a\n", "b\n", "c\r\n", "\n", "dd\n", "e\r")), max_size=14)
TEXTS = st.builds("{}{}".format, LINES.map("".join), st.sampled_from(("", "end", "\r")))
git_is_slow = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.generate),
)


@git_is_slow
@given(data=st.data(), text=TEXTS.filter(bool))
def test_git_applies_the_diff_of_any_edits(data: st.DataObject, text: str, tmp_path: Path) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True).map(sorted))
    edits = [
        Edit(start, end, data.draw(st.sampled_from(("", "X", "Y\n", "Z\nZ"))))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    after = applied(text, edits)
    diff = unified("x", _held(text), edits, _open)
    if after == text or not after:
        return
    (tmp_path / "x").write_bytes(text.encode())
    _git(tmp_path, diff, "git", "apply", "--whitespace=nowarn", "-")
    assert (tmp_path / "x").read_bytes() == after.encode()


@git_is_slow
@given(data=files)
def test_git_applies_the_diff_of_a_repair(data: bytes, engine: Engine, tmp_path: Path) -> None:
    result = mend(founds({NAME: data}), judge(engine), wanted())
    diff = unified(NAME, result.before.files[NAME], result.edits.get(NAME, ()), _open)
    (tmp_path / NAME).write_bytes(data)
    if diff:
        _git(tmp_path, diff, "git", "apply", "--whitespace=nowarn", "-")
    assert (tmp_path / NAME).read_bytes() == spliced(result, NAME)


@pytest.mark.parametrize("name", ["a b", "ä", 'q"q', "back\\slash", "tab\there", "new\nline"])
def test_names_are_quoted_as_git_does(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("a\nb\n")
    diff = unified(name, _held("a\nb\n"), [Edit(0, 1, "A")], _open)
    assert diff.isascii()
    assert b"\x1b" not in unified("\x1b[31m", _held("a\n"), [Edit(0, 1, "A")], _open)
    _git(tmp_path, diff)
    assert (tmp_path / name).read_text() == "A\nb\n"


def _veil(text: str) -> str:
    return text.replace("secret", "(hidden)")


def test_the_context_is_cut_before_a_secret() -> None:
    held = _held("secret\n1\n2\n3\n4\nsecret\n")
    diff = unified("x", held, [Edit(9, 10, "X")], _veil)
    assert diff.decode().splitlines()[2:] == ["@@ -2,3 +2,3 @@", " 1", "-2", "+X", " 3"]


@pytest.mark.parametrize("edit", [Edit(0, 1, "S"), Edit(7, 8, "X"), Edit(9, 10, "secret")])
def test_no_diff_shows_a_secret(edit: Edit) -> None:
    with pytest.raises(NotFixed, match="would show a secret"):
        unified("x", _held("secret\n1\n2\n"), [edit], _veil)


def test_other_encodings_have_no_diff() -> None:
    with pytest.raises(NotFixed, match="UTF-16"):
        unified("x", _held("\ufeffa\n".encode("utf-16-le")), [Edit(0, 1, "A")], _open)
