"""The reference servers themselves.

The perfect one refuses all that is wrong, and each planted flaw lets its own wrong pass.
"""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.minting import jwks, mint
from tests.probe.doors.asking import door_to, planted
from tests.probe.reference import Planted, Reference, lenient, reference
from tests.probe.reference.acceptance import ANY_AUDIENCE
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.doors.http import HttpDoor
from tokenlint.probe.token import Token

ALL = "storage.read:/data storage.modify:/data"
O = Operation  # noqa: E741  # the tables below are read across
BEFORE = {
    "/data/f": b"content of f",
    "/data/g": b"content of g",
    "/database/f": b"of the sibling",
}


class Visit:
    """Requests to one server, whose tree is put back after each."""

    def __init__(self, server: Reference) -> None:
        self.server = server
        self.door: HttpDoor = door_to(server.url)
        self.restore()

    def restore(self) -> None:
        for child in self.server.root.iterdir():
            shutil.rmtree(child) if child.is_dir() else child.unlink()
        planted(self.server.root)
        (self.server.root / "data" / "g").write_bytes(b"content of g")
        self.server.service.nearline.clear()

    def tree(self) -> dict[str, bytes]:
        files = (file for file in self.server.root.rglob("*") if file.is_file())
        return {f"/{file.relative_to(self.server.root)}": file.read_bytes() for file in files}

    def ask(
        self, operation: Operation, path: str, token: str | None, target: str = ""
    ) -> tuple[Answer, bool]:
        """The answer, and whether anything changed."""
        demand = Demand(operation, path, target, b"new")
        answer = self.door.ask(demand, Token(token) if token else None)
        changed = self.tree() != BEFORE or (self.server.root / "data" / "m").exists()
        self.restore()
        return answer, changed


@pytest.fixture(scope="module")
def perfect() -> Iterator[Visit]:
    with reference(tape=True) as server:
        visit = Visit(server)
        yield visit
        visit.door.close()


def _visit(*flaws: Planted) -> Any:
    return reference(flaws=frozenset(flaws), tape=True)


CELLS = (
    # operation, path, target, the words of the profile that allow it
    (O.STAT, "/data/f", "", {"read", "create", "modify", "stage"}),
    (O.LIST, "/data", "", {"read"}),
    (O.READ, "/data/f", "", {"read"}),
    (O.CREATE, "/data/new", "", {"create", "modify"}),
    (O.MKDIR, "/data/m", "", {"create", "modify"}),
    (O.OVERWRITE, "/data/f", "", {"modify"}),
    (O.RENAME, "/data/f", "/data/new", {"create", "modify"}),
    (O.RENAME_OVER, "/data/f", "/data/g", {"modify"}),
    (O.DELETE, "/data/f", "", {"modify"}),
    (O.STAGE, "/data/f", "", {"stage"}),
    (O.POLL, "/data/f", "", {"stage", "poll"}),
    (O.EVICT, "/data/f", "", {"stage"}),
)


@pytest.mark.parametrize(
    ("operation", "path", "target", "words"), CELLS, ids=[str(cell[0]) for cell in CELLS]
)
def test_the_perfect_one_follows_the_table_of_the_profile(
    perfect: Visit, operation: Operation, path: str, target: str, words: set[str]
) -> None:
    for word in ("read", "create", "modify", "stage", "poll"):
        token = perfect.server.token(scope=f"storage.{word}:/data")
        answer, changed = perfect.ask(operation, path, token, target)
        assert (answer.said is Said.YES) is (word in words), (word, answer)
        assert not changed or word in words


@pytest.mark.parametrize("operation", [cell[0] for cell in CELLS[:9]], ids=str)
def test_the_perfect_one_keeps_to_the_path(perfect: Visit, operation: Operation) -> None:
    token = perfect.server.token(scope=ALL)
    places = (
        "/database/f",
        "/data/../database/f",
        "/data/%2e%2e/database/f",
        "/data/..%2fdatabase/f",
        "/data/%2E./database/f",
        "/data//f",
        "/data/./f",
        "/data%2ff",
        "/data/f%00",
    )
    for path in places:
        answer, changed = perfect.ask(operation, path, token, "/data/new")
        assert (answer.said, changed) == (Said.NO, False), path
        if operation in (O.RENAME, O.RENAME_OVER):
            answer, changed = perfect.ask(operation, "/data/f", token, path)
            assert (answer.said, changed) == (Said.NO, False), path


