"""A real OPA and tokenlint's model of its engine agree on generated scope policies.

Once with a policy of the documented semantics, and once with the published rules of opa-iam,
where a copy of them lies beside the project.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, given, settings

from tests.conftest import ROOT
from tests.effort import examples
from tests.real.opa.conftest import Server, running
from tests.services.iam.policies import made
from tokenlint.services.iam.policies.engine import Asker, Outcome, decide
from tokenlint.services.iam.policies.language import regions
from tokenlint.services.iam.policies.model import Engine, PolicySet
from tokenlint.services.iam.policies.table import Table

pytestmark = pytest.mark.slow
DOCUMENTED = Path(__file__).parent / "iam" / "documented.rego"
PUBLISHED = (
    ROOT.parent / "shared" / "config-corpus" / "iam" / "indigo-iam+opa-iam" / "opa" / "rules"
)

Who = tuple[str | None, list[str], str | None]


@pytest.fixture(scope="module")
def own(opa: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An OPA that holds the documented policy, and nothing else."""
    with running(opa, tmp_path_factory.mktemp("opa-iam")) as server:
        _put(server, "policies/documented", DOCUMENTED.read_text("utf-8"))
        yield server


@pytest.fixture(scope="module")
def published(own: Server) -> Server:
    """The same with the rules of opa-iam."""
    files = sorted(PUBLISHED.rglob("*.rego"))
    if not files:
        pytest.skip("the rules of opa-iam do not lie beside the project")
    # One file calls functions of another, and OPA compiles each as it comes: `policy` is last.
    for file in sorted(files, key=lambda each: (each.stem.startswith("policy"), -len(each.stem))):
        _put(own, f"policies/published-{file.stem}", file.read_text("utf-8"))
    return own


def _put(server: Server, path: str, content: str) -> None:
    answer = requests.put(f"{server.url}/v1/{path}", data=content.encode(), timeout=20)
    assert answer.ok, answer.text


def _asked(server: Server, path: str, given_in: dict[str, Any]) -> set[str]:
    url = f"{server.url}/v1/data/{path}"
    answer = requests.post(url, json={"input": given_in}, timeout=20)
    answer.raise_for_status()
    return set(answer.json()["result"])


def _input(who: Who, scopes: Sequence[str]) -> dict[str, Any]:
    account, groups, client = who
    found: dict[str, Any] = {"scopes": list(scopes)}
    if account is not None:
        found["user"] = {"id": account, "groups": groups}
    if client is not None:
        found["client"] = {"id": client}
    return found


def _asker(who: Who) -> Asker:
    account, groups, client = who
    return Asker(account, frozenset(groups) if account is not None else frozenset(), client)


def _words(policies: PolicySet) -> list[str]:
    """One scope of every region: what the symbolic answer stands on."""
    return [region.word for region in regions(policies) or ()]


REAL = settings(
    max_examples=examples(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@REAL
@given(found=made.policies(Engine.OPA), who=made.askers)
def test_a_real_opa_answers_as_documented(
    own: Server, found: list[dict[str, Any]], who: Who
) -> None:
    policies = made.read(found, Engine.OPA)
    words = _words(policies)
    answer = _asked(own, "tokenlint_tests/iam/permitted", _input(who, words) | {"policies": found})
    asker = _asker(who)
    ours = {w for w in words if decide(policies, asker, w).outcome is Outcome.PERMITTED}
    assert ours == answer
    table = Table(policies, regions(policies) or ())
    around = {
        "openid",
        *(region.word for region in table.regions if "administration" in region.kinds),
    }
    symbolic = {region.word for region in table.obtainable(asker)}
    assert symbolic - around == answer - around


@REAL
@given(found=made.policies(Engine.OPA), who=made.askers)
def test_the_published_rules_pass_over_what_we_say(
    published: Server, found: list[dict[str, Any]], who: Who
) -> None:
    policies = made.read(found, Engine.OPA)
    seen = replace(policies, policies=tuple(p for p in policies.policies if p.published))
    words = _words(policies)
    _put(published, "data/policies", json.dumps(found))
    answer = _asked(published, "rules/filtered_scopes", _input(who, words))
    asker = _asker(who)
    assert {w for w in words if decide(seen, asker, w).outcome is Outcome.PERMITTED} == answer
