"""A storage in memory that enforces profile 1.3, with flaws that can be switched on one by one.

It decides by words and path components of its own, and uses nothing of what is under test.
A bystander tree lies beside the test folder; `checksum` tells whether anybody touched it.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.signatures import REGISTER
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said, Unsupported
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

AUDIENCE = "https://storage.example"
ANY = "https://wlcg.cern.ch/jwt/v1/any"
ROOT = "/data/area"
BASE = "/data"
BYSTANDERS = {
    "/data/area/precious": b"do not touch",
    "/data/area/granted/file": b"nor this",
    "/data/area/tokenlint-probe-of-somebody/granted/file": b"nor that",
    "/data/elsewhere/file": b"never",
    "/file": b"root",
}
READS = {Operation.READ: {"read"}, Operation.LIST: {"read"}}
STATS = {Operation.STAT: {"read", "create", "modify", "stage"}}
CREATING = (Operation.CREATE, Operation.MKDIR, Operation.RENAME)
MODIFYING = (Operation.OVERWRITE, Operation.RENAME_OVER, Operation.DELETE)
CREATES = {operation: {"create", "modify"} for operation in CREATING}
MODIFIES = {operation: {"modify"} for operation in MODIFYING}
RIGHTS = {**READS, **STATS, **CREATES, **MODIFIES}
RIGHTS |= {Operation.STAGE: {"stage"}, Operation.POLL: {"stage", "poll"}}
MORE = {  # flaw: word that gets more, operations
    "create-overwrites": ("create", {Operation.OVERWRITE}),
    "create-deletes": ("create", {Operation.DELETE}),
    "create-renames-over": ("create", {Operation.RENAME_OVER}),
    "create-reads": ("create", {Operation.READ}),
    "modify-reads": ("modify", {Operation.READ}),
    "stage-reads": ("stage", {Operation.READ}),
    "poll-stats": ("poll", {Operation.STAT}),
    "read-stages": ("read", {Operation.STAGE}),
    "read-deletes": ("read", {Operation.DELETE}),
}


class Killed(BaseException):
    """The probe's process dies here."""


@dataclass
class FakeSource:
    """Tokens without any cryptography, one for each wish: the service knows each by its value."""

    without: frozenset[Flaw] = frozenset()
    failing: frozenset[Flaw] = frozenset()
    issued: dict[str, Wish] = field(default_factory=dict)
    kept: dict[Wish, Token] = field(default_factory=dict)

    def offers(self, wish: Wish) -> str:
        return f"this source has no token that is {wish.flaw}" if wish.flaw in self.without else ""

    def token(self, wish: Wish) -> Token:
        if wish.flaw in self.failing:
            raise TokenFailed("the command ended with 1", "look at the command")
        if wish.flaw in self.without or wish.flaw is Flaw.NO_TOKEN:
            raise Unobtainable("no such token")
        if wish not in self.kept:
            self.kept[wish] = self._made(wish)
        return self.kept[wish]

    def _made(self, wish: Wish) -> Token:
        payload = base64.urlsafe_b64encode(json.dumps({"scope": wish.scope}).encode())
        signature = secrets.token_urlsafe(32)
        REGISTER.record(signature)
        value = f"eyJhbGciOiJSUzI1NiJ9.{payload.decode().rstrip('=')}.{signature}"
        self.issued[value] = wish
        return Token(value)


