import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import paths
from tokenlint.privilege.path import ROOT, PathDefect, ScopePath, climbs

parse = ScopePath.parse


@pytest.mark.parametrize(
    ("text", "components", "directory"),
    [
        ("/", (), True),
        ("/foo", ("foo",), False),
        ("/foo/", ("foo",), True),
        ("/foo/bar", ("foo", "bar"), False),
        ("/foo/bar/", ("foo", "bar"), True),
        ("/.hidden/..also/a..b/...", (".hidden", "..also", "a..b", "..."), False),
        ("/a-b_c~d!$&'()*+,;=:@e", ("a-b_c~d!$&'()*+,;=:@e",), False),
        ("/caf%C3%A9", ("caf%C3%A9",), False),
        ("/100%25", ("100%25",), False),
    ],
)
def test_conforming_path(text: str, components: tuple[str, ...], directory: bool) -> None:
    path = parse(text)
    assert path.components == components
    assert path.directory is directory
    assert path.absolute is True
    assert path.conforming is True
    assert path.defects == ()
    assert path.text == str(path) == text
    assert path.depth == len(components)
    assert path.lineage == components
    assert path.resolved() is path


@pytest.mark.parametrize(
    ("text", "components", "defects"),
    [
        ("", (), {"not-absolute"}),
        ("foo", ("foo",), {"not-absolute"}),
        ("foo/bar", ("foo", "bar"), {"not-absolute"}),
        ("/.", (".",), {"dot-segment"}),
        ("/a/./b", ("a", ".", "b"), {"dot-segment"}),
        ("/a/../b", ("a", "..", "b"), {"dot-segment"}),
        ("/a/..", ("a", ".."), {"dot-segment"}),
        ("//", ("",), {"empty-segment"}),
        ("//a", ("", "a"), {"empty-segment"}),
        ("/a//b", ("a", "", "b"), {"empty-segment"}),
        ("/a//", ("a", ""), {"empty-segment"}),
        ("/a%2fb", ("a%2Fb",), {"encoded-separator", "not-normalised"}),
        ("/a%2Fb", ("a%2Fb",), {"encoded-separator"}),
        ("/a%5Cb", ("a%5Cb",), {"encoded-separator"}),
        ("/a%5cb", ("a%5Cb",), {"encoded-separator", "not-normalised"}),
        ("/%2e%2E/b", ("%2e%2E", "b"), {"encoded-dot"}),
        ("/%2e/b", ("%2e", "b"), {"encoded-dot"}),
        ("/.%2E", (".%2E",), {"encoded-dot"}),
        ("/a%2Eb", ("a.b",), {"not-normalised"}),
        ("/%66oo", ("foo",), {"not-normalised"}),
        ("/%7e%2D%5F%31", ("~-_1",), {"not-normalised"}),
        ("/caf%c3%a9", ("caf%C3%A9",), {"not-normalised"}),
        ("/a\\b", ("a\\b",), {"backslash"}),
        ("/a\0b", ("a\0b",), {"nul"}),
        ("/a%00b", ("a%00b",), {"nul"}),
        ("/a\x01", ("a\x01",), {"control"}),
        ("/a\x1f", ("a\x1f",), {"control"}),
        ("/a\n", ("a\n",), {"control"}),
        ("/a\x7f", ("a\x7f",), {"control"}),
        ("/a\x9f", ("a\x9f",), {"control"}),
        ("/%", ("%",), {"bad-percent"}),
        ("/%4", ("%4",), {"bad-percent"}),
        ("/%zz", ("%zz",), {"bad-percent"}),
        ("/%4g", ("%4g",), {"bad-percent"}),
        ("/a b", ("a b",), {"not-escaped"}),
        ("/a?b", ("a?b",), {"not-escaped"}),
        ("/a#b", ("a#b",), {"not-escaped"}),
        ("/a[b]", ("a[b]",), {"not-escaped"}),
        ("/café", ("café",), {"not-escaped"}),
        ("/\xa0", ("\xa0",), {"not-escaped"}),
        ("/\ud800", ("\ud800",), {"not-escaped"}),
        ("a/../\\", ("a", "..", "\\"), {"not-absolute", "dot-segment", "backslash"}),
    ],
)
def test_defects_are_named_and_the_path_kept(
    text: str, components: tuple[str, ...], defects: set[str]
) -> None:
    path = parse(text)
    assert path.components == components
    assert path.defects == tuple(sorted(defects))
    assert path.conforming is False
    assert path.text == text
    assert path.absolute is text.startswith("/")


