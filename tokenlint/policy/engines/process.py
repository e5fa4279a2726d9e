"""A worker process of the embedded engine, seen from this side."""

import contextlib
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from tokenlint.errors import EngineError

_LENGTH = struct.Struct(">I")
_MAX_ANSWER = 1 << 28
_WORKER = Path(__file__).with_name("worker.py")
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # some Pythons do not start without
_GRACE = 5.0  # seconds; the worker's own alarm comes first
_START = 30.0
DEFAULT_MEMORY = 2 * 1024**3  # bytes of one worker
_OUT_OF_MEMORY = 77  # as in the worker


class Died(Exception):
    """The process ended or had to be ended; the text says how, in words."""


class Worker:
    """Starts at once and without waiting; `ask` waits for its answer to one document.

    It is in a session of its own, so that Ctrl-C in a terminal reaches only this process,
    and it ends when its standard input closes, hence also when this process dies.
    """

    def __init__(self, setup: bytes, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._started = False
        self._buffer = bytearray()
        self._process = _waiting.pop(memory) if memory in _waiting else _spawn(memory)
        with contextlib.suppress(OSError):  # a worker that is gone is noticed when it is asked
            self._write(setup)

    @property
    def output(self) -> BinaryIO:
        """Readable when an answer is there."""
        return _pipe(self._process.stdout)

    def send(self, document: bytes) -> None:
        """Hand over one document; its answer must be read before the next.

        Raises Died, and EngineError when the worker never started.
        """
        if not self._started:
            self._await_start()
        try:
            self._write(document)
        except OSError:
            raise self._dead() from None

    def _await_start(self) -> None:
        try:
            self._read(_START)
        except Died as death:
            reason = f"the worker process of the embedded engine did not start: {death}"
            raise EngineError(reason, advice="use --opa-url, or report this") from None
        self._started = True

    def receive(self) -> bytes:
        """The answer to the document; raises Died when it does not come in time."""
        return self._read(self._seconds + _GRACE)

    def _write(self, content: bytes) -> None:
        stream = _pipe(self._process.stdin)
        stream.write(_LENGTH.pack(len(content)) + content)
        stream.flush()

    def _read(self, seconds: float) -> bytes:
        until = time.monotonic() + seconds
        (length,) = _LENGTH.unpack(self._read_exactly(_LENGTH.size, until))
        if length > _MAX_ANSWER:
            raise self._dead(f"it answered with {length} bytes")
        return self._read_exactly(length, until)

    def _read_exactly(self, count: int, until: float) -> bytes:
        while len(self._buffer) < count:
            if not _readable(self.output, until - time.monotonic()):
                raise self._dead("it did not answer in time")
            data = os.read(self.output.fileno(), 1 << 16)
            if not data:
                raise self._dead()
            self._buffer += data
        content = bytes(self._buffer[:count])
        del self._buffer[:count]
        return content

    def _dead(self, reason: str = "") -> Died:
        """End it for certain, and say how it ended."""
        if reason:
            self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self.kill()
        return Died(reason or _ending(self._process.returncode, self._seconds))

    def close(self) -> None:
        """End it; between two documents it holds nothing that has to be put away."""
        self.kill()

    def kill(self) -> None:
        """End it now."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                _pipe(stream).close()


_waiting: dict[int, "subprocess.Popen[bytes]"] = {}


def start_early(memory: int = DEFAULT_MEMORY) -> None:
    """Start a process for the first worker to come, which hands over the setup.

    Python and regopy come up in it while this process imports what it needs for that.
    """
    if memory not in _waiting:
        with contextlib.suppress(OSError, EngineError):  # the worker to come will say why
            _waiting[memory] = _spawn(memory)


def dismiss() -> None:
    """End the processes that no worker came for."""
    while _waiting:
        _, process = _waiting.popitem()
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            _pipe(stream).close()


def _spawn(memory: int) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - this Python, and a file of this package
        [*_interpreter(), str(_WORKER), str(memory), *_folders()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        cwd="/",
        start_new_session=True,
    )


def _pipe(stream: object) -> BinaryIO:
    if stream is None:
        raise EngineError("the worker process has no pipe")
    return stream  # type: ignore[return-value]  # both are binary pipes, as asked for


def _readable(stream: BinaryIO, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return bool(selector.select(max(seconds, 0)))


def _ending(returncode: int, seconds: float) -> str:
    if returncode == -signal.SIGALRM:
        return f"it took longer than {seconds:g} s"
    if returncode < 0:
        return f"it was ended by {signal.Signals(-returncode).name}"
    if returncode == _OUT_OF_MEMORY:
        return "it used too much memory"
    return f"it ended with status {returncode}"


def _interpreter() -> Sequence[str]:
    if not sys.executable:
        raise EngineError("this Python does not know its own program, so it cannot start a worker")
    return sys.executable, "-I"


def _folders() -> list[str]:
    """Where regopy lies here: a worker does not see PYTHONPATH."""
    spec = find_spec("regopy")
    if spec is None or spec.origin is None:
        raise EngineError(
            "regopy, which runs the policies, is not installed",
            advice="install wlcg-tokenlint with its dependencies, or use --opa-url",
        )
    return [str(Path(spec.origin).parent.parent)]


def regopy_version() -> str:
    """`regopy 1.5.2`, read from the name of a folder: asking the metadata would take 20 ms."""
    names = [path.name for path in Path(_folders()[0]).glob("regopy-*.dist-info")]
    if len(names) == 1:
        return f"regopy {names[0].removeprefix('regopy-').removesuffix('.dist-info')}"
    from importlib.metadata import version

    return f"regopy {version('regopy')}"
