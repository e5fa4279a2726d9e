"""`scitokens.cfg`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import ISSUER, SCITOKENS, text
from tokenlint.services.xrootd.config import IssuerSection, SciTokens
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile, read_scitokens


def read(content: str, *, embedded: bool = False) -> ScitokensFile:
    return read_scitokens(text(content, embedded=embedded))


def glob(lines: str) -> SciTokens:
    return read(f"[Global]\n{lines}\n").value


def section(lines: str) -> IssuerSection:
    content = f"[Issuer a]\nissuer = {ISSUER}\nbase_path = /data\n{lines}\n"
    return read(content).value.issuers[0]


def test_audiences_are_divided_by_commas_and_blanks_and_have_their_places() -> None:
    audiences = glob("audience = https://a.example, b,,c  d").audiences
    assert [each.text for each in audiences] == ["https://a.example", "b", "c", "d"]
    assert (audiences[1].source.line, audiences[1].source.column) == (2, 31)


def test_audience_and_audience_json_add_up_over_all_global_sections() -> None:
    value = read('[Global]\naudience = a\naudience_json = ["b"]\n[GlobalToo]\naudience = c\n')
    assert [each.text for each in value.value.audiences] == ["a", "b", "c"]


@pytest.mark.parametrize("words", ['"a"', '["a", 1]', "[", "a"])
def test_an_audience_json_that_is_no_list_of_strings_stops_the_server(words: str) -> None:
    file = read(f"[Global]\naudience_json = {words}\n")
    assert "audience_json" in file.value.refused
    assert file.problems[0].source.line == 2


@pytest.mark.parametrize("word", ["passthrough", "allow", "deny"])
def test_onmissing_is_one_of_three_words(word: str) -> None:
    assert glob(f"onmissing = {word}").onmissing == word


def test_onmissing_in_other_letters_stops_the_server() -> None:
    assert glob("onmissing = Deny").refused


def test_onmissing_is_passthrough_where_it_is_not_written() -> None:
    value = glob("audience = a")
    assert (value.onmissing, value.onmissing_written) == ("passthrough", False)


def test_a_placeholder_leaves_onmissing_open() -> None:
    assert glob("onmissing = {{ .x }}").onmissing == ""


def test_a_snippet_without_global_leaves_the_audiences_open() -> None:
    file = read(SCITOKENS.partition("[Issuer")[1] + " a]\nissuer=i\nbase_path=/\n", embedded=True)
    assert file.value.partial
    assert file.value.onmissing == ""
    assert not read(SCITOKENS, embedded=True).value.partial


def test_base_paths_are_made_plain_and_others_dropped() -> None:
    file = read("[Issuer a]\nissuer = i\nbase_path = /a//b/../c/, d /e # no\n")
    (only,) = file.value.issuers
    assert [each.text for each in only.base_paths] == ["/a/c", "/e"]
    assert [dead.what.text for dead in file.dead] == ["d", "#", "no"]


@pytest.mark.parametrize(
    ("word", "holds"), [("TRUE", True), ("1", True), ("on", True), ("no", False), ("sure", False)]
)
def test_booleans_are_those_of_inih(word: str, holds: bool) -> None:
    assert section(f"map_subject = {word}").map_subject is holds


def test_strategies_are_words_that_single_blanks_divide() -> None:
    assert section("").strategies is None
    assert section("authorization_strategy =").strategies is None
    assert section("authorization_strategy = Capability group").strategies == (
        "capability",
        "group",
    )
    assert section("authorization_strategy = capability,group").strategies == ()


def test_the_first_section_of_an_issuer_by_the_bytes_of_its_name_counts() -> None:
    file = read(
        "[Issuer b]\nissuer = i\nbase_path = /b\n[Issuer a]\nissuer = i\nbase_path = /a\n"
        "[Issuer C]\nissuer = i\nbase_path = /c\n"
    )
    assert [each.section.text for each in file.value.issuers] == ["Issuer C"]
    assert [each.section.section.text for each in file.shadowed] == ["Issuer a", "Issuer b"]


@pytest.mark.parametrize(
    "lines",
    [
        "[Issuer a]\nissuer = i\n",
        "[Issuer a]\nbase_path = /\n",
        "[Issuer]\nissuer = i\nbase_path = /\n",
        "[Issuer ]\nissuer = i\nbase_path = /\n",
        "[Trusted a]\nissuer = i\nbase_path = /\n",
    ],
)
def test_sections_that_are_not_read_are_dead(lines: str) -> None:
    file = read(lines)
    assert file.value.issuers == ()
    assert [dead.reason for dead in file.dead] == ["unreachable"]


def test_an_issuer_with_a_remark_behind_it_is_never_met() -> None:
    (dead,) = read(f"[Issuer a]\nissuer = {ISSUER} # ours\nbase_path = /\n").dead
    assert dead.reason == "never-matches"


def test_unknown_keys_are_told_with_what_was_meant_and_what_holds() -> None:
    (key,) = read(SCITOKENS + "restricted_paths = /x\n").unknown_keys
    assert (key.suggestion, key.default, key.key.source.line) == (
        "restricted_path",
        "no restriction",
        6,
    )


def test_a_value_that_an_indented_line_replaces_is_dead() -> None:
    file = read("[Global]\naudience = a\n  onmissing = deny\n")
    assert [dead.what.text for dead in file.dead] == ["a"]
    assert file.value.onmissing == "passthrough"


def test_a_line_that_is_no_pair_stops_the_server_and_the_rest_is_read() -> None:
    file = read(SCITOKENS + "nonsense\n")
    assert file.value.refused
    assert file.value.issuers


def test_placeholders_are_unknown_and_no_findings() -> None:
    file = read(
        "[Issuer {{ .n }}]\nissuer = {{ .u }}\nbase_path = ${BASE}\n"
        "map_subject = {{ .m }}\nauthorization_strategy = @STRATEGY@\n"
    )
    (only,) = file.value.issuers
    assert not only.url.known
    assert only.open_keys == ("map_subject", "authorization_strategy")
    assert (file.dead, file.unknown_keys, file.problems) == ((), (), ())


@given(st.lists(st.sampled_from([*SCITOKENS.splitlines(), "onmissing = x", " a", "[", "="])))
def test_nearly_valid_texts_are_read(lines: list[str]) -> None:
    read("\n".join(lines))


@given(st.text(max_size=200))
def test_any_text_is_read(content: str) -> None:
    read(content)