def test_defects_spell_as_the_policies_expect() -> None:
    assert [str(defect) for defect in PathDefect] == [
        "not-absolute",
        "dot-segment",
        "empty-segment",
        "encoded-separator",
        "encoded-dot",
        "backslash",
        "nul",
        "control",
        "not-normalised",
        "bad-percent",
        "not-escaped",
    ]


@pytest.mark.parametrize("text", ["/a/", "a/", "//", "/a//", "/../", "/é/"])
def test_trailing_slash_means_directory(text: str) -> None:
    assert parse(text).directory is True


@pytest.mark.parametrize("text", ["", "a", "/a", "/..", "/é", "/%2F"])
def test_no_trailing_slash_means_no_directory(text: str) -> None:
    assert parse(text).directory is False


def test_only_the_absolute_root_is_the_root() -> None:
    assert parse("/") == ROOT
    assert ROOT.is_root is True
    assert [text for text in ("", "a", "/a", "//") if parse(text).is_root] == []


def test_escaping_does_not_make_another_path() -> None:
    assert parse("/%66oo/%c3%a9") == parse("/foo/%C3%A9")
    assert hash(parse("/%66oo")) == hash(parse("/foo"))
    assert parse("/a%2cb") != parse("/a,b")  # reserved: RFC 3986 keeps the two apart
    assert parse("/%2e%2e") != parse("/..")  # kept as written


COVERING = [
    ("/", "/"),
    ("/", "/foo"),
    ("/", "foo"),
    ("/", ""),
    ("/", "/../x"),
    ("/foo", "/foo"),
    ("/foo", "/foo/"),
    ("/foo", "/foo/bar"),
    ("/foo", "/foo/bar/"),
    ("/foo", "/%66oo/bar"),
    ("/foo", "/foo//bar"),
    ("/foo", "/foo/./bar"),
    ("/foo", "/foo/a%2Fb"),
    ("/foo/", "/foo/"),
    ("/foo/", "/foo/bar"),
    ("/x/..", "/x/../y"),
    ("/x/..", "/x/.."),
    ("foo", "foo/bar"),
    ("", "foo"),
    ("a/..", "a/../b"),
]
NOT_COVERING = [
    ("/foo", "/"),
    ("/foo", "/foobar"),
    ("/foo", "/fo"),
    ("/foo", "/foobar/foo"),
    ("/foo/bar", "/foo"),
    ("/foo/bar", "/foo/"),
    ("/foo/bar", "/foo/baz"),
    ("/foo/", "/foo"),
    ("/foo/", "/foobar"),
    ("/foo", "foo"),
    ("foo", "/foo"),
    ("", "/foo"),
    ("", "/"),
    ("foo", "bar"),
    ("foo", "foobar"),
    ("/foo", "/foo/.."),
    ("/foo", "/foo/../bar"),
    ("/foo", "/foo/%2e%2E/bar"),
    ("/foo", "/foo/.%2e"),
    ("/foo", "/foo/a%2F.."),
    ("/foo", "/foo/..%5Cx"),
    ("/foo", "/foo/..\\x"),
    ("/foo", "/foo/..\0x"),
    ("/foo", "/foo/..%00"),
    ("/foo", "/foo/x/../y"),
    ("foo", "foo/../bar"),
    ("/a/..", "a/../b"),
    ("a/..", "/a/../b"),
    ("/x/..", "/x/../.."),
    ("/x/..", "/y"),
    ("/x/../y", "/x/../z"),
    ("/foo", "//foo"),
    ("//", "/foo"),
]


@pytest.mark.parametrize(("upper", "lower"), COVERING)
def test_covers(upper: str, lower: str) -> None:
    assert parse(upper).covers(parse(lower)) is True


@pytest.mark.parametrize(("upper", "lower"), NOT_COVERING)
def test_does_not_cover(upper: str, lower: str) -> None:
    assert parse(upper).covers(parse(lower)) is False


