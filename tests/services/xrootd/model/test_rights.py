import pytest

from tokenlint.services.xrootd.model.rights import Right, privileges, suffices, verb


@pytest.mark.parametrize(
    ("letters", "given"),
    [
        ("r", {Right.READ, Right.READDIR}),
        ("l", {Right.STAT}),
        ("d", {Right.DELETE}),
        ("n", {Right.RENAME}),
        ("i", {Right.INSERT, Right.MKDIR}),
        ("w", set()),  # writing needs reading, too
        ("rw", {Right.READ, Right.READDIR, Right.UPDATE}),
        ("irw", {Right.READ, Right.READDIR, Right.UPDATE, Right.INSERT, Right.MKDIR, Right.CREATE}),
        ("k", set()),
        ("", set()),
        ("?", set()),
    ],
)
def test_letters_give_rights(letters: str, given: set[Right]) -> None:
    assert {right for right in Right if suffices(privileges(letters), right)} == given


def test_all_privileges_are_all_but_the_careful_ones() -> None:
    missing = {right for right in Right if not suffices(privileges("a"), right)}
    assert missing == {Right.EXCLUSIVE_CREATE, Right.EXCLUSIVE_INSERT}


def test_a_right_is_a_verb() -> None:
    assert verb(Right.DELETE) == "delete"
    assert verb(Right.STAT) == "ask for attributes"
