"""A pytest plugin: no signature of any token may appear in anything that the suite puts out.

Looked through are, for every test:

* what pytest captured: standard output, standard error, log; also what a test read by `capsys`;
* the outputs of subprocesses that a test collected, and of commands run by click's `CliRunner`;
* whatever code of tokenlint wrote to a file or to a text stream in memory;
* every file under the temporary folders of the session;
* what the doors of tokenlint return (`DOORS`): documents for an engine, rendered reports.

Tests write tokens into files, too: those are inputs.
A file counts as an input when code outside tokenlint, in this process, wrote it last;
an audit hook sees who opens a file for writing.
A file whose name says that it is an output (`OUTPUT_SUFFIXES`) is never taken for an input.

Signatures come from `tests.minting`, from every token that PyJWT encodes in the session,
and from every token that `tokenlint` is given to decode, however a test came by it.
A leak fails the session, names the test and the channel, and does not repeat the signature.

With pytest-xdist each worker has a guard of its own, and tells the controller what it saw.
A worker that ends without telling has seen nothing that can be trusted, and fails the session.
"""

import contextlib
import functools
import importlib
import inspect
import io
import os
import pkgutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import jwt.api_jws
import pytest
from click.testing import CliRunner

from tests.signatures import REGISTER

PACKAGE = "tokenlint"
DOORS = ("tokenlint.policy.facts", "tokenlint.policy.wire", "tokenlint.report")
DECODER = "tokenlint.credentials.jwt"
BROKEN = (ImportError, SyntaxError, NameError, AttributeError, TypeError)
OUTPUT_SUFFIXES = frozenset({".log", ".out", ".err", ".sarif", ".html", ".xml"})
LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TOKEN = 64 * 1024
SHORTEST_SIGNATURE = 43  # 32 octets in base64url
LETTERS_OF_A_SIGNATURE = 20
NUMBERS = frozenset({int, bool, float, type(None)})  # they hold no text
OUTPUT_OF_WORKER = "tokenlint_leak_guard"


@dataclass(frozen=True, slots=True)
class Leak:
    """A part of a signature, seen while `test` ran, in `channel`, `offset` characters in."""

    test: str
    channel: str
    offset: int

    def __str__(self) -> str:
        return f"{self.test}: {self.channel}, at character {self.offset}"


class LeakGuard:
    """Looks through outputs and remembers the leaks, at most one for a test and channel."""

    def __init__(self) -> None:
        self.test = "<session>"
        self.leaks: dict[tuple[str, str], Leak] = {}
        self.inputs: set[str] = set()
        self.written: dict[str, str] = {}  # by tokenlint: path -> test
        self.doors: set[str] = set()
        self.looked_through = 0
        self.sought = 0  # by workers
        self.silent: list[str] = []  # workers that did not tell

    def look(self, channel: str, output: object) -> None:
        """Search one output; text, bytes, or any value by its representation."""
        self.looked_through += 1
        found = () if type(output) in NUMBERS else REGISTER.parts_in(_as_text(output))
        if found:
            self.leaks.setdefault((self.test, channel), Leak(self.test, channel, found[0]))

    def look_at_file(self, path: Path) -> None:
        """Search a file that is an output; one that cannot be read is none."""
        try:
            if path.is_file() and path.stat().st_size <= LARGEST_FILE:
                self.look(f"file {path.name}", path.read_bytes())
        except OSError:
            return

    def opened_for_writing(self, path: str) -> None:
        """Note whether a file is written by tokenlint (an output) or by a test (an input)."""
        if _package_is_calling():
            self.inputs.discard(path)
            self.written[path] = self.test
        elif path not in self.written:
            self.inputs.add(path)

    def is_input(self, path: Path) -> bool:
        """Whether a test wrote this file itself, to hand it to tokenlint."""
        return path.suffix not in OUTPUT_SUFFIXES and str(path) in self.inputs


GUARD = LeakGuard()


def _as_text(output: object) -> str:
    if isinstance(output, str):
        return output
    return output.decode("latin-1") if isinstance(output, bytes | bytearray) else repr(output)


def _package_is_calling() -> bool:
    """Whether code of tokenlint is on the stack."""
    frame: FrameType | None = sys._getframe(1)  # cheap: this runs for every open file
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        if name == PACKAGE or name.startswith(f"{PACKAGE}."):
            return True
        frame = frame.f_back
    return False


def _audit(event: str, args: tuple[Any, ...]) -> None:
    """Note files that are opened for writing (`open` reports a mode, `os.open` flags)."""
    if event != "open" or not isinstance(args[0], str | bytes):
        return
    _, mode, flags = args
    writing = any(letter in mode for letter in "wax+") if mode else flags & _WRITING
    if writing:
        GUARD.opened_for_writing(str(Path(os.fsdecode(args[0])).absolute()))


_WRITING = os.O_WRONLY | os.O_RDWR


class _WatchedText(io.StringIO):
    """A text stream in memory; looks at what code of tokenlint writes."""

    def write(self, text: str, /) -> int:
        if REGISTER.parts_in(text) and _package_is_calling():
            GUARD.look("stream in memory", text)
        return super().write(text)


class _WatchedBytes(io.BytesIO):
    """A stream of bytes in memory; looks at what code of tokenlint writes."""

    def write(self, data: Any, /) -> int:
        if REGISTER.parts_in(bytes(data).decode("latin-1")) and _package_is_calling():
            GUARD.look("stream in memory", bytes(data))
        return super().write(data)