@pytest.mark.parametrize(
    ("text", "lineage"),
    [
        ("foo/bar", ("./", "foo", "bar")),
        ("", ("./",)),
        ("a/../b", ("./a/../", "b")),
        ("/a/../b/c", ("/a/../", "b", "c")),
        ("/a/../b/../c", ("/a/../b/../", "c")),
        ("/a//b", ("a", "", "b")),
    ],
)
def test_what_may_lead_anywhere_is_one_step_below_the_root(
    text: str, lineage: tuple[str, ...]
) -> None:
    assert parse(text).lineage == lineage


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("", "/"),
        ("foo", "/foo"),
        ("foo/", "/foo/"),
        ("//", "/"),
        ("/foo//bar", "/foo/bar"),
        ("/foo//", "/foo/"),
        ("/foo/.", "/foo/"),
        ("/foo/./bar", "/foo/bar"),
        ("/foo/../bar", "/bar"),
        ("/foo/bar/..", "/foo/"),
        ("/..", "/"),
        ("/../../foo", "/foo"),
        ("/foo/%2e%2E/bar", "/bar"),
        ("/foo/%2e/bar", "/foo/bar"),
        ("/foo%2Fbar", "/foo/bar"),
        ("/foo%2F..%2fbar", "/bar"),
        ("/foo%5cbar", "/foo/bar"),
        ("/foo\\bar", "/foo/bar"),
        ("/foo/bar\0/baz", "/foo/bar"),
        ("/foo/b%00ar/baz/", "/foo/b"),
        ("/foo/\0bar", "/foo/"),
        ("/é", "/é"),
        ("/%zz", "/%zz"),
        ("/a%2eb", "/a.b"),
    ],
)
def test_resolved_is_what_a_repairing_service_takes_it_for(text: str, repaired: str) -> None:
    resolved = parse(text).resolved()
    assert str(resolved) == repaired
    assert resolved == parse(repaired)


@pytest.mark.parametrize(
    ("component", "expected"),
    [
        ("..", True),
        ("%2e%2E", True),
        (".%2e", True),
        ("a/..", True),
        ("..\\a", True),
        ("a%2f..", True),
        ("a%5C%2e.", True),
        ("..\0a", True),
        ("..%00a", True),
        (".", False),
        ("...", False),
        ("a..", False),
        ("", False),
        ("a\0..", False),
        ("a%00..", False),
        ("a\0/..", False),
        ("%2f", False),
    ],
)
def test_what_climbs(component: str, expected: bool) -> None:
    assert climbs(component) is expected


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("/", "/file"),
        ("/foo", "/foo/file"),
        ("/foo/", "/foo/file"),
        ("", "file"),
        ("foo", "foo/file"),
        ("/a/..", "/a/../file"),
    ],
)
def test_child(text: str, child: str) -> None:
    made, read = parse(text).child("file"), parse(child)
    assert (made, made.text, made.defects) == (read, read.text, read.defects)


@pytest.mark.parametrize(
    ("text", "directory"),
    [("/", "/"), ("/foo", "/foo/"), ("/foo/", "/foo/"), ("", ""), ("foo", "foo/"), ("/é", "/é/")],
)
def test_as_directory(text: str, directory: str) -> None:
    made, read = parse(text).as_directory(), parse(directory)
    assert (made, made.text, made.defects) == (read, read.text, read.defects)


@given(st.text())
def test_any_text_is_a_path(text: str) -> None:
    path = parse(text)
    assert path.text == text
    assert list(path.defects) == sorted(set(path.defects))
    assert path.conforming is (path.lineage == path.components and not path.defects)


@given(st.text(alphabet="/.%2eEfF\\\0a") | paths.map(str))
def test_close_and_quick_reading_agree(text: str) -> None:
    quick, close = parse(text), ScopePath._parse_closely(text)
    assert (quick.components, quick.absolute, quick.text, quick.defects) == (
        close.components,
        close.absolute,
        close.text,
        close.defects,
    )
    assert quick.directory == (close.directory or text == "/")


@given(st.text(alphabet="/.%2eEfF\\\0a") | paths.map(str))
def test_resolving_ends_at_a_plain_path(text: str) -> None:
    resolved = parse(text).resolved()
    assert resolved.resolved() == resolved
    assert resolved.lineage == resolved.components
    assert not {"", ".", ".."} & set(resolved.components)


@given(paths)
def test_covering_is_reflexive(path: ScopePath) -> None:
    assert path.covers(path)


@given(paths, paths)
def test_covering_is_antisymmetric(one: ScopePath, other: ScopePath) -> None:
    assert (one.covers(other) and other.covers(one)) == (one == other)


@given(paths, paths, paths)
def test_covering_is_transitive(one: ScopePath, two: ScopePath, three: ScopePath) -> None:
    if one.covers(two) and two.covers(three):
        assert one.covers(three)


@given(paths)
def test_the_root_covers_all(path: ScopePath) -> None:
    assert ROOT.covers(path)


@given(paths, paths)
def test_repairing_both_keeps_the_order(one: ScopePath, other: ScopePath) -> None:
    """However a service reads paths, it never reads the lower one as reaching further."""
    if one.covers(other):
        reached = other.resolved().components
        assert reached[: one.resolved().depth] == one.resolved().components


@given(paths, paths)
def test_equal_lineages_differ_at_most_in_the_slash(one: ScopePath, other: ScopePath) -> None:
    same = (one.components, one.absolute) == (other.components, other.absolute)
    assert (one.lineage == other.lineage) == same
