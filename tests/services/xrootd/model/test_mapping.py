import pytest

from tests.services.xrootd.model.servers import ISSUER
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, MapRule
from tokenlint.services.xrootd.model.entity import Entity
from tokenlint.services.xrootd.model.mapping import Mapped, account_of
from tokenlint.services.xrootd.model.plugin import Bearer
from tokenlint.services.xrootd.model.versions import release_of
from tokenlint.source import Source

HERE = Source("map.json", 1)
OLD, NEW = release_of("5.5.3"), release_of("6.2.1")


def section(*rules: MapRule, base: str = "/data", missing: bool = False) -> IssuerSection:
    def text(words: str) -> Value:
        return Value(words, HERE)

    return IssuerSection(
        text("one"), text(ISSUER), (text(base),), HERE, mapfile=rules, mapfile_missing=missing
    )


def rule(result: str = "pilot", **keys: str) -> MapRule:
    return MapRule(Value(result, HERE), HERE, **keys)


def mapped(
    *rules: MapRule, path: str = "/data/foo/f", version: str = "6.2.1", username: str = ""
) -> str:
    where = section(*rules)
    bearer = Bearer(where, (), "alice", username, ("/lab",))
    return account_of(where, bearer, path, release_of(version)).account


@pytest.mark.parametrize(
    ("keys", "account"),
    [
        ({}, "pilot"),
        ({"sub": "alice"}, "pilot"),
        ({"sub": "bob"}, ""),
        ({"group": "/lab"}, "pilot"),
        ({"group": "/else"}, ""),
        ({"path": "/foo"}, "pilot"),
        ({"path": "/other"}, ""),
        ({"sub": "alice", "group": "/else"}, ""),
    ],
)
def test_all_keys_of_a_rule_must_fit(keys: dict[str, str], account: str) -> None:
    assert mapped(rule(**keys)) == account


def test_the_first_rule_that_fits_counts() -> None:
    assert mapped(rule("first", sub="bob"), rule("second"), rule("third")) == "second"


def test_a_rule_counts_below_the_base_path_only() -> None:
    assert mapped(rule(), path="/outside/f") == ""


def test_paths_are_whole_parts_since_5_9_3() -> None:
    assert mapped(rule(path="/foo"), path="/data/foobar", version="5.9.2") == "pilot"
    assert mapped(rule(path="/foo"), path="/data/foobar", version="5.9.3") == ""


def test_a_username_is_asked_for_since_5_6() -> None:
    assert mapped(rule(username="al"), username="al") == "pilot"
    assert mapped(rule(username="al")) == ""
    assert mapped(rule(username="al"), version="5.5.3") == "pilot"  # the key was not known


def test_the_root_as_base_path() -> None:
    where = section(rule(path="/foo"), base="/")
    bearer = Bearer(where, (), "alice", "", ())
    assert account_of(where, bearer, "/foo/f", NEW) == Mapped("pilot")


def test_a_mapfile_that_is_not_here_may_map_to_anybody() -> None:
    where = section(missing=True)
    assert account_of(where, Bearer(where, (), "alice", "", ()), "/data/f", NEW).open


def test_rows_of_an_entity() -> None:
    assert Entity("alice").rows == ()
    assert Entity("", ISSUER).rows == ((ISSUER, ""),)
    assert Entity("", ISSUER, ("/a", "/b")).rows == ((ISSUER, "/a"), (ISSUER, "/b"))
