import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.xrootd.model.rights import Right
from tokenlint.services.xrootd.model.scopes import (
    Grant,
    authorizations,
    covers,
    grants,
    within,
)
from tokenlint.services.xrootd.model.versions import Release, release_of

OLD, MIDDLE, NEW = release_of("5.4.3"), release_of("5.5.3"), release_of("6.2.1")
RELEASES = st.sampled_from([OLD, MIDDLE, release_of("5.6.9"), release_of("5.8.0"), NEW])
SCOPES = st.lists(
    st.builds(
        "{}:{}".format,
        st.sampled_from(["storage.read", "storage.create", "storage.modify", "write", "read", "x"]),
        st.sampled_from(["", "/", "/foo", "/foo/bar", "/fo", "foo", "/foo/../x", "/%66oo"]),
    ),
    max_size=4,
)


def given_by(scope: str, release: Release, *restricted: str, wlcg: bool = True) -> set[Grant]:
    return set(grants(authorizations(scope, wlcg=wlcg) or (), ("/data",), restricted, release))


def rights(scope: str, release: Release, path: str, *restricted: str) -> set[Right]:
    found = given_by(scope, release, *restricted)
    return {each for each in Right if any(covers(g, each, path, release) for g in found)}


@pytest.mark.parametrize(
    ("scope", "path"),
    [
        ("storage.modify", "/"),
        ("storage.modify:", "/"),
        ("storage.modify:foo", "/foo"),
        ("storage.modify:/foo//bar/./", "/foo/bar"),
        ("storage.modify:/foo/..", "/"),
        ("storage.modify:/foo/../other", "/other"),
        ("storage.modify:/%66oo", "/%66oo"),
        ("storage.modify:/a,storage.read:/b", "/a,storage.read:/b"),
        ("storage.modify:/a\tstorage.read:/b", "/a\tstorage.read:/b"),
    ],
)
def test_paths_as_the_library_makes_them_plain(scope: str, path: str) -> None:
    assert {each.path for each in authorizations(scope, wlcg=True) or ()} == {path}


def test_blanks_around_scopes_are_harmless() -> None:
    found = authorizations("  read:/a   write:/b ", wlcg=False)
    assert [(each.word, each.path) for each in found or ()] == [("read", "/a"), ("write", "/b")]


def test_words_of_wlcg_are_translated_in_its_tokens_only() -> None:
    def words(*, wlcg: bool) -> list[str]:
        return [each.word for each in authorizations("storage.create:/a", wlcg=wlcg) or ()]

    assert words(wlcg=True) == ["write", "create"]
    assert words(wlcg=False) == ["storage.create"]
    assert given_by("storage.create:/a", NEW, wlcg=False) == set()


def test_the_newer_library_decodes_and_refuses_to_climb() -> None:
    found = authorizations("read:/my%20folder", wlcg=True, modern=True)
    assert [each.path for each in found or ()] == ["/my folder"]
    assert authorizations("read:/foo/..", wlcg=True, modern=True) is None


def test_create_deletes_before_the_split() -> None:
    assert Right.DELETE in rights("storage.create:/foo", OLD, "/data/foo/f")
    assert Right.DELETE not in rights("storage.create:/foo", MIDDLE, "/data/foo/f")
    assert Right.EXCLUSIVE_CREATE in rights("storage.create:/foo", MIDDLE, "/data/foo/f")


def test_writing_asks_for_attributes_since_5_6_9() -> None:
    assert Right.STAT not in rights("storage.modify:/foo", MIDDLE, "/data/foo/f")
    assert Right.STAT in rights("storage.modify:/foo", release_of("5.6.9"), "/data/foo/f")


@pytest.mark.parametrize("word", ["write", "modify"])
def test_words_of_scitokens_delete_in_a_wlcg_token(word: str) -> None:
    assert Right.DELETE in rights(f"{word}:/foo", NEW, "/data/foo/f")


