import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.policy.small_policies import ALWAYS, Entry, document, finding, make
from tokenlint.errors import EngineError
from tokenlint.policy.engine import EmbeddedOptions, EngineFault
from tokenlint.policy.engines import embedded, process
from tokenlint.policy.engines.embedded import DOCUMENTS_PER_WORKER, MAX_DEATHS, EmbeddedEngine
from tokenlint.policy.finding import RawFinding
from tokenlint.policy.policies import PolicySet

ROOT = Path(__file__).resolve().parents[3]

CRASH = "tokenlint/crash"
BAD = Entry("TST901", "TST", "bad")
FOREVER = """
_many := numbers.range(1, 100000)

_slow if {
	some a in _many
	some b in _many
	some c in _many
	a + b + c < 0
}

""" + finding("TST901", condition='input.bad == "slow"\n\t_slow')


def pids(engine: EmbeddedEngine) -> list[int]:
    return [worker._process.pid for worker in engine._workers]


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def engine(policies: PolicySet) -> Iterator[EmbeddedEngine]:
    with EmbeddedEngine(policies, EmbeddedOptions(workers=2)) as opened:
        yield opened


def slow(folder: Path, **options: Any) -> EmbeddedEngine:
    policies = make(folder, {ALWAYS: finding("TST001"), BAD: FOREVER})
    return EmbeddedEngine(policies, EmbeddedOptions(**{"workers": 1, "seconds": 0.5, **options}))


def test_documents_of_each_kind_are_judged(engine: EmbeddedEngine) -> None:
    token, workflow = engine.evaluate([document("token", values=["p"]), document("workflow")])
    assert token == [RawFinding("TST001", ("/kind",), {"kind": "token"})]
    assert workflow == [
        RawFinding("TST001", ("/kind",), {"kind": "workflow"}),
        RawFinding("TST006", ("/kind",)),
    ]


def test_it_names_its_version(engine: EmbeddedEngine) -> None:
    assert engine.name == "embedded"
    assert engine.version.startswith("regopy 1.")


def test_one_document_starts_one_worker(engine: EmbeddedEngine) -> None:
    engine.evaluate([document()])
    engine.evaluate([document()])
    assert len(pids(engine)) == 1


def test_no_document_starts_no_worker(engine: EmbeddedEngine) -> None:
    assert engine.evaluate([]) == []
    assert pids(engine) == []


def test_many_documents_share_two_workers_and_none_gets_the_answer_of_another(
    engine: EmbeddedEngine,
) -> None:
    """Two threads on one interpreter mix their inputs up; two processes do not."""
    count = 4 * DOCUMENTS_PER_WORKER
    documents = [document(values=[n + 0.5]) for n in range(3, 3 + count)]
    verdicts = engine.evaluate(documents)
    assert len(pids(engine)) == 2
    values = [[f.args["value"] for f in v if "value" in f.args] for v in verdicts]  # type: ignore[union-attr]
    assert values == [[n + 0.5] for n in range(3, 3 + count)]


def test_ctrl_c_in_a_terminal_does_not_reach_a_worker(engine: EmbeddedEngine) -> None:
    engine.warm()
    (pid,) = pids(engine)
    assert os.getsid(pid) != os.getsid(0)


def test_a_worker_can_start_early(engine: EmbeddedEngine) -> None:
    engine.warm()
    before = pids(engine)
    engine.warm()
    engine.evaluate([document()])
    assert pids(engine) == before
    assert len(before) == 1


def test_what_cannot_be_sent_is_a_fault_and_the_rest_is_judged(engine: EmbeddedEngine) -> None:
    quoted, infinite, fine = engine.evaluate(
        [document(values=['a"b']), document(values=[float("inf")]), document()]
    )
    assert isinstance(quoted, EngineFault)
    assert "quotes" in quoted.reason
    assert "--opa-url" in quoted.advice
    assert isinstance(infinite, EngineFault)
    assert isinstance(fine, list)


@pytest.mark.parametrize("text", ['"', "\\", "\n", "\0", "\x1f"])
def test_text_that_regopy_counts_wrongly_is_never_counted(
    engine: EmbeddedEngine, text: str
) -> None:
    (found,) = engine.evaluate([document(values=[text])])
    assert isinstance(found, EngineFault)


@pytest.mark.parametrize("text", ["a b", "a!", "!"])
def test_letters_that_regopy_sorts_wrongly_are_never_sorted(tmp_path: Path, text: str) -> None:
    condition = 'names := {input.path_text}\n\tconcat(",", sort(names)) != ""'
    policies = make(tmp_path, {ALWAYS: finding("TST001", condition=condition)})
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        odd, plain = opened.evaluate([document(path_text=text), document(path_text="/a-b")])
    assert isinstance(odd, EngineFault)
    assert "sorts wrongly" in odd.reason
    assert isinstance(plain, list)