@dataclass
class FakeStorage:
    """A `Door` to a storage in memory. `flaws` are words; see `test_flaws.py` for what each does.

    `before` is called with every demand and may give an answer in place of the service's, or raise.
    """

    source: FakeSource
    flaws: frozenset[str] = frozenset()
    before: Callable[[Demand], Answer | None] = lambda _: None
    files: dict[str, bytes | None] = field(default_factory=dict)
    demands: list[Demand] = field(default_factory=list)
    protocol: str = "https"
    unable: frozenset[Operation] = frozenset()

    def __post_init__(self) -> None:
        for path, content in BYSTANDERS.items():
            self._parents(path)
            self.files[path] = content
        self.pristine = self.checksum()

    def checksum(self) -> str:
        rows = sorted((path, content or b"") for path, content in self.files.items())
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def can(self, operation: Operation) -> bool:
        return operation not in self.unable

    def close(self) -> None:
        pass

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        if demand.operation in self.unable:
            raise Unsupported("the service has no tape")
        self.demands.append(demand)
        if (instead := self.before(demand)) is not None:
            return instead
        wish = self.source.issued[token.value] if token else None
        allowed = self._permitted(demand, wish)
        after = {"refused-but-done", "no-but-done"} & self.flaws
        if not allowed and not (after and self._changes(demand)):
            return self._refusal(demand, token)
        answer = self._done(demand)
        return answer if allowed else Answer(Said.NO, "403")

    # what is permitted

    def _permitted(self, demand: Demand, wish: Wish | None) -> bool:
        if wish is None:
            return bool(self._anonymous(demand))
        if "ignores-scopes" in self.flaws:
            return True
        if not self._accepted(wish):
            return False
        places = [self._place(path) for path in (demand.path, demand.target) if path]
        operation = self._meant(demand)
        return all(self._granted(operation, place, wish) for place in places)

    def _anonymous(self, demand: Demand) -> bool:
        if self._changes(demand):
            return "anonymous-writes" in self.flaws
        return "public" in self.flaws

    def _accepted(self, wish: Wish) -> bool:
        if wish.flaw is not Flaw.NONE and wish.flaw is not Flaw.DUPLICATE_MEMBERS:
            return f"accepts-{wish.flaw}" in self.flaws
        named = wish.audience
        if named is None:
            return "accepts-no-audience" in self.flaws
        if "normalises-audience" in self.flaws:
            named = tuple(each.rstrip("/").removesuffix(":443") for each in named)
        if AUDIENCE not in named and "ignores-audience" not in self.flaws:
            return ANY in named and "refuses-any" not in self.flaws
        words = [each for each in (wish.scope or "").split() if each.startswith("storage.")]
        pathless = [each for each in words if each.partition(":")[2] == ""]
        if pathless:
            return any(f"{kind}-is-root" in self.flaws for kind in self._emptiness(pathless))
        return True

    def _emptiness(self, words: list[str]) -> Iterator[str]:
        yield "empty-path" if any(word.endswith(":") for word in words) else "pathless"

    def _place(self, sent: str) -> str:
        """Where a path is judged: a careful service resolves it first."""
        if "/.." in sent and "%" not in sent and "traversal" in self.flaws:
            return sent
        if "%2e" in sent and "encoded-dot" in self.flaws:
            return sent
        if "%2f" in sent and "encoded-separator" in self.flaws:
            return sent
        return resolved(sent)

    def _granted(self, operation: Operation, place: str, wish: Wish) -> bool:
        scope = wish.scope or ""
        if wish.flaw is Flaw.DUPLICATE_MEMBERS and "first-member-counts" not in self.flaws:
            scope = wish.narrow
        if not scope and "scopeless-may-all" in self.flaws:
            return True
        if "compute." in scope and "compute-may-all" in self.flaws:
            return True
        if wish.groups and "groups-add" in self.flaws:
            return True
        return any(self._grants(word, operation, place) for word in scope.split())

    def _grants(self, word: str, operation: Operation, place: str) -> bool:
        name, _, path = word.partition(":")
        right = name.removeprefix("storage.") if name.startswith("storage.") else ""
        if "scitokens-words" in self.flaws and name in {"read", "write"}:
            right = {"read": "read", "write": "modify"}[name]
        if "unknown-words" in self.flaws and name == "storage.delete":
            right = "modify"
        held, more = MORE[flaw] if (flaw := self._more(right, operation)) else (right, set())
        enough = right in RIGHTS[operation] or (held == right and operation in more)
        return enough and self._covers(path, place)

    def _more(self, right: str, operation: Operation) -> str:
        for flaw in sorted(self.flaws & MORE.keys()):
            if MORE[flaw][0] == right and operation in MORE[flaw][1]:
                return flaw
        return ""

    def _covers(self, path: str, place: str) -> bool:
        if ".." in unquote(path):
            if "refuses-unnormalised" in self.flaws:
                return False
            path = resolved(path)
        granted = f"{BASE}{path}".rstrip("/")
        if "sibling-prefix" in self.flaws:
            return place.startswith(granted)
        return f"{place}/".startswith(f"{granted}/")

    def _changes(self, demand: Demand) -> bool:
        return demand.operation in {*CREATES, *MODIFIES}

    def _meant(self, demand: Demand) -> Operation:
        """The service knows by what is there whether an upload or a rename goes over something."""
        there = resolved(demand.target or demand.path) in self.files
        if demand.operation in {Operation.CREATE, Operation.OVERWRITE}:
            return Operation.OVERWRITE if there else Operation.CREATE
        if demand.operation in {Operation.RENAME, Operation.RENAME_OVER}:
            return Operation.RENAME_OVER if there else Operation.RENAME
        return demand.operation

    # what is done

    def _refusal(self, demand: Demand, token: Token | None) -> Answer:
        path = resolved(demand.path)
        content = b"no. "
        if "leaks-in-refusal" in self.flaws:
            content += self.files.get(path) or b""
        if "echoes-token" in self.flaws and token:
            content += token.value.encode()
        if "leaves-empty-file" in self.flaws and self._meant(demand) is Operation.CREATE:
            self.files[path] = b""
        if "truncates-first" in self.flaws and self._meant(demand) is Operation.OVERWRITE:
            self.files[path] = b""
        return Answer(Said.NO, "403", content, server="fake/1")

    def _done(self, demand: Demand) -> Answer:
        if "hollow" in self.flaws and demand.operation is Operation.OVERWRITE:
            return Answer(Said.YES, "201")
        return {
            Operation.READ: self._read,
            Operation.STAT: self._stat,
            Operation.LIST: self._list,
            Operation.CREATE: self._put,
            Operation.OVERWRITE: self._put,
            Operation.MKDIR: self._mkdir,
            Operation.RENAME: self._move,
            Operation.RENAME_OVER: self._move,
            Operation.DELETE: self._delete,
            Operation.STAGE: self._stat,
            Operation.POLL: self._stat,
        }[demand.operation](resolved(demand.path), demand)

    def _read(self, path: str, demand: Demand) -> Answer:
        content = self.files.get(path)
        if content is None:
            return Answer(Said.NO, "405" if path in self.files else "404")
        return Answer(Said.YES, "200", content, server="fake/1")

    def _stat(self, path: str, demand: Demand) -> Answer:
        if path not in self.files:
            return Answer(Said.NO, "404")
        content = self.files[path]
        if content is None:
            return Answer(Said.YES, "207", facts={"thing": "directory"})
        return Answer(Said.YES, "207", facts={"thing": "file", "size": str(len(content))})

    def _list(self, path: str, demand: Demand) -> Answer:
        if path not in self.files:
            return Answer(Said.NO, "404")
        below = (each for each in self.files if each.startswith(f"{path}/"))
        names = {each.removeprefix(f"{path}/").partition("/")[0] for each in below}
        return Answer(Said.YES, "207", "\n".join(sorted(names)).encode())

    def _put(self, path: str, demand: Demand) -> Answer:
        self._parents(path)
        self.files[path] = demand.content
        return Answer(Said.YES, "201")

    def _mkdir(self, path: str, demand: Demand) -> Answer:
        if path in self.files:
            return Answer(Said.NO, "405")
        self._parents(path)
        self.files[path] = None
        return Answer(Said.YES, "201")

    def _move(self, path: str, demand: Demand) -> Answer:
        if path not in self.files:
            return Answer(Said.NO, "404")
        self.files[resolved(demand.target)] = self.files.pop(path)
        return Answer(Said.YES, "201")

    def _delete(self, path: str, demand: Demand) -> Answer:
        """Of a folder with all that is in it, as RFC 4918 section 9.6 has it."""
        if path not in self.files:
            return Answer(Said.NO, "404")
        for each in [each for each in self.files if f"{each}/".startswith(f"{path}/")]:
            del self.files[each]
        return Answer(Said.YES, "204")

    def _parents(self, path: str) -> None:
        steps = path.split("/")[1:-1]
        for depth in range(1, len(steps) + 1):
            self.files.setdefault(f"/{'/'.join(steps[:depth])}", None)


def resolved(sent: str) -> str:
    kept: list[str] = []
    for step in unquote(sent).split("/"):
        if step == "..":
            kept = kept[:-1]
        elif step not in {"", "."}:
            kept.append(step)
    return f"/{'/'.join(kept)}"
