"""`tokenlint` for the pages: imported once, then a process of its own for every command.

    python -m tests.docs.command_server SOCKET

A page has up to a dozen commands, and each would spend more time on imports than on its work.
The server has all of tokenlint imported, and forks for each command that a client asks for.
The child takes over the client's arguments, environment, folder and standard streams,
runs the entry point, and sends its exit code.
"""

import contextlib
import importlib
import json
import os
import pkgutil
import shlex
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tokenlint

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ("cryptography.x509", "jsonschema", "jwt", "rich.console", "rich.table", "ruamel.yaml")
LOST = 70  # the child ended without a word
_LENGTH = struct.Struct(">I")

CLIENT = f"""\
import json, os, socket, struct, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    what = json.dumps([sys.argv[2:], dict(os.environ), os.getcwd()]).encode()
    socket.send_fds(server, [struct.pack(">I", len(what))], [0, 1, 2])
    server.sendall(what)
    code = server.recv(1)
sys.exit(code[0] if code else {LOST})
"""
"""What runs in place of `tokenlint`; it imports so little that it starts in a moment."""


def serve(path: str) -> None:
    """Fork for each client, until this process is ended."""
    _import_all()
    signal.signal(signal.SIGCHLD, _bury)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(16)
        while True:
            client, _ = server.accept()
            if os.fork() == 0:
                server.close()
                _be_the_command(client)
            client.close()


def _bury(*_: object) -> None:
    """Not left to the system, which would forget the time that the children took."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _import_all() -> None:
    for found in pkgutil.walk_packages(tokenlint.__path__, "tokenlint."):
        with contextlib.suppress(ImportError):  # it needs an extra that is not there
            importlib.import_module(found.name)
    for name in BESIDE:
        importlib.import_module(name)


def _be_the_command(client: socket.socket) -> None:
    """Never returns."""
    code = LOST
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _take_over(client)
        code = _run()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - the server's own loop must not go on in the child
        traceback.print_exc()
    finally:
        client.sendall(bytes([code]))
        os._exit(0)


def _take_over(client: socket.socket) -> None:
    header, streams, _, _ = socket.recv_fds(client, _LENGTH.size, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with client.makefile("rb") as reading:
        arguments, environment, folder = json.loads(reading.read(*_LENGTH.unpack(header)))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["tokenlint", *arguments]


def _run() -> int:
    from tokenlint.cli import main

    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextlib.contextmanager
def running(environment: Mapping[str, str]) -> Iterator[str]:
    """A server for as long as the block lasts; gives the text of a script that asks it."""
    with tempfile.TemporaryDirectory(prefix="tl-") as folder:  # short: a socket has 107 letters
        client, path = Path(folder, "client.py"), Path(folder, "socket")
        client.write_text(CLIENT, encoding="utf-8")
        command: list[Any] = [sys.executable, "-m", __name__, path]
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
        ) as server:
            try:
                _await(path, server)
                yield f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -IS {client} {path} "$@"\n'
            finally:
                server.terminate()


def _await(path: Path, server: "subprocess.Popen[bytes]") -> None:
    import time

    until = time.monotonic() + 60
    while not path.exists():
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the server of commands did not start")
        time.sleep(0.02)


if __name__ == "__main__":
    serve(sys.argv[1])
