"""Files of a web server, whether it knows ranges or not."""

import functools
import re
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input
from tokenlint.capture.opening import open_input
from tokenlint.capture.parts import read_part, split
from tokenlint.capture.remote_folders import find_remote
from tokenlint.source import Problem

pytest.importorskip("aiohttp")
pytest.importorskip("fsspec")
DATA = b"".join(b"line %d\n" % number for number in range(100_000))


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that knows no ranges."""

    def log_message(self, *_: object) -> None:
        pass


class Ranged(Quiet):
    """One that knows them (RFC 9110 section 14)."""

    def do_GET(self) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if found is None:
            super().do_GET()
            return
        data = Path(self.translate_path(self.path)).read_bytes()
        start, end = int(found[1]), min(int(found[2]) + 1, len(data))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        self.wfile.write(data[start:end])


class Server(ThreadingHTTPServer):
    """One to which it means nothing when a reader has seen enough."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture(params=[Quiet, Ranged])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    (tmp_path / "log").write_bytes(DATA)
    handler = functools.partial(request.param, directory=str(tmp_path))
    with Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_all_of_it_is_read(url: str) -> None:
    (given,) = find_remote([f"{url}/log?key=secret"])
    assert isinstance(given, Input)
    assert given.name == f"{url}/log"
    problems: list[Problem] = []
    opened = open_input(given, problems)
    assert b"".join(c.data for each in opened for c in read_chunks(each, problems)) == DATA
    parts = split(given.name, 100_000, given.location)
    read = b"".join(chunk.data for part in parts for chunk in read_part(part, problems))
    assert read == (DATA if parts else b"")
    assert not problems


def test_only_a_server_of_ranges_is_read_in_parts(url: str, request: pytest.FixtureRequest) -> None:
    (given,) = find_remote([f"{url}/log"])
    assert isinstance(given, Input)
    ranged = "Ranged" in request.node.name
    assert bool(split(given.name, 100_000, given.location)) == ranged


def test_what_is_not_there_is_told(url: str) -> None:
    (problem,) = find_remote([f"{url}/nowhere?key=secret"])
    assert isinstance(problem, Problem)
    assert (problem.source.file, problem.reason) == (f"{url}/nowhere", "No such file or directory")
