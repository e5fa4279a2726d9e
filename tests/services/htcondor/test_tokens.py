"""Whether a token is taken, and to what it limits itself."""

import pytest

from tests.services.htcondor.files import ce, pool
from tokenlint.services.acceptance import State
from tokenlint.services.decision import Presented, Verdict
from tokenlint.services.htcondor.tokens import audience, audience_fits, foreign, limits

CONDOR = {"etc/condor/condor_config": "SEC_TOKEN_MAX_AGE = 1"}
AUDIENCES = "SCITOKENS_SERVER_AUDIENCE = a.example:9619, b.example"
ANY = "https://wlcg.cern.ch/jwt/v1/any"


@pytest.mark.parametrize(
    ("scopes", "levels"),
    [
        ("compute.read", {"READ"}),
        ("compute.create", set()),
        ("compute.create compute.modify", set()),
        ("compute.create compute.modify compute.cancel", {"WRITE"}),
        ("compute.create compute.modify compute.cancel compute.read", {"READ", "WRITE"}),
        ("condor:/READ condor:/WRITE", {"READ", "WRITE"}),
        ("storage.read:/", set()),
        ("", set()),
    ],
)
def test_scopes_become_levels(scopes: str, levels: set[str]) -> None:
    assert limits(Presented("https://i.example", scopes=tuple(scopes.split()))) == levels


@pytest.mark.parametrize(
    ("audiences", "profile", "verdict"),
    [
        (("b.example",), "wlcg", Verdict.ALLOWED),
        (("x", "a.example:9619"), "wlcg", Verdict.ALLOWED),
        (("x",), "wlcg", Verdict.DENIED),
        ((ANY,), "wlcg", Verdict.ALLOWED),
        ((ANY,), "scitokens-2", Verdict.DENIED),
        (("ANY",), "scitokens-2", Verdict.ALLOWED),
        (None, "wlcg", Verdict.DENIED),
        (None, "scitokens-1", Verdict.DENIED),
    ],
)
def test_a_written_audience(
    audiences: tuple[str, ...] | None, profile: str, verdict: Verdict
) -> None:
    shown = Presented("https://i.example", audiences=audiences, profile=profile)
    assert audience_fits(pool(ce(config=AUDIENCES)), shown).verdict is verdict


def test_no_audience_in_the_files() -> None:
    named = Presented("https://i.example", audiences=("x",))
    old = Presented("https://i.example", profile="scitokens-1")
    assert audience_fits(pool(CONDOR), named).verdict is Verdict.DENIED
    assert audience_fits(pool(CONDOR), old).verdict is Verdict.ALLOWED
    unknown = pool({"etc/condor/config.d/1.conf": "SEC_TOKEN_MAX_AGE = 1"})
    assert audience_fits(unknown, named).verdict is Verdict.DEPENDS
    assert audience_fits(unknown, old).verdict is Verdict.DEPENDS


def test_the_audience_of_the_acceptance() -> None:
    written = audience(pool(ce(config=AUDIENCES)))
    assert [value.text for value in written.accepted] == ["a.example:9619", "b.example"]
    assert (written.checked, written.missing, written.source.line) == (State.YES, State.NO, 1)
    macro = audience(pool(ce(config="SCITOKENS_SERVER_AUDIENCE=$(COLLECTOR_HOST)")))
    assert [value.known for value in macro.accepted] == [False]
    assert audience(pool(CONDOR)).missing is State.YES


def test_issuers_with_relaxed_checks() -> None:
    compiled = "https://aai-dev.egi.eu/auth/realms/egi"
    assert foreign(pool(ce()), compiled)
    assert not foreign(pool(ce()), "https://i.example")
    off = pool(ce(config="SEC_SCITOKENS_ALLOW_FOREIGN_TOKEN_TYPES = False"))
    assert not foreign(off, compiled)
    every = pool(ce(config="SEC_SCITOKENS_FOREIGN_TOKEN_ISSUERS = *"))
    assert foreign(every, "https://i.example")