def _forged(server: Reference) -> dict[Planted, str | None]:
    """For each flaw of acceptance a token that only it lets pass."""
    now = int(time.time())
    good = {
        "wlcg.ver": "1.0",
        "iss": server.issuer,
        "sub": "made-up",
        "aud": server.audience,
        "jti": "made-up",
        "iat": now,
        "exp": now + 600,
        "scope": ALL,
    }

    def text(**first: Any) -> str:
        return json.dumps(first)[:-1] + "," + json.dumps(good)[1:]

    def without(name: str) -> dict[str, Any]:
        return {key: value for key, value in good.items() if key != name}

    stranger = jwks("RS256", owner="stranger")["keys"][0]
    kept = {"alg": "RS256", "kid": "key-1"}
    return {
        Planted.NO_SIGNATURE: mint(good, owner="stranger"),
        Planted.ALG_NONE: mint(good, {"alg": "none"}),
        Planted.HMAC: _by_public_key(good),
        Planted.KEY_FROM_HEADER: mint(good, {**kept, "jwk": stranger}, owner="stranger"),
        Planted.UNKNOWN_KEY_PASSES: mint(good, {**kept, "kid": "other"}, owner="stranger"),
        Planted.ANY_ISSUER: mint(good | {"iss": "https://x.example"}, owner="stranger"),
        Planted.IGNORES_AUDIENCE: mint(good | {"aud": "https://other.example"}),
        Planted.MISSING_AUDIENCE: mint(without("aud")),
        Planted.IGNORES_EXPIRY: mint(good | {"exp": now - 600}),
        Planted.IGNORES_NOT_BEFORE: mint(good | {"nbf": now + 600}),
        Planted.NO_EXPIRY: mint(without("exp")),
        Planted.UNKNOWN_CRIT: mint(good, {**kept, "crit": ["x"], "x": 1}),
        Planted.UNKNOWN_VERSION: mint(good | {"wlcg.ver": "2.0"}),
        Planted.DUPLICATE_FIRST_WINS: mint(
            text(scope=ALL).replace(json.dumps(ALL) + "}", '"storage.read:/none"}')
        ),
        Planted.IGNORES_SCOPES: mint(good | {"scope": "openid"}),
        Planted.PREFIX_PATHS: mint(good | {"scope": "storage.read:/dat"}),
        Planted.RESOLVES_SCOPE: mint(good | {"scope": "storage.read:/x/../data"}),
        Planted.PATHLESS_IS_ROOT: mint(good | {"scope": "storage.read"}),
        Planted.GROUPS_COUNT: mint(good | {"scope": "storage.read:/x", "wlcg.groups": ["/g"]}),
        Planted.SCITOKENS_WORDS: mint(good | {"scope": "read:/data"}),
        Planted.ANONYMOUS_READS: None,
    }


def _by_public_key(claims: dict[str, Any]) -> str:
    import base64
    import hmac

    import jwt
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = jwt.PyJWK(jwks("RS256")["keys"][0]).key
    secret = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    unsigned = mint(claims, {"alg": "none", "kid": "key-1"}).rpartition(".")[0]
    body = unsigned.partition(".")[2]
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"key-1"}').rstrip(b"=").decode()
    signature = hmac.digest(secret, f"{head}.{body}".encode(), "sha256")
    return f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def test_the_perfect_one_takes_no_forged_token(perfect: Visit) -> None:
    for flaw, token in _forged(perfect.server).items():
        answer, _ = perfect.ask(O.READ, "/data/f", token)
        assert answer.said is Said.NO, flaw


def test_each_flaw_of_acceptance_lets_its_own_token_pass() -> None:
    for flaw in _forged_names():
        with _visit(flaw) as server:
            visit = Visit(server)
            answer, _ = visit.ask(O.READ, "/data/f", _forged(server)[flaw])
            assert answer.said is Said.YES, flaw
            good, _ = visit.ask(O.READ, "/data/f", server.token(scope=ALL))
            assert good.said is Said.YES
            visit.door.close()


def _forged_names() -> list[Planted]:
    with reference() as server:
        return list(_forged(server))


WRONG = (
    # flaw, the word that is held, what passes with it, and where
    (Planted.READ_WRITES, "read", O.OVERWRITE, "/data/f"),
    (Planted.CREATE_READS, "create", O.READ, "/data/f"),
    (Planted.CREATE_OVERWRITES, "create", O.OVERWRITE, "/data/f"),
    (Planted.CREATE_DELETES, "create", O.DELETE, "/data/f"),
    (Planted.CREATE_RENAMES_OVER, "create", O.RENAME_OVER, "/data/f"),
    (Planted.MODIFY_READS, "modify", O.READ, "/data/f"),
    (Planted.STAGE_READS, "stage", O.READ, "/data/f"),
    (Planted.POLL_STATS, "poll", O.STAT, "/data/f"),
    (Planted.READ_STAGES, "read", O.STAGE, "/data/f"),
    (Planted.ANYBODY_STATS, "poll", O.STAT, "/database/f"),
    (Planted.DECODES_TRAVERSAL, "read", O.READ, "/data/%2e%2e/database/f"),
    (Planted.DECODES_TRAVERSAL, "read", O.READ, "/data/../database/f"),
    (Planted.DECODES_TRAVERSAL, "modify", O.DELETE, "/data/..%2fdatabase/f"),
)


