import pytest

from tests.services.dcache.sites import ACCOUNTS, text
from tokenlint.services.dcache.accounts import accounts
from tokenlint.services.dcache.authentication import Answer
from tokenlint.services.dcache.config import Plugin, PluginLine
from tokenlint.services.dcache.mapping import Mapped, map_with
from tokenlint.services.dcache.multimap import map_lines
from tokenlint.services.dcache.principals import Principal, principal


def _plugin(name: str, *, maps: str | None = None, users: str | None = None) -> Plugin:
    line = PluginLine("map", "optional", name, (), text("").at(0))
    return Plugin(
        line,
        "file",
        maps=None if maps is None else map_lines(text(maps))[0],
        accounts=None if users is None else accounts(text(users))[0],
    )


def _principals(words: str) -> list[Principal]:
    return [made for word in words.split() if (made := principal(word)) is not None]


def _words(read: Mapped) -> list[str]:
    return [f"{each}{'!' if each.primary else ''}" for each in read.principals]


def test_every_line_of_a_multimap_that_fits_applies() -> None:
    maps = "op:VO username:a gid:1,true\nop:X username:b\noidcgrp:/vo gid:2,true\n"
    read = map_with(_plugin("multimap", maps=maps), _principals("op:VO oidcgrp:/vo"))
    assert read.answer is Answer.SUCCESS
    assert _words(read) == ["username:a", "gid:1!", "gid:2"]
    assert [step.source.line for step in read.steps] == [1, 3]


def test_a_primary_gid_stays_the_primary_one() -> None:
    read = map_with(_plugin("multimap", maps="op:VO gid:1,true\n"), _principals("op:VO gid:9,true"))
    assert _words(read) == ["gid:1"]


def test_nobody_fits() -> None:
    assert (
        map_with(_plugin("multimap", maps="op:X uid:1\n"), _principals("op:VO")).answer
        is Answer.FAIL
    )


def test_placeholders_leave_it_open() -> None:
    for maps in ("op:{{ x }} uid:1\n", "op:VO username:{{ x }}\n"):
        read = map_with(_plugin("multimap", maps=maps), _principals("op:VO"))
        assert read.answer is Answer.OPEN


@pytest.mark.parametrize("name", ["multimap", "authzdb", "ldap", "pyscript"])
def test_what_is_not_at_hand_leaves_it_open(name: str) -> None:
    read = map_with(_plugin(name), _principals("op:VO"))
    assert read.answer is Answer.OPEN
    assert read.depends_on


@pytest.mark.parametrize("name", ["vorolemap", "gridmap", "krb5"])
def test_what_needs_another_credential_fails(name: str) -> None:
    assert map_with(_plugin(name), _principals("op:VO")).answer is Answer.FAIL


def test_authzdb_maps_a_user_name() -> None:
    read = map_with(_plugin("authzdb", users=ACCOUNTS), _principals("username:vouser"))
    assert read.answer is Answer.SUCCESS
    assert _words(read) == ["username:vouser", "uid:1000", "gid:2000!"]


def test_authzdb_maps_a_primary_group() -> None:
    read = map_with(_plugin("authzdb", users=ACCOUNTS), _principals("group:looker,true"))
    assert "uid:1001" in _words(read)


def test_authzdb_does_not_know_everybody() -> None:
    assert (
        map_with(_plugin("authzdb", users=ACCOUNTS), _principals("username:x")).answer
        is Answer.FAIL
    )
    assert map_with(_plugin("authzdb", users=ACCOUNTS), []).answer is Answer.FAIL
