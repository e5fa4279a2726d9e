from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.dcache.arguments import arguments


def test_words_and_options_are_told_apart() -> None:
    read = arguments("https://vo.example/ -profile=wlcg -prefix=/data word -flag")
    assert read.words == ("https://vo.example/", "word")
    assert read.options == (("profile", "wlcg"), ("prefix", "/data"), ("flag", ""))


def test_quotes_and_backslashes_keep_blanks() -> None:
    read = arguments(r"""-authz-id="uid:1 gid:2" 'a b' c\ d""")
    assert read.last("authz-id") == "uid:1 gid:2"
    assert read.words == ("a b", "c d")


def test_a_quote_keeps_what_the_other_kind_means() -> None:
    assert arguments("""'a\\b"c' "d'e" """).words == ('a\\b"c', "d'e")


def test_options_may_be_repeated_and_the_last_counts() -> None:
    read = arguments("x -suppress=audience -suppress=offline")
    assert read.all("suppress") == ("audience", "offline")
    assert read.last("suppress") == "offline"
    assert read.last("prefix") is None


def test_two_hyphens_end_the_options() -> None:
    assert arguments("-a=1 -- -b=2").words == ("-b=2",)


def test_a_hyphen_alone_is_a_word() -> None:
    assert arguments("- x").words == ("-", "x")


@given(st.text(max_size=200))
def test_any_text_is_read(line: str) -> None:
    read = arguments(line)
    assert all(isinstance(word, str) for word in read.words)


@given(st.lists(st.text("ab:/.", min_size=1, max_size=8), max_size=5))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert arguments(" ".join(words)).words == tuple(words)


def test_a_placeholder_is_one_word() -> None:
    read = arguments("op:{{ .Values.op | quote }} username:<%= $name %> -prefix=/{{ x }}")
    assert read.words == ("op:{{.Values.op|quote}}", "username:<%=$name%>")
    assert read.last("prefix") == "/{{x}}"
