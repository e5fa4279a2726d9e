import pytest

from tests.services.alice.files import EXPORT, RULE, service
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Presented, Verdict

ALLOWED, DENIED = Verdict.ALLOWED, Verdict.DENIED


def rule(
    authz: str = "delete|read|write|write-once|",
    path: str = "/",
    vo: str = "*|",
    cert: str = "IGNORE",
) -> str:
    return f"RULE PATH:{path} AUTHZ:{authz} NOAUTHZ: VO:{vo} CERT:{cert}\n"


def verdict(content: str, operation: Operation, path: str = "/data/x") -> Verdict:
    return service(content).decide(Presented(), Ask(operation, path)).verdict


@pytest.mark.parametrize(
    ("content", "read", "create", "delete"),
    [
        ("", DENIED, DENIED, DENIED),
        (EXPORT, ALLOWED, ALLOWED, ALLOWED),
        (EXPORT + RULE, DENIED, DENIED, DENIED),
        # Only the words that the plug-in looks for count, each with a bar behind it.
        (EXPORT + rule("read|write|"), DENIED, ALLOWED, DENIED),
        (EXPORT + rule("read|write-once"), DENIED, ALLOWED, DENIED),
        (EXPORT + rule("write-once"), ALLOWED, ALLOWED, ALLOWED),
        (EXPORT + rule("write-once|"), ALLOWED, DENIED, DENIED),
        # A client without a certificate has the VO `*`.
        (EXPORT + rule(vo="ALICE|"), ALLOWED, ALLOWED, ALLOWED),
        (EXPORT + rule(vo="*"), ALLOWED, ALLOWED, ALLOWED),
        (EXPORT + rule(vo="ALICE|*|"), DENIED, DENIED, DENIED),
        (EXPORT + rule(cert="/CN=somebody"), ALLOWED, ALLOWED, ALLOWED),
        (EXPORT + rule(path="/other/"), ALLOWED, ALLOWED, ALLOWED),
        # A rule further down still asks for what an earlier one leaves out.
        (EXPORT + rule("read|", path="/data/") + rule("write-once|"), DENIED, DENIED, DENIED),
        ("EXPORT PATH:/data/ VO:* ACCESS:DENY CERT:*\n" + EXPORT, DENIED, DENIED, DENIED),
        ("EXPORT PATH:/ VO:ALICE ACCESS:ALLOW CERT:*\n", DENIED, DENIED, DENIED),
        ("EXPORT PATH:/ VO:* ACCESS:ALLOW CERT:/CN=a\n", DENIED, DENIED, DENIED),
        ("EXPORT PATH:/da VO:* ACCESS:ALLOW CERT:*\n", ALLOWED, ALLOWED, ALLOWED),
    ],
)
def test_without_a_token(content: str, read: Verdict, create: Verdict, delete: Verdict) -> None:
    assert verdict(content, Operation.READ) is read
    assert verdict(content, Operation.CREATE) is create
    assert verdict(content, Operation.OVERWRITE) is create
    assert verdict(content, Operation.DELETE) is delete


def test_operations_that_no_rule_is_about() -> None:
    assert verdict(EXPORT + RULE, Operation.LIST) is ALLOWED
    assert verdict(EXPORT, Operation.RENAME) is DENIED


def test_the_line_that_lets_it_pass() -> None:
    decision = service(EXPORT + rule("read|")).decide(Presented(), Ask(Operation.CREATE, "/x"))
    assert decision.by is not None
    assert decision.by.line == 2
    assert decision.steps[-1].says == "asks for no token to create"


def test_a_line_that_a_template_fills_in_leaves_it_open() -> None:
    content = EXPORT + rule(path="${PATH}")
    assert verdict(content, Operation.READ) is Verdict.DEPENDS
    assert verdict(f"{EXPORT}{{{{ .rules }}}}\n", Operation.READ) is Verdict.DEPENDS
