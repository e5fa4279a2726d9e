"""The examples of the catalogue as documents: times, made-up tokens, and what became of them."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.judging import READER as DECLARED
from tests.judging import Scripted, always, catalogue, fault, reader
from tests.minting import NOW
from tokenlint import rule_examples
from tokenlint.credentials.macaroon.macaroon import Defect
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.secrets.find import find_secrets
from tokenlint.errors import PolicyError
from tokenlint.policy.catalogue import (
    Catalogue,
    Example,
    ExampleMacaroon,
    Examples,
    ExampleToken,
    Rule,
)
from tokenlint.policy.finding import Persona
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.rule_examples import (
    Outcome,
    at_times,
    example_settings,
    filled,
    inputs_of,
    instant,
    made_up,
    made_up_macaroon,
    run_examples,
)

CATALOGUE = catalogue()
CLAIMS: dict[str, Any] = {"iss": "https://issuer.example", "exp": "now+1h", "jti": "0b6f8c1e"}


def example(**parts: Any) -> Example:
    return Example(name="one", **parts)


def rule(bad: tuple[Example, ...] = (), good: tuple[Example, ...] = ()) -> Rule:
    return replace(CATALOGUE.rules["SCP003"], message="found", fix="", examples=Examples(bad, good))


def run(tested: Rule, engine: Scripted) -> list[Outcome]:
    whole = Catalogue({**CATALOGUE.rules, tested.code: tested})
    return list(run_examples([tested], whole, engine, reader()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("now", NOW),
        ("now+6h", NOW + 21_600),
        ("now-1d12h", NOW - 129_600),
        ("now+5m30s", NOW + 330),
        ("now+", "now+"),
        ("later", "later"),
        (7, 7),
        (None, None),
    ],
)
def test_instants(value: Any, expected: Any) -> None:
    assert instant(value) == expected


def test_only_claims_of_times_are_filled() -> None:
    values = {"exp": "now", "auth_time": "now-1h", "sub": "now"}
    assert at_times(values) == {"exp": NOW, "auth_time": NOW - 3600, "sub": "now"}


def parts(data: bytes) -> list[bytes]:
    return [base64.urlsafe_b64decode(part + b"==") for part in data.split(b".")]


def test_a_token_is_made_up_on_the_spot() -> None:
    header, body, signature = parts(made_up(ExampleToken(claims=CLAIMS)))
    assert json.loads(header) == {"alg": "RS256", "kid": "key-1", "typ": "JWT"}
    assert json.loads(body)["exp"] == NOW + 3600
    assert len(signature) == 256
    assert made_up(ExampleToken(claims=CLAIMS)) != made_up(ExampleToken(claims=CLAIMS))


def test_raw_json_stays_as_it_is_but_for_times() -> None:
    token = ExampleToken(raw_header='{"alg":"none"}', raw_claims='{"exp":@now+1h@,"exp":1}')
    assert parts(made_up(token)) == [
        b'{"alg":"none"}',
        b'{"exp":%d,"exp":1}' % (NOW + 3600),
        b"",
    ]


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("none", "claimed"),
        ("matching", "verified"),
        ("other", "invalid"),
        ("unfitting", "no-matching-key"),
    ],
)
def test_what_it_says_of_keys_is_the_verification(keys: str, word: str) -> None:
    (subject,) = inputs_of(example(token=ExampleToken(claims=CLAIMS, keys=keys)), reader()).subjects
    assert isinstance(subject, TokenSubject)
    assert subject.verification == word


def test_a_twin_shares_the_token_id() -> None:
    subjects = inputs_of(example(token=ExampleToken(claims=CLAIMS, twin=True)), reader()).subjects
    assert [getattr(subject, "token_id_reused", None) for subject in subjects] == [True, True]


def test_a_token_may_be_judged_against_a_workflow() -> None:
    inputs = inputs_of(example(token=ExampleToken(claims=CLAIMS), against=DECLARED), reader())
    assert inputs.subjects[0].facts["workflow"]
    broken = inputs_of(example(token=ExampleToken(claims=CLAIMS), against="a: ["), reader())
    assert broken.problems


def test_a_macaroon_is_made_up_with_its_instants() -> None:
    parts = ExampleMacaroon(
        ("path:/a", "before:@now+1h@"), "https://se.example", third_party="https://login.example"
    )
    first, second = made_up_macaroon(parts), made_up_macaroon(parts)
    assert first != second, "noise stands where the signature would"
    found = read_macaroon(first)
    assert [each.text for each in found.caveats] == [
        "path:/a",
        "before:2026-11-20T13:00:00Z",
        "",
    ]
    assert (found.location, found.identifier, found.defects) == (
        "https://se.example",
        b"made-up",
        (),
    )
    broken = read_macaroon(made_up_macaroon(replace(parts, broken=True)))
    assert broken.defects == (Defect.NON_CANONICAL_BASE64,)
    (subject,) = inputs_of(example(macaroon=parts), reader()).subjects
    assert subject.facts["kind"] == "macaroon"


@pytest.mark.parametrize(
    "wrong",
    [
        example(),
        example(token=ExampleToken(claims=CLAIMS), against="tokenlint: workflows/1\n"),
    ],
)
def test_an_example_of_nothing_is_refused(wrong: Example) -> None:
    with pytest.raises(PolicyError):
        inputs_of(wrong, reader())


def test_examples_are_judged_for_the_most_demanding_reader() -> None:
    chosen = example_settings(CATALOGUE, {"a": 1})
    assert (chosen.at, chosen.persona, chosen.limits) == (NOW, Persona.AUDITOR, {"a": 1})
    assert chosen.codes == frozenset(CATALOGUE.rules)


TOKEN = example(token=ExampleToken(claims={**CLAIMS, "scope": "storage.read:/"}))
IGNORED = example(workflow=DECLARED.replace('/data"', '/data"  # tokenlint: ignore[SCP003] agreed'))


def test_a_bad_example_must_fire_and_a_good_one_must_not() -> None:
    fires = Scripted(always("SCP003", "/credential"))
    silent = Scripted()
    tested = rule((TOKEN,), (TOKEN,))
    assert [(o.bad, o.fired, o.as_expected) for o in run(tested, fires)] == [
        (True, True, True),
        (False, True, False),
    ]
    assert [(o.bad, o.fired, o.as_expected) for o in run(tested, silent)] == [
        (True, False, False),
        (False, False, True),
    ]


def test_a_suppressed_finding_has_fired() -> None:
    engine = Scripted(
        lambda document: (
            []
            if document["kind"] == "ignore"
            else always("SCP003", "/credential/items/1")(document)
        )
    )
    (outcome,) = run(rule((IGNORED,)), engine)
    assert outcome.report.findings == ()
    assert outcome.as_expected


def test_what_could_not_be_judged_is_never_as_expected() -> None:
    for outcome in run(rule((TOKEN,), (TOKEN,)), Scripted(fault)):
        assert outcome.report.errors
        assert not outcome.as_expected


def test_the_engine_is_asked_once_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    engine = Scripted()
    original = engine.evaluate
    monkeypatch.setattr(engine, "evaluate", lambda docs: calls.append(len(docs)) or original(docs))
    other = example(workflow=DECLARED)
    assert len(run(rule((TOKEN, other), (TOKEN,)), engine)) == 3
    assert calls == [2], "documents of equal content are one"


def test_its_words_are_those_of_the_tests_own_minting() -> None:
    assert rule_examples.NOW == NOW


def test_marks_in_files_are_filled_with_noise() -> None:
    text = "a: @made-up secret@\nb: @made-up key@\nc: @made-up token now-1h@\nd: @now@ @VAR@\n"
    first, second = filled(text), filled(text)
    assert first != second
    kinds = [(each.line, each.kind.value) for each in find_secrets(first)]
    assert kinds == [(2, "signing-key"), (3, "jwt")]
    assert first.splitlines()[3] == "d: @now@ @VAR@"
    (token,) = [each for each in find_secrets(second) if each.kind.value == "jwt"]
    assert token.expires == NOW - 3600
