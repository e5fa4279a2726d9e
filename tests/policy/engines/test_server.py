"""The server engine against a fake OPA; `tests/real/opa` has the real one."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.engines.fake_opa import FakeOpa, running, slowly
from tests.policy.small_policies import document
from tokenlint.errors import EngineError, Incomplete, PolicyError, UsageError
from tokenlint.policy.engine import EngineFault, ServerOptions, open_engine
from tokenlint.policy.engines.server import ServerEngine, expected_modules
from tokenlint.policy.policies import PolicySet

SECRET = "an-opa-secret"


@pytest.fixture
def fake(policies: PolicySet) -> Iterator[FakeOpa]:
    with running() as opa:
        opa.answer = lambda documents: {
            str(at): answer(policies, each) for at, each in enumerate(documents)
        }
        yield opa


def answer(policies: PolicySet, each: dict[str, Any]) -> dict[str, Any]:
    canary = {"format": each["format"], "kind": each["kind"], "policies": policies.digest}
    return {
        "canary": canary,
        "findings": {rule.code: [] for rule in policies.for_kind(each["kind"])},
    }


def options(fake: FakeOpa, **changes: Any) -> ServerOptions:
    return ServerOptions(**{"url": fake.url, "retries": 0, "seconds": 5.0, **changes})


def test_policies_are_uploaded_unchanged_and_removed(fake: FakeOpa, policies: PolicySet) -> None:
    fake.policies["theirs"] = "package theirs\n"
    with ServerEngine(policies, options(fake)) as engine:
        expected = expected_modules(policies)
        assert {k: v for k, v in fake.policies.items() if k != "theirs"} == {
            name: text for name, (_, text) in expected.items()
        }
        assert all(name.startswith(f"tokenlint/{policies.digest[:16]}/") for name in expected)
        assert engine.evaluate([document()]) == [[]]
        assert engine.version == f"OPA 9.9.9 at {fake.url}"
        engine.warm()
    assert fake.policies == {"theirs": "package theirs\n"}


def test_what_a_policy_needs_is_uploaded_before_it_and_removed_after_it(
    fake: FakeOpa, policies: PolicySet
) -> None:
    with ServerEngine(policies, options(fake)):
        pass
    puts = [path for method, path in fake.log if method == "PUT"]
    deletes = [path for method, path in fake.log if method == "DELETE"]
    assert deletes == list(reversed(puts))
    assert puts.index(next(p for p in puts if "lib" in p)) < puts.index(
        next(p for p in puts if "texts" in p)
    )


def test_built_in_errors_are_strict_and_inputs_come_in_chunks(
    fake: FakeOpa, policies: PolicySet
) -> None:
    with ServerEngine(policies, options(fake, chunk=2)) as engine:
        engine.evaluate([document()] * 5)
    assert [len(body["input"]) for body in fake.bodies] == [2, 2, 1]
    assert fake.queries.count("strict-builtin-errors=true") == 3
    assert not [path for _, path in fake.log if path.startswith("/v1/query")]


def test_an_address_may_have_a_path(fake: FakeOpa, policies: PolicySet) -> None:
    with ServerEngine(policies, options(fake, url=f"{fake.url}/prefix/")) as engine:
        assert engine.evaluate([document()]) == [[]]
    assert all(path.startswith("/prefix/v1/") for _, path in fake.log)


def test_the_bearer_token_goes_to_the_server_only(
    fake: FakeOpa, policies: PolicySet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with ServerEngine(policies, options(fake, token=SECRET)):
        pass
    assert {each.get("Authorization") for each in fake.headers} == {f"Bearer {SECRET}"}
    fake.headers.clear()
    with ServerEngine(policies, options(fake)):
        pass
    assert {each.get("Authorization") for each in fake.headers} == {None}


def failing(fake: FakeOpa, policies: PolicySet, **changes: Any) -> Incomplete:
    with pytest.raises(Incomplete) as caught:  # noqa: SIM117 - opened and used
        with ServerEngine(policies, options(fake, token=SECRET, **changes)) as engine:
            engine.evaluate([document()])
    assert SECRET not in repr(caught.value) + caught.value.advice
    return caught.value


def test_a_server_that_is_down(policies: PolicySet) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(EngineError, match="cannot be reached: Connection refused") as caught:
        ServerEngine(policies, ServerOptions(url, retries=0))
    assert "object at 0x" not in str(caught.value)


def test_a_host_that_does_not_exist(policies: PolicySet) -> None:
    with pytest.raises(EngineError, match="cannot be reached"):
        ServerEngine(policies, ServerOptions("http://opa.invalid:8181", retries=0))


def test_a_slow_server(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("POST", "/v1/data", slowly)
    error = failing(fake, policies, seconds=0.2)
    assert "took longer than 0.2 s to evaluate" in str(error)


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"3", b'{"result": 3}', b"\xff"])
def test_a_list_of_policies_that_is_none(fake: FakeOpa, policies: PolicySet, body: bytes) -> None:
    fake.on("GET", "/v1/policies", (200, body))
    assert "something that is not OPA's" in str(failing(fake, policies))


@pytest.mark.parametrize("body", [b"<html>", b"", b"3", b"\xff"])
def test_an_answer_that_is_no_json(fake: FakeOpa, policies: PolicySet, body: bytes) -> None:
    fake.on("POST", "/v1/data", (200, body))
    assert "something that is not OPA's" in str(failing(fake, policies))


@pytest.mark.parametrize("status", [401, 403])
def test_a_token_that_is_refused(fake: FakeOpa, policies: PolicySet, status: int) -> None:
    fake.on("GET", "/v1/policies", (status, {"code": "unauthorized", "message": "x"}))
    error = failing(fake, policies)
    assert "refuses to list the policies" in str(error)
    assert "TOKENLINT_OPA_TOKEN" in error.advice


def test_an_upload_that_is_refused(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("PUT", "/v1/policies", (401, {"code": "unauthorized", "message": "x"}))
    assert "refuses to upload" in str(failing(fake, policies))


def test_a_policy_that_opa_does_not_accept(fake: FakeOpa, policies: PolicySet) -> None:
    """The text is never rewritten: it is sent once."""
    location = {"file": "m.rego", "row": 3, "col": 7}
    body = {
        "code": "invalid_parameter",
        "message": "error(s) occurred",
        "errors": [{"code": "rego_parse_error", "message": "`if` keyword", "location": location}],
    }
    fake.on("PUT", "/v1/policies", (400, body))
    error = failing(fake, policies)
    assert isinstance(error, PolicyError)
    assert "m.rego:3:7: `if` keyword" in str(error)
    assert len([path for method, path in fake.log if method == "PUT"]) == 1


def test_an_upload_that_fails_midway_is_undone(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("PUT", f"/v1/policies/tokenlint/{policies.digest[:16]}/tokenlint/entry", (500, b"x"))
    failing(fake, policies)
    assert fake.policies == {}


def test_an_error_of_the_server_with_its_words(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("GET", "/v1/policies", (503, {"code": "x", "message": "store is\nbusy"}))
    assert "(503): store is busy" in str(failing(fake, policies))


def test_an_error_without_words(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("GET", "/v1/policies", (502, b"<html>"))
    assert "(502): Bad Gateway" in str(failing(fake, policies))


@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_is_not_followed(fake: FakeOpa, policies: PolicySet, status: int) -> None:
    fake.on("GET", "/v1/policies", (status, b""))
    assert "redirects elsewhere" in str(failing(fake, policies))
    assert "/elsewhere" not in {path for _, path in fake.log}


@pytest.mark.parametrize("body", [{}, {"result": {}}, {"result": None}, {"warning": "x"}])
def test_a_wrong_path_is_a_fault_and_no_clean_answer(
    fake: FakeOpa, policies: PolicySet, body: dict[str, Any]
) -> None:
    fake.on("POST", "/v1/data", (200, body))
    with ServerEngine(policies, options(fake)) as engine:
        (found,) = engine.evaluate([document()])
    assert isinstance(found, EngineFault)


def test_a_policy_error_is_a_fault_of_its_document(fake: FakeOpa, policies: PolicySet) -> None:
    location = {"file": "m.rego", "row": 3, "col": 7}
    errors = [{"code": "eval_builtin_error", "message": "div: by zero", "location": location}]
    fake.on("POST", "/v1/data", (500, {"code": "internal_error", "errors": errors}))
    with ServerEngine(policies, options(fake)) as engine:
        found = engine.evaluate([document(), document()])
    assert all(isinstance(each, EngineFault) for each in found)
    assert "m.rego:3:7: div: by zero" in str(found[0])


def test_a_server_that_dies_midway_keeps_what_was_judged(
    fake: FakeOpa, policies: PolicySet
) -> None:
    asked = 0

    def dying() -> tuple[int, Any]:
        nonlocal asked
        asked += 1
        if asked > 2:
            fake.on("DELETE", "/", (0, b""))
            return 0, b""
        return 200, {
            "result": {"0": answer(policies, document()), "1": answer(policies, document())}
        }

    fake.on("POST", "/v1/data", dying)
    with ServerEngine(policies, options(fake, chunk=2)) as engine:
        found = engine.evaluate([document()] * 9)
        assert found[:4] == [[]] * 4
        assert all(isinstance(each, EngineFault) for each in found[4:])
        assert "cannot be reached" in str(found[-1])
        assert asked == 3  # it is not asked again in this call
        with pytest.raises(EngineError, match="cannot be reached"):
            engine.evaluate([document()])


def test_what_stays_behind_is_told(fake: FakeOpa, policies: PolicySet) -> None:
    with pytest.raises(EngineError, match="could not remove"):  # noqa: SIM117 - on leaving
        with ServerEngine(policies, options(fake)):
            fake.on("DELETE", "/v1/policies", (500, {"code": "x", "message": "no"}))


def test_what_somebody_else_removed_is_no_error(fake: FakeOpa, policies: PolicySet) -> None:
    with ServerEngine(policies, options(fake)):
        fake.policies.popitem()
    assert fake.policies == {}


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_run_cleans_up(
    fake: FakeOpa, policies: PolicySet, error: type[BaseException]
) -> None:
    with pytest.raises(error), ServerEngine(policies, options(fake)):
        raise error
    assert fake.policies == {}


def test_policies_of_another_run_are_used_and_left(fake: FakeOpa, policies: PolicySet) -> None:
    with ServerEngine(policies, options(fake)):
        before = dict(fake.policies)
        fake.log.clear()
        with ServerEngine(policies, options(fake)) as engine:
            assert engine.evaluate([document()]) == [[]]
        assert fake.policies == before
        assert {method for method, _ in fake.log} == {"GET", "POST"}


def test_policies_that_another_run_removes_come_back(fake: FakeOpa, policies: PolicySet) -> None:
    first = ServerEngine(policies, options(fake))
    with ServerEngine(policies, options(fake)) as second:
        first.close()
        assert fake.policies == {}
        fake.on("POST", "/v1/data", lambda: (200, {}) if not fake.policies else (
            200, {"result": {"0": answer(policies, document())}}))  # fmt: skip
        assert second.evaluate([document()]) == [[]]
    assert fake.policies == {}


@pytest.mark.parametrize(
    "text",
    [
        'package tokenlint.tst["always"]\n\nfindings := set()\n',
        "package tokenlint.tst\n\nx := 1\n",
        "package tokenlint\n\nx := 1\n",
        "package tokenlint.entry.token\n\nanswer := 1\n",
        "package tokenlint.other\n",
    ],
)
@pytest.mark.parametrize("readonly", [False, True])
def test_policies_of_others_in_our_packages_are_refused(
    fake: FakeOpa, policies: PolicySet, text: str, readonly: bool
) -> None:
    fake.policies["theirs"] = text
    error = failing(fake, policies, readonly=readonly)
    assert "theirs" in str(error)
    assert fake.policies == {"theirs": text}


def test_readonly_accepts_exactly_the_expected_policies(fake: FakeOpa, policies: PolicySet) -> None:
    for number, (_, text) in enumerate(expected_modules(policies).values()):
        fake.policies[f"bundle/{number}"] = text
    before = dict(fake.policies)
    with ServerEngine(policies, options(fake, readonly=True)) as engine:
        assert engine.evaluate([document()]) == [[]]
    assert fake.policies == before
    assert {method for method, _ in fake.log} == {"GET", "POST"}


def test_readonly_names_what_is_missing(fake: FakeOpa, policies: PolicySet) -> None:
    error = failing(fake, policies, readonly=True)
    assert "lacks" in str(error)
    assert {method for method, _ in fake.log} == {"GET"}


def test_readonly_notices_a_changed_policy(fake: FakeOpa, policies: PolicySet) -> None:
    for name, (package, text) in expected_modules(policies).items():
        fake.policies[name] = text + ("# more\n" if package[-1] == "texts" else "")
    assert "other policies" in str(failing(fake, policies, readonly=True))


def test_policies_without_a_package_are_no_ones(fake: FakeOpa, policies: PolicySet) -> None:
    listed = [{"id": "odd"}, {"id": "odder", "raw": "", "ast": {"package": {"path": [1]}}}]
    fake.on("GET", "/v1/policies", (200, {"result": listed}))
    with ServerEngine(policies, options(fake)) as engine:
        assert engine.evaluate([document()]) == [[]]


def test_it_is_opened_by_its_address(fake: FakeOpa, policies: PolicySet) -> None:
    with open_engine("server", policies, server=options(fake)) as engine:
        assert engine.name == "server"


def test_a_server_may_keep_its_version_to_itself(fake: FakeOpa, policies: PolicySet) -> None:
    fake.on("GET", "/v1/config", (403, {}))
    with ServerEngine(policies, options(fake)) as engine:
        assert engine.version == f"OPA at {fake.url}"


@pytest.mark.parametrize(
    "url",
    [
        "opa.example:8181",
        "ftp://opa.example",
        "http://",
        "http://opa.example:x",
        "http://opa.example:0",
        "https://user:word@opa.example",
        "https://opa.example/?x=1",
        "https://opa.example/#x",
        "http://[::1",
    ],
)
def test_an_address_that_cannot_be_used(policies: PolicySet, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        ServerEngine(policies, ServerOptions(url))
    assert "word" not in str(caught.value)


def test_certificates_that_are_not_there(policies: PolicySet, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        ServerEngine(policies, ServerOptions("https://opa.example", ca=tmp_path / "ca.pem"))
