"""A captured credential is recognised by its content, whatever it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.macaroon.minting import FORMS, made, serialized
from tests.credentials.proxy.made import attributes, file
from tests.credentials.raw import mutated
from tests.minting import NOW, claims, mint
from tokenlint import recognised
from tokenlint.presented import Kind, Presented, Surroundings
from tokenlint.recognised import read_presented
from tokenlint.source import Problem, Source
from tokenlint.trustspace.calibration import Calibration

HERE = Source("a.token")
AROUND = Surroundings(NOW, Calibration.default())
PROXY = file(attributes())
MACAROON = serialized(made(version=2), "binary")


def kind(data: bytes) -> Kind:
    found = read_presented(data, HERE, AROUND)
    assert isinstance(found, Presented)
    return found.kind


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("version", [1, 2])
def test_every_serialization_of_a_macaroon(form: str, version: int) -> None:
    assert kind(serialized(made(version=version), form)) is Kind.MACAROON


def test_tokens_and_proxies() -> None:
    assert kind(mint(claims()).encode()) is Kind.TOKEN
    assert kind(PROXY) is Kind.PROXY
    assert kind(file(form="end-entity", private_key="absent")) is Kind.PROXY


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\x00", b"eyJ.eyJ.x"])
def test_what_nobody_can_read_is_a_problem(data: bytes) -> None:
    found = read_presented(data, HERE, AROUND)
    assert isinstance(found, Problem)
    assert (found.kind, found.source) == ("unreadable-token", HERE)
    assert found.advice


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (serialized(made())[:60], "unreadable-macaroon"),
        (PROXY.replace(b"MII", b"MIJ", 1), "unreadable-proxy"),
        (b"-----BEGIN CERTIFICATE-----\n", "unreadable-proxy"),
    ],
)
def test_what_is_of_a_kind_and_cannot_be_read_is_a_problem_of_that_kind(
    data: bytes, problem: str
) -> None:
    found = read_presented(data, HERE, AROUND)
    assert isinstance(found, Problem)
    assert (found.kind, found.source, bool(found.advice)) == (problem, HERE, True)


def test_the_first_recogniser_that_knows_the_bytes_has_its_reader_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mine(data: bytes, name: str, source: Source, around: Surroundings) -> Problem:
        return Problem("mine", source, f"{name} {len(data)} {around.at}")

    readers = ((lambda data: data == b"mine", mine), *recognised.READERS)
    monkeypatch.setattr(recognised, "READERS", readers)
    found = read_presented(b"mine", HERE, AROUND)
    assert isinstance(found, Problem)
    assert found.reason == f"a.token 4 {NOW}"
    assert kind(mint(claims()).encode()) is Kind.TOKEN


def _damaged(whole: bytes) -> st.SearchStrategy[bytes]:
    places = st.integers(0, len(whole) - 1)
    changed = st.builds(lambda at, sign: whole[:at] + sign + whole[at + 1 :], places, _SIGNS)
    return changed | places.map(lambda at: whole[:at])


_SIGNS = st.binary(max_size=2)


@given(mutated() | st.binary(max_size=64) | _damaged(PROXY) | _damaged(MACAROON))
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read_presented(data, HERE, AROUND), Presented | Problem)
