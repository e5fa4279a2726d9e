"""Sets of signs: escapes and square brackets."""

import pytest

from tokenlint.services.regular.classes import bracketed, escaped
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.syntax import DIGITS, EVERY, LOWER, OTHER, UPPER, WORD, mask_of


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("[abc]", mask_of("abc")),
        ("[a-c]", mask_of("abc")),
        ("[]a]", mask_of("]a")),
        ("[^a]", EVERY & ~mask_of("a")),
        ("[a-]", mask_of("a-")),
        (r"[\d_]", DIGITS | mask_of("_")),
        (r"[\w.-]", WORD | mask_of(".-")),
        ("[[:alpha:]]", LOWER | UPPER),
        ("[[:^digit:]]", EVERY & ~DIGITS),
        (r"[\]]", mask_of("]")),
        (r"[\b]", mask_of("\b")),
        ("[é]", OTHER),
        (r"[\x00-\x{10ffff}]", EVERY),
    ],
)
def test_a_class_is_a_set(text: str, mask: int) -> None:
    assert bracketed(text, 0) == (mask, len(text))


def test_an_escape_is_a_set_or_a_sign() -> None:
    assert escaped(r"\d", 0) == (DIGITS, "", 2)
    assert escaped(r"\/", 0) == (mask_of("/"), "/", 2)
    assert escaped(r"\x41", 0) == (mask_of("A"), "A", 4)
    assert escaped(r"\t", 0) == (mask_of("\t"), "\t", 2)


def test_a_number_that_is_no_sign_is_broken() -> None:
    with pytest.raises(Broken):
        escaped(r"\x{ffffff}", 0)


@pytest.mark.parametrize("text", ["[[.a.]]", "[a&&b]"])
def test_other_dialects_are_not_guessed(text: str) -> None:
    with pytest.raises(Unsupported):
        bracketed(text, 0)
