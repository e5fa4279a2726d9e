"""Expressions that ARC cannot compile or evaluate."""

import pytest

from tests.services.arc.configs import text
from tokenlint.services.acceptance import Assembled
from tokenlint.services.arc.reader import assemble
from tokenlint.services.arc.recognise import CONF
from tokenlint.services.pieces import Piece


def made(expression: str) -> Assembled:
    content = f"[common]\n[authtokens]\n[authgroup: a]\nauthtokensgen = {expression}\n"
    return assemble([Piece(CONF, text(content))])


@pytest.mark.parametrize("pattern", ["(a", "[a", "a(b(c)", "a\\"])
def test_broken(pattern: str) -> None:
    (service,) = made(f'sub = x | !(iss ~ "{pattern}")').services
    (found,) = service.acceptance.patterns
    assert (found.text.text, found.defects) == (pattern, ("broken",))
    assert (found.text.source.line, found.text.source.column) == (4, 36)


@pytest.mark.parametrize("pattern", ["a", "(a)", "[\\]", "a**", "{{ x", "a)"])
def test_not_surely_broken(pattern: str) -> None:
    (service,) = made(f'iss ~ "{pattern}"').services
    assert service.acceptance.patterns == ()


def test_what_is_no_expression() -> None:
    (problem,) = made("iss = x &").problems
    assert "one side of an operator is missing; ARC ends the authgroup" in problem.reason
    assert problem.source.line == 4
    assert made("(iss = x) & (aud = y)").problems == ()
