"""The secrets of a file in facts, words and places; and that nothing shows a value."""

import json
from dataclasses import replace

import pytest

from tests.conftest import ROOT
from tests.credentials.schema import assert_valid
from tests.credentials.secrets.made import macaroon, noise
from tests.judging import settings
from tests.minting import NOW, claims, mint
from tokenlint.credentials.secret_names import SecretKind
from tokenlint.credentials.secrets.veil import HIDDEN
from tokenlint.errors import PolicyError
from tokenlint.policy.secret_subject import (
    MOST_SECRETS,
    SecretSubject,
    for_show,
    secrets_among,
    secrets_in,
)
from tokenlint.source import Source

SCHEMA = json.loads((ROOT / "policies" / "schema" / "policy-input.json").read_text("utf-8"))
SETTINGS = settings()


def subject(text: str, file: str = "etc/application.yml") -> SecretSubject:
    held = secrets_in({file: text}, SETTINGS)
    (made,) = held.subjects
    assert held.problems == ()
    return made


TEXT = f"client-secret: {noise()}\npassword: secret\nhashed_password: {noise(1)}\n"


def test_facts_are_plain_and_fit_the_schema() -> None:
    facts = subject(TEXT).facts
    assert_valid(facts)
    usual = {"well_known": False, "hashed": False, "testing": False}
    assert facts["secrets"] == [
        {"kind": "client-secret", **usual},
        {"kind": "password", **usual, "well_known": True},
        {"kind": "password", **usual, "hashed": True},
    ]
    assert noise() not in json.dumps(facts)


def test_the_schema_knows_every_kind() -> None:
    assert SCHEMA["$defs"]["secret"]["properties"]["kind"]["enum"] == [*SecretKind]
    assert "secrets" in SCHEMA["properties"]["kind"]["enum"]


@pytest.mark.parametrize(("exp", "expired"), [(NOW - 1, True), (NOW, True), (NOW + 1, False)])
def test_a_token_says_whether_it_has_expired(exp: int, *, expired: bool) -> None:
    (fact,) = subject(f"token: {mint(claims(exp=exp))}\n").facts["secrets"]
    assert fact["expired"] is expired


def test_what_says_nothing_of_its_end_has_no_such_fact() -> None:
    (fact,) = subject(f"token: {macaroon()}\n").facts["secrets"]
    assert "expired" not in fact


def test_words_name_the_kind_and_a_fingerprint() -> None:
    made = subject(TEXT)
    mark = made.secrets[0].fingerprint
    assert made.text("/secrets/0") == f"a client secret (fingerprint {mark})"
    assert made.text("/secrets/2").startswith("a password, hashed or encrypted (fingerprint ")
    assert made.evidence(["/secrets/0"]) == {"kind": "client-secret", "fingerprint": mark}


def test_the_fingerprint_of_a_word_would_tell_it() -> None:
    made = subject(TEXT)
    assert made.text("/secrets/1") == "a password"
    assert made.evidence(["/secrets/1"]) == {"kind": "password"}


@pytest.mark.parametrize("kind", SecretKind)
def test_every_kind_has_words(kind: SecretKind) -> None:
    made = subject(TEXT)
    (secret, *_) = made.secrets
    other = replace(made, secrets=(replace(secret, kind=kind),))
    assert other.text("/secrets/0").split()[0] in {"a", "an", "the"}


def test_the_place_is_the_value() -> None:
    made = subject(TEXT)
    assert made.location("/secrets/0").source == Source(
        "etc/application.yml", 1, 16, 16 + len(noise())
    )
    assert made.location("/secrets/1").source == Source("etc/application.yml", 2, 11, 17)


def test_a_pointer_to_nothing_is_a_broken_policy() -> None:
    with pytest.raises(PolicyError):
        subject(TEXT).text("/secrets/9")
    with pytest.raises(LookupError):
        subject(TEXT).location("/secrets/9")


def test_the_document() -> None:
    document = subject(TEXT).document
    assert (document.kind, document.title) == ("secrets", "secrets in etc/application.yml")
    assert (document.id, document.facts) == ("etc/application.yml#secrets", {"secrets": "3"})


def test_a_file_without_secrets_is_no_subject() -> None:
    held = secrets_in({"x.cfg": "audience = x\n"}, SETTINGS)
    assert (held.subjects, held.problems) == ((), ())


def test_too_many_secrets_are_told() -> None:
    text = "".join(f"password_{n}: {noise(n)}\n" for n in range(MOST_SECRETS + 5))
    held = secrets_in({"x.yml": text}, SETTINGS)
    (made,), (problem,) = held.subjects, held.problems
    assert len(made.secrets) == MOST_SECRETS
    assert (problem.kind, problem.source.line) == ("limit", MOST_SECRETS + 1)


@pytest.mark.parametrize(
    "file",
    [
        "README.md",
        "guide.rst",
        "examples/application.yml",
        "tests/data/rucio.cfg",
        "rucio.cfg.template",
        "example-config.yaml",
        "charts/rucio/ci/testing-values.yaml",
        "docker/dev/rucio.cfg",
        "demo/values.tpl.yaml",
    ],
)
def test_files_for_show(file: str) -> None:
    assert for_show(file)


@pytest.mark.parametrize(
    "file",
    ["etc/rucio.cfg", "charts/rucio/templates/secret.yaml", "values.yaml", "tests/a/b/c/rucio.cfg"],
)
def test_files_in_earnest(file: str) -> None:
    assert not for_show(file)


def test_of_a_declaration_only_secrets_are_covered() -> None:
    token = mint(claims())
    texts = {"w.yaml": f"# {token}\nrefresh_token: true\n", "other.yaml": f"password: {noise()}\n"}
    held = secrets_among(texts, "w.yaml", SETTINGS)
    (made,) = held.subjects
    assert (made.file, held.problems) == ("w.yaml", ())
    assert held.shown["w.yaml"] == f"# {'*' * len(token)}\nrefresh_token: true\n"
    assert noise() not in held.shown["other.yaml"]
    assert held.veil(f"says {noise()}") == f"says {HIDDEN}"
