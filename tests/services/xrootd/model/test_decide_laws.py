import time
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.xrootd.model.asking import (
    CHANGES,
    CREATES,
    DEPENDS,
    EVERYONE,
    READS,
    decision,
    deletes,
    token,
)
from tests.services.xrootd.model.servers import scitokens, server
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Verdict
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import Configuration
from tokenlint.services.xrootd.model.decide import decider

VERSIONS = st.sampled_from(["5.4.3", "5.5.3", "5.6.9", "5.8.0", "6.2.1", ""])
SCOPES = st.lists(
    st.sampled_from(
        ["storage.read:/", READS, CREATES, CHANGES, "storage.modify", "storage.stage:/", "openid"]
    ),
    max_size=3,
)
SERVERS = st.builds(
    server,
    st.builds(
        scitokens,
        st.sampled_from(["base_path = /data", "base_path = /", "base_path = {{ x }}"]),
        st.sampled_from(
            ["", "default_user = pilot", "restricted_path = /foo", "map_subject = yes"]
        ),
        onmissing=st.sampled_from(["deny", "allow", "passthrough", "", "Deny", "{{ x }}"]),
    ),
    authdb=st.sampled_from([None, EVERYONE, "g /lab /data a-d", "u * / {{ x }}"]),
    chained=st.booleans(),
    header2cgi=st.booleans(),
    ztn=st.booleans(),
    version=VERSIONS,
)


@settings(max_examples=examples(30), deadline=None)
@given(SERVERS, SCOPES, st.sampled_from(Operation), st.text("/daf.%", max_size=9))
def test_every_question_has_an_answer(
    configuration: Configuration, scopes: list[str], operation: Operation, path: str
) -> None:
    found = decision(configuration, token(*scopes), operation, "/" + path)
    assert found.steps
    assert (found.verdict is DEPENDS) is bool(found.depends_on)


@settings(max_examples=examples(30), deadline=None)
@given(SERVERS, SCOPES, SCOPES, st.sampled_from(Operation))
def test_more_scopes_let_no_less_pass(
    configuration: Configuration, few: list[str], more: list[str], operation: Operation
) -> None:
    path = "/data/foo/f"
    if decision(configuration, token(*few), operation, path).allowed:
        assert decision(configuration, token(*few, *more), operation, path).allowed


@settings(deadline=None)
@given(st.text(), st.lists(st.text(), max_size=3), st.text(), VERSIONS)
def test_any_credential_is_answered(
    issuer: str, scopes: list[str], subject: str, version: str
) -> None:
    presented = token(*scopes, issuer=issuer, subject=subject, claims={"exp": "x", "aud": 5})
    assert deletes(server(version=version), presented) in Verdict


def test_the_number_of_issuers_does_not_matter_to_an_answer() -> None:
    found = server(scitokens())
    assert found.scitokens is not None
    (one,) = found.scitokens.issuers
    many = [
        replace(one, url=Value(f"https://other.example/{number}", one.source))
        for number in range(30_000)
    ]
    issuers = replace(found.scitokens, issuers=(*many, one))
    answer = decider(replace(found, scitokens=issuers))
    ask = Ask(Operation.DELETE, "/data/foo/f")
    assert answer(token(CHANGES), ask).allowed
    begun = time.perf_counter()
    for _ in range(300):
        answer(token(CHANGES), ask)
    assert time.perf_counter() - begun < 30  # a hang, not slowness
