"""Three engines, one answer: the shipped rules on examples, on generated and on real shapes."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest

from tests.conftest import IN_CI, ROOT
from tests.minting import NOW, instant, mint
from tests.policy.differential import assert_same_findings
from tests.policy.schema_documents import SCHEMA, documents
from tests.real.opa.conftest import Server
from tokenlint import shipped
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.engine import EmbeddedOptions, Engine, ServerOptions, open_engine
from tokenlint.policy.policies import load_policies
from tokenlint.read import Reader, read_paths
from tokenlint.rule_examples import example_settings, inputs_of
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration

pytestmark = pytest.mark.slow
GENERATED = 1200
CORPUS = ROOT.parent / "shared" / "config-corpus"
MATRIX = ROOT.parent / "shared" / "xrootd-matrix" / "tokens.json"

CATALOGUE = load_catalogue()
READER = Reader(example_settings(CATALOGUE, shipped.compiled()["limits"]), Calibration.default())


@pytest.fixture(scope="module")
def every_engine(server: Server) -> Iterator[list[Engine]]:
    policies = load_policies([shipped.policies_dir()], CATALOGUE)
    engines = [
        open_engine("embedded", policies, embedded=EmbeddedOptions(workers=2)),
        open_engine("server", policies, server=ServerOptions(server.url)),
    ]
    try:
        import opa_bindings  # noqa: F401 - it is the question
    except (ImportError, OSError) as error:
        if IN_CI:
            pytest.fail(f"the OPA library must take part in CI: {error}")
    else:
        engines.append(open_engine("library", policies))
    yield engines
    for engine in engines:
        engine.close()


def _examples() -> list[Mapping[str, Any]]:
    """The facts of every example of every rule, equal ones once."""
    found = {}
    for rule in CATALOGUE.rules.values():
        for example in (*rule.examples.bad, *rule.examples.good):
            for subject in inputs_of(example, READER).subjects:
                found[json.dumps(subject.facts, sort_keys=True)] = subject.facts
    return list(found.values())


def test_every_example_of_every_rule(every_engine: list[Engine]) -> None:
    examples = _examples()
    assert len(examples) > 2 * len(CATALOGUE.rules)
    assert_same_findings(every_engine, examples)


def test_generated_documents(every_engine: list[Engine]) -> None:
    generated = list(documents(GENERATED, seed=20261120))
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert all(validator.is_valid(document) for document in generated)
    assert_same_findings(every_engine, generated)


def test_public_configuration_files(every_engine: list[Engine]) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the public configuration files are not beside the repository")
    subjects = read_paths([CORPUS], READER).inputs.subjects
    found = {json.dumps(each.facts, sort_keys=True): each.facts for each in subjects}
    assert len(found) > 100
    assert_same_findings(every_engine, list(found.values()))


def test_tokens_that_were_tried_on_real_servers(every_engine: list[Engine]) -> None:
    if not MATRIX.exists():
        pytest.skip(f"the collection of tokens is not here: no {MATRIX.name} beside the checkout")
    rows = json.loads(MATRIX.read_text("utf-8")).values()
    whole = [row for row in rows if row["claims"] and row["header"] is not None]
    assert len(whole) > 100
    tokens = [mint(_claims(row["claims"]), {"alg": row["alg"]} | row["header"]) for row in whole]
    subjects = [READER.token(token.encode(), Source("-")) for token in tokens]
    assert_same_findings(every_engine, [subject.facts for subject in subjects])


def _claims(claims: dict[str, Any]) -> dict[str, Any]:
    """Times of the form `now+3600` as numbers."""
    return {
        name: instant(f"{value}s", NOW) if _is_time(value) else value
        for name, value in claims.items()
    }


def _is_time(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("now+", "now-")) and value[-1].isdigit()
