"""Lines of a mapfile that never count."""

import pytest

from tests.services.htcondor.files import LINE, ce, pool
from tokenlint.services.acceptance import Dead
from tokenlint.services.htcondor.shadows import dead_lines

ANY_SUBJECT = r"SCITOKENS /^https:\/\/issuer\.example\/vo,/ vo"


def dead(*lines: str, config: str = "SEC_TOKEN_MAX_AGE = 1") -> list[Dead]:
    return list(dead_lines(pool(ce("\n".join(lines), config)).principals))


def test_a_later_line_of_which_an_earlier_one_takes_all() -> None:
    (only,) = dead(ANY_SUBJECT, LINE)
    assert (only.reason, only.what.source.line) == ("shadowed", 2)
    assert only.by
    assert only.by.line == 1
    assert dead(LINE, ANY_SUBJECT) == []


def test_a_ban_comes_too_late() -> None:
    ban = LINE.replace("vopilot", "x@banned.htcondor.org")
    (only,) = dead(ANY_SUBJECT, ban)
    assert only.says.endswith("all of this ban")


def test_the_same_line_twice() -> None:
    assert [each.reason for each in dead(LINE, LINE)] == ["duplicate"]
    assert [each.reason for each in dead(LINE, LINE.replace("vopilot", "b"))] == ["shadowed"]


@pytest.mark.parametrize(
    "lines",
    [
        (r"SCITOKENS /.*a\.example\/vo.*,.*/ a", r"SCITOKENS /.*a\.example\/.*,.*/ b"),
        (
            r"SCITOKENS /^https:\/\/a\.example,/ PLUGIN:EGI",
            r"SCITOKENS /^https:\/\/a\.example,x$/ b",
        ),
        (r"SCITOKENS /^https:\/\/a\.example,/ a", r"SCITOKENS /^https:\/\/b\.example,/ b"),
        (r"SCITOKENS /(?=x)/ a", LINE),
        (r"SCITOKENS /^{{ x }},/ a", LINE),
    ],
)
def test_lines_that_count(lines: tuple[str, ...]) -> None:
    assert dead(*lines) == []


def test_literal_principals() -> None:
    literal = "SCITOKENS https://issuer.example/vo,pilot b"
    assert len(dead(ANY_SUBJECT, literal)) == 1
    assert len(dead(literal, literal)) == 1
    assert dead(literal, LINE)[0].by
    assert dead(literal, ANY_SUBJECT) == []


def test_a_catch_all_ends_the_list() -> None:
    assert len(dead("SCITOKENS /.*/ x", ANY_SUBJECT, LINE)) == 2
    assert len(dead("SCITOKENS /.*,.*/ x", ANY_SUBJECT)) == 1


def test_slashes_that_are_taken_as_part_of_the_expression_never_match() -> None:
    (only,) = dead(LINE, config="CERTIFICATE_MAPFILE_ASSUME_HASH_KEYS = False")
    assert only.reason == "never-matches"
    (other,) = dead(r"SCITOKENS /^https:\/\/issuer\.example$/ vo")
    assert other.reason == "never-matches"


def test_many_lines_take_little_time() -> None:
    lines = [rf"SCITOKENS /^https:\/\/vo{n}\.example,x$/ u" for n in range(150)]
    assert dead(*lines) == []