def _watch(owner: Any, name: str, channel: str, parts: Callable[[Any], tuple[object, ...]]) -> None:
    """Replace `owner.name` by one that looks at the parts of what it returns."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def watched(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        for part in parts(result):
            if part is not None:
                GUARD.look(channel, part)
        return result

    setattr(owner, name, watched)


def _record_encoded(owner: Any, name: str) -> None:
    """Put every token that `owner.name` makes into the register."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def encode(*args: Any, **kwargs: Any) -> str:
        token: str = original(*args, **kwargs)
        REGISTER.record_token(token)
        return token

    setattr(owner, name, encode)


def _record_decoded() -> None:
    """Put every token that tokenlint decodes into the register, if its last part looks random.

    What hypothesis and the tests of odd tokens put there is often a word, or one letter repeated:
    that would be found in many an innocent output.
    """
    jwt_room = importlib.import_module(DECODER)
    original = jwt_room.decode

    @functools.wraps(original)
    def decode(data: bytes, *args: Any, **kwargs: Any) -> Any:
        if len(data) <= LARGEST_TOKEN:
            last = bytes(data).strip().rpartition(b".")[2].decode("latin-1")
            if len(last) >= SHORTEST_SIGNATURE and len(set(last)) >= LETTERS_OF_A_SIGNATURE:
                REGISTER.record_token(bytes(data).decode("latin-1"))
        return original(data, *args, **kwargs)

    jwt_room.decode = decode  # type: ignore[attr-defined]  # a stand-in


def _modules(door: str) -> list[ModuleType]:
    """The module of that name and all modules in it."""
    module = importlib.import_module(door)
    inner = pkgutil.walk_packages(getattr(module, "__path__", ()), f"{door}.")
    return [module, *(importlib.import_module(found.name) for found in inner)]


def _watch_doors() -> None:
    """Look at whatever the public functions of the doors return, before tests import them.

    A room that cannot be imported does not stop the tests of the others;
    `tests/test_leak_guard.py` demands that all are watched.
    """
    for door in DOORS:
        with contextlib.suppress(*BROKEN):
            for module in _modules(door):
                _watch_functions(module)
            GUARD.doors.add(door)


def _watch_functions(module: ModuleType) -> None:
    for name, value in list(vars(module).items()):
        own = getattr(value, "__module__", "") == module.__name__
        if own and not name.startswith("_") and inspect.isfunction(value):
            setattr(module, name, _watched(value, f"{module.__name__}.{name}"))


def _watched(original: Callable[..., Any], channel: str) -> Callable[..., Any]:
    """As `_watch` with the whole result, but quick: the suite comes here millions of times."""

    @functools.wraps(original)
    def watched(*args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        GUARD.look(channel, result)
        return result

    return watched


def pytest_configure() -> None:
    """Set all watches, before any test module is imported."""
    _record_encoded(jwt.api_jws.PyJWS, "encode")
    _watch(subprocess.Popen, "communicate", "subprocess", lambda both: both)
    _watch(
        CliRunner,
        "invoke",
        "command",
        lambda result: (result.stdout_bytes, result.stderr_bytes, result.exception),
    )
    _watch(pytest.CaptureFixture, "readouterr", "captured output", tuple)
    io.StringIO, io.BytesIO = _WatchedText, _WatchedBytes  # type: ignore[misc]  # a stand-in
    with contextlib.suppress(*BROKEN):
        _record_decoded()
        GUARD.doors.add(DECODER)
    _watch_doors()
    sys.addaudithook(_audit)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logstart(nodeid: str) -> None:
    """What is seen from here on belongs to this test; its name is an output, too."""
    GUARD.test = nodeid.partition("[")[0] if REGISTER.parts_in(nodeid) else nodeid
    GUARD.look("name of the test", nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Look at what pytest captured in this phase of the test."""
    for title, text in report.sections:
        GUARD.look(title, text)


@pytest.fixture(scope="session", autouse=True)
def _look_at_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """When all tests are done, look at every file that is an output."""
    base = tmp_path_factory.getbasetemp()
    yield
    for path in sorted(base.rglob("*")):
        if path.is_file() and not path.is_symlink() and not GUARD.is_input(path):
            GUARD.test = GUARD.written.get(str(path), path.relative_to(base).parts[0])
            GUARD.look_at_file(path)
    for name, test in GUARD.written.items():
        if not Path(name).is_relative_to(base):
            GUARD.test = test
            GUARD.look_at_file(Path(name))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A leak fails the session, whatever the tests said."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        leaks = [(leak.test, leak.channel, leak.offset) for leak in GUARD.leaks.values()]
        told[OUTPUT_OF_WORKER] = {
            "sought": len(REGISTER),
            "looked_through": GUARD.looked_through,
            "leaks": leaks,
        }
    if GUARD.leaks or GUARD.silent:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker of pytest-xdist saw."""
    told = getattr(node, "workeroutput", {}).get(OUTPUT_OF_WORKER)
    if told is None:
        GUARD.silent.append(node.gateway.id)
        return
    GUARD.sought += told["sought"]
    GUARD.looked_through += told["looked_through"]
    for test, channel, offset in told["leaks"]:
        GUARD.leaks.setdefault((test, channel), Leak(test, channel, offset))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what was looked for and what was found; never the signature itself."""
    terminalreporter.write_line(
        f"leak guard: {len(REGISTER) + GUARD.sought} signatures sought in "
        f"{GUARD.looked_through} outputs, {len(GUARD.leaks)} leaks"
    )
    for leak in GUARD.leaks.values():
        terminalreporter.write_line(f"LEAK {leak}", red=True)
    for worker in GUARD.silent:
        terminalreporter.write_line(f"LEAK GUARD: worker {worker} told nothing", red=True)
