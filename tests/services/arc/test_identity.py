import pytest

from tests.services.arc.configs import BASE, config, token
from tokenlint.services.acceptance import State
from tokenlint.services.arc.identity import identity, running_user
from tokenlint.services.arc.membership import memberships


def account(lines: str) -> tuple[State, str]:
    head, _, rest = BASE.partition("map_to_user = jobs")
    made = config(head + lines + rest[rest.index("[arex]") :])
    presented = token("compute.create", groups=("/vo/pilots",))
    check = identity(made, memberships(made, presented))
    return check.state, " ".join(step.says for step in check.steps)


@pytest.mark.parametrize(
    ("lines", "state", "says"),
    [
        ("map_to_user = jobs a\nmap_to_user = pilots b\n", State.YES, "account a"),
        ("map_to_user = none a\nmap_to_user = pilots b:c\n", State.YES, "account b"),
        (
            "policy_on_map = continue\nmap_to_user = jobs a\nmap_to_user = pilots b\n",
            State.YES,
            "b",
        ),
        (
            "policy_on_nogroup=stop\nmap_to_user=none a\nmap_to_user=jobs b\n",
            State.NO,
            "root",
        ),
        ("map_to_user = jobs root\n", State.NO, "root"),
        ("map_with_plugin = jobs 10 /bin/x\n", State.UNKNOWN, "map_with_plugin"),
        ("map_to_user\n", State.NO, "no account"),
        ("", State.NO, "no account"),
    ],
)
def test_the_first_rule_for_a_group_decides(lines: str, state: State, says: str) -> None:
    found, words = account(lines)
    assert found is state
    assert says in words


def test_who_a_rex_runs_as() -> None:
    assert running_user(config(BASE)).text == "root"
    assert running_user(config(BASE.replace("[arex]", "[arex]\nuser=a:b"))).text == "a"
