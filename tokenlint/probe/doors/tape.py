"""Staging through the WLCG Tape REST API, version 1, where a service has it.

Source: the specification of the WLCG Tape REST API (github.com/wlcg-storage/wlcg-tape-rest-api):
`/.well-known/wlcg-tape-rest-api` names the API; `stage`, `release` and `archiveinfo` take paths of
the namespace in JSON. A request is answered before its files are looked at: what becomes of a file
is told by the request's state, or beside its path.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Demand, Said
from tokenlint.probe.doors.address import Origin, origin_of
from tokenlint.probe.doors.failure import Failure
from tokenlint.probe.doors.message import Reply, Request, cleaned, visible
from tokenlint.probe.doors.reading import Claim, claim_of
from tokenlint.probe.doors.requests import check_path

WELL_KNOWN = "/.well-known/wlcg-tape-rest-api"
OPERATIONS = frozenset({Operation.STAGE, Operation.POLL, Operation.EVICT})
_HEADERS = {"User-Agent": "tokenlint", "Accept": "application/json"}
_ABSENT = range(400, 500)
_SUCCESS = range(200, 300)
_LONGEST_ID = 200


def discovery() -> Request:
    """The request for the document that names the API; it needs no token."""
    return Request("GET", WELL_KNOWN, _HEADERS)


def api_of(reply: Reply) -> tuple[Origin, str] | None:
    """Origin and path of version 1 of the API, None where the service says that it has none.

    Raises Failure where its answer cannot be read.
    """
    if reply.status in _ABSENT:
        return None
    document = _document(reply) if reply.status in _SUCCESS else None
    endpoints = document.get("endpoints") if isinstance(document, dict) else None
    for endpoint in endpoints if isinstance(endpoints, list) else ():
        if isinstance(endpoint, dict) and endpoint.get("version") == "v1":
            uri = endpoint.get("uri")
            origin = origin_of(uri) if isinstance(uri, str) and visible(uri) else None
            if origin is not None and isinstance(uri, str):
                return origin, "/" + uri.partition("://")[2].partition("/")[2].rstrip("/")
    raise Failure("garbage", f"its {WELL_KNOWN} names no version 1 that can be used")


def tape_request(demand: Demand, base: str) -> Request:
    """The request of a demand; paths are written into JSON as they are spelled.

    Without a job, files are released under an identifier that no request has.
    """
    check_path(demand.path)
    paths: dict[str, Any] = {"paths": [demand.path]}
    if demand.operation is Operation.STAGE:
        return _post(f"{base}/stage", {"files": [{"path": demand.path}]})
    if demand.operation is Operation.EVICT:
        job = demand.job if visible(demand.job) else str(uuid.uuid4())
        return _post(f"{base}/release/{job}", paths)
    return _post(f"{base}/archiveinfo", paths)


def state_request(base: str, job: str) -> Request:
    """The request for the state of a stage request."""
    return Request("GET", f"{base}/stage/{job}", _HEADERS)


def tape_claim(demand: Demand, reply: Reply) -> tuple[Claim, str]:
    """What a reply claims, and the identifier of the stage request that was made.

    Raises Failure where it cannot be read.
    """
    claim = claim_of(demand.operation, reply)
    if claim.said is not Said.YES or demand.operation is Operation.EVICT:
        return claim, ""
    document = _document(reply)
    if demand.operation is Operation.STAGE:
        job = document.get("requestId") if isinstance(document, dict) else None
        if not isinstance(job, str) or not _usable(job):
            raise Failure("garbage", "accepts to stage, and names no request that can be asked for")
        return claim, job
    return _about_file(claim, document, demand.path), ""


def failed_to_stage(reply: Reply) -> bool:
    """Whether the state of a stage request says that its file was refused or failed."""
    if reply.status not in _SUCCESS:
        return False
    try:
        document = _document(reply)
    except Failure:
        return False
    files = document.get("files") if isinstance(document, dict) else None
    return any(bool(entry.get("error")) or entry.get("state") == "FAILED" for entry in _maps(files))


def _about_file(claim: Claim, document: object, path: str) -> Claim:
    """The locality of a file, or the refusal that stands in its place."""
    for entry in _maps(document):
        if entry.get("path") == path:
            locality = entry.get("locality")
            if entry.get("error") or not isinstance(locality, str):
                return Claim(Said.NO, f"{claim.status}/error", claim.content)
            facts = {"locality": cleaned(locality)}
            return Claim(Said.YES, claim.status, claim.content, facts)
    raise Failure("garbage", "tells nothing of the file that it was asked about")


def _maps(values: object) -> Iterator[Mapping[str, Any]]:
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict):
            yield value


def _post(target: str, document: Mapping[str, Any]) -> Request:
    body = json.dumps(document, separators=(",", ":")).encode()
    return Request("POST", target, {**_HEADERS, "Content-Type": "application/json"}, body)


def _document(reply: Reply) -> Any:
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        raise Failure("garbage", "answers with what is no JSON") from None


def _usable(job: str) -> bool:
    return len(job) <= _LONGEST_ID and visible(job) and not set(job) & set("/?#%")
