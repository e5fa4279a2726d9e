"""Sets of signs, and what can be empty."""

from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.syntax import EMPTY, OTHER, any_case, between, mask_of, nullable


def test_signs_beyond_ascii_are_one() -> None:
    assert mask_of("é") == mask_of("漢") == OTHER
    assert between("y", "é") & OTHER
    assert not between("a", "z") & OTHER


def test_letters_get_their_other_case() -> None:
    assert any_case(mask_of("aZ1")) == mask_of("aAzZ1")


def test_what_matches_nothing_at_all() -> None:
    assert nullable(EMPTY)
    assert all(nullable(parse(text)) for text in ("a*", "a?b*", "(a|b?)", "(a*)+", "a{0}"))
    assert not any(nullable(parse(text)) for text in ("a", "a+", "a|b", "$", "a?$"))
