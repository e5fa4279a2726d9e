from pathlib import Path

import pytest

from tests.policy.small_policies import ALWAYS, document, finding, make
from tokenlint import shipped
from tokenlint.errors import PolicyError, UsageError
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.policy.engine import (
    EmbeddedOptions,
    EngineFault,
    ServerOptions,
    open_engine,
    server_token,
)
from tokenlint.policy.policies import PolicySet, load_policies
from tokenlint.source import Source

SECRET = "an-opa-secret"


@pytest.mark.parametrize("choice", ["embedded", "library"])
def test_an_engine_is_opened_by_name(
    choice: str, policies: PolicySet, request: pytest.FixtureRequest
) -> None:
    if choice == "library":
        request.getfixturevalue("library")
    with open_engine(choice, policies, embedded=EmbeddedOptions(workers=1)) as engine:
        assert engine.name == choice
        assert engine.version
        engine.warm()
        (found,) = engine.evaluate([document(values=[])])
        assert isinstance(found, list)


def test_no_engine_stands_in_for_another(policies: PolicySet) -> None:
    with pytest.raises(UsageError, match="no engine is called opa"):
        open_engine("opa", policies)
    with pytest.raises(UsageError, match="--opa-url"):
        open_engine("server", policies)


def test_policies_outside_the_profile_do_not_run_embedded(tmp_path: Path) -> None:
    condition = 'regex.match("(?i)token", input.kind)'
    policies = make(tmp_path, {ALWAYS: finding("TST001", condition=condition)})
    with pytest.raises(PolicyError, match="cannot be trusted") as caught:
        open_engine("embedded", policies)
    (problem,) = caught.value.problems
    assert str(problem.source).endswith("always.rego:4:2")
    assert "--opa-url" in caught.value.advice


def test_shipped_policies_are_portable() -> None:
    policies = load_policies([shipped.policies_dir()], load_catalogue())
    assert policies.not_portable() == ()


def test_the_token_for_an_opa_comes_from_environment_or_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n")
    assert server_token({}) is None
    assert server_token({"TOKENLINT_OPA_TOKEN": ""}) is None
    assert server_token({"TOKENLINT_OPA_TOKEN": "other"}) == "other"
    assert server_token({"TOKENLINT_OPA_TOKEN": "other"}, file) == SECRET


@pytest.mark.parametrize("content", [b"", b" \n", b"a\nb", b"\xff"])
def test_a_token_that_no_header_can_hold_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="token"):
        server_token({}, file)
    with pytest.raises(UsageError, match="cannot be read"):
        server_token({}, tmp_path / "missing")
    with pytest.raises(UsageError, match="no token"):
        server_token({"TOKENLINT_OPA_TOKEN": "é"})


def test_options_do_not_show_the_token() -> None:
    assert SECRET not in repr(ServerOptions("https://opa.example", token=SECRET))


def test_a_fault_is_a_problem_at_its_document() -> None:
    problem = EngineFault("why", "what to do").problem(Source("w.yaml", 3))
    assert (problem.kind, str(problem.source)) == ("engine", "w.yaml:3")
    assert (problem.reason, problem.advice) == ("why", "what to do")