def test_a_failing_policy_is_named(tmp_path: Path) -> None:
    bad = finding("TST901", args='{"x": 1 / input.x}')
    policies = make(tmp_path, {ALWAYS: finding("TST001"), BAD: bad})
    with EmbeddedEngine(policies, EmbeddedOptions(workers=1)) as opened:
        zero, two, again = opened.evaluate([document(x=0), document(x=2), document(x=0)])
    assert isinstance(two, list)
    assert two[1].args == {"x": 0.5}
    for fault in (zero, again):
        assert isinstance(fault, EngineFault)
        assert "TST901" in fault.reason
        assert "TST001" not in fault.reason


def test_silently_undefined_is_a_fault(tmp_path: Path) -> None:
    """An error of a built-in is no `undefined`, and a missing answer is no empty one."""
    bad = finding("TST901", condition="count(input.x) > 0")
    policies = make(tmp_path / "a", {BAD: bad})
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        (found,) = opened.evaluate([document(x=3)])
    assert isinstance(found, EngineFault)
    policies = make(tmp_path / "b", {BAD: "findings := {1} if input.never\n"})
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        (found,) = opened.evaluate([document()])
    assert isinstance(found, EngineFault)


def test_policies_that_regopy_cannot_parse_print_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    policies = make(tmp_path, {BAD: "findings contains if if\n"})
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        (found,) = opened.evaluate([document()])
    assert isinstance(found, EngineFault)
    assert "cannot be compiled" in found.reason
    assert "TST901" in found.reason
    assert capfd.readouterr() == ("", "")


