import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.storm.configs import token
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.storm.path_authz import assemble_path_authz
from tokenlint.services.storm.recognise import PATH_AUTHZ
from tokenlint.services.text import Text

_HEAD = "algorithm=it.grid.storm.authz.path.model.PathAuthzAlgBestMatch\n"


def _read(content: str) -> Assembled:
    return assemble_path_authz([Piece(PATH_AUTHZ, Text("etc/path-authz.db", "p", content))])


def _verdict(content: str, operation: str, path: str = "/vo/file") -> Verdict:
    (service,) = _read(content).services
    return service.decide(token(), Ask(Operation(operation), path)).verdict


def test_the_shipped_line_is_for_every_account() -> None:
    (service,) = _read(_HEAD + "  @ALL@     /      WRFDLMN     permit\n").services
    (way,) = service.acceptance.ways
    assert (way.kind.value, way.paths, way.flat) == ("account", ("/",), True)
    assert {"delete", "overwrite", "create", "read"} <= way.operations
    assert (way.source.line, way.source.column) == (2, 3)


def test_lines_that_storm_passes_over() -> None:
    found = _read(_HEAD + "@ALL@ /x RL\n# a comment\n@ALL@ / RL Permit me\n")
    assert [problem.source.line for problem in found.problems] == [2]
    assert len(found.services[0].acceptance.ways) == 1


def test_two_algorithms() -> None:
    (problem,) = _read(_HEAD * 2).problems
    assert problem.source.line == 2


def test_the_nearest_path_decides() -> None:
    lines = _HEAD + "@ALL@ / WRFDLMN permit\n* /vo WD deny\n"
    assert _verdict(lines, "delete") is Verdict.DENIED
    assert _verdict(lines, "read") is Verdict.DEPENDS
    assert _verdict(lines, "delete", "/else") is Verdict.DEPENDS


def test_what_no_line_names_is_denied() -> None:
    assert _verdict(_HEAD + "@ALL@ / RL permit\n", "delete") is Verdict.DENIED


def test_nobody_gets_in_without_an_account() -> None:
    (service,) = _read(_HEAD + "@ALL@ / WRFDLMN permit\n").services
    answer = service.decide(Presented(), Ask(Operation.DELETE, "/x"))
    assert answer.verdict is Verdict.DENIED


@pytest.mark.parametrize("second", ["g /a/ R deny", "g /a RL permit"])
def test_a_line_that_an_earlier_one_hides(second: str) -> None:
    (service,) = _read(_HEAD + f"@ALL@ /a RLD permit\n{second}\n").services
    assert [dead.reason for dead in service.acceptance.dead] == ["shadowed"]


def test_a_line_with_more_operations_is_not_hidden() -> None:
    (service,) = _read(_HEAD + "g /a R permit\ng /a RW permit\n@ALL@ /a R permit\n").services
    assert service.acceptance.dead == ()


@given(st.text(alphabet="@AL /aRWD permitdeny\n#=\t", max_size=150), st.sampled_from(Operation))
def test_any_text_can_be_read(content: str, operation: Operation) -> None:
    (service,) = _read(content).services
    service.decide(token(), Ask(operation, "/a/b"))
