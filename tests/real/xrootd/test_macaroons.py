"""What tokenlint reads in a macaroon, against what a real XRootD server then allows."""

from collections.abc import Callable, Iterator

import msgspec
import pytest

from tests.real.xrootd.apart import start
from tests.real.xrootd.cells import Outcome
from tests.real.xrootd.macaroons import ASKED, KINDS, SITE, Presented, Seen
from tests.real.xrootd.programs import MISSING, installed
from tokenlint.credentials.macaroon.macaroon import Caveat, Form, Macaroon
from tokenlint.credentials.macaroon.privilege_of import Understanding, understand
from tokenlint.credentials.macaroon.reading import Reading
from tokenlint.policy.implementations import version_key
from tokenlint.policy.macaroon_languages import shipped_languages
from tokenlint.privilege.operation import Operation

PATIENCE = 120
BY_COMPONENT = version_key("5.9.1")
"""Before this release, paths were compared by their letters (`rules/macaroons.yaml`)."""

STRICTER = frozenset({"beyond-maxduration", "unknown", "of-dcache"})
"""Macaroons that the server refuses for what no reader can hold against them."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def presented(unavailable: Callable[[str], None], tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """What the server of the system's packages did with all macaroons."""
    programs = installed()
    if programs is None:
        unavailable(MISSING)
        raise AssertionError("a test that cannot run was neither skipped nor failed")
    out = tmp_path_factory.mktemp("macaroons") / "seen.json"
    start("macaroons", programs, out, PATIENCE)
    return msgspec.json.decode(out.read_bytes(), type=Seen)


def understood(each: Presented) -> Understanding:
    caveats = tuple(map(Caveat, each.caveats))
    macaroon = Macaroon("0" * 12, Form.BASE64, 1, each.location, caveats=caveats)
    return understand(macaroon, shipped_languages(), "xrootd")


def predictions(seen: Seen, each: Presented) -> Iterator[tuple[str, bool, bool]]:
    """Of every request its words, whether it passed, and whether it should have."""
    (reading,) = understood(each).readings
    expired = reading.expiry is not None and reading.expiry <= seen.at
    for operation, path, target, outcome in each.outcomes:
        paths = [text for text in (path, target) if text]
        reached = all(reaches(reading, text, seen.version) for text in paths)
        allowed = not expired and Operation(operation) in reading.operations and reached
        words = f"{each.kind} ({', '.join(each.caveats)}): {operation} {path} {target}".strip()
        yield words, outcome is Outcome.ALLOWED, allowed


def reaches(reading: Reading, path: str, version: str) -> bool:
    if reading.path is None:
        return False
    base = "".join(f"/{step}" for step in reading.path)
    if (version_key(version) or ()) < (BY_COMPONENT or ()):
        return path.startswith(base)
    return path == base or path.startswith(f"{base}/")


def test_whatever_the_server_allows_was_predicted(presented: Seen) -> None:
    surprises = [
        words
        for each in presented.presented
        for words, passed, allowed in predictions(presented, each)
        if passed and not allowed
    ]
    assert not surprises, "\n".join(surprises)


def test_nothing_else_was_predicted_but_what_a_reader_cannot_know(presented: Seen) -> None:
    missing = [
        words
        for each in presented.presented
        if each.kind not in STRICTER
        for words, passed, allowed in predictions(presented, each)
        if allowed and not passed
    ]
    assert not missing, "\n".join(missing)


def test_the_server_refuses_what_it_does_not_understand(presented: Seen) -> None:
    found = {each.kind: each for each in presented.presented}
    for kind in STRICTER:
        assert {outcome for *_, outcome in found[kind].outcomes} == {Outcome.DENIED}
        assert any(allowed for _, _, allowed in predictions(presented, found[kind]))


def test_both_answers_were_seen_for_every_operation(presented: Seen) -> None:
    found = {
        (operation, outcome)
        for each in presented.presented
        for operation, _, _, outcome in each.outcomes
    }
    operations = {operation for operation, _ in found}
    assert {(each, outcome) for each in operations for outcome in
            (Outcome.ALLOWED, Outcome.DENIED)} <= found  # fmt: skip
    assert {each.kind for each in presented.presented} == {*KINDS, *ASKED}


def test_what_the_server_hands_out_is_read(presented: Seen) -> None:
    for each in presented.presented:
        if each.issued:
            assert (each.location, each.defects) == (SITE, [])
            found = understood(each)
            assert found.expiry is not None
            assert 0 < found.expiry - presented.at <= 3600 + PATIENCE
            (reading,) = found.readings
            assert reading.path == ("data", "foo")
