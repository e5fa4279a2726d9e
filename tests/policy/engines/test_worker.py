"""The worker, run in this process; `test_embedded` runs it as it is used."""

import io
import json
import os
import signal
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tokenlint.policy.engines import process, worker


def group(*rules: str, lib: str = "") -> dict[str, Any]:
    """A compiled group in which each rule has a package of its own."""
    modules = [(f"{i}.rego", f"package p{i}\n{text}\n") for i, text in enumerate(rules)]
    members = ", ".join(f'"R{i}": data.p{i}.findings' for i in range(len(rules)))
    entry = f"package entry\n\nanswer := {{{members}}}\n"
    return {
        "modules": [*modules, ("entry.rego", entry), *([("lib.rego", lib)] if lib else [])],
        "entry": "entry/answer",
        "rules": {f"R{i}": f"p{i}/findings" for i in range(len(rules))},
    }


def frame(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def frames(data: bytes) -> list[bytes]:
    found = []
    while data:
        (length,) = struct.unpack(">I", data[:4])
        found.append(data[4 : 4 + length])
        data = data[4 + length :]
    return found


def serve(setup: dict[str, Any], *documents: str) -> list[bytes]:
    limits: list[float] = []
    requests = [frame(json.dumps({"seconds": 3.0, **setup}).encode())]
    requests += [frame(f"token\n{document}".encode()) for document in documents]
    answers = io.BytesIO()
    worker.serve(io.BytesIO(b"".join(requests)), answers, limits.append)
    assert limits == [3.0, 0] * (len(documents) + bool(setup.get("first")))
    return frames(answers.getvalue())


FOUND = "findings contains input.x if input.x > 1"


def test_each_document_has_its_own_answer() -> None:
    ready, one, two = serve({"groups": {"token": [group(FOUND)]}}, '{"x":1}', '{"x":2}')
    assert ready == b"="
    assert json.loads(one[1:]) == [{"expressions": [{"R0": []}]}]
    assert json.loads(two[1:]) == [{"expressions": [{"R0": [2]}]}]


def test_each_group_has_its_own_answer() -> None:
    _, answer = serve({"groups": {"token": [group(FOUND), group(FOUND)]}}, '{"x":2}')
    assert len(json.loads(answer[1:])) == 2


@pytest.mark.parametrize(
    ("rule", "rules"),
    [
        ("findings contains 1 / input.x", ["R1"]),  # an error of a built-in
        ("findings := x if { some x in [1, 2, input.x] }", ["R1"]),  # a conflict
        ("findings contains x if x := 1 / input.x", ["R1"]),
    ],
)
def test_a_failing_rule_is_named_each_time(rule: str, rules: list[str]) -> None:
    _, one, two = serve({"groups": {"token": [group(FOUND, rule)]}}, '{"x":0}', '{"x":0}')
    for answer in (one, two):
        assert answer[:1] == b"!"
        failure = json.loads(answer[1:])
        assert failure["rules"] == rules
        assert failure["reason"]


def test_an_answer_after_a_failure_is_right() -> None:
    setup = {"groups": {"token": [group("findings contains 6 / input.x")]}}
    _, bad, good = serve(setup, '{"x":0}', '{"x":2}')
    assert bad[:1] == b"!"
    assert json.loads(good[1:]) == [{"expressions": [{"R0": [3]}]}]


@pytest.mark.parametrize("text", ["findings contains", "findings contains f(1)", "x := data.p0.x"])
def test_what_does_not_compile_is_a_failure_and_no_crash(text: str) -> None:
    _, answer = serve({"groups": {"token": [group(text)]}}, '{"x":2}')
    assert answer[:1] in (b"!", b"=")
    if answer[:1] == b"=":
        assert b"undefined" in answer


def test_a_document_that_is_no_json_is_a_failure() -> None:
    _, bad, good = serve({"groups": {"token": [group(FOUND)]}}, '{"x":', '{"x":2}')
    assert bad[:1] == b"!"
    assert good[:1] == b"="


def test_an_unknown_kind_is_a_failure() -> None:
    _, answer = serve({"groups": {}}, "{}")
    assert answer[:1] == b"!"


@pytest.mark.parametrize(
    "data", [b"", b"\0\0", frame(b"{}")[:-1], struct.pack(">I", 1 << 31), frame(b"x")[:4]]
)
def test_a_broken_request_ends_it(data: bytes) -> None:
    answers = io.BytesIO()
    worker.serve(io.BytesIO(data), answers, lambda _: None)
    assert answers.getvalue() == b""


def run(code: str) -> "subprocess.CompletedProcess[bytes]":
    folder = Path(worker.__file__).parent
    text = f"import sys\nsys.path.append({str(folder)!r})\nimport worker\n{code}"
    return subprocess.run(
        [sys.executable, "-c", text], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )


def test_nothing_but_frames_reaches_standard_output() -> None:
    done = run(
        "worker.serve = lambda _, answers, limits: (print('stray'), answers.write(b'frame'))\n"
        "worker.main(['10000000000'])\n"
        "import os; os.write(1, b'stray, too')"
    )
    assert done.stdout == b"frame"
    assert b"stray" in done.stderr


def test_the_alarm_ends_it_at_once() -> None:
    done = run(
        "import time\n"
        "worker.serve = lambda requests, answers, limits: (limits(0.05), time.sleep(20))\n"
        "worker.main(['10000000000'])"
    )
    assert done.returncode == -signal.SIGALRM


def test_too_much_memory_ends_it() -> None:
    done = run(
        "import time\n"
        "worker.serve = lambda requests, answers, limits: time.sleep(20)\n"
        "worker.main(['1'])"
    )
    assert done.returncode == worker.OUT_OF_MEMORY == process._OUT_OF_MEMORY


def test_memory_is_watched_while_regopy_evaluates(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter([1, 2, 3])
    monkeypatch.setattr(worker, "_resident", lambda: next(seen))
    monkeypatch.setattr(worker, "_GLANCE", 0)
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    worker._watch_memory(2)
    assert ended == [worker.OUT_OF_MEMORY]
    assert list(seen) == []


def test_main_guards_its_streams_before_it_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(os, "dup", lambda fd: done.append(("dup", fd)) or 99)
    monkeypatch.setattr(os, "fdopen", lambda *arguments: arguments)
    monkeypatch.setattr(os, "dup2", lambda *fds: done.append(("dup2", *fds)))
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(worker.resource, "setrlimit", lambda *_: None)
    monkeypatch.setattr(worker, "_watch_memory", lambda most: done.append(("memory", most)))
    monkeypatch.setattr(worker, "serve", lambda _, answers, __: done.append(("serve", *answers)))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.setattr(sys, "path", ["/a"])
    worker.main(["5", "/a", "/b"])
    assert sys.path == ["/a", "/b"]
    assert done[:2] == [("dup", 1), ("dup2", 2, 1)]
    assert set(done[2:]) == {("memory", 5), ("serve", 99, "wb")}


def test_memory_that_the_parent_used_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 5_000_000 < worker._resident() < 20_000_000_000
    monkeypatch.setattr("builtins.open", lambda *_: (_ for _ in ()).throw(OSError))
    assert worker._resident() > 0


def test_the_worker_imports_nothing_of_tokenlint() -> None:
    done = run("print(sorted(name for name in sys.modules if name.startswith('tokenlint')))")
    assert done.stdout.strip() == b"[]"


def test_output_is_looked_at_only_when_there_is_one() -> None:
    """A failed query gives an output without content; reading it would end the process."""

    class Null:
        _impl = None

        def ok(self) -> bool:
            os.abort()

    class Interpreter:
        _impl = None

        def query_bundle_entrypoint(self, *_: Any) -> Null:
            return Null()

    judge = worker.Judge({})
    real, judge._interpreter = judge._interpreter, Interpreter()
    judge._interpreter._impl = real._impl
    with pytest.raises(worker.Failed):
        judge._output(None, "x", 0)


def test_what_is_expected_first_is_compiled_before_it_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []
    original = worker.Judge.prepare
    monkeypatch.setattr(
        worker.Judge, "prepare", lambda self, kind: (compiled.append(kind), original(self, kind))[1]
    )
    serve({"groups": {"token": [group(FOUND)]}, "first": "token"})
    assert compiled == ["token"]
    serve({"groups": {"token": [group(FOUND)]}, "first": ""})
    assert compiled == ["token"]


def test_what_cannot_be_compiled_ahead_is_told_to_its_first_document() -> None:
    _, answer = serve({"groups": {"token": [group("this is no rule")]}, "first": "token"}, "{}")
    assert b"cannot be compiled" in answer
