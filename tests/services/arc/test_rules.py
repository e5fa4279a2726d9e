import pytest

from tests.services.arc.configs import config
from tokenlint.services.arc.rules import Group, Rule


def group(*lines: str) -> Group:
    (made,) = config("[authgroup: a]\n" + "\n".join(lines) + "\n").groups
    return made


def rule(line: str) -> Rule:
    return group(line).rules[0]


@pytest.mark.parametrize(
    ("line", "command", "refuses", "inverted"),
    [
        ("all = yes", "all", False, False),
        ("+all = yes", "all", False, False),
        ("-all = yes", "all", True, False),
        ("!all = yes", "all", False, True),
        ("-!all = yes", "all", True, True),
        ("/DC=org/CN=a", "subject", False, False),
    ],
)
def test_signs(line: str, command: str, refuses: bool, inverted: bool) -> None:
    made = rule(line)
    assert (made.command, made.refuses, made.inverted) == (command, refuses, inverted)
    assert made.lets_in is (not refuses and not inverted)


def test_fields_of_a_rule_for_tokens() -> None:
    made = rule('authtokens = "a b" i * s g')
    assert made.field("subject").text == "a b"
    assert made.field("group").text == "g"
    assert made.any("audience")
    assert not made.any("scope")


@pytest.mark.parametrize(
    "line", ["authtokens = * i * *", "all", "all = maybe", "nonsense = x", "- all = yes"]
)
def test_what_arc_cannot_use(line: str) -> None:
    assert not rule(line).complete


def test_a_name_of_its_own() -> None:
    made = group("name = b", "all = yes")
    assert (made.name.text, len(made.rules)) == ("b", 1)
