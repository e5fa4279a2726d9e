import pytest

from tests.services.voms.files import CHAIN, text
from tokenlint.services.voms.lsc import read_lsc

FILE = "vomsdir/alpha/voms.example.lsc"


def test_chains_have_their_places() -> None:
    found = read_lsc(text(f"{CHAIN}------ NEXT CHAIN ------\n  {CHAIN}", FILE))
    assert [len(chain) for chain in found.chains] == [2, 2]
    assert str(found.chains[1][0].source) == f"{FILE}:4:3"
    assert not found.problems


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("/DC=org/CN=voms.example\n", 1, "one name is missing"),
        (f"{CHAIN}/DC=org/CN=Root\n", 3, "one name is missing"),
        ("CN=voms.example,DC=org\n/DC=org/CN=Authority\n", 1, "no name of a certificate"),
        ("# nothing\n", 0, "there is no chain"),
    ],
)
def test_what_is_wrong(content: str, line: int, reason: str) -> None:
    (problem,) = read_lsc(text(content, FILE)).problems
    assert reason in problem.reason
    assert problem.source.line == line


@pytest.mark.parametrize(
    "content", ["{{ chain }}\n", "{% for x in y %}\n{% endfor %}\n", "/CN=${HOST}\n"]
)
def test_placeholders_are_unknown(content: str) -> None:
    assert not read_lsc(text(content, FILE)).problems
