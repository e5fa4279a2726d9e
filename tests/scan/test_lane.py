"""Signatures and forms of one header."""

import pytest

from tests.minting import claims
from tests.policy.test_typed_form import room, written
from tokenlint.credentials.base64url import ends_canonically
from tokenlint.credentials.signature import cut_short
from tokenlint.scan import lane as module
from tokenlint.scan.lane import Lane


def made(algorithm: object = "ES256", number: int = 0) -> Lane:
    return Lane(b"segment", {"alg": algorithm}, number)


@pytest.mark.parametrize("algorithm", ["ES256", "RS256", "HS512", "EdDSA", "made-up", None, 7])
def test_ends_are_those_of_a_whole_signature(algorithm: object) -> None:
    lane = made(algorithm)
    for length in (0, 1, 2, 42, 43, 44, 85, 86, 87, 88, 341, 342, 343):
        for letter in b"AQgwBCEIMUYcko048-_":
            whole = (
                length > 0
                and not cut_short(algorithm, length * 3 // 4)
                and ends_canonically(b"A" * (length - 1) + bytes([letter]))
            )
            assert (letter in lane.ends(length)) == whole


def test_marks_of_two_lanes_differ() -> None:
    assert len({*made(number=0).marks, *made(number=1).marks}) == 6


def test_what_was_not_learned_is_not_read() -> None:
    assert made().read(written(claims()), 0) is None


def test_forms_are_tried_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_LENGTHS", 2)
    lane = made()
    bodies = [claims(), claims(jti=None), claims(email="a"), claims(nbf=None), claims(email="bb")]
    for body in bodies[:4]:
        form = room().form(body)
        assert form is not None
        lane.learn(form)
        lane.learn(form)
    for _ in range(2):
        for body in bodies:
            form = room().form(body)
            assert form is not None
            assert lane.read(written(body), 1) == form.read(written(body), 1)
    assert len(lane.by_length) <= 2


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_FORMS", 2)
    lane = made()
    for name in "abc":
        form = room().form(claims(**{name: "x"}))
        assert form is not None
        lane.learn(form)
    assert lane.read(written(claims(b="y")), 0) is not None
    assert lane.read(written(claims(c="y")), 0) is None


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"\xff":1}', b"[" * 9_999, b'{"jti":1}'])
def test_no_text_raises(text: bytes) -> None:
    lane, form = made(), room().form(claims())
    assert form is not None
    lane.learn(form)
    assert lane.read(text, 0) is None
    lane.by_length[len(text)] = form
    assert lane.read(text, 0) is None
