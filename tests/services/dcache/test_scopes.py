import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenlint.policy.implementations import shipped_implementations
from tokenlint.privilege.operation import Operation
from tokenlint.services.dcache.scopes import inside, permits, statements


def _may(scope: str, operation: Operation, path: str, profile: str = "wlcg") -> bool:
    return permits(statements([scope], profile, "/vo").grants, operation, path)


@pytest.mark.parametrize(
    ("scope", "operation", "allowed"),
    [
        ("storage.read:/", Operation.READ, True),
        ("storage.read:/", Operation.DELETE, False),
        ("storage.create:/", Operation.CREATE, True),
        ("storage.create:/", Operation.OVERWRITE, False),
        ("storage.modify:/", Operation.DELETE, True),
        ("storage.modify:/", Operation.READ, False),
        ("storage.stage:/", Operation.READ, True),
        ("storage.poll:/", Operation.READ, False),
    ],
)
def test_words_of_the_wlcg_profile(scope: str, operation: Operation, *, allowed: bool) -> None:
    assert _may(scope, operation, "/vo/file") is allowed


def test_paths_count_below_the_prefix() -> None:
    assert _may("storage.read:/a", Operation.READ, "/vo/a/b")
    assert not _may("storage.read:/a", Operation.READ, "/vo/ab")
    assert not _may("storage.read:/a", Operation.READ, "/a/b")
    assert not _may("storage.read:/a", Operation.READ, "/vo/a/../b")


def test_directories_above_may_be_listed() -> None:
    assert _may("storage.create:/a", Operation.LIST, "/vo")
    assert _may("storage.read:/a", Operation.STAT, "/")
    assert not _may("storage.read:/a", Operation.READ, "/vo")


def test_a_scope_without_a_path_is_for_all() -> None:
    assert _may("storage.read", Operation.READ, "/vo/file")


def test_words_of_scitokens() -> None:
    assert _may("write:/a", Operation.DELETE, "/vo/a/f", "scitokens")
    assert _may("https://scitokens.org/v1/authz/read:/a", Operation.READ, "/vo/a", "scitokens")
    assert not _may("write:/a", Operation.DELETE, "/vo/a/f", "wlcg")
    assert statements(["queue"], "scitokens", "/").any
    assert not statements(["storage.read:/"], "scitokens", "/").any


def test_a_relative_path_refuses_the_token() -> None:
    assert statements(["openid", "storage.read:a"], "wlcg", "/").broken == "storage.read:a"


def test_other_words_say_nothing() -> None:
    assert statements(["openid", "compute.create"], "both", "/") == statements([], "both", "/")


def test_the_table_agrees_with_the_shipped_rows() -> None:
    rows = shipped_implementations().products
    (dcache,) = [each for each in rows if each.product == "dcache"]
    for row in dcache.rows:
        grants = statements([f"{scope}:/" for scope in row.scopes], "wlcg", "/").grants
        allowed = {each for each in Operation if permits(grants, each, "/vo/file")}
        assert {each.value for each in allowed} == row.allows, row.id


@given(st.text(alphabet="/ab.%", max_size=20), st.text(alphabet="/ab.%", max_size=20))
def test_what_is_below_is_inside(area: str, name: str) -> None:
    assert inside(f"/{area}", "/")
    if "." not in name and "%" not in name:
        assert inside(f"/x/{name}", "/x")
