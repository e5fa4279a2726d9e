import pytest

from tests.services.iam.files import text
from tokenlint.services.iam.environment import Environment, environments


def _one(file: str, content: str, *, embedded: bool = False) -> Environment:
    ((found,), problems) = environments(text(file, content, embedded=embedded))
    assert problems == ()
    return found


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("IAM_HOST=iam.example", "iam.example"),
        ('IAM_HOST="iam.example"  ', "iam.example"),
        ("export IAM_HOST='iam.example'", "iam.example"),
        ("IAM_HOST=", ""),
    ],
)
def test_lines(line: str, value: str) -> None:
    content = f"# IAM_HOST=no\n{line}\n"
    found = _one("iam.env", content).get("IAM_HOST")
    assert found is not None
    assert (found.text, found.source.line, found.known) == (value, 2, True)
    if value:
        place = found.source
        assert content.splitlines()[1][place.column - 1 : place.end_column - 1] == value


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("environment:\n  IAM_A: x\n  IAM_HOST: iam.example\n", 3),
        ("environment:\n  - IAM_A=x\n  - IAM_HOST=iam.example\n", 3),
        ("env:\n- {name: IAM_A}\n- name: IAM_HOST\n  value: iam.example\n", 4),
    ],
)
def test_yaml(content: str, line: int) -> None:
    found = _one("compose.yml", content)
    host = found.get("IAM_HOST")
    assert host is not None
    assert (host.text, host.source.line) == ("iam.example", line)
    assert [name.text for name in found.names] == ["IAM_A", "IAM_HOST"]
    assert found.closed


def test_a_variable_that_is_passed_on_is_unknown() -> None:
    found = _one("compose.yml", "environment:\n  IAM_A: x\n  IAM_HOST:\n").get("IAM_HOST")
    assert found is not None
    assert not found.known


def test_each_process_has_its_own() -> None:
    one = "environment: {IAM_A: x, IAM_B: y}"
    found, _ = environments(text("compose.yml", f"services:\n  a:\n    {one}\n  b:\n    {one}\n"))
    assert len(found) == 2


@pytest.mark.parametrize(
    "content",
    [
        "env:\n- {name: IAM_A, value: x}\n- {name: IAM_B, value: y}\nenvFrom: []\n",
        "env_file: .env\nenvironment: {IAM_A: x, IAM_B: y}\n",
        "{{- if x }}\nenvironment: {IAM_A: x, IAM_B: y}\n{{- end }}\n",
    ],
)
def test_more_may_be_set_elsewhere(content: str) -> None:
    assert not _one("compose.yml", content).closed


def test_a_snippet_is_never_all() -> None:
    assert not _one("page.md", "IAM_HOST=iam.example\n", embedded=True).closed
    assert not _one("map.yaml", "IAM_A: x\nIAM_HOST: y\n", embedded=True).closed


def test_a_placeholder_is_unknown() -> None:
    found = _one("iam.env", "IAM_HOST=${HOST}\n").get("IAM_HOST")
    assert found is not None
    assert not found.known
