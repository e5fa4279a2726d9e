"""The door of storage over the root protocol, through the XRootD client where it is installed.

The token is in the environment of the client alone (`BEARER_TOKEN`), which sends it with the `ztn`
protocol, and that only over TLS. Without a token the client names its host (`host`), and does not
look for a token or a proxy of whoever runs it.

Redirects are not followed, since the client would log in with the token wherever it is sent:
a service that redirects is probed at its data servers. One that redirects nothing but the opening
of files is followed nevertheless; the client has no option against that.
"""

import math
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.doors.address import Address, check_clear_text
from tokenlint.probe.doors.child import Ended, run_child
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import cleaned, visible
from tokenlint.probe.doors.root_commands import (
    OPERATIONS,
    UPLOADS,
    command_of,
    line_of,
    rmdir_of,
)
from tokenlint.probe.doors.root_errors import IS_DIRECTORY, NAMES, NOT_FOUND, told_by
from tokenlint.probe.doors.settings import Settings
from tokenlint.probe.doors.veil import veiled
from tokenlint.probe.token import Token

_PROGRAMS = ("xrdfs", "xrdcp")
_PATH = "/usr/local/bin:/usr/bin:/bin"
_STATED = re.compile(rb"^(Size|Flags):\s+(.+?)\s*$", re.MULTILINE)
_OPENING = frozenset({Operation.READ, *UPLOADS})
_READING = frozenset({Operation.READ, Operation.LIST})
_LONGEST_WORDS = 2000
_VERSION = re.compile(rb"v(\d[\w.+~-]{0,40})\s*")


