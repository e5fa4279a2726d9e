"""A client of the root protocol, as a program of its own: the system's Python has its bindings.

Reads requests from standard input, one JSON object on a line, and answers in the same way:
`status` (0, or the number of the error) and `saw`, what was read, listed or told, in base64.
The token is in BEARER_TOKEN for the login; in LAB_TOKEN where it goes with each request.
"""

import base64
import importlib
import json
import os
import sys
from typing import Any

SECONDS = 10


class Agent:
    """The client of one server, with one token."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.client: Any = importlib.import_module("XRootD.client")
        self.flags: Any = importlib.import_module("XRootD.client.flags")
        self.files = self.client.FileSystem(server)
        token = os.environ.get("LAB_TOKEN")
        self.suffix = f"?authz=Bearer%20{token}" if token else ""

    def ask(self, request: "dict[str, str]") -> "tuple[Any, bytes]":
        """The status of a request and what the client saw."""
        path, target = request["path"] + self.suffix, request["target"] + self.suffix
        operation = request["operation"]
        if operation == "read":
            return self._read(path)
        if operation in ("create", "overwrite"):
            return self._write(path, operation, request["content"].encode()), b""
        if operation == "stat":
            status, found = self.files.stat(path, timeout=SECONDS)
            return status, b"stat" if found is not None else b""
        if operation == "list":
            status, found = self.files.dirlist(path, timeout=SECONDS)
            return status, "\n".join(entry.name for entry in found or ()).encode()
        if operation == "stage":
            stage = self.flags.PrepareFlags.STAGE
            status, _ = self.files.prepare([path.encode()], stage, timeout=SECONDS)
            return status, b"stage"
        return self._change(operation, path, target), b""

    def _change(self, operation: str, path: str, target: str) -> Any:
        if operation == "mkdir":
            return self.files.mkdir(path, timeout=SECONDS)[0]
        if operation == "delete":
            return self.files.rm(path, timeout=SECONDS)[0]
        return self.files.mv(path, target, timeout=SECONDS)[0]

    def _read(self, path: str) -> "tuple[Any, bytes]":
        with self.client.File() as file:
            status, _ = file.open(f"{self.server}/{path}", timeout=SECONDS)
            if not status.ok:
                return status, b""
            status, content = file.read(timeout=SECONDS)
            return status, bytes(content or b"")

    def _write(self, path: str, operation: str, content: bytes) -> Any:
        """Open with leave to create, or to replace; nothing is asked beforehand."""
        how = self.flags.OpenFlags.NEW if operation == "create" else self.flags.OpenFlags.DELETE
        with self.client.File() as file:
            status, _ = file.open(f"{self.server}/{path}", how, timeout=SECONDS)
            return file.write(content, timeout=SECONDS)[0] if status.ok else status


def main() -> None:
    """Answer until the input ends."""
    agent = Agent(sys.argv[1])
    for line in sys.stdin:
        status, saw = agent.ask(json.loads(line))
        answer = {
            "status": 0 if status.ok else status.errno or status.code,
            "saw": base64.b64encode(saw).decode() if status.ok else "",
        }
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
