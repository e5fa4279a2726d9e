"""The door of an ARC CE: jobs over its REST interface, version 1.0.

Sources: NorduGrid ARC, the REST interface as `src/services/a-rex/rest/rest.cpp` serves it (read at
01ee7b73), and our runs against nordugrid-arc-arex 6.17.0 (`tests/real/arc`):
`GET jobs` lists the jobs of the account that the token is mapped to, with an empty body where there
are none; `POST jobs?action=new|status|kill|clean` is answered with 201 whatever becomes of the
jobs, and each job of the answer has a `status-code` of its own;
`kill` and `clean` are only queued, so what they did shows some seconds later.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.doors.address import Address, Origin
from tokenlint.probe.doors.courier import Courier
from tokenlint.probe.doors.curl import curl_line
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply, Request, cleaned, visible
from tokenlint.probe.doors.product import product_of
from tokenlint.probe.doors.settings import Settings
from tokenlint.probe.doors.veil import veiled_text
from tokenlint.probe.token import Token

OPERATIONS = frozenset({Operation.QUERY, Operation.SUBMIT, Operation.CANCEL})
ABSENT = "absent"

DESCRIPTION = b'&(executable="/bin/true")(jobname="tokenlint-probe")(inputfiles=("never-sent" ""))'
"""The job that is submitted, in xRSL; its name says whose it is.

