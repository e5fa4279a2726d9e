import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.arc.configs import BASE, CE, ISSUER, rules, service, token
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Presented, Verdict

ALLOWED, DENIED, DEPENDS = Verdict.ALLOWED, Verdict.DENIED, Verdict.DEPENDS


def asked(
    content: str,
    presented: Presented,
    operation: Operation = Operation.SUBMIT,
    *,
    embedded: bool = False,
) -> Decision:
    return service(content, embedded=embedded).decide(presented, Ask(operation))


@pytest.mark.parametrize(
    ("presented", "verdict"),
    [
        (token("compute.create"), ALLOWED),
        (token("compute.read"), ALLOWED),  # ARC tells the scopes of one group not apart
        (token("compute.create", audiences=("other",)), DENIED),
        (token("compute.create", audiences=None), DENIED),
        (token("storage.read:/"), DENIED),
        (token(groups=("/vo/pilots",)), ALLOWED),
        (token(groups=("/vo/pilots",), audiences=None), ALLOWED),
        (token("compute.create", issuer="https://issuer.example"), DENIED),
        (Presented(), DENIED),
    ],
)
def test_who_may_submit(presented: Presented, verdict: Verdict) -> None:
    assert asked(BASE, presented).verdict is verdict


@pytest.mark.parametrize(
    "operation", [Operation.QUERY, Operation.CANCEL, Operation.MODIFY_JOB, Operation.SUBMIT]
)
def test_every_operation_on_jobs_is_open_alike(operation: Operation) -> None:
    assert asked(BASE, token("compute.read"), operation).verdict is ALLOWED


def test_files_are_not_its_trade() -> None:
    assert asked(BASE, token("compute.create"), Operation.DELETE).verdict is DENIED


def test_the_lines_that_led_there() -> None:
    found = asked(BASE, token("compute.read"))
    assert [step.source.line for step in found.steps] == [9, 16, 5, 14]
    assert found.by is not None
    assert found.by.line == 14


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("[authtokens]\n", "", DENIED),
        ("[arex/ws/jobs]\n", "", DENIED),
        ("allowaccess = jobs\nallowaccess = pilots\n", "", ALLOWED),
        ("allowaccess = jobs\n", "denyaccess = jobs\n", DENIED),
        ("allowaccess = jobs\n", "allowaccess = {{ .groups }}\n", DEPENDS),
        ("allowaccess = jobs\n", "allownew = no\nallowaccess = jobs\n", DENIED),
        (
            "allowaccess = jobs\n",
            "allownew = no\nallownew_override = x jobs\nallowaccess = jobs\n",
            ALLOWED,
        ),
        ("[queue: main]\n", "[queue: main]\nallowaccess = pilots\n", DENIED),
        ("[queue: main]\n", "[queue: a]\nallowaccess = pilots\n[queue: b]\n", ALLOWED),
        ("jobs user:users", "jobs root", DENIED),
        ("jobs user:users", "jobs {{ .user }}", DEPENDS),
        ("map_to_user = jobs user:users\n", "", DENIED),  # A-REX runs as root
        ("map_to_user = jobs user:users\n", "map_to_pool = jobs /etc/pool\n", DEPENDS),
        ("[common]\n", "", ALLOWED),
    ],
)
def test_what_changes_the_verdict(old: str, new: str, verdict: Verdict) -> None:
    content = BASE.replace(old, new, 1)
    assert content != BASE
    found = asked(content, token("compute.create"))
    if old == "[common]\n":  # a part of a configuration: the rest may ask for scopes
        assert found.verdict is DEPENDS
        return
    assert found.verdict is verdict
    assert bool(found.depends_on) is (verdict is DEPENDS)


def test_without_an_account_the_user_of_a_rex_is_taken() -> None:
    content = BASE.replace("map_to_user = jobs user:users\n", "").replace(
        "[arex]\n", "[arex]\nuser = grid:grid\n"
    )
    found = asked(content, token("compute.create"))
    assert found.verdict is ALLOWED
    assert "it becomes grid" in found.steps[0].says


def test_a_snippet_leaves_open_what_it_lacks() -> None:
    content = f"[authgroup: a]\nauthtokens = * {ISSUER} * * *\n"
    found = asked(content, token(), embedded=True)
    assert found.verdict is DEPENDS
    assert len(found.depends_on) == 4


def test_scopes_that_actions_ask_for_are_not_known() -> None:
    content = BASE.replace("[arex/ws/jobs]\n", "[arex/ws/jobs]\ntokenscopes = whatever\n")
    found = asked(content, token("compute.read"), Operation.QUERY)
    assert found.verdict is DEPENDS
    assert "tokenscopes" in found.depends_on[0]


@given(
    st.lists(
        st.sampled_from(
            [
                "all = yes",
                "all",
                "-all = yes",
                f"authtokens = * {ISSUER} {CE} a *",
                "file = x",
                "authgroup = a",
                "authtokensgen = (aud=a)|(!(iss=b))",
                "!authtokens = * * * * *",
            ]
        )
        | st.text(max_size=10),
        max_size=6,
    ),
    st.sampled_from(list(Operation)),
)
def test_it_always_has_an_answer(lines: list[str], operation: Operation) -> None:
    found = asked(rules(*lines), token("a"), operation)
    assert found.steps or found.depends_on
    assert (found.verdict is DEPENDS) is bool(found.depends_on)
