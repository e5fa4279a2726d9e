import pytest

from tests.services.arc.configs import BASE, config, text
from tokenlint.services.arc.config import config_of


@pytest.mark.parametrize(
    ("content", "embedded", "complete"),
    [
        (BASE, False, True),
        (BASE, True, False),
        (BASE.replace("[common]\n", ""), False, False),
        ("{{ if .x }}\n" + BASE, False, False),
    ],
)
def test_whether_something_else_may_hold_the_rest(
    content: str, embedded: bool, complete: bool
) -> None:
    assert config(content, embedded=embedded).complete is complete


def test_a_block_twice_is_told_with_its_first_place() -> None:
    made, (problem,) = config_of([text("[queue: a]\nx = 1\n[queue: b]\n[queue: a]\nx = 2\n")])
    assert problem.source.line == 4
    assert "etc/arc.conf:1" in problem.reason
    last = made.last("queue", "x")
    assert last is not None
    assert last.value.text == "2"
