from pathlib import Path
from typing import Any

import pytest

from tests.policy.small_policies import ALWAYS, Entry, document, finding, make
from tokenlint.errors import EngineError, PolicyError
from tokenlint.policy.engine import EngineFault
from tokenlint.policy.engines import library as module
from tokenlint.policy.engines.library import LibraryEngine
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.policies import PolicySet

BAD = Entry("TST901", "TST", "bad")


def test_a_missing_library_is_an_error_and_no_other_engine(
    policies: PolicySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_: str) -> Any:
        raise ImportError("no such module")

    monkeypatch.setattr(module, "import_module", missing)
    with pytest.raises(EngineError, match="opa-golib-python-bindings") as caught:
        LibraryEngine(policies)
    assert "library" in caught.value.advice


@pytest.mark.usefixtures("library")
class TestLibrary:
    def test_documents_of_each_kind_are_judged(self, policies: PolicySet) -> None:
        with LibraryEngine(policies) as engine:
            engine.warm()
            token, workflow = engine.evaluate([document(), document("workflow")])
        assert token == [RawFinding("TST001", ("/kind",), {"kind": "token"})]
        assert isinstance(workflow, list)
        assert [f.rule for f in workflow] == ["TST001", "TST006"]

    def test_what_does_not_compile_is_told_when_it_is_opened(self, tmp_path: Path) -> None:
        """Adding a policy only parses it."""
        policies = make(tmp_path, {BAD: finding("TST901", condition="x > 3")})
        with pytest.raises(PolicyError, match="x is unsafe") as caught:
            LibraryEngine(policies)
        assert "bad.rego" in str(caught.value)

    def test_a_failing_policy_takes_only_its_document_with_it(self, tmp_path: Path) -> None:
        bad = finding("TST901", args='{"x": 1 / input.x}')
        policies = make(tmp_path, {ALWAYS: finding("TST001"), BAD: bad})
        with LibraryEngine(policies) as engine:
            verdicts = engine.evaluate([document(x=x) for x in (1, 0, 2)])
        assert [isinstance(each, EngineFault) for each in verdicts] == [False, True, False]
        assert "bad.rego:3" in str(verdicts[1])
        assert "divide by zero" in str(verdicts[1])

    def test_an_undefined_answer_is_a_fault(
        self, policies: PolicySet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with LibraryEngine(policies) as engine:
            monkeypatch.setattr(module, "_query", lambda _: "tokenlint.nothing.here")
            (found,) = engine.evaluate([document()])
        assert isinstance(found, EngineFault)

    def test_prints_of_policies_go_nowhere(
        self, tmp_path: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        text = finding("TST901", condition='print("stray")')
        with LibraryEngine(make(tmp_path, {BAD: text})) as engine:
            engine.evaluate([document()])
        assert capfd.readouterr() == ("", "")

    def test_the_version_is_told_or_said_to_be_unknown(
        self, policies: PolicySet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with LibraryEngine(policies) as engine:
            assert engine.version.startswith("opa-golib-python-bindings")
            monkeypatch.setattr(module, "_DISTRIBUTION", "no-such-distribution")
            assert engine.version == "no-such-distribution, version unknown"