Its input file never comes, so that the CE hands the job to no batch system, and gives it up after
ten minutes (ARC, `src/services/a-rex/grid-manager/jobs/DTRGenerator.cpp`): it runs nowhere,
even if its name never came and it was left.
"""

_HEADERS = {"User-Agent": "tokenlint", "Accept": "application/json"}
_USUAL_PATH = "/arex"
_SUCCESS = range(200, 300)
_REFUSAL = range(400, 600)
_NOT_FOUND = 404
_LONGEST_JOB = 300


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a reply comes to, as in `probe.demand.Answer`."""

    said: Said
    status: str
    content: bytes = field(default=b"", repr=False)
    job: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class ArcDoor:
    """A client of one ARC CE, at `https://HOST[:PORT]/arex`. Raises UsageError for bad settings.

    `query` asks for a job, or lists all (one a line of `content`); `submit` sends `DESCRIPTION`;
    `cancel` kills a job and then cleans it away, and claims what came of the killing.
    `facts`: `http`, `state` of the job that was asked for (a word of ARC, or `absent`), `cleaned`.
    """

    protocol = "arc"

    def __init__(self, address: Address, settings: Settings) -> None:
        self._origin = Origin("https", address.origin.host, address.origin.port)
        path = address.path.rstrip("/") or _USUAL_PATH
        self._jobs = f"{path}/rest/1.0/jobs"
        self._settings = settings
        self._courier = Courier(settings, secure=True)

    def can(self, operation: Operation) -> bool:
        """Whether the REST interface has such a request."""
        return operation in OPERATIONS

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Send one request, or two where a job is cancelled. Raises Unsupported."""
        if token is not None and not visible(token.value):
            raise Unsupported("the token holds characters that no header can hold")
        answer = self._told(self._request(demand), demand, token)
        if demand.operation is not Operation.CANCEL or answer.said is not Said.YES:
            return answer
        clean = self._about("clean", demand.job)
        done = self._told(clean, demand, token)
        facts = {**answer.facts, "cleaned": "yes" if done.said is Said.YES else "no"}
        return replace(answer, facts=facts, curl=f"{answer.curl}\n{done.curl}")

    def close(self) -> None:
        """Let go of all connections."""
        self._courier.close()

    def _request(self, demand: Demand) -> Request:
        if demand.operation is Operation.SUBMIT:
            headers = {**_HEADERS, "Content-Type": "application/rsl"}
            return Request("POST", f"{self._jobs}?action=new", headers, DESCRIPTION)
        if demand.operation is Operation.QUERY:
            if not demand.job:
                return Request("GET", self._jobs, _HEADERS)
            return self._about("status", demand.job)
        if demand.operation is Operation.CANCEL:
            return self._about("kill", demand.job)
        raise Unsupported(f"the REST interface of ARC has no request for {demand.operation}")

    def _about(self, action: str, job: str) -> Request:
        if not _usable(job):
            raise Unsupported("a request about a job needs its name")
        body = json.dumps({"job": [{"id": job}]}, separators=(",", ":")).encode()
        headers = {**_HEADERS, "Content-Type": "application/json"}
        return Request("POST", f"{self._jobs}?action={action}", headers, body)

    def _told(self, request: Request, demand: Demand, token: Token | None) -> Answer:
        trust = self._settings.authorities
        line = curl_line(request, self._origin, token=token is not None, authorities=trust)
        try:
            delivered = self._courier.carry(request, self._origin, token)
            reply = delivered.reply
            claim = _claim(request, demand, reply)
        except Failure as failure:
            facts = {"advice": failure.advice} if failure.advice else {}
            return Answer(Said.NOTHING, failure.status, why=failure.why, curl=line, facts=facts)
        server = veiled_text(cleaned(reply.headers.get("server", "")), token)
        told = {"http": str(reply.status), **_product(server, claim), **claim.facts}
        if delivered.by != self._origin:
            told["redirected"] = cleaned(delivered.by.authority)
        return Answer(
            claim.said, claim.status, claim.content, "", claim.job, server, line, facts=told
        )


def _claim(request: Request, demand: Demand, reply: Reply) -> _Claim:
    """What a reply claims. Raises Failure where it cannot be read."""
    if reply.status in _REFUSAL:
        return _Claim(Said.NO, str(reply.status))
    if reply.status not in _SUCCESS:
        raise Failure("redirect", f"answers with status {reply.status}, and with no way further")
    jobs = list(_entries(reply))
    if request.method == "GET":
        names = "\n".join(name for name in map(_name, jobs) if name)
        return _Claim(Said.YES, str(reply.status), names.encode())
    if len(jobs) != 1:
        raise Failure("garbage", "answers about another number of jobs than it was asked about")
    code = _code(jobs[0])
    said = Said.YES if code in _SUCCESS else Said.NO
    status = f"{reply.status}/{code}"
    if demand.operation is Operation.SUBMIT:
        name = _name(jobs[0])
        if said is Said.YES and not name:
            raise Failure("garbage", "accepts a job and does not name it")
        return _Claim(said, status, job=name if said is Said.YES else "")
    if demand.operation is Operation.QUERY:
        state = ABSENT if code == _NOT_FOUND else cleaned(str(jobs[0].get("state", "")))
        return _Claim(said, status, state.encode(), facts={"state": state})
    return _Claim(said, status)


def _entries(reply: Reply) -> Iterator[Mapping[str, Any]]:
    """The jobs of an answer; ARC writes a single one without a list around it."""
    if not reply.body.strip():
        return
    if reply.cut:
        raise Failure("garbage", f"its answer is longer than {len(reply.body)} bytes")
    try:
        document = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise Failure("garbage", "answers with what is no JSON") from None
    found = document.get("job", []) if isinstance(document, dict) else None
    listed = [found] if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Failure("garbage", "answers with JSON that tells of no jobs")
    yield from listed


def _code(job: Mapping[str, Any]) -> int:
    code = str(job.get("status-code", ""))
    if not (code.isascii() and code.isdecimal() and len(code) == 3):  # noqa: PLR2004  # as of HTTP
        raise Failure("garbage", "does not say what became of the job")
    return int(code)


def _name(job: Mapping[str, Any]) -> str:
    name = job.get("id")
    return name if isinstance(name, str) and _usable(name) else ""


def _usable(job: str) -> bool:
    return len(job) <= _LONGEST_JOB and visible(job)


def _product(server: str, claim: _Claim) -> dict[str, str]:
    """ARC 6.17 sends no Server header: who tells of jobs in its way is one."""
    product, version = product_of(server)
    if not product and claim.said is Said.YES:
        product = "arc-ce"
    return {"product": product, "version": version} if product else {}
