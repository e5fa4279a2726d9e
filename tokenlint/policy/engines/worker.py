"""The process that runs policies on regopy; started by file name, imports nothing of tokenlint.

A process of its own, because regopy
- ends the whole process on some policies,
- prints what it cannot parse to standard output, where reports go,
- mixes up inputs when two threads share an interpreter,
- shows policies the environment (this process has an empty one).

Frames on standard input and output: 4 bytes of length, then the content.
The first frame in is the setup as JSON: `groups` of rules by kind, `seconds` for one document,
and the kind that is expected `first`, which is compiled before its first document comes.
Then each frame in is one document,
`KIND` and a line feed before its JSON, and each frame out is its answer:
`=` and a JSON array of regopy's outputs, or `!` and a JSON object with `reason` and `rules`.
"""

import contextlib
import json
import os
import resource
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO

_LENGTH = struct.Struct(">I")
_MAX_FRAME = 1 << 28
_GLANCE = 0.1  # seconds
OUT_OF_MEMORY = 77
_NO_REASON = "regopy gave no reason"


class Failed(Exception):
    """regopy did not answer; `group` is the index of the group of rules."""

    def __init__(self, reason: str, group: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.group = group


class Judge:
    """Compiles the groups of a kind when its first document comes, then evaluates them.

    Each group of rules is a compiled bundle of its own:
    regopy's time for one rule grows with the number of rules beside it in a bundle.
    """

    def __init__(self, groups: dict[str, list[dict[str, Any]]]) -> None:
        self._groups = groups
        self._compiled: dict[str, list[tuple[Any, Any, str]]] = {}
        self._rule_by_rule: dict[tuple[str, int], Any] = {}
        self._interpreter = _interpreter()

    def prepare(self, kind: str) -> None:
        """Compile the groups of a kind, unless that is done; raises Failed."""
        if kind not in self._compiled:
            self._compiled[kind] = [
                (*_compile(group, at), group["entry"])
                for at, group in enumerate(self._groups[kind])
            ]

    def judge(self, kind: str, document: str) -> list[str]:
        """Regopy's outputs, one a group; raises Failed."""
        self.prepare(kind)
        self._interpreter.set_input_term(document)  # a dict would lose digits, NULs and quotes
        return [
            self._output(bundle, entry, at)
            for at, (_, bundle, entry) in enumerate(self._compiled[kind])
        ]

    def _output(self, bundle: Any, entry: str, at: int) -> str:
        try:
            output = self._interpreter.query_bundle_entrypoint(bundle, entry)
        except Exception as error:  # noqa: BLE001 - regopy lets JSON and C++ errors through
            raise Failed(_words(error), at) from None
        if not output._impl or not output.ok():  # noqa: SLF001 - reading a null output ends the process
            raise Failed(_last_error(self._interpreter), at)
        return str(output)

    def blame(self, kind: str, document: str, at: int) -> list[str]:
        """Which rules of a group fail on their own; all of them when that cannot be told."""
        group = self._groups[kind][at]
        paths: dict[str, str] = group["rules"]
        try:
            if (kind, at) not in self._rule_by_rule:
                interpreter = self._compiled[kind][at][0]
                self._rule_by_rule[kind, at] = interpreter.build(None, list(paths.values()))
            bundle = self._rule_by_rule[kind, at]
            self._interpreter = _interpreter()
            self._interpreter.set_input_term(document)
            failing = [code for code, path in paths.items() if not self._works(bundle, path)]
        except Exception:  # noqa: BLE001 - a guess at the culprit must not hide the failure
            failing = []
        self._interpreter = _interpreter()  # what a failure left behind must not reach others
        return failing or list(paths)

    def _works(self, bundle: Any, path: str) -> bool:
        try:
            self._output(bundle, path, 0)
        except Failed:
            return False
        return True


def _interpreter() -> Any:
    from regopy import Interpreter

    interpreter = Interpreter()
    interpreter.strict_built_in_errors = True
    return interpreter


def _compile(group: dict[str, Any], at: int) -> tuple[Any, Any]:
    interpreter = _interpreter()
    try:
        for name, text in group["modules"]:
            interpreter.add_module(name, text)
        bundle = interpreter.build(None, [group["entry"]])
    except Exception as error:  # noqa: BLE001 - regopy lets JSON and C++ errors through
        raise Failed(f"the policies cannot be compiled: {_words(error)}", at) from None
    if not bundle._impl or not bundle.ok():  # noqa: SLF001 - using a null bundle ends the process
        raise Failed(f"the policies cannot be compiled: {_last_error(interpreter)}", at)
    return interpreter, bundle


def _last_error(interpreter: Any) -> str:
    from regopy.rego_shared import rego_get_error

    return _short(rego_get_error(interpreter._impl)) or _NO_REASON  # noqa: SLF001 - the only way


def _words(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):  # the wrapper reads an error text as JSON
        return _NO_REASON
    return _short(str(error))


def _short(text: str) -> str:
    """One line; regopy's errors repeat the policy as a tree."""
    return " ".join(text.split())[:300]


def serve(requests: BinaryIO, answers: BinaryIO, limits: Callable[[float], object]) -> None:
    """Answer until the other side closes; `limits` arms (seconds) or disarms (0) the alarm."""
    setup = _receive(requests)
    if setup is None:
        return
    options = json.loads(setup)
    judge = Judge(options["groups"])
    _send(answers, b"=")
    if options.get("first") in options["groups"]:
        limits(options["seconds"])
        with contextlib.suppress(Failed):  # the first document of the kind is told
            judge.prepare(options["first"])
        limits(0)
    while (frame := _receive(requests)) is not None:
        kind, _, document = frame.partition(b"\n")
        limits(options["seconds"])
        answer = _answer(judge, kind.decode(), document.decode())
        limits(0)
        _send(answers, answer)


def _answer(judge: Judge, kind: str, document: str) -> bytes:
    try:
        return f"=[{','.join(judge.judge(kind, document))}]".encode()
    except Failed as failure:
        rules = judge.blame(kind, document, failure.group)
        return b"!" + json.dumps({"reason": failure.reason, "rules": rules}).encode()
    except Exception as error:  # noqa: BLE001 - the document is told, the others go on
        return b"!" + json.dumps({"reason": _words(error), "rules": []}).encode()


def _receive(stream: BinaryIO) -> bytes | None:
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(header)
    content = stream.read(length) if length <= _MAX_FRAME else b""
    return content if len(content) == length else None


def _send(stream: BinaryIO, content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def _arm(seconds: float) -> None:
    """The default action of SIGALRM ends the process, also in the midst of regopy."""
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _watch_memory(most: int) -> None:
    """End this process when it has used more than `most` bytes.

    A limit of the system cannot do that: regopy reserves far more address space than it uses.
    This runs while regopy evaluates, since ctypes gives the interpreter lock away.
    """
    while _resident() <= most:
        time.sleep(_GLANCE)
    os._exit(OUT_OF_MEMORY)


def _resident() -> int:
    """Bytes of memory in use.

    Linux counts what the parent used before the program was started into `ru_maxrss`.
    """
    try:
        with open("/proc/self/statm", "rb") as stream:  # noqa: PTH123 - pathlib takes 10 ms
            return int(stream.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(arguments: list[str]) -> None:
    """`worker.py MEMORY FOLDER...`: bytes of memory, and folders that regopy may lie in."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # standard error leads nowhere, and now so does standard output
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold documents
    threading.Thread(target=_watch_memory, args=[int(arguments[0])], daemon=True).start()
    sys.path += [folder for folder in arguments[1:] if folder not in sys.path]
    with contextlib.suppress(ImportError):  # before the setup comes; the first use will say it
        import regopy  # noqa: F401
    serve(sys.stdin.buffer, answers, _arm)


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # at once: regopy would first tear down all that the system takes back anyway
