"""Nothing personal and nothing secret in the words of a model."""

from tests.judging import QUICK_HEADER
from tests.minting import claims, mint
from tokenlint.permissions.discreet import discreet


def test_a_subject_is_shortened_and_a_token_hidden() -> None:
    body = claims(email="somebody@lab.example", name="Jo")
    assert discreet("denies WRITE to 5f2c0a9e-made-up", body) == "denies WRITE to 5f2c0a9e…"
    assert "somebody" not in discreet("maps somebody@lab.example to vo", body)
    assert discreet("jobs of vo", body) == "jobs of vo"
    assert discreet("lets `vo@lab.example` in", {}) == "lets `vo@lab.example` in"
    token = mint(claims(), QUICK_HEADER)
    assert discreet(f"lets the scope storage.read:/{token} read", {}) == "(token not shown)"
    assert "hunter2" not in discreet("runs with password=hunter2", {})
