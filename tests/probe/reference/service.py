"""What a reference server does with a request: RFC 4918 on a tree on disk, with rights."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from tests.probe.reference.acceptance import EVERYTHING, Acceptance, BadToken, Right
from tests.probe.reference.flaws import Planted
from tests.probe.reference.paths import BadPath, components, meant, spelled
from tests.probe.reference.rules import Rules

Rights = frozenset[Right]


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    headers: Mapping[str, str]  # names in lower case
    body: bytes = b""


@dataclass(frozen=True)
class Told:
    status: int
    body: bytes = b""
    kind: str = "text/plain"


@dataclass(frozen=True)
class Place:
    """`judged` is what rights are compared with, `file` what is worked on."""

    judged: tuple[str, ...]
    file: Path
    name: str  # the path of the namespace, decoded


@dataclass
class Service:
    root: Path
    acceptance: Acceptance
    flaws: frozenset[Planted] = frozenset()
    nearline: set[str] = field(default_factory=set)
    staged: set[str] = field(default_factory=set)
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        self.rules = Rules(self.flaws)

    def answer(self, asked: Asked) -> Told:
        """The answer to a request; whatever is wrong with it has a status."""
        try:
            rights = self.rights(asked)
        except BadToken:
            return Told(401)
        try:
            place = self.place(asked.path)
        except BadPath:
            return Told(400)
        handler = getattr(self, f"on_{asked.method.lower()}", None)
        if handler is None:
            return Told(501)
        told: Told = handler(asked, place, rights)
        return told

    def rights(self, asked: Asked) -> Rights:
        """The rights of a request. Raises BadToken."""
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            return self.acceptance.rights(token.strip())
        if Planted.ANONYMOUS_WRITES in self.flaws:
            return EVERYTHING
        if Planted.ANONYMOUS_READS in self.flaws:
            return frozenset({Right("read")})
        raise BadToken("no token")

    def place(self, path: str) -> Place:
        """Where a path leads. Raises BadPath."""
        path = path.partition("?")[0]
        if Planted.DECODES_TRAVERSAL in self.flaws:
            judged, done = spelled(path), meant(path)
        else:
            judged = done = components(path)
        return Place(judged, self.root.joinpath(*done), "/" + "/".join(done))

    def allowed(self, operation: str, rights: Rights, *places: Place) -> bool:
        return all(self.rules.allow(operation, place.judged, rights) for place in places)

    def on_propfind(self, asked: Asked, place: Place, rights: Rights) -> Told:
        listing = asked.headers.get("depth") == "1"
        if asked.headers.get("depth") not in {"0", "1"}:
            return Told(403)
        if not self.allowed("list" if listing else "stat", rights, place):
            return Told(403)
        if not place.file.exists():
            return Told(404)
        files = [place.file]
        if listing and place.file.is_dir():
            files += sorted(place.file.iterdir())
        members = "".join(map(self._member, files))
        text = f'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">{members}</D:multistatus>'
        return Told(207, text.encode(), "application/xml; charset=utf-8")

    def _member(self, file: Path) -> str:
        path = "/" + quote(str(file.relative_to(self.root))).removeprefix(".")
        kind = "<D:collection/>" if file.is_dir() else ""
        size = "" if kind else f"<D:getcontentlength>{file.stat().st_size}</D:getcontentlength>"
        href = f"{path}/" if kind and path != "/" else path
        return (
            f"<D:response><D:href>{href}</D:href><D:propstat><D:prop>"
            f"<D:resourcetype>{kind}</D:resourcetype>{size}</D:prop>"
            "<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )

    def on_head(self, asked: Asked, place: Place, rights: Rights) -> Told:
        if not self.allowed("stat", rights, place):
            return Told(403)
        return Told(200 if place.file.exists() else 404)

    def on_get(self, asked: Asked, place: Place, rights: Rights) -> Told:
        if not self.allowed("read", rights, place):
            return Told(403)
        if not place.file.exists():
            return Told(404)
        if place.file.is_dir():
            return Told(405)
        if place.name in self.nearline - self.staged:
            return Told(409)
        return Told(200, place.file.read_bytes(), "application/octet-stream")

    def on_put(self, asked: Asked, place: Place, rights: Rights) -> Told:
        existed, file = place.file.exists(), place.file
        if not self.allowed("overwrite" if existed else "create", rights, place):
            if existed and file.is_file() and Planted.REFUSES_BUT_TRUNCATES in self.flaws:
                file.write_bytes(b"")
            if not existed and file.parent.is_dir() and Planted.REFUSES_BUT_CREATES in self.flaws:
                file.write_bytes(asked.body)
            return Told(403)
        if file.is_dir():
            return Told(405)
        if not file.parent.is_dir():
            return Told(409)
        if self._does():
            file.write_bytes(asked.body)
        return Told(204 if existed else 201)

    def on_mkcol(self, asked: Asked, place: Place, rights: Rights) -> Told:
        if not self.allowed("mkdir", rights, place):
            return Told(403)
        if asked.body:
            return Told(415)
        if place.file.exists():
            return Told(405)
        if not place.file.parent.is_dir():
            return Told(409)
        if self._does():
            place.file.mkdir()
        return Told(201)

    def on_delete(self, asked: Asked, place: Place, rights: Rights) -> Told:
        allowed = self.allowed("delete", rights, place)
        if (allowed and self._does()) or Planted.REFUSES_BUT_DELETES in self.flaws:
            existed = place.file.exists() and place.file != self.root
            self._remove(place.file)
            return Told(403) if not allowed else Told(204 if existed else 404)
        return Told(204 if allowed else 403)

    def on_move(self, asked: Asked, place: Place, rights: Rights) -> Told:
        try:
            target = self.place(urlsplit(asked.headers.get("destination", "")).path)
        except (BadPath, ValueError):
            return Told(400)
        over = target.file.exists()
        overwrites = asked.headers.get("overwrite", "T") != "F"
        operation = "rename-over" if over and overwrites else "rename"
        if place.file.is_dir():
            operation = "rename-folder"
        if not self.allowed(operation, rights, place, target):
            if Planted.REFUSES_BUT_MOVES in self.flaws and place.file.is_file():
                place.file.replace(target.file)
            return Told(403)
        return self._move(place, target, over=over, overwrites=overwrites)

    def _move(self, place: Place, target: Place, *, over: bool, overwrites: bool) -> Told:
        if not place.file.exists():
            return Told(404)
        if place.file == target.file:
            return Told(403)
        if over and not overwrites:
            return Told(412)
        if not target.file.parent.is_dir():
            return Told(409)
        if self._does() and Planted.RENAMES_NOTHING not in self.flaws:
            if over:
                self._remove(target.file)
            place.file.rename(target.file)
        return Told(204 if over else 201)

    def _does(self) -> bool:
        return Planted.SAYS_YES_DOES_NOTHING not in self.flaws

    def _remove(self, file: Path) -> None:
        if file == self.root or not file.exists():
            return
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink()
