"""Requests over the root protocol, each as the protocol has it and nothing before it.

The token goes into the session (ztn, in the environment of the client),
or, where the server has no such login, with each request.
"""

import base64
import json
import select
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.real.xrootd.demands import NEW, Answer, Demand
from tests.real.xrootd.over_xrdfs import CLIENT
from tests.real.xrootd.programs import SYSTEM_PYTHON
from tests.real.xrootd.tree import FILES
from tokenlint.privilege.operation import Operation

SECONDS = 20
_LOCKED = "3003"  # kXR_FileLocked, XProtocol.hh
_AGENT = Path(__file__).with_name("root_agent.py")


@dataclass(slots=True)
class OverRoot:
    """A client of the root port of a server on this machine: one process for each token.

    `login` tells whether the server asks for a token at login;
    `authorities` is the folder with the certificate of the lab's own authority.
    """

    port: int
    login: bool
    authorities: Path
    protocol: str = "root"
    _agents: dict[str | None, "subprocess.Popen[str]"] = field(default_factory=dict, repr=False)

    def ask(self, demand: Demand, token: str | None) -> Answer:
        """Send one request; a client that hangs is ended, and that is an answer, too.

        XRootD lets go of a file a moment after an HTTP client has closed its connection.
        """
        answer = self._ask_once(demand, token)
        until = time.monotonic() + SECONDS
        while answer.status == _LOCKED and time.monotonic() < until:
            time.sleep(0.02)
            answer = self._ask_once(demand, token)
        return answer

    def _ask_once(self, demand: Demand, token: str | None) -> Answer:
        agent = self._agents.get(token) or self._start(token)
        line = _ask(agent, demand)
        if line is None:
            self._end(token)
            return Answer("no-answer")
        answer = json.loads(line)
        saw = _saw(demand, base64.b64decode(answer["saw"]))
        return Answer(str(answer["status"]), answer["status"] == 0 and saw)

    def close(self) -> None:
        """End the processes."""
        for token in tuple(self._agents):
            self._end(token)

    def _start(self, token: str | None) -> "subprocess.Popen[str]":
        name = "BEARER_TOKEN" if self.login else "LAB_TOKEN"
        self._agents[token] = subprocess.Popen(
            [SYSTEM_PYTHON, "-I", _AGENT, self._server],
            env={
                "PATH": "/usr/bin:/bin",
                "X509_CERT_DIR": str(self.authorities),
                **CLIENT,
                **({name: token} if token else {}),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        return self._agents[token]

    def _end(self, token: str | None) -> None:
        with self._agents.pop(token) as agent:
            agent.kill()

    @property
    def _server(self) -> str:
        return f"{'roots' if self.login else 'root'}://localhost:{self.port}/"


def _ask(agent: "subprocess.Popen[str]", demand: Demand) -> str | None:
    """A line of the answer; None where there is none in time."""
    request = {
        "operation": demand.operation,
        "path": demand.path,
        "target": demand.target,
        "content": NEW.decode(),
    }
    try:
        _pipe(agent.stdin).write(json.dumps(request) + "\n")
        _pipe(agent.stdin).flush()
    except BrokenPipeError:
        return None
    answers = _pipe(agent.stdout)
    ready, _, _ = select.select([answers], [], [], SECONDS)
    return answers.readline() or None if ready else None


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("the agent was started without pipes")
    return pipe


def _saw(demand: Demand, output: bytes) -> bool:
    if demand.operation is Operation.READ:
        return output == FILES[demand.path]
    if demand.operation is Operation.LIST:
        return b"g.txt" in output.splitlines()
    return bool(output)