class RootDoor:
    """A client of one XRootD service. Raises UsageError where the client is not installed.

    `facts` of an answer: `thing` and `size` as over HTTP, `meaning` of an error number, `advice`.
    """

    def __init__(self, address: Address, settings: Settings) -> None:
        self.protocol = address.origin.scheme
        self._origin = address.origin
        self._settings = settings
        check_clear_text(address.origin, allowed=settings.plain)
        self._programs = {name: _installed(name, settings.programs) for name in _PROGRAMS}
        self._trust = _trust(settings.authorities)
        self._private = tempfile.TemporaryDirectory(prefix="tokenlint-door-")
        self._product: dict[str, str] | None = None
        self._stays = False

    def can(self, operation: Operation) -> bool:
        """Whether the client has such a request for a path alone: `poll` needs a job besides."""
        return operation in OPERATIONS and operation is not Operation.POLL

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Send one request. Raises Unsupported."""
        if token is not None and not visible(token.value):
            raise Unsupported("the token holds characters that no environment can hold")
        shown = command_of(demand, self._origin)
        line = line_of(shown, token=token is not None, trust=self._trust)
        away = self._away(demand, token)
        if away is not None:
            return replace(away, curl=line)
        answer = self._read(demand, self._uploaded(demand, token), token)
        if demand.operation is Operation.DELETE and answer.status == IS_DIRECTORY:
            removed = rmdir_of(demand.path, self._origin)
            line = line_of(removed, token=token is not None, trust=self._trust)
            answer = self._read(demand, self._run(removed, token), token)
        if answer.said is Said.YES:
            answer = replace(answer, facts={**answer.facts, **self._named(token)})
        return replace(answer, curl=line)

    def close(self) -> None:
        """Take the private folder away; no client outlives its request."""
        self._private.cleanup()

    def _away(self, demand: Demand, token: Token | None) -> Answer | None:
        """The answer in place of one that opens a file, where the service redirects requests.

        `XRD_REDIRECTLIMIT` holds back the client's other requests, and not those
        (seen with version 5.5.3). So attributes are asked for before, until it is known
        that the service answers by itself.
        """
        if self._stays or demand.operation not in _OPENING:
            return None
        look = Demand(Operation.STAT, demand.path)
        seen = self._read(look, self._run(command_of(look, self._origin), token), token)
        self._stays = seen.said is Said.YES or seen.status == NOT_FOUND
        return seen if seen.said is Said.NOTHING else None

    def _named(self, token: Token | None) -> dict[str, str]:
        """Product and version, asked for once by a client that was just served."""
        if self._product is None:
            command = ("xrdfs", str(self._origin), "query", "config", "version")
            ended = self._run(command, token)
            found = _VERSION.fullmatch(ended.out) if ended.status == 0 else None
            self._product = {}
            if found:
                self._product = {"product": "xrootd", "version": found[1].decode()}
        return self._product

    def _uploaded(self, demand: Demand, token: Token | None) -> Ended:
        """Run the command of a demand; what it uploads is in a private file meanwhile."""
        if demand.operation not in UPLOADS:
            return self._run(command_of(demand, self._origin), token)
        with tempfile.NamedTemporaryFile(dir=self._private.name) as file:
            file.write(demand.content)
            file.flush()
            return self._run(command_of(demand, self._origin, file.name), token)

    def _run(self, command: Sequence[str], token: Token | None) -> Ended:
        limits = self._settings.limits
        program, *arguments = command
        try:
            return run_child(
                [self._programs[program], *arguments],
                self._environment(token),
                limits.total_seconds,
                limits.body_bytes,
            )
        except OSError:
            return Ended(-1, b"", b"")

    def _environment(self, token: Token | None) -> dict[str, str]:
        """All that the client sees: nothing of the environment, home and proxies of its user."""
        limits = self._settings.limits
        own = {
            "PATH": self._settings.programs or _PATH,
            "LC_ALL": "C",
            "HOME": self._private.name,
            "XDG_RUNTIME_DIR": self._private.name,
            "XRD_REDIRECTLIMIT": "0",
            "XRD_CONNECTIONRETRY": "1",
            "XRD_CONNECTIONWINDOW": _seconds(limits.connect_seconds),
            "XRD_REQUESTTIMEOUT": _seconds(limits.step_seconds),
            "XRD_STREAMTIMEOUT": _seconds(limits.step_seconds),
            "XRD_CPTIMEOUT": _seconds(limits.total_seconds),
            "XRD_TIMEOUTRESOLUTION": "1",
            **self._trust,
        }
        if "LD_LIBRARY_PATH" in os.environ:  # of a client outside the system's folders
            own["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        if token is None:
            return own | {"XrdSecPROTOCOL": "host"}
        return own | {"XrdSecPROTOCOL": "ztn", "BEARER_TOKEN": token.value}

    def _read(self, demand: Demand, ended: Ended, token: Token | None) -> Answer:
        where = self._origin.authority
        facts: dict[str, str]
        if ended.cut and demand.operation in _READING and len(ended.out) > len(ended.err):
            facts = {"cut": str(len(ended.out))}
            return Answer(Said.YES, "0", veiled(ended.out, token), facts=facts)
        if ended.cut:
            return _nothing("garbage", f"{where} makes its client talk without end")
        if ended.status is None:
            return _nothing("timeout", f"{where} does not answer in time")
        if ended.status != 0:
            words = (ended.err + ended.out)[:_LONGEST_WORDS].decode("utf-8", "replace")
            said, status, why = told_by(words)
            if said is Said.NOTHING:
                return _nothing(status, f"{where} {why}")
            facts = {"meaning": NAMES[status]} if status in NAMES else {}
            return Answer(said, status, veiled(cleaned(words).encode(), token), facts=facts)
        content = veiled(ended.out, token)
        return _succeeded(demand, content)


def _nothing(status: str, why: str) -> Answer:
    advice = Failure(status, why).advice
    facts = {"advice": advice} if advice else {}
    return Answer(Said.NOTHING, status, why=why, facts=facts)


def _succeeded(demand: Demand, content: bytes) -> Answer:
    """A request that the client calls successful; of `stage` the content is the job."""
    if demand.operation is Operation.STAT:
        return _stated(content)
    if demand.operation is Operation.STAGE:
        job = content.decode("ascii", "replace").strip()
        return Answer(Said.YES, "0", content, job=job if visible(job) else "")
    return Answer(Said.YES, "0", content)


def _stated(content: bytes) -> Answer:
    told = {name: value.decode("ascii", "replace") for name, value in _STATED.findall(content)}
    size, flags = told.get(b"Size", ""), told.get(b"Flags", "")
    if not size.isdecimal() or not flags:
        return _nothing("garbage", "the client tells no attributes")
    if "IsDir" in flags:
        return Answer(Said.YES, "0", content, facts={"thing": "directory"})
    return Answer(Said.YES, "0", content, facts={"thing": "file", "size": size})


def _installed(name: str, path: str) -> str:
    found = shutil.which(name, path=path or None)
    if found is None:
        raise UsageError(
            f"{name} of the XRootD client is not installed",
            advice="install xrootd-client, or name the service by its https URL",
        )
    return found


def _trust(authorities: Path | None) -> dict[str, str]:
    """The client trusts a folder, that of the IGTF by default; a file alone it passes over."""
    if authorities is None:
        return {}
    if not authorities.is_dir():
        raise UsageError(
            f"{authorities} is no folder, and the XRootD client trusts nothing else",
            advice="put the certificate into a folder and run `openssl rehash` on that",
        )
    return {"X509_CERT_DIR": str(authorities.absolute())}


def _seconds(limit: float) -> str:
    """The client counts whole seconds."""
    return str(max(1, math.ceil(limit)))