def test_policies_see_no_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a policy came past the ban of opa.runtime."""
    monkeypatch.setenv("TOKENLINT_SECRET", "x")
    monkeypatch.setattr("tokenlint.policy.policies.module_is_pure", lambda _: ())
    text = finding("TST901", args='{"n": count(env)}', condition="env := opa.runtime().env")
    with EmbeddedEngine(make(tmp_path, {BAD: text}), EmbeddedOptions()) as opened:
        (found,) = opened.evaluate([document()])
    kept = len([name for name in process._KEPT if name in os.environ])
    assert isinstance(found, list)
    assert int(found[0].args["n"]) <= kept + 1  # LC_CTYPE, which Python sets itself


def test_a_policy_that_hangs_is_ended_and_the_rest_is_judged(tmp_path: Path) -> None:
    with slow(tmp_path) as opened:
        fine, bad, last = opened.evaluate([document(), document(bad="slow"), document()])
        assert isinstance(bad, EngineFault)
        assert "longer than 0.5 s" in bad.reason
        assert isinstance(fine, list)
        assert isinstance(last, list)
        assert len(pids(opened)) == 1


def test_a_policy_that_eats_memory_is_ended(tmp_path: Path) -> None:
    hungry = finding("TST901", condition="count(numbers.range(1, 9000000)) > 1")
    options = EmbeddedOptions(workers=1, seconds=20.0, memory=100_000_000)
    with EmbeddedEngine(make(tmp_path, {BAD: hungry}), options) as opened:
        (bad,) = opened.evaluate([document()])
    assert isinstance(bad, EngineFault)
    assert "too much memory" in bad.reason


def test_an_engine_that_keeps_dying_is_not_started_for_ever(tmp_path: Path) -> None:
    documents = [document(bad="slow")] * (MAX_DEATHS + 2)
    with slow(tmp_path, seconds=0.05) as opened:
        verdicts = opened.evaluate(documents)
        assert pids(opened) == []
        (after,) = opened.evaluate([document()])
    assert all(isinstance(each, EngineFault) for each in [*verdicts, after])
    assert "not started again" in str(verdicts[-1])


@pytest.mark.parametrize("how", [signal.SIGSEGV, signal.SIGKILL])
def test_a_worker_that_dies_between_documents_is_replaced(
    engine: EmbeddedEngine, how: signal.Signals
) -> None:
    engine.evaluate([document()])
    (pid,) = pids(engine)
    os.kill(pid, how)
    time.sleep(0.05)
    first, *rest = engine.evaluate([document()] * 3)
    assert isinstance(first, EngineFault)
    assert how.name in first.reason
    assert all(isinstance(each, list) for each in rest)


def test_a_worker_that_says_nothing_is_ended(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.evaluate([document()])
    (worker,) = engine._workers
    monkeypatch.setattr(process, "_GRACE", 0.0)
    worker._seconds = 0.1
    os.kill(worker._process.pid, signal.SIGSTOP)
    (found,) = engine.evaluate([document()])
    assert isinstance(found, EngineFault)
    assert "in time" in found.reason
    assert gone(worker._process.pid)


@pytest.mark.parametrize("answer", [b"=[", b"=[{}]", b"!{}", b"!", b"=[]", b""])
def test_an_answer_that_cannot_be_read_is_a_fault(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(process.Worker, "receive", lambda _: answer)
    (found,) = engine.evaluate([document()])
    assert isinstance(found, EngineFault)


def test_an_answer_without_end_is_a_fault(
    engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.evaluate([document()])
    monkeypatch.setattr(process, "_MAX_ANSWER", 3)
    (found,) = engine.evaluate([document()])
    assert isinstance(found, EngineFault)
    assert "bytes" in found.reason


def test_closing_leaves_no_process(policies: PolicySet) -> None:
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        opened.evaluate([document()] * (DOCUMENTS_PER_WORKER + 1))
        started = pids(opened)
    assert len(started) == 2
    assert all(gone(pid) for pid in started)
    opened.close()


def test_an_interrupted_run_does_not_wait_for_its_worker(tmp_path: Path) -> None:
    opened = slow(tmp_path, seconds=30.0)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), opened:  # noqa: PT012 - what happens inside is the point
        opened.warm()
        (worker,) = opened._workers
        worker.send(b'token\n{"format":"tokenlint.input/1","kind":"token","bad":"slow"}')
        raise KeyboardInterrupt
    assert gone(worker._process.pid)
    assert time.monotonic() - began < 10


def test_a_worker_that_does_not_end_by_itself_is_ended(tmp_path: Path) -> None:
    opened = slow(tmp_path, seconds=30.0)
    opened.warm()
    (worker,) = opened._workers
    worker.send(b'token\n{"format":"tokenlint.input/1","kind":"token","bad":"slow"}')
    opened.close()
    assert gone(worker._process.pid)


PROGRAM = """
import json, os, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from tests.policy.small_policies import document, standard
from tokenlint.policy.engine import EmbeddedOptions
from tokenlint.policy.engines.embedded import EmbeddedEngine
import tempfile
folder = tempfile.TemporaryDirectory()
{before}
engine = EmbeddedEngine(standard(Path(folder.name)), EmbeddedOptions())
(found,) = engine.evaluate([document()])
sys.stderr.write(json.dumps([w._process.pid for w in engine._workers]) + " " + str(type(found)))
sys.stderr.flush()
{after}
"""


def program(before: str = "", after: str = "", **options: Any) -> "subprocess.Popen[bytes]":
    code = PROGRAM.format(root=str(ROOT), before=before, after=after)
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, **options)


def read_pid(started: "subprocess.Popen[bytes]") -> int:
    assert started.stderr is not None
    line = (
        started.stderr.read(200)
        if started.poll() is not None
        else os.read(started.stderr.fileno(), 200)
    )
    assert b"list" in line, line
    return int(json.loads(line.split(b" ")[0])[0])


def test_it_works_with_closed_standard_streams(tmp_path: Path) -> None:
    done = program(before="os.close(0); os.close(1)", after="engine.close()", cwd=tmp_path)
    _, errors = done.communicate(timeout=30)
    assert b"list" in errors


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_workers_end_with_their_parent(how: signal.Signals) -> None:
    with program(after="time.sleep(60)") as started:
        pid = read_pid(started)
        started.send_signal(how)
        started.communicate(timeout=30)
    until = time.monotonic() + 10
    while not gone(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert gone(pid)


def test_a_missing_regopy_is_told(policies: PolicySet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match="regopy") as caught:
        EmbeddedEngine(policies, EmbeddedOptions()).warm()
    assert caught.value.advice


def test_a_python_that_cannot_start_itself_is_told(
    policies: PolicySet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", "")
    with pytest.raises(EngineError, match="program"):
        EmbeddedEngine(policies, EmbeddedOptions()).warm()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    with pytest.raises(EngineError, match="could be started"):
        EmbeddedEngine(policies, EmbeddedOptions()).warm()


def test_a_worker_that_never_starts_is_an_error_not_a_fault(
    policies: PolicySet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_WORKER", Path(os.devnull))
    with (
        EmbeddedEngine(policies, EmbeddedOptions()) as opened,
        pytest.raises(EngineError, match="did not start"),
    ):
        opened.evaluate([document()])


def test_the_version_is_found_where_folders_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_folders", lambda: ["/nowhere"])
    assert process.regopy_version().startswith("regopy 1.")


def test_rules_are_compiled_in_groups_with_only_what_they_need(tmp_path: Path) -> None:
    entries = [Entry(f"TST{n:03}", "TST", f"rule-{n:03}") for n in range(2 * embedded.GROUP + 1)]
    text = "import data.tokenlint.lib.one\n\n"
    policies = make(
        tmp_path,
        {e: (text if e is entries[0] else "") + finding(e.code) for e in entries},
        {"one": "x := 1\n"},
    )
    groups = list(embedded._groups(policies, "token"))
    assert [len(group["rules"]) for group in groups] == [embedded.GROUP, embedded.GROUP, 1]
    assert [len(group["modules"]) for group in groups] == [
        embedded.GROUP + 2,
        embedded.GROUP + 1,
        2,
    ]
    with EmbeddedEngine(policies, EmbeddedOptions()) as opened:
        (found,) = opened.evaluate([document()])
    assert isinstance(found, list)
    assert [f.rule for f in found] == [e.code for e in entries]
