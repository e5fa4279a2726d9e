"""Servers that answer badly: each kind does one thing to whoever connects."""

import contextlib
import socket
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.credentials.certificates import authority, server

PATIENCE = 20.0
DRIP_SECONDS = 0.05


class Hostile(StrEnum):
    """What a server does."""

    HANGS = "hangs"  # takes the request and says nothing
    DRIPS_HEADERS = "drips-headers"
    DRIPS_BODY = "drips-body"
    CLOSES_AT_ONCE = "closes-at-once"
    CLOSES_AFTER_REQUEST = "closes-after-request"
    CLOSES_IN_HEADERS = "closes-in-headers"
    CLOSES_IN_BODY = "closes-in-body"
    GARBAGE = "garbage"
    BAD_CHUNKS = "bad-chunks"
    ENDLESS_HEADERS = "endless-headers"
    HUGE_BODY = "huge-body"
    TERMINAL = "terminal"  # sequences that would steer a terminal, in status line and header
    NO_MULTISTATUS = "no-multistatus"  # 207 with what is no XML
    ENTITIES = "entities"  # 207 with a document type that swells
    ECHO = "echo"  # hands back the whole request as its answer
    STRANGE_STATUS = "strange-status"
    REDIRECTS = "redirects"  # to `location`
    LOOPS = "loops"  # to itself
    RAW = "raw"  # says what `raw` holds, and closes


@dataclass
class Wicked:
    """A hostile server that runs; `asked` holds whole requests, tokens included."""

    url: str
    location: str = ""
    raw: bytes = b""
    ca: Path | None = None
    connections: int = 0
    asked: list[bytes] = field(default_factory=list)


@contextlib.contextmanager
def hostile(kind: Hostile, *, location: str = "", tls: bool = False) -> Iterator[Wicked]:
    """A server that treats all requests alike; `location` is where it redirects to."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile-")))
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        listening.settimeout(PATIENCE)
        scheme = "https" if tls else "http"
        wicked = Wicked(f"{scheme}://127.0.0.1:{listening.getsockname()[1]}", location)
        context = _context(folder, wicked) if tls else None
        ended = threading.Event()
        stack.callback(ended.set)
        work = (listening, context, wicked, kind, ended)
        thread = threading.Thread(target=_accept, args=work, daemon=True)
        thread.start()
        yield wicked


def _context(folder: Path, wicked: Wicked) -> ssl.SSLContext:
    own, ca = folder / "server.pem", folder / "ca.pem"
    own.write_bytes(server().pem)
    ca.write_bytes(authority().certificate_pem)
    wicked.ca = ca
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    return context


def _accept(
    listening: socket.socket,
    context: ssl.SSLContext | None,
    wicked: Wicked,
    kind: Hostile,
    ended: threading.Event,
) -> None:
    while not ended.is_set():
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        wicked.connections += 1
        treat = (connection, context, wicked, kind, ended)
        threading.Thread(target=_treat, args=treat, daemon=True).start()


def _treat(
    connection: socket.socket,
    context: ssl.SSLContext | None,
    wicked: Wicked,
    kind: Hostile,
    ended: threading.Event,
) -> None:
    with contextlib.suppress(OSError), connection:
        connection.settimeout(PATIENCE)
        if kind is Hostile.CLOSES_AT_ONCE:
            return
        secured = context.wrap_socket(connection, server_side=True) if context else connection
        with secured:
            while (request := _request(secured)) and not ended.is_set():
                wicked.asked.append(request)
                if not _ANSWERS[kind](secured, wicked, request, ended):
                    return


def _request(connection: socket.socket) -> bytes:
    """One request with its body, empty at the end of the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65_536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.partition(b":")[2]):
                body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body


Answer = Callable[[socket.socket, Wicked, bytes, threading.Event], bool]
"""Answers a request; whether the connection goes on."""


def _hang(_c: socket.socket, _w: Wicked, _r: bytes, ended: threading.Event) -> bool:
    ended.wait(PATIENCE)
    return False


