"""The authorization database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import text
from tokenlint.services.xrootd.authdb import AuthdbFile, compound_conditions, read_authdb


def read(content: str) -> AuthdbFile:
    return read_authdb(text(content, "authdb"))


def test_entries_have_pairs_of_path_and_privileges() -> None:
    (entry,) = read("u alice /a rl-w /b a\n").value.entries
    assert (entry.kind, entry.id) == ("u", "alice")
    assert [
        (pair.path, "".join(sorted(pair.gives)), "".join(pair.takes)) for pair in entry.rights
    ] == [
        ("/a", "lr", "w"),
        ("/b", "a", ""),
    ]
    assert entry.rights[1].source.column == 17


def test_a_line_goes_on_after_a_backslash_over_blank_lines_and_remarks() -> None:
    (entry,) = read("u * /a r \\\n\n# remark\n\t/b rl\\\n /c l\n").value.entries
    assert [(pair.path, pair.source.line) for pair in entry.rights] == [
        ("/a", 1),
        ("/b", 4),
        ("/c", 5),
    ]


def test_a_template_stands_where_it_is_named() -> None:
    entries = read("t readers /a r /b r\nu alice /x a readers /y a\n").value.entries
    assert [pair.path for pair in entries[1].rights] == ["/x", "/a", "/b", "/y"]
    assert entries[1].uses == ("readers",)


def test_compound_identifiers_have_conditions() -> None:
    entries = read("= both o: https://issuer.example g: /vo\ns both /a r\n").value.entries
    assert entries[0].conditions == (("o", "https://issuer.example"), ("g", "/vo"))
    assert compound_conditions(entries, entries[1]) == entries[0].conditions


def test_an_object_identifier_begins_with_a_backslash() -> None:
    assert read("u * \\obj r\n").value.entries[0].rights[0].path == "obj"


@pytest.mark.parametrize(
    "line",
    [
        "z who /a r",
        "users * /a r",
        "u",
        "u *",
        "u * /a",
        "u * /a rx",
        "u * /a r-w-d",
        "u * nowhere",
        "x unknown /a r",
        "= name",
        "= name q: x",
        "= name g: x g: y",
        "= name g:",
        "u a /a r\nu a /b r",
        "= a g: /vo\ns a /a r\nx a /b r",
    ],
)
def test_what_xrootd_refuses_is_a_problem(line: str) -> None:
    (problem,) = read(line).problems
    assert problem.reason.startswith("XRootD does not start")
    assert problem.source.line == line.count("\n") + 1


def test_carriage_returns_become_a_part_of_the_privileges() -> None:
    assert "carriage return" in read("u * /a r\r\n").problems[0].reason


def test_a_path_after_one_that_it_begins_with_is_dead() -> None:
    (dead,) = read("u * /a r /ab rl\n").dead
    assert (dead.reason, dead.what.text) == ("shadowed", "/ab")


def test_a_definition_that_nothing_uses_is_dead() -> None:
    assert [dead.what.text for dead in read("= a g: /vo\n").dead] == ["a"]


def test_lines_of_templates_are_unknown() -> None:
    file = read("<%= @entry %>\nu {{ .user }} /a r\n{{ if .x }}\ng /vo /b a\n{{ end }}\n")
    kinds = [(entry.kind, entry.rights[0].known) for entry in file.value.entries]
    assert kinds == [("?", False), ("u", True), ("g", False)]
    assert file.problems == ()


@given(
    st.lists(
        st.sampled_from(
            ["u * /a r", "t x /a r", "s y /a r", "= y g: /v", "u a x", "\\", "# a", "x y"]
        )
    )
)
def test_nearly_valid_texts_are_read(lines: list[str]) -> None:
    file = read("\n".join(lines))
    assert len(file.value.entries) + len(file.problems) <= len(lines)


@given(st.text(max_size=100))
def test_any_text_is_read(content: str) -> None:
    read(content)
