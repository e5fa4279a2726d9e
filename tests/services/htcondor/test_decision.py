"""What a CE or pool answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import CE, ISSUER, LINE, ce, service
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Presented, Verdict

WRITE = ("compute.create", "compute.modify", "compute.cancel")
AUDIENCE = ("ce.example:9619",)


def ask(
    files: dict[str, str],
    operation: Operation = Operation.SUBMIT,
    *,
    scopes: tuple[str, ...] = WRITE,
    issuer: str | None = ISSUER,
    subject: str = "pilot",
    embedded: bool = False,
    groups: tuple[str, ...] = (),
) -> Decision:
    audiences = AUDIENCE if issuer else None
    shown = Presented(issuer, audiences, scopes, subject, groups)
    return service(files, embedded=embedded).decide(shown, Ask(operation))


@pytest.mark.parametrize(
    ("operation", "scopes", "verdict"),
    [
        (Operation.SUBMIT, WRITE, Verdict.ALLOWED),
        (Operation.CANCEL, WRITE, Verdict.ALLOWED),
        (Operation.MODIFY_JOB, WRITE, Verdict.ALLOWED),
        (Operation.SUBMIT, ("compute.create",), Verdict.DENIED),
        (Operation.QUERY, ("compute.read",), Verdict.ALLOWED),
        (Operation.SUBMIT, ("compute.read",), Verdict.DENIED),
        (Operation.QUERY, WRITE, Verdict.DEPENDS),
        (Operation.QUERY, (), Verdict.DENIED),
        (Operation.ADMINISTER, WRITE, Verdict.DENIED),
        (Operation.ADMINISTER, ("condor:/ADMINISTRATOR",), Verdict.DENIED),
        (Operation.DELETE, WRITE, Verdict.DENIED),
    ],
)
def test_scopes_of_a_mapped_token(
    operation: Operation, scopes: tuple[str, ...], verdict: Verdict
) -> None:
    assert ask(ce(), operation, scopes=scopes).verdict is verdict


def test_the_steps_tell_the_lines() -> None:
    found = ask(ce())
    assert [step.source.file.rpartition("/")[2] for step in found.steps] == [
        "99-local.conf",
        "10-scitokens.conf",
        "99-local.conf",
    ]
    assert found.steps[1].says == "maps it to vopilot"


def test_another_subject_stays_unmapped() -> None:
    assert ask(ce(), subject="other").verdict is Verdict.DENIED
    read = ask(ce(), Operation.QUERY, scopes=("compute.read",), subject="other")
    assert read.verdict is Verdict.ALLOWED


def test_the_first_line_counts() -> None:
    ban = LINE.replace("vopilot", "x@banned.htcondor.org")
    assert ask(ce(f"{ban}\n{LINE}")).verdict is Verdict.DENIED
    assert ask(ce(f"{LINE}\n{ban}")).verdict is Verdict.ALLOWED


def test_an_account_that_the_files_do_not_tell() -> None:
    assert ask(ce(LINE.replace("vopilot", "{{ account }}"))).verdict is Verdict.DEPENDS
    assert ask(ce(LINE.replace("vopilot", "PLUGIN:X"))).verdict is Verdict.DEPENDS
    assert (
        ask(ce(LINE.replace("pilot$", "(.*)$").replace("vopilot", "\\1"))).verdict
        is Verdict.DEPENDS
    )
    assert ask(ce(f"SCITOKENS /^{{{{ x }}}},/ a\n{LINE}")).verdict is Verdict.DEPENDS


def test_a_missing_mapfile() -> None:
    found = ask({f"{CE}/config.d/1.conf": "SCITOKENS_SERVER_AUDIENCE = ce.example:9619"})
    assert found.verdict is Verdict.DEPENDS
    assert found.depends_on == ("the mapfile, which is not here",)
    snippet = {"chart/cm.tpl": f"{LINE}\n"}
    assert ask(snippet, subject="other", embedded=True).verdict is Verdict.DEPENDS


def test_methods_without_tokens() -> None:
    config = (
        "SCITOKENS_SERVER_AUDIENCE = ce.example:9619\nSEC_DEFAULT_AUTHENTICATION_METHODS = FS, SSL"
    )
    found = ask(ce(config=config))
    assert found.verdict is Verdict.DENIED
    assert found.by
    assert found.by.line == 2
    assert ask(ce(config=config + ", SCITOKENS")).verdict is Verdict.ALLOWED


def test_another_audience() -> None:
    assert ask(ce(config="SCITOKENS_SERVER_AUDIENCE = other.example")).verdict is Verdict.DENIED
    relaxed = f"SCITOKENS_SERVER_AUDIENCE = x\nSEC_SCITOKENS_FOREIGN_TOKEN_ISSUERS = {ISSUER}"
    assert ask(ce(config=relaxed)).verdict is Verdict.DEPENDS


@pytest.mark.parametrize(
    ("config", "operation", "verdict"),
    [
        ("SEC_READ_AUTHENTICATION = OPTIONAL", Operation.QUERY, Verdict.ALLOWED),
        (
            "SEC_DEFAULT_AUTHENTICATION = REQUIRED\nSEC_DEFAULT_AUTHENTICATION_METHODS = SSL",
            Operation.QUERY,
            Verdict.DENIED,
        ),
        (
            "SEC_DEFAULT_AUTHENTICATION = REQUIRED\nSEC_DEFAULT_AUTHENTICATION_METHODS = CLAIMTOBE",
            Operation.QUERY,
            Verdict.DEPENDS,
        ),
        ("SEC_WRITE_AUTHENTICATION = OPTIONAL", Operation.SUBMIT, Verdict.DEPENDS),
        ("ALLOW_WRITE = *\nSEC_WRITE_AUTHENTICATION = NEVER", Operation.SUBMIT, Verdict.ALLOWED),
        ("SEC_TOKEN_MAX_AGE = 1", Operation.QUERY, Verdict.DEPENDS),
    ],
)
def test_without_a_credential(config: str, operation: Operation, verdict: Verdict) -> None:
    assert ask(ce(config=config), operation, issuer=None).verdict is verdict


RULES = "[mappings]\nvopilot=* https://issuer.example/vo * compute.create /vo/pilots\n"


def test_rules_of_the_plugin() -> None:
    files = ce(LINE.replace("vopilot", "PLUGIN:EGI"))
    files[f"{CE}/egi-check-in-validator.ini"] = RULES
    assert ask(files, groups=("/vo/pilots",)).verdict is Verdict.ALLOWED
    refused = ask(files, groups=("/vo",))
    assert refused.verdict is Verdict.DENIED
    assert refused.by
    assert refused.by.file.endswith("egi-check-in-validator.ini")


@given(
    st.text(max_size=80),
    st.text(max_size=80),
    st.sampled_from(Operation),
    st.sampled_from([None, ISSUER, ""]),
    st.text(max_size=10),
)
def test_it_answers_whatever_is_asked(
    mapfile: str, config: str, operation: Operation, issuer: str | None, subject: str
) -> None:
    files = ce(
        f"{LINE}\n{LINE}\n{mapfile.replace(chr(0), '')}",
        f"DAEMON_LIST = X\nSEC_TOKEN_MAX_AGE = {config.replace(chr(0), '')}",
    )
    try:
        found = ask(files, operation, issuer=issuer, subject=subject)
    except AssertionError:  # no longer a file of HTCondor
        return
    assert found.verdict in Verdict
