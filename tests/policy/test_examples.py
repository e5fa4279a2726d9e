"""Every rule is whole, and every example of it gives what it says.

Entry, decision, tests, words and examples fit each other; the examples run through all rooms.
Read from the sources, so that a stale `compiled.json` hides nothing.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tests.minting import from_example
from tokenlint import shipped
from tokenlint.credentials.keys import keys_from
from tokenlint.policy.catalogue import Catalogue, Example, Rule, rules_of
from tokenlint.policy.engine import open_engine
from tokenlint.policy.entries import read_entries
from tokenlint.policy.policies import PolicySet, load_policies
from tokenlint.read import Reader
from tokenlint.rule_examples import (
    VERIFICATION,
    Outcome,
    example_settings,
    inputs_of,
    run_examples,
)
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration

POLICIES = ROOT / "policies"
ENTRIES, PROBLEMS = read_entries([ROOT / "rules"])
RULES = rules_of(ENTRIES)
FIRST_SET = (
    *(f"AUD{number:03}" for number in range(1, 8)),
    *(f"SCP{number:03}" for number in range(1, 18)),
    *(f"LIF{number:03}" for number in range(1, 13)),
    *(f"SIG{number:03}" for number in range(1, 9)),
    *(f"CLM{number:03}" for number in range(1, 11)),
    *(f"WKF{number:03}" for number in range(1, 4)),
)
GIVEN_ALWAYS = {"document", "reach"}  # filled by Python for every rule
LONGEST_MESSAGE = 170

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def _policy(rule: Rule) -> str:
    return (POLICIES / rule.policy_file).read_text(encoding="utf-8")


def _policy_test(rule: Rule) -> str:
    file = POLICIES / rule.policy_file.replace(".rego", "_test.rego")
    return file.read_text(encoding="utf-8")


def test_the_catalogue_has_no_problem() -> None:
    assert [f"{problem.source}: {problem.reason}" for problem in PROBLEMS] == []


def test_the_first_set_is_complete() -> None:
    assert sorted(set(FIRST_SET) - set(RULES)) == []


def test_names_are_used_once() -> None:
    assert [name for name, n in Counter(r.name for r in RULES.values()).items() if n > 1] == []


def test_every_decision_has_an_entry() -> None:
    decisions = {
        str(file.relative_to(POLICIES))
        for file in POLICIES.rglob("*.rego")
        if not file.stem.endswith("_test") and "findings contains" in file.read_text()
    }
    assert decisions == {rule.policy_file for rule in RULES.values()}


@every_rule
def test_the_entry_lies_in_the_folder_of_its_family(rule: Rule) -> None:
    assert (ROOT / "rules" / rule.family.lower() / f"{rule.code}.yaml").is_file()


@every_rule
def test_the_decision_is_the_rules_own(rule: Rule) -> None:
    text = _policy(rule)
    assert f"\npackage {rule.package}\n" in text
    assert set(re.findall(r'"rule": "([^"]+)"', text)) == {rule.code}
    assert text.startswith("# METADATA\n# title: ")
    assert '#   - input: schema["policy-input"]' in text.partition("\npackage ")[0]


@every_rule
def test_the_decision_has_tests_of_different_names(rule: Rule) -> None:
    text = _policy_test(rule)
    tests = re.findall(r"^(test_\w+)\b", text, re.MULTILINE)
    assert len(tests) >= 2, "one where it fires and one where it is silent"
    assert [name for name, times in Counter(tests).items() if times > 1] == []
    assert f"import data.{rule.package} as rule" in text


@every_rule
def test_templates_want_only_what_the_decision_gives(rule: Rule) -> None:
    given = GIVEN_ALWAYS | set(re.findall(r'"([a-z_]+)":', _policy(rule)))
    for template in (rule.message, rule.fix):
        wanted = {name for _, name, _, _ in Formatter().parse(template) if name}
        assert wanted <= given


@every_rule
def test_the_words_are_there_and_in_form(rule: Rule) -> None:
    assert not rule.title.endswith(".")
    assert not rule.message.endswith(".")
    assert len(rule.message) <= LONGEST_MESSAGE
    sentences = len(re.findall(r"[.!?](?:\s|$)", rule.why))
    assert 2 <= sentences <= 8
    assert rule.fix.strip().endswith((".", "`"))
    for text in (rule.why, rule.fix, rule.message):
        assert not re.search(r"\b(TODO|FIXME|e\.g\.|i\.e\.)", text)


@every_rule
def test_sources_can_be_looked_up(rule: Rule) -> None:
    assert rule.references
    assert [ref.title for ref in rule.references if not (ref.url or ref.section)] == []


@every_rule
def test_examples_have_different_names(rule: Rule) -> None:
    names = [example.name for example in (*rule.examples.bad, *rule.examples.good)]
    assert [name for name, times in Counter(names).items() if times > 1] == []


@every_rule
def test_each_kind_of_document_has_a_bad_example(rule: Rule) -> None:
    shown = {"token" if example.token else "workflow" for example in rule.examples.bad}
    assert {kind for kind in rule.kinds if kind in {"token", "workflow"}} <= shown


def _workflow_texts() -> list[Any]:
    return [
        pytest.param(text, id=f"{rule.code}-{example.name}")
        for rule in RULES.values()
        for example in (*rule.examples.bad, *rule.examples.good)
        for text in (example.workflow, example.against)
        if text is not None
    ]


@pytest.mark.parametrize("text", _workflow_texts())
def test_workflows_of_examples_carry_the_marker_and_made_up_hosts(text: str) -> None:
    assert re.search(r"^tokenlint: workflows/1$", text, re.MULTILINE)
    hosts = re.findall(r"[a-z]+://([^/\s:\"',\]}]+)", text)
    assert [host for host in hosts if not _made_up(host)] == []


def _made_up(host: str) -> bool:
    """Reserved names, and the audience of the profile that stands for every service."""
    return host.lower().endswith((".example", ".example.org")) or host == "wlcg.cern.ch"


def test_helpers_decide_nothing() -> None:
    helpers = Path(POLICIES / "lib").rglob("*.rego")
    assert [str(file) for file in helpers if "findings contains" in file.read_text()] == []


NO_EXAMPLE: Mapping[str, str] = {}
"""Rules whose finding no example can show, each with the test that shows it instead."""


def test_every_rule_has_both_examples_or_a_test_of_its_own() -> None:
    shown = {code for code, rule in RULES.items() if rule.examples.bad and rule.examples.good}
    assert set(RULES) - shown == set(NO_EXAMPLE)
    for where in NO_EXAMPLE.values():
        file, _, test = where.partition("::")
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8")


def _all_examples() -> Iterator[tuple[Rule, bool, Example]]:
    for rule in RULES.values():
        for bad, examples in ((True, rule.examples.bad), (False, rule.examples.good)):
            for example in examples:
                yield rule, bad, example


def _cases(*, bad: bool) -> list[Any]:
    return [
        pytest.param(rule.code, example.name, id=f"{rule.code}-{example.name}")
        for rule, is_bad, example in _all_examples()
        if is_bad is bad
    ]


Outcomes = Mapping[tuple[str, str], Outcome]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(RULES)


@pytest.fixture(scope="module")
def policies(catalogue: Catalogue) -> PolicySet:
    return load_policies([POLICIES], catalogue)


@pytest.fixture(scope="module")
def reader(catalogue: Catalogue, policies: PolicySet) -> Reader:
    settings = example_settings(catalogue, shipped.compiled()["limits"])
    return Reader(settings, Calibration.default(), policies.letters)


@pytest.fixture(scope="module")
def outcomes(catalogue: Catalogue, policies: PolicySet, reader: Reader) -> Outcomes:
    with open_engine("embedded", policies) as engine:
        found = run_examples(list(RULES.values()), catalogue, engine, reader)
        return {(outcome.rule, outcome.name): outcome for outcome in found}


@pytest.mark.parametrize(("code", "name"), _cases(bad=True))
def test_a_bad_example_gives_the_finding(code: str, name: str, outcomes: Outcomes) -> None:
    report = outcomes[code, name].report
    assert report.errors == ()
    assert outcomes[code, name].as_expected, [finding.rule for finding in report.findings]
    for finding in report.findings:
        assert finding.locations
        assert not re.search(r"[{}]|#/|\bNone\b|  ", finding.message), finding.message


@pytest.mark.parametrize(("code", "name"), _cases(bad=False))
def test_a_good_example_does_not(code: str, name: str, outcomes: Outcomes) -> None:
    report = outcomes[code, name].report
    assert report.errors == ()
    assert [f.message for f in report.findings if f.rule == code] == []


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    text = (POLICIES / "schema" / "policy-input.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def test_every_document_of_an_example_fits_the_schema(
    reader: Reader, schema: Draft202012Validator
) -> None:
    for rule, _, example in _all_examples():
        for subject in inputs_of(example, reader).subjects:
            errors = [error.message for error in schema.iter_errors(subject.facts)]
            assert errors == [], f"{rule.code} {example.name}"


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry["token"], id=f"{code}-{entry['name']}")
        for code, rule in ENTRIES.items()
        for entry in (*rule["examples"]["bad"], *rule["examples"]["good"])
        if entry.get("token", {}).get("keys", "none") != "none"
    ],
)
def test_what_an_example_says_of_keys_is_what_verifying_gives(
    entry: Mapping[str, Any], reader: Reader
) -> None:
    minted = from_example(entry)
    keys = keys_from(json.dumps(minted.jwks).encode(), "keys.json")
    token = replace(reader, keys=keys).token(minted.token.encode(), Source("example.token"))
    assert token.verification == VERIFICATION[entry["keys"]]
