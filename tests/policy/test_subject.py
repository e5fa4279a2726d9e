"""Pointers into the facts become words; one that leads nowhere is a policy's fault."""

import pytest

from tokenlint.errors import PolicyError
from tokenlint.policy.subject import Phrases, lookup

FACTS = {"a": [{"b/c": 1, "d~": 2}], "on": True, "off": False, "seconds": 5400,
         "lifetime_maximum": 21_600, "names": ["x", "y"], "long": "z" * 500}  # fmt: skip


@pytest.mark.parametrize(
    ("pointer", "value"),
    [("", FACTS), ("/a/0/b~1c", 1), ("/a/0/d~0", 2), ("/names/1", "y")],
)
def test_a_pointer_finds_its_value(pointer: str, value: object) -> None:
    assert lookup(FACTS, pointer) == value


@pytest.mark.parametrize("pointer", ["/b", "/a/1", "/a/x", "/on/a", "/seconds/0", "/a/0/b"])
def test_a_pointer_that_leads_nowhere_is_refused(pointer: str) -> None:
    with pytest.raises(PolicyError, match="which is not there"):
        lookup(FACTS, pointer)
    with pytest.raises(PolicyError, match=pointer):
        Phrases({}).say(pointer, FACTS)


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ("/on", "yes"),
        ("/off", "no"),
        ("/seconds", "1 h 30 min"),
        ("/lifetime_maximum", "6 h"),
        ("/names", "x, y"),
        ("/a/0/b~1c", "1"),
        ("/names/0", "x"),
    ],
)
def test_plain_values_are_said_plainly(pointer: str, words: str) -> None:
    assert Phrases({}).say(pointer, FACTS) == words


def test_a_plain_value_has_an_end() -> None:
    assert len(Phrases({}).say("/long", FACTS)) == 120


def test_a_speaker_wins_over_the_plain_value() -> None:
    items = ["first", "second"]
    phrases = Phrases({"/a/*": lambda index: items[index], "/a.b": lambda: "dot"})
    assert phrases.say("/a/1", FACTS) == "second"
    assert phrases.say("/on", FACTS) == "yes"
    with pytest.raises(PolicyError):
        phrases.say("/aXb", FACTS)
    with pytest.raises(PolicyError, match="/a/7"):
        phrases.say("/a/7", FACTS)