@pytest.mark.parametrize(
    ("flaw", "word", "operation", "path"), WRONG, ids=[f"{w[0]}-{w[3]}" for w in WRONG]
)
def test_each_flaw_of_rights_lets_its_own_wrong_pass(
    perfect: Visit, flaw: Planted, word: str, operation: Operation, path: str
) -> None:
    target = "/data/g" if operation is O.RENAME_OVER else ""
    with _visit(flaw) as server:
        visit = Visit(server)
        token = server.token(scope=f"storage.{word}:/data")
        answer, _ = visit.ask(operation, path, token, target)
        assert answer.said is Said.YES
        visit.door.close()
    token = perfect.server.token(scope=f"storage.{word}:/data")
    assert perfect.ask(operation, path, token, target)[0].said is Said.NO


@pytest.mark.parametrize(
    ("flaw", "operation", "path", "target"),
    [
        (Planted.REFUSES_BUT_DELETES, O.DELETE, "/data/f", ""),
        (Planted.REFUSES_BUT_TRUNCATES, O.OVERWRITE, "/data/f", ""),
        (Planted.REFUSES_BUT_CREATES, O.CREATE, "/data/new", ""),
        (Planted.REFUSES_BUT_MOVES, O.RENAME, "/data/f", "/data/new"),
    ],
)
def test_a_refusal_that_is_none(
    perfect: Visit, flaw: Planted, operation: Operation, path: str, target: str
) -> None:
    with _visit(flaw) as server:
        visit = Visit(server)
        answer, changed = visit.ask(operation, path, server.token(scope="storage.read:/"), target)
        assert (answer.said, changed) == (Said.NO, True)
        visit.door.close()
    token = perfect.server.token(scope="storage.read:/")
    answer, changed = perfect.ask(operation, path, token, target)
    assert (answer.said, changed) == (Said.NO, False)


def test_a_yes_that_is_none() -> None:
    with _visit(Planted.SAYS_YES_DOES_NOTHING) as server:
        visit = Visit(server)
        for operation, path, target, words in CELLS[3:9]:
            assert "modify" in words
            answer, changed = visit.ask(operation, path, server.token(scope=ALL), target)
            assert (answer.said, changed) == (Said.YES, False)
        visit.door.close()


def test_a_rename_that_is_none() -> None:
    with _visit(Planted.RENAMES_NOTHING) as server:
        visit = Visit(server)
        for operation, target in ((O.RENAME, "/data/new"), (O.RENAME_OVER, "/data/g")):
            answer, changed = visit.ask(operation, "/data/f", server.token(scope=ALL), target)
            assert (answer.said, changed) == (Said.YES, False)
        visit.door.close()


def test_shortfalls() -> None:
    with _visit(Planted.CREATE_REFUSED, Planted.REFUSES_ANY_AUDIENCE) as server:
        visit = Visit(server)
        create = server.token(scope="storage.create:/data")
        assert visit.ask(O.CREATE, "/data/new", create)[0].said is Said.NO
        anybody = server.token(scope=ALL, aud=ANY_AUDIENCE)
        assert visit.ask(O.READ, "/data/f", anybody)[0].said is Said.NO
        visit.door.close()


def test_the_wildcard_audience_passes_by_the_profile(perfect: Visit) -> None:
    for audience in (ANY_AUDIENCE, ["https://x.example", perfect.server.audience]):
        token = perfect.server.token(scope=ALL, aud=audience)
        assert perfect.ask(O.READ, "/data/f", token)[0].said is Said.YES


def test_the_lenient_one_asks_for_any_valid_token() -> None:
    with lenient() as server:
        visit = Visit(server)
        openid = server.token(scope="openid")
        assert visit.ask(O.DELETE, "/database/f", openid)[0].said is Said.YES
        expired = server.token(scope="openid", exp=1)
        assert visit.ask(O.DELETE, "/database/f", expired)[0].said is Said.NO
        assert visit.ask(O.DELETE, "/database/f", None)[0].said is Said.NO
        visit.door.close()


def test_anonymous_writes() -> None:
    with _visit(Planted.ANONYMOUS_WRITES) as server:
        visit = Visit(server)
        answer, changed = visit.ask(O.DELETE, "/data/f", None)
        assert (answer.said, changed) == (Said.YES, True)
        visit.door.close()


def test_every_flaw_is_tried_here(root: Path) -> None:
    text = (root / "tests" / "probe" / "reference" / "test_reference.py").read_text()
    assert [flaw.name for flaw in Planted if f"Planted.{flaw.name}" not in text] == []
