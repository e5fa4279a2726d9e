from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.storm.configs import application, area, policy, token
from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask
from tokenlint.services.pieces import Piece
from tokenlint.services.storm.reader import assemble
from tokenlint.services.storm.recognise import (
    APPLICATION,
    PATH_AUTHZ,
    STORAGE_AREA,
    TEAPOT,
    USER_MAPPING,
)
from tokenlint.services.text import Text

_KINDS = (APPLICATION, PATH_AUTHZ, STORAGE_AREA, TEAPOT, USER_MAPPING)
_WHOLE = area("fineGrainedAuthzEnabled=true\n") + application(policy(paths="/a/**"))


@st.composite
def _nearly_valid(draw: st.DrawFn) -> str:
    """A valid text with a part cut out and another one put in."""
    start = draw(st.integers(0, len(_WHOLE)))
    end = draw(st.integers(start, min(len(_WHOLE), start + 40)))
    middle = draw(st.text(alphabet="\n\t :-[]{}'\"a=,<%>", max_size=8))
    return _WHOLE[:start] + middle + _WHOLE[end:]


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(_KINDS), _nearly_valid(), st.booleans()), max_size=4))
def test_whatever_the_files_say_there_is_an_answer(files: list[tuple[str, str, bool]]) -> None:
    pieces = [
        Piece(kind, Text(f"d/{i}", f"application-{i}.yml", content, embedded=embedded))
        for i, (kind, content, embedded) in enumerate(files)
    ]
    for service in assemble(pieces).services:
        for operation in (Operation.READ, Operation.DELETE):
            service.decide(token("storage.read:/"), Ask(operation, "/data/a/x"))


def test_a_large_file_takes_no_time() -> None:
    lines = "".join(f"key{i}=value\\\n  more\n" for i in range(20_000))
    assemble([Piece(STORAGE_AREA, Text("a.properties", "a.properties", area(lines)))])


def test_nothing_makes_nothing() -> None:
    assert assemble([]).services == ()
