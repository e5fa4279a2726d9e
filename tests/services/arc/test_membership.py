import pytest

from tests.services.arc.configs import CE, ISSUER, config, token
from tokenlint.services.acceptance import State
from tokenlint.services.arc.checks import Check
from tokenlint.services.arc.membership import memberships
from tokenlint.services.decision import Presented

TOKENS = f"authtokens = * {ISSUER} {CE} compute.create *"


def member(*lines: str, presented: Presented | None = None) -> Check:
    content = "[common]\n[authgroup: b]\nall = yes\n[authgroup: a]\n" + "\n".join(lines)
    return memberships(config(content), presented or token("compute.create"))["a"]


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([TOKENS], State.YES),
        (["authtokens = * * * * *"], State.YES),
        ([f"authtokens = * {ISSUER} * compute.* *"], State.NO),
        ([f"authtokens = * {ISSUER.rstrip('/')} * * *"], State.NO),
        ([f"authtokens = other {ISSUER} * * *"], State.NO),
        ([f"authtokens = * {ISSUER} * * /vo"], State.NO),
        ([f"-{TOKENS}", "all = yes"], State.NO),
        ([f"!{TOKENS}"], State.NO),
        (["!authtokens = * https://other.example/ * * *"], State.YES),
        (["all = no", TOKENS], State.YES),
        (["authtokens = * * * *", TOKENS], State.NO),  # four fields end the group
        (["authgroup = b"], State.YES),
        (["authgroup = c"], State.NO),
        (["subject = /CN=x", "voms = a * * *"], State.NO),
        (["file = /etc/x"], State.UNKNOWN),
        (["file = /etc/x", "all = yes"], State.YES),
        (["-file = /etc/x", "all = yes"], State.UNKNOWN),
        (["authtokens = * {{ .issuer }} * * *"], State.UNKNOWN),
        (["authtokens = * {{.issuer}} * other *"], State.NO),
        ([f'authtokensgen = (iss="{ISSUER}") & (aud="{CE}")'], State.YES),
        (["authtokensgen = (iss"], State.NO),
        ([], State.NO),
    ],
)
def test_the_first_rule_that_matches_decides(lines: list[str], state: State) -> None:
    assert member(*lines).state is state


def test_what_an_unknown_depends_on() -> None:
    assert member("plugin = 10 /bin/x").depends_on == ("what plugin 10 /bin/x says",)


def test_the_line_that_let_in() -> None:
    assert member("all = no", TOKENS).steps[-1].source.line == 6


def test_groups_of_one_name_add_up() -> None:
    content = f"[authgroup: a]\nall = no\n[authgroup: a]\n{TOKENS}\n[authgroup: a]\nall = no\n"
    assert memberships(config(content), token("compute.create"))["a"].state is State.YES


def test_other_claims_count_in_expressions() -> None:
    presented = Presented(ISSUER, claims={"eduperson": ["x", "y"], "n": 1})
    assert member("authtokensgen = (eduperson=y) & (n=1)", presented=presented).state is State.YES
