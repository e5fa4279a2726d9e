"""The door of storage over HTTP: WebDAV, and the WLCG Tape REST API where a service has it."""

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from tokenlint.errors import UsageError
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.doors.address import Address, Origin, check_clear_text, origin_of
from tokenlint.probe.doors.courier import Courier, Delivered
from tokenlint.probe.doors.curl import curl_line
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Request, cleaned, visible
from tokenlint.probe.doors.product import product_of
from tokenlint.probe.doors.reading import Claim, claim_of
from tokenlint.probe.doors.requests import METHODS, request_for
from tokenlint.probe.doors.settings import Settings
from tokenlint.probe.doors.tape import (
    OPERATIONS as TAPE,
)
from tokenlint.probe.doors.tape import (
    api_of,
    discovery,
    failed_to_stage,
    state_request,
    tape_claim,
    tape_request,
)
from tokenlint.probe.doors.veil import veiled, veiled_text
from tokenlint.probe.token import Token


@dataclass(frozen=True, slots=True)
class _Api:
    """Where the Tape REST API is; `lacks` says why there is none that tokens may go to."""

    origin: Origin
    base: str = ""
    lacks: str = ""


@dataclass(slots=True)
class _Found:
    """What was found out once about a service."""

    api: _Api | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class HttpDoor:
    """A client of one WebDAV service. Raises UsageError for settings that cannot be used.

    `facts` of an answer: `http` (the status), `product`, `version`, `redirected` (who answered in
    its place), `advice`, and those of `reading.claim_of`.
    """

    def __init__(self, address: Address, settings: Settings) -> None:
        self.protocol = address.origin.scheme
        self._origin = address.origin
        self._settings = settings
        check_clear_text(address.origin, allowed=settings.plain)
        self._courier = Courier(settings, secure=address.origin.secure)
        self._found = _Found()

    def can(self, operation: Operation) -> bool:
        """Whether WebDAV, or the Tape REST API of this service, has such a request."""
        return not self.lacks(operation)

    def lacks(self, operation: Operation) -> str:
        """Why there is no such request, empty where there is one, or where nobody can tell yet."""
        if operation in METHODS:
            return ""
        if operation not in TAPE:
            return f"WebDAV has no request for {operation}"
        try:
            return self._tape().lacks
        except Failure:
            return ""  # to ask is then an answer that says so

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        """Send one request. Raises Unsupported."""
        if token is not None and not visible(token.value):
            raise Unsupported("the token holds characters that no header can hold")
        if demand.operation in TAPE:
            return self._ask_tape(demand, token)
        request = request_for(demand, self._origin)
        return self._told(request, self._origin, demand, token)

    def close(self) -> None:
        """Let go of all connections."""
        self._courier.close()

    def _ask_tape(self, demand: Demand, token: Token | None) -> Answer:
        try:
            api = self._tape()
        except Failure as failure:
            line = curl_line(discovery(), self._origin, token=False, authorities=self._trust)
            return _unanswered(failure, line)
        if api.lacks:
            raise Unsupported(api.lacks)
        answer = self._told(tape_request(demand, api.base), api.origin, demand, token)
        if answer.job and self._failed(api, answer.job, token):
            return replace(answer, said=Said.NO, status=f"{answer.status}/failed")
        return answer

    def _failed(self, api: _Api, job: str, token: Token | None) -> bool:
        """Whether the service says of a stage request at once that its file failed."""
        try:
            state = self._courier.carry(state_request(api.base, job), api.origin, token)
        except Failure:
            return False
        return failed_to_stage(state.reply)

    def _told(
        self, request: Request, origin: Origin, demand: Demand, token: Token | None
    ) -> Answer:
        line = curl_line(request, origin, token=token is not None, authorities=self._trust)
        try:
            delivered = self._courier.carry(request, origin, token)
        except Failure as failure:
            return _unanswered(failure, line)
        facts = _facts(delivered, origin)
        try:
            claim, job = self._claim(demand, delivered)
        except Failure as failure:
            answer = _unanswered(failure, line)
            return replace(answer, facts={**facts, **answer.facts})
        server = veiled_text(cleaned(delivered.reply.headers.get("server", "")), token)
        content = veiled(claim.content, token)
        facts |= claim.facts
        return Answer(claim.said, claim.status, content, "", job, server, line, facts)

    def _claim(self, demand: Demand, delivered: Delivered) -> tuple[Claim, str]:
        if demand.operation in TAPE:
            return tape_claim(demand, delivered.reply)
        return claim_of(demand.operation, delivered.reply), ""

    def _tape(self) -> _Api:
        """Where the API is, asked for once. Raises Failure while the service does not tell."""
        with self._found.lock:
            if self._found.api is None:
                reply = self._courier.carry(discovery(), self._origin, None).reply
                self._found.api = self._usable(api_of(reply))
            return self._found.api

    def _usable(self, api: tuple[Origin, str] | None) -> _Api:
        if api is None:
            return _Api(self._origin, lacks="the service offers no WLCG Tape REST API")
        named = {origin_of(origin) for origin in self._settings.tape_origins}
        if api[0] != self._origin and api[0] not in named:
            why = f"its Tape REST API is at {cleaned(str(api[0]))}, which was not named"
            return _Api(self._origin, lacks=f"{why}, so that no token goes there")
        try:
            check_clear_text(api[0], allowed=self._settings.plain)
        except UsageError as error:
            return _Api(self._origin, lacks=error.reason)
        return _Api(*api)

    @property
    def _trust(self) -> Path | None:
        return self._settings.authorities


def _facts(delivered: Delivered, asked: Origin) -> dict[str, str]:
    facts = {"http": str(delivered.reply.status)}
    product, version = product_of(cleaned(delivered.reply.headers.get("server", "")))
    if product:
        facts |= {"product": product, "version": version}
    if delivered.by != asked:
        facts["redirected"] = cleaned(delivered.by.authority)
    return facts


def _unanswered(failure: Failure, line: str) -> Answer:
    facts = {"advice": failure.advice} if failure.advice else {}
    return Answer(Said.NOTHING, failure.status, why=failure.why, curl=line, facts=facts)
