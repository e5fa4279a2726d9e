import pytest

from tokenlint.services.httpd.words import covers, paths, paths_of_wlcg


def test_scitokens_ask_for_a_path() -> None:
    assert paths(["read:/a/", "read", "write:/b", "read:relative"], "read") == ("/a",)


def test_wlcg_scopes_as_the_library_reads_them() -> None:
    held = ["storage.create:/a", "storage.modify", "storage.read:/b", "storage.stage:/"]
    assert paths_of_wlcg(held, "write") == ("/a", "/")
    assert paths_of_wlcg(held, "read") == ("/b",)


@pytest.mark.parametrize(
    ("wide", "narrow", "covered"),
    [("/", "/a", True), ("/a", "/a/b", True), ("/a", "/ab", False), ("/a/b", "/a", False)],
)
def test_paths_are_compared_part_by_part(wide: str, narrow: str, covered: bool) -> None:
    assert covers(wide, narrow) is covered