def _fixed(data: bytes, *, goes_on: bool = False) -> Answer:
    def answer(connection: socket.socket, *_: object) -> bool:
        connection.sendall(data)
        return goes_on

    return answer


def _dripping(first: bytes, drop: bytes) -> Answer:
    def answer(connection: socket.socket, _w: Wicked, _r: bytes, ended: threading.Event) -> bool:
        connection.sendall(first)
        while not ended.wait(DRIP_SECONDS):
            connection.sendall(drop)
        return False

    return answer


def _pouring(first: bytes, piece: bytes) -> Answer:
    def answer(connection: socket.socket, _w: Wicked, _r: bytes, ended: threading.Event) -> bool:
        connection.sendall(first)
        for _ in range(2000):
            if ended.is_set():
                break
            connection.sendall(piece)
        return False

    return answer


def _echo(connection: socket.socket, _w: Wicked, request: bytes, _e: threading.Event) -> bool:
    words = b" ".join(request.split())[:150]
    head = b"HTTP/1.1 200 OK\r\nServer: " + words + b"\r\n"
    connection.sendall(head + _sized(request))
    return True


def _redirect(connection: socket.socket, wicked: Wicked, *_: object) -> bool:
    head = f"HTTP/1.1 307 Temporary Redirect\r\nLocation: {wicked.location}\r\n"
    connection.sendall(head.encode() + _sized(b""))
    return True


def _loop(connection: socket.socket, _w: Wicked, request: bytes, _e: threading.Event) -> bool:
    path = request.split()[1]
    connection.sendall(b"HTTP/1.1 307 Again\r\nLocation: " + path + b"\r\n" + _sized(b""))
    return True


def _raw(connection: socket.socket, wicked: Wicked, *_: object) -> bool:
    connection.sendall(wicked.raw)
    return False


def _sized(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


_207 = b"HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\n"
_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><multistatus xmlns="DAV:"><response><href>&c;</href>'
    b"<status>HTTP/1.1 200 OK</status></response></multistatus>"
)
_ANSWERS: dict[Hostile, Answer] = {
    Hostile.HANGS: _hang,
    Hostile.DRIPS_HEADERS: _dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x"),
    Hostile.DRIPS_BODY: _dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n", b"x"),
    Hostile.CLOSES_AFTER_REQUEST: _fixed(b""),
    Hostile.CLOSES_IN_HEADERS: _fixed(b"HTTP/1.1 200 OK\r\nContent-Le"),
    Hostile.CLOSES_IN_BODY: _fixed(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nhalf"),
    Hostile.GARBAGE: _fixed(b"\x00\x01\x02SSH-2.0-nonsense\r\n\r\n"),
    Hostile.BAD_CHUNKS: _fixed(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense\r\n"
    ),
    Hostile.ENDLESS_HEADERS: _pouring(
        b"HTTP/1.1 200 OK\r\n", b"X-Filler: " + b"x" * 4000 + b"\r\n"
    ),
    Hostile.HUGE_BODY: _pouring(
        b"HTTP/1.1 200 OK\r\nContent-Length: 131072000\r\n\r\n", b"x" * 65_536
    ),
    Hostile.TERMINAL: _fixed(
        b"HTTP/1.1 403 \x1b[2Jgone\r\nServer: \x1b]0;owned\x07\x9b31mred\r\n" + _sized(b"\x1b[2J")
    ),
    Hostile.NO_MULTISTATUS: _fixed(_207 + _sized(b"<html><p>Welcome"), goes_on=True),
    Hostile.ENTITIES: _fixed(_207 + _sized(_BOMB), goes_on=True),
    Hostile.ECHO: _echo,
    Hostile.STRANGE_STATUS: _fixed(b"HTTP/1.1 777 Jackpot\r\n" + _sized(b"")),
    Hostile.REDIRECTS: _redirect,
    Hostile.LOOPS: _loop,
    Hostile.RAW: _raw,
}
