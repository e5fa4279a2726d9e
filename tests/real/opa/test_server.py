"""The server engine against a real OPA."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.policy.small_policies import ALWAYS, Entry, document, finding, make
from tests.real.opa.conftest import Server
from tokenlint.errors import EngineError, PolicyError
from tokenlint.policy.engine import EngineFault, ServerOptions
from tokenlint.policy.engines import batches
from tokenlint.policy.engines import server as module
from tokenlint.policy.engines.server import ServerEngine, expected_modules
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.policies import PolicySet

ROOT = Path(__file__).resolve().parents[3]
BAD = Entry("TST901", "TST", "bad")


def listed(server: Server) -> dict[str, str]:
    answer = requests.get(f"{server.url}/v1/policies", timeout=10)
    return {each["id"]: each["raw"] for each in answer.json()["result"]}


def put(server: Server, name: str, text: str) -> None:
    answer = requests.put(f"{server.url}/v1/policies/{name}", data=text.encode(), timeout=10)
    answer.raise_for_status()


def delete(server: Server, name: str) -> None:
    requests.delete(f"{server.url}/v1/policies/{name}", timeout=10).raise_for_status()


def test_it_judges_and_leaves_the_server_as_it_was(server: Server, policies: PolicySet) -> None:
    before = listed(server)
    with ServerEngine(policies, ServerOptions(server.url)) as engine:
        assert set(listed(server).values()) >= {m.text for m in policies.modules}
        token, workflow = engine.evaluate([document(), document("workflow")])
        assert engine.version.startswith("OPA 1.")
    assert token == [RawFinding("TST001", ("/kind",), {"kind": "token"})]
    assert isinstance(workflow, list)
    assert [f.rule for f in workflow] == ["TST001", "TST006"]
    assert listed(server) == before


def test_private_authority_and_bearer_token(
    secured: Server, policies: PolicySet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    other.write_text("")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))  # must not win
    options = ServerOptions(secured.url, token=secured.token, ca=secured.ca)
    with ServerEngine(policies, options) as engine:
        assert isinstance(engine.evaluate([document()])[0], list)


def test_an_unknown_authority_is_refused(secured: Server, policies: PolicySet) -> None:
    with pytest.raises(EngineError, match=r"certificate .* is not trusted") as caught:
        ServerEngine(policies, ServerOptions(secured.url, token=secured.token, retries=0))
    assert "--opa-ca" in caught.value.advice


@pytest.mark.parametrize("token", [None, "wrong"])
def test_a_missing_or_wrong_token_is_told(
    secured: Server, policies: PolicySet, token: str | None
) -> None:
    with pytest.raises(EngineError, match="refuses to list") as caught:
        ServerEngine(policies, ServerOptions(secured.url, token=token, ca=secured.ca))
    assert "TOKENLINT_OPA_TOKEN" in caught.value.advice


def test_a_policy_that_opa_refuses_is_told_with_its_place(server: Server, tmp_path: Path) -> None:
    policies = make(tmp_path, {BAD: finding("TST901", condition="x > 3")})
    before = listed(server)
    with pytest.raises(PolicyError, match=r"bad\.rego:4:2: var x is unsafe"):
        ServerEngine(policies, ServerOptions(server.url))
    assert listed(server) == before


def test_an_old_policy_is_never_rewritten(server: Server, tmp_path: Path) -> None:
    """The client library would upload `deny contains msg if {` in its place."""
    policies = make(tmp_path, {BAD: "findings[x] { x := 3 }\n"})
    with pytest.raises(PolicyError, match="`if` keyword"):
        ServerEngine(policies, ServerOptions(server.url))


def test_an_error_of_a_built_in_is_a_fault_with_its_place(server: Server, tmp_path: Path) -> None:
    """Without strict errors OPA would call it undefined, and the finding would be missing."""
    bad = finding("TST901", args='{"x": 1 / input.x}')
    policies = make(tmp_path, {ALWAYS: finding("TST001"), BAD: bad})
    with ServerEngine(policies, ServerOptions(server.url)) as engine:
        verdicts = engine.evaluate([document(x=x) for x in (1, 0, 2)])
    assert [isinstance(each, EngineFault) for each in verdicts] == [False, True, False]
    assert "bad.rego:3:" in str(verdicts[1])
    assert "divide by zero" in str(verdicts[1])


def test_a_wrong_path_is_a_fault(
    server: Server, policies: PolicySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ServerEngine(policies, ServerOptions(server.url)) as engine:
        monkeypatch.setattr(module, "driver_package", lambda _: ("tokenlint", "nothing"))
        (found,) = engine.evaluate([document()])
    assert isinstance(found, EngineFault)


def test_a_server_that_dies_keeps_what_was_judged(
    mortal: Server, policies: PolicySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.Opa.ask
    asked = 0

    def dying(self: module.Opa, *arguments: Any) -> object:
        nonlocal asked
        asked += 1
        if asked == 2:
            mortal.process.kill()
            mortal.process.wait()
        return real(self, *arguments)

    monkeypatch.setattr(module.Opa, "ask", dying)
    with ServerEngine(policies, ServerOptions(mortal.url, chunk=2, retries=0)) as engine:
        found = engine.evaluate([document()] * 6)
    assert [isinstance(each, list) for each in found] == [True, True, False, False, False, False]
    assert "cannot be reached" in str(found[-1])


def test_readonly_wants_exactly_the_expected_policies(mortal: Server, policies: PolicySet) -> None:
    options = ServerOptions(mortal.url, readonly=True)
    with pytest.raises(EngineError, match="lacks"):
        ServerEngine(policies, options)
    for number, (_, text) in enumerate(expected_modules(policies).values()):
        put(mortal, f"site/{number}", text)
    before = listed(mortal)
    with ServerEngine(policies, options) as engine:
        assert isinstance(engine.evaluate([document()])[0], list)
    assert listed(mortal) == before
    put(mortal, "extra", 'package tokenlint.tst["always"]\n\nfindings contains 1\n')
    with pytest.raises(EngineError, match=r"extra \(tokenlint\.tst\.always\)"):
        ServerEngine(policies, options)


def test_policies_of_others_do_not_disturb(server: Server, policies: PolicySet) -> None:
    put(server, "theirs", "package theirs\n\nfindings := 3\n")
    try:
        with ServerEngine(policies, ServerOptions(server.url)) as engine:
            assert isinstance(engine.evaluate([document()])[0], list)
        assert "theirs" in listed(server)
    finally:
        delete(server, "theirs")


def test_another_version_on_the_server_is_refused(
    server: Server, policies: PolicySet, tmp_path: Path
) -> None:
    other = make(tmp_path, {ALWAYS: finding("TST001", condition="input.kind")})
    with ServerEngine(other, ServerOptions(server.url)):
        before = listed(server)
        with pytest.raises(EngineError, match="other policies in the packages"):
            ServerEngine(policies, ServerOptions(server.url))
        assert listed(server) == before


def test_two_runs_at_once(server: Server, policies: PolicySet) -> None:
    before = listed(server)
    first = ServerEngine(policies, ServerOptions(server.url))
    with ServerEngine(policies, ServerOptions(server.url)) as second:
        assert isinstance(second.evaluate([document()])[0], list)
        first.close()
        assert isinstance(second.evaluate([document()])[0], list)
    assert listed(server) == before


PROGRAM = """
import sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
import tempfile
from tests.policy.small_policies import standard
from tokenlint.policy.engine import ServerOptions
from tokenlint.policy.engines.server import ServerEngine
with tempfile.TemporaryDirectory() as folder:
    with ServerEngine(standard(Path(folder)), ServerOptions({url!r})):
        print("ready", flush=True)
        time.sleep(60)
"""


def test_ctrl_c_leaves_the_server_as_it_was(server: Server) -> None:
    before = listed(server)
    code = PROGRAM.format(root=str(ROOT), url=server.url)
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"ready\n"
        assert listed(server) != before
        started.send_signal(signal.SIGINT)
        started.wait(20)
    assert listed(server) == before


def test_chunks_of_many_documents(server: Server, policies: PolicySet) -> None:
    count = 2 * batches.CHUNK + 1
    with ServerEngine(policies, ServerOptions(server.url)) as engine:
        found = engine.evaluate([document(values=[n + 0.5]) for n in range(3, 3 + count)])
    values = [[f.args["value"] for f in v if "value" in f.args] for v in found]  # type: ignore[union-attr]
    assert values == [[n + 0.5] for n in range(3, 3 + count)]
