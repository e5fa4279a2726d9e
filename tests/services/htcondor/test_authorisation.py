"""What an account may do."""

import pytest

from tests.services.htcondor.files import ce, pool
from tokenlint.services.decision import Verdict
from tokenlint.services.htcondor.authorisation import granted, identity, open_to_all

PLAIN = "etc/condor/config.d/10.conf"


@pytest.mark.parametrize(
    ("config", "level", "user", "verdict"),
    [
        ("ALLOW_WRITE = *", "WRITE", "a@b", Verdict.ALLOWED),
        ("ALLOW_WRITE = *@b", "WRITE", "a@b", Verdict.ALLOWED),
        ("ALLOW_WRITE = a@b/*", "WRITE", "a@b", Verdict.ALLOWED),
        ("ALLOW_WRITE = a@b/host.example", "WRITE", "a@b", Verdict.DEPENDS),
        ("ALLOW_WRITE = *.example", "WRITE", "a@b", Verdict.DEPENDS),
        ("ALLOW_WRITE = x@b", "WRITE", "a@b", Verdict.DENIED),
        ("ALLOW_WRITE = $(USERS)", "WRITE", "a@b", Verdict.DEPENDS),
        ("USERS = a@b\nALLOW_WRITE = $(USERS)", "WRITE", "a@b", Verdict.ALLOWED),
        ("ALLOW_WRITE = *\nDENY_WRITE = a@*", "WRITE", "a@b", Verdict.DENIED),
        ("ALLOW_WRITE = *\nDENY_WRITE = *.example", "WRITE", "a@b", Verdict.DEPENDS),
        ("ALLOW_WRITE = *\nSCHEDD.ALLOW_WRITE = FALSE", "WRITE", "a@b", Verdict.DENIED),
        ("ALLOW_WRITE = a@b", "READ", "a@b", Verdict.ALLOWED),
        ("ALLOW_READ = *", "WRITE", "a@b", Verdict.DEPENDS),
        ("ALLOW_ADMINISTRATOR = a@b", "WRITE", "a@b", Verdict.ALLOWED),
        ("ALLOW_WRITE = *", "ADMINISTRATOR", "a@b", Verdict.DEPENDS),
    ],
)
def test_lists_of_a_level(config: str, level: str, user: str, verdict: Verdict) -> None:
    found = granted(pool({PLAIN: config + "\nSEC_TOKEN_MAX_AGE = 1"}), level, user)
    assert found.verdict is verdict
    assert bool(found.depends_on) == (verdict is Verdict.DEPENDS)


def test_what_a_ce_packages() -> None:
    one = pool(ce())
    assert granted(one, "WRITE", "vo@users.htcondor.org").verdict is Verdict.ALLOWED
    assert granted(one, "WRITE", "x@banned.htcondor.org").verdict is Verdict.DENIED
    assert granted(one, "WRITE", "scitokens@unmapped").verdict is Verdict.DENIED
    assert granted(one, "READ", "scitokens@unmapped").verdict is Verdict.ALLOWED
    assert open_to_all(one, "READ")
    assert not open_to_all(one, "WRITE")


def test_the_domain_of_an_account() -> None:
    assert identity(pool(ce()), "vo") == "vo@users.htcondor.org"
    assert (
        identity(pool(ce(config="UID_DOMAIN = a.example\nDAEMON_LIST = X")), "vo") == "vo@a.example"
    )
    unknown = pool({PLAIN: "SEC_TOKEN_MAX_AGE = 1\nALLOW_WRITE = *@$(UID_DOMAIN)"})
    assert identity(unknown, "vo") == "vo@$(UID_DOMAIN)"
    assert granted(unknown, "WRITE", "vo@$(UID_DOMAIN)").verdict is Verdict.ALLOWED
    assert identity(unknown, "vo@x") == "vo@x"


def test_the_deciding_line_is_told() -> None:
    found = granted(pool({PLAIN: "DAEMON_LIST = X\nALLOW_WRITE = *"}), "WRITE", "a@b")
    assert (found.steps[-1].source.line, found.steps[-1].source.column) == (2, 15)
