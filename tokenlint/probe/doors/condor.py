"""The door of an HTCondor-CE: which authorization level its schedd grants to a token.

`condor_ping` (manual of HTCondor; `condor_ce_ping` is the same with the configuration of the CE)
negotiates a session and asks for the decision on a level. It submits and removes nothing, so a
request through this door is judged by the level that was granted, and has no other effect.
READ is what queries need, WRITE what submission, change and removal of jobs need
(HTCondor manual, security, authorization); a WLCG token has READ by `compute.read`, and WRITE
only by `compute.create`, `compute.modify` and `compute.cancel` together
(`condor_utils/condor_scitokens.cpp` at 7491a145f6).

The token goes to the tool in a file that nobody else may read, for the time of one command:
`SCITOKENS_FILE` names it for every version that speaks SCITOKENS. Newer ones look into BEARER_TOKEN
and its neighbours, too, but only where that is not set (`condor_io/condor_auth_ssl.cpp`).

No real HTCondor-CE has been asked through this door: its words are those of HTCondor's source,
and the tests run programs that print them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Unsupported
from tokenlint.probe.doors.address import Address
from tokenlint.probe.doors.child import run_child
from tokenlint.probe.doors.condor_words import Words, read_words
from tokenlint.probe.doors.message import visible
from tokenlint.probe.doors.settings import Settings
from tokenlint.probe.token import Token

LEVELS: Mapping[Operation, str] = {
    Operation.QUERY: "READ",
    Operation.SUBMIT: "WRITE",
    Operation.MODIFY_JOB: "WRITE",
    Operation.CANCEL: "WRITE",
}
TOOLS = ("condor_ce_ping", "condor_ping")
_OTHER_CREDENTIALS = ("BEARER_TOKEN", "BEARER_TOKEN_FILE", "X509_USER_PROXY")
_MOST_WORDS = 65_536


class CondorDoor:
    """A client of one HTCondor-CE. Raises UsageError where HTCondor's tools are not installed.

    `facts` of an answer: `level`, `judged-by` (always `level`), and where the CE tells them
    `method` of authentication, `product` and `version`.
    """

    protocol = "condor"

    def __init__(self, address: Address, settings: Settings) -> None:
        self._host, self._port = address.origin.host, address.origin.port
        self._settings = settings
        self._tool = _tool(settings.programs)

    def can(self, operation: Operation) -> bool:
        """Whether there is an authorization level for it."""
        return operation in LEVELS

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Ask whether the level that the operation needs is granted. Raises Unsupported."""
        level = LEVELS.get(demand.operation)
        if level is None:
            raise Unsupported(f"HTCondor has no authorization level for {demand.operation}")
        if token is not None and not visible(token.value):
            raise Unsupported("the token holds characters that no line of a file can hold")
        words = [self._tool, "-verbose", "-name", self._host]
        words += ["-pool", f"{self._pool}", level]
        with _kept(token) as file:
            told = self._run(words, self._environment(file, with_token=token is not None))
        return _answer(told, level, self._line(words, token))

    def close(self) -> None:
        """There is nothing to let go of: each request is a program of its own."""

    @property
    def _pool(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{host}:{self._port}"

    def _environment(self, file: Path, *, with_token: bool) -> dict[str, str]:
        """Only the token can authenticate; without one, it is left to the CE to ask for one."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in _OTHER_CREDENTIALS and not _overrides(name)
        }
        ours = {
            "LC_ALL": "C",
            "_condor_SCITOKENS_FILE": str(file),
            "_condor_SEC_CLIENT_AUTHENTICATION_METHODS": "SCITOKENS",
            "_condor_SEC_CLIENT_AUTHENTICATION": "REQUIRED" if with_token else "OPTIONAL",
        }
        authorities = self._settings.authorities
        if authorities is not None:
            option = "CADIR" if authorities.is_dir() else "CAFILE"
            ours[f"_condor_AUTH_SSL_CLIENT_{option}"] = str(authorities)
        return inherited | ours

    def _run(self, words: list[str], environment: Mapping[str, str]) -> Words:
        """What the tool says, or why it says nothing; it never outlives its time."""
        seconds = self._settings.limits.total_seconds
        try:
            ended = run_child(words, environment, seconds, _MOST_WORDS)
        except OSError as error:
            return Words(status="unusable", why=f"{words[0]} cannot be started: {error.strerror}")
        if ended.cut:
            return Words(status="garbage", why=f"{self._pool} makes condor_ping talk without end")
        if ended.status is None:
            return Words(status="timeout", why=f"{self._pool} does not answer in time")
        return read_words((ended.out + b"\n" + ended.err).decode("utf-8", "replace"), self._pool)

    def _line(self, words: list[str], token: Token | None) -> str:
        """The request as a line of a shell; `$TOKEN_FILE` names a file with the token."""
        name = Path(words[0]).name
        file = '"$TOKEN_FILE"' if token is not None else "/dev/null"
        first = f"_condor_SCITOKENS_FILE={file} _condor_SEC_CLIENT_AUTHENTICATION_METHODS=SCITOKENS"
        return f"{first} {' '.join([name, *words[1:]])}"


def _tool(path: str) -> str:
    found = (shutil.which(name, path=path or None) for name in TOOLS)
    first = next(filter(None, found), None)
    if first is None:
        raise UsageError(
            "an HTCondor-CE is asked with HTCondor's own tools, which are not installed",
            advice="install condor_ce_ping (htcondor-ce-client) or condor_ping (condor)",
        )
    return first


def _overrides(name: str) -> bool:
    """Whether a variable of the environment sets what we set; their names have no case."""
    _, marked, knob = name.lower().partition("_condor_")
    return bool(marked) and (knob == "scitokens_file" or knob.startswith("sec_client_auth"))


@contextmanager
def _kept(token: Token | None) -> Iterator[Path]:
    """A file with the token for the time of one command; without one it is empty.

    It lies in the user's runtime folder where there is one: that is memory, and for the user alone.
    """
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    below = runtime if runtime and os.access(runtime, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="tokenlint-condor-", dir=below) as name:
        file = Path(name) / "token"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as words:
            words.write(f"{token.value}\n" if token is not None else "")
        yield file


def _answer(told: Words, level: str, line: str) -> Answer:
    facts = {"level": level, "judged-by": "level"}
    if told.method:
        facts["method"] = told.method
    if told.version:
        facts |= {"product": "htcondor-ce", "version": told.version}
    if told.advice:
        facts["advice"] = told.advice
    server = f"HTCondor {told.version}" if told.version else ""
    return Answer(told.said, told.status, why=told.why, server=server, curl=line, facts=facts)
