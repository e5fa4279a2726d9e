"""The WLCG Tape REST API, version 1, of a reference server: files that must be staged first."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.probe.reference.acceptance import BadToken
from tests.probe.reference.paths import BadPath
from tests.probe.reference.service import Asked, Place, Rights, Service, Told

WELL_KNOWN = "/.well-known/wlcg-tape-rest-api"
BASE = "/api/v1"


@dataclass
class Tape:
    """Stages at once; `requests` are the files of each request that was made."""

    service: Service
    uri: str
    requests: dict[str, list[str]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Told | None:
        """The answer, None where the request is not for this API."""
        if asked.path == WELL_KNOWN:
            endpoint = {"uri": self.uri, "version": "v1", "metadata": {}}
            return _json(200, {"sitename": "made-up", "endpoints": [endpoint]})
        if not asked.path.startswith(f"{BASE}/"):
            return None
        try:
            rights = self.service.rights(asked)
            return self._answer(asked, rights)
        except BadToken:
            return Told(401)
        except (BadPath, ValueError, KeyError, TypeError):
            return Told(400)

    def _answer(self, asked: Asked, rights: Rights) -> Told:
        verb, _, job = asked.path.removeprefix(f"{BASE}/").partition("/")
        if asked.method == "GET" and verb == "stage":
            return self._state(job, rights)
        if asked.method != "POST":
            return Told(405)
        document = json.loads(asked.body)
        if verb == "stage":
            return self._stage([each["path"] for each in document["files"]], rights)
        if verb == "release":
            return self._release(document["paths"], rights)
        return self._info(document["paths"], rights) if verb == "archiveinfo" else Told(404)

    def _stage(self, paths: list[str], rights: Rights) -> Told:
        places = [self.service.place(path) for path in paths]
        if not self.service.allowed("stage", rights, *places):
            return Told(403)
        job = str(uuid.uuid4())
        self.requests[job] = paths
        self.service.staged |= {place.name for place in places if place.file.is_file()}
        return _json(201, {"requestId": job})

    def _state(self, job: str, rights: Rights) -> Told:
        if job not in self.requests:
            return Told(404)
        places = [self.service.place(path) for path in self.requests[job]]
        if not self.service.allowed("poll", rights, *places):
            return Told(403)
        files = [
            {"path": path, "state": "COMPLETED", "onDisk": True}
            if place.file.is_file()
            else {"path": path, "state": "FAILED", "error": "no such file"}
            for path, place in zip(self.requests[job], places, strict=True)
        ]
        return _json(200, {"id": job, "createdAt": 0, "files": files})

    def _release(self, paths: list[str], rights: Rights) -> Told:
        places = [self.service.place(path) for path in paths]
        if not self.service.allowed("evict", rights, *places):
            return Told(403)
        self.service.staged -= {place.name for place in places}
        return Told(200)

    def _info(self, paths: list[str], rights: Rights) -> Told:
        return _json(200, [self._locality(path, rights) for path in paths])

    def _locality(self, path: str, rights: Rights) -> dict[str, str]:
        place: Place = self.service.place(path)
        if not self.service.allowed("poll", rights, place):
            return {"path": path, "error": "permission denied"}
        if not place.file.is_file():
            return {"path": path, "error": "no such file"}
        if place.name not in self.service.nearline:
            return {"path": path, "locality": "DISK"}
        staged = place.name in self.service.staged
        return {"path": path, "locality": "DISK_AND_TAPE" if staged else "TAPE"}


def _json(status: int, document: Any) -> Told:
    return Told(status, json.dumps(document).encode(), "application/json")