def test_write_gives_nothing_more_beside_create() -> None:
    assert Right.DELETE not in rights("storage.create:/foo write:/foo", NEW, "/data/foo/f")
    assert Right.DELETE in rights("storage.create:/foo write:/bar", NEW, "/data/bar/f")


def test_staging_is_known_since_6() -> None:
    assert rights("storage.stage:/foo", NEW, "/data/foo/f") == {Right.STAGE, Right.POLL}
    assert rights("storage.stage:/foo", MIDDLE, "/data/foo/f") == set()


def test_a_scope_is_a_beginning_of_letters_up_to_5_6_8() -> None:
    assert Right.READ in rights("storage.read:/foo", release_of("5.6.8"), "/data/foobar/f")
    assert Right.READ not in rights("storage.read:/foo", release_of("5.6.9"), "/data/foobar/f")


def test_leading_folders_may_be_made_since_5_6_9() -> None:
    assert Right.MKDIR not in rights("storage.create:/a/b", MIDDLE, "/data/a")
    assert Right.MKDIR in rights("storage.create:/a/b", NEW, "/data/a")
    assert Right.EXCLUSIVE_CREATE not in rights("storage.create:/a/b", NEW, "/data/a")
    assert Right.MKDIR not in rights("storage.create:/a/b", NEW, "/data/ab")


@pytest.mark.parametrize(
    ("release", "scope", "path", "passes"),
    [
        (MIDDLE, "/", "/data/foo/f", False),  # the whole scope was dropped
        (NEW, "/", "/data/foo/f", True),
        (NEW, "/", "/data/other/f", False),
        (MIDDLE, "/foobar", "/data/foobar/f", True),
        (NEW, "/foobar", "/data/foobar/f", False),
        (NEW, "/foo/bar", "/data/foo/bar/f", True),
        (NEW, "/foo/bar", "/data/foo/f", False),
        (NEW, "/fo", "/data/foo/f", False),
    ],
)
def test_restricted_path(release: Release, scope: str, path: str, *, passes: bool) -> None:
    found = rights(f"storage.read:{scope}", release, path, "/foo")
    assert (Right.READ in found) is passes


def test_a_restriction_to_everything_lets_only_the_scope_for_everything_pass() -> None:
    assert Right.READ in rights("storage.read:/", NEW, "/data/foo/f", "/")
    assert Right.READ not in rights("storage.read:/foo", NEW, "/data/foo/f", "/")


def test_a_scope_for_everything_below_the_root_was_lost_in_5_6_9() -> None:
    found = grants(authorizations("read:/", wlcg=True) or (), ("/",), (), NEW)
    (grant,) = [each for each in found if each.right is Right.READ]
    assert covers(grant, Right.READ, "/foo", NEW)
    assert covers(grant, Right.READ, "/foo", MIDDLE)
    assert not covers(grant, Right.READ, "/foo", release_of("5.6.9"))


@given(SCOPES, SCOPES, RELEASES, st.sampled_from(["/data/foo/f", "/data/foobar", "/x", "/data"]))
def test_more_scopes_take_no_reading_away(
    few: list[str], more: list[str], release: Release, path: str
) -> None:
    first = rights(" ".join(few), release, path)
    both = rights(" ".join([*few, *more]), release, path)
    # `write` beside `create` is the exception: it then counts as the trace of it.
    assert {Right.READ, Right.READDIR} & first <= both


@given(st.text(max_size=30), st.booleans(), st.booleans(), RELEASES)
def test_any_scope_is_read(scope: str, wlcg: bool, modern: bool, release: Release) -> None:
    found = authorizations(scope, wlcg=wlcg, modern=modern) or ()
    assert all(each.path.startswith("/") for each in found)
    assert all(g.path.startswith("/data") for g in grants(found, ("/data",), (), release))


@given(st.text("/ab", max_size=8), st.text("/ab", max_size=8))
def test_within_is_a_beginning_at_a_border(path: str, folder: str) -> None:
    if within(path, folder):
        rest = path[len(folder) :]
        assert path.startswith(folder)
        assert not rest or rest[0] == "/" or folder.endswith("/")
