"""Authorization libraries."""

from tests.services.xrootd.texts import text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.authlibs import base_libraries, eos_libraries, library
from tokenlint.services.xrootd.stream import lines


def words(line: str) -> tuple[Value, ...]:
    return next(lines(text(line))).words


def test_the_last_file_that_a_library_is_given_counts() -> None:
    found = library(words("a.so x=1 config=/a config=/b"), chained=True)
    assert found.config is not None
    assert (found.config.text, found.config.source.column) == ("/b", 27)
    assert library(words("a.so"), chained=True).config is None


def test_macaroons_pass_on_to_what_they_are_given() -> None:
    outer, inner = base_libraries(words("libXrdMacaroons.so libXrdAccSciTokens.so config=/a"))
    assert (outer.chained, outer.config, inner.chained) == (True, None, False)
    assert inner.config is not None


def test_libraries_of_eos_ask_the_next_one() -> None:
    found = eos_libraries(words("mgmofs.macaroonslib a.so b.so"))
    assert [(each.name, each.chained) for each in found] == [("a.so", True), ("b.so", False)]
