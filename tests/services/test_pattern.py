"""What a regular expression matches beyond what it was written for."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.acceptance import Pattern
from tokenlint.services.pattern import Matched, analyse, expression, principals, universal
from tokenlint.services.value import Value
from tokenlint.source import Source


def analysed(text: str, matched: Matched = Matched.PRINCIPAL, *, whole: bool = False) -> Pattern:
    return analyse(
        text, Value(text, Source("mapfile", 1)), "issuer and subject", matched, whole=whole
    )


@pytest.mark.parametrize(
    ("text", "defects", "also"),
    [
        (
            r".*issuer\.example/vo.*,.*",
            ("open-start", "open-issuer"),
            "https://attacker.example/issuer.example/vo,anyone",
        ),
        (
            r"https://a\.example/,sub$",
            ("open-start",),
            "https://attacker.example/https://a.example/,sub",
        ),
        (r"^https://a\.example", ("open-issuer",), "https://a.example.attacker.example,anyone"),
        (
            r"^https://a\.example/vo",
            ("open-issuer",),
            "https://a.example/vo.attacker.example,anyone",
        ),
        (r"^https://a\.example,sub-1", ("open-end",), "https://a.example,sub-1-other"),
        (r"^https://issuer.example/vo,.*", ("any-sign",), "https://issuerxexample/vo,anyone"),
        (r"^https://a\.example,me@b.example$", ("any-sign",), "https://a.example,me@bxexample"),
        (
            r"^https://a\.example,u$|https://b\.example,u$",
            ("open-start",),
            "https://attacker.example/https://b.example,u",
        ),
        (
            r"^https://.*\.a\.example,",
            ("open-start",),
            "https://attacker.example/https://.a.example,anyone",
        ),
    ],
)
def test_a_loose_principal_is_shown_with_a_text(
    text: str, defects: tuple[str, ...], also: str
) -> None:
    found = analysed(text)
    assert set(defects) <= set(found.defects)
    assert found.also == also
    assert expression(text).accepts(found.also)


@pytest.mark.parametrize(
    "text",
    [
        r"^https:\/\/a\.example,",
        r"^https:\/\/a\.example,.*",
        r"^https:\/\/a\.example\/vo,sub-1$",
        r"^https://a\.example/,(one|two)$",
        r"^https://a\.example,pilot-.*",
        r"^https://a[.]example,u$",
        r"^https://a\.example,[a-z]{3}$",
        r"\Ahttps://a\.example,u\z",
    ],
)
def test_a_tight_principal_has_no_defect(text: str) -> None:
    assert analysed(text).defects == ()


@pytest.mark.parametrize("text", [".*", "(.*)", "^.*$", ".+", ".*,.*", "^https?://.*"])
def test_what_is_written_for_everybody_is_not_called_loose(text: str) -> None:
    assert analysed(text).defects == ()


@pytest.mark.parametrize("text", ["(a+)+$", "^([a-z]+)*,x$", "(a|a)*b"])
def test_exponential_expressions_are_told_at_once(text: str) -> None:
    started = time.perf_counter()
    assert "exponential" in analysed(text).defects
    assert time.perf_counter() - started < 30  # a hang, not slowness


def test_an_exponential_expression_is_never_run_by_a_backtracking_matcher() -> None:
    read = expression("^(a+)+$")
    started = time.perf_counter()
    assert not read.accepts("a" * 5_000 + ",")
    assert time.perf_counter() - started < 30  # a hang, not slowness


def test_broken_and_not_understood() -> None:
    assert analysed("(a").defects == ("broken",)
    assert expression("(a").broken
    assert analysed("(?=a)b").defects == ()
    assert not expression("(?=a)b").understood
    assert expression("a{60000}").node is not None
    assert not expression("a{60000}").understood


def test_an_unknown_value_has_no_defect() -> None:
    value = Value("^{{ issuer }}", Source("mapfile", 1), known=False)
    assert analyse(value.text, value, "issuer").defects == ()


def test_an_address_alone() -> None:
    assert analysed(r"^https://a\.example/", Matched.URL).defects == ("open-end",)
    assert analysed(r"^https://a\.example$", Matched.URL).defects == ()
    assert analysed(r"https://a\.example", Matched.URL, whole=True).defects == ()
    found = analysed(r"https://a\.example$", Matched.URL)
    assert (found.defects, found.also) == (
        ("open-start",),
        "https://attacker.example/https://a.example",
    )


def test_a_path() -> None:
    found = analysed("^/vo", Matched.PATH)
    assert (found.defects, found.also) == (("open-end",), "/vo-other")
    assert analysed("^/vo/.*", Matched.PATH).defects == ()
    assert analysed("^/vo(/.*)?$", Matched.PATH).defects == ()
    assert analysed("/vo/$", Matched.PATH).also == "/elsewhere/vo/"


def test_a_name_may_begin_with_a_wildcard_that_is_meant() -> None:
    assert analysed(r".*@a\.example$", Matched.WORD).defects == ()
    assert analysed(r"admin$", Matched.WORD).defects == ("open-start",)


def test_case_is_left_out_where_the_flag_says_so() -> None:
    assert expression("^HTTPS://A", caseless=True).accepts("https://a,x")
    assert not expression("^HTTPS://A").accepts("https://a,x")


def test_inclusion_between_expressions() -> None:
    wide, narrow = expression("^https://a"), expression("^https://a,x$")
    assert wide.covers(narrow)
    assert not narrow.covers(wide)
    assert not expression("(?=a)").covers(narrow)
    assert universal(expression(".*"))
    assert not universal(wide)


def test_principals_of_every_alternative() -> None:
    assert principals(expression("^https://(a|b),")) == ["https://a,anyone", "https://b,anyone"]
    assert principals(expression("^https://a$")) == ["https://a,anyone"]
    assert principals(expression("(a")) == []


@given(st.text(max_size=60) | st.text(alphabet="^$.*+?()[]{}|\\,/:ab1", max_size=60))
def test_any_text_is_analysed_and_every_example_matches(text: str) -> None:
    for matched in Matched:
        found = analysed(text, matched)
        if found.also:
            assert expression(text).accepts(found.also)
