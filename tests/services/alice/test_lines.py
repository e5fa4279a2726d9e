import pytest

from tests.services.alice.files import EXPORT, KEY, RULE, read


def test_parts_have_their_places() -> None:
    found = read(f"# keys\n\n{KEY}  {EXPORT}{RULE}")
    assert [line.word for line in found.lines] == ["KEY", "EXPORT", "RULE"]
    rule = found.lines[2]
    assert rule.text("AUTHZ") == "delete|read|write|write-once|"
    place = rule.parts["AUTHZ"].source
    assert (place.line, place.column, place.end_column) == (5, 19, 48)
    assert found.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "KEY VO:* PUBKEY:/b PRIVKEY:/a",
        "EXPORT PATH:/ VO:* ACCESS:ALLOW",
        "RULE PATH:/ AUTHZ:read| VO:*| CERT:*",
        "RULE PATH: / AUTHZ:read| NOAUTHZ: VO:*| CERT:*",
    ],
)
def test_a_line_of_another_form_is_dropped(line: str) -> None:
    found = read(f"{line}\n{EXPORT}")
    (problem,) = found.problems
    assert (problem.kind, problem.source.line) == ("syntax", 1)
    assert len(found.lines) == 1


def test_other_words_are_passed_over() -> None:
    found = read("Rule PATH:/ AUTHZ:read|\n # not a comment\n")
    assert [(each.key.text, each.suggestion) for each in found.unknown] == [
        ("Rule", "RULE"),
        ("#", ""),
    ]


def test_a_long_line_ends_the_file() -> None:
    found = read(f"{EXPORT}RULE PATH:/{'a' * 1100}\n{RULE}")
    assert [line.word for line in found.lines] == ["EXPORT"]
    assert [each.kind for each in found.problems] == ["limit"]


def test_templates_leave_the_file_open() -> None:
    found = read(f"{{{{ if .x }}}}\n{EXPORT}{{{{ end }}}}\nKEY VO:${{VO}} PRIVKEY:/a PUBKEY:/b\n")
    assert found.open
    assert [line.known for line in found.lines] == [True, False]
