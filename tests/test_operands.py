"""What a comparison names, and what is said of what cannot be read."""

from io import BytesIO
from pathlib import Path

import pytest

from tests.credentials.macaroon.minting import made, serialized
from tests.credentials.proxy.made import attributes, file
from tests.minting import NOW, claims, mint
from tokenlint import operands
from tokenlint.operands import Read, read_operands
from tokenlint.presented import Kind, Surroundings
from tokenlint.trustspace.calibration import Calibration

AROUND = Surroundings(NOW, Calibration.default())
WORKFLOWS = """\
tokenlint: workflows/1
services: {disk: {audience: "https://s.example", kind: storage}}
workflows:
  one: &one
    kind: stage-out
    operations: [{operation: read, service: disk, path: /a, by: payload}]
    usable_for: 1h
    token: {audience: "https://s.example", scope: "storage.read:/a", lifetime: 1h}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(WORKFLOWS)
    Path("two.yaml").write_text(f"{WORKFLOWS}  a:b: *one\n")
    Path("a.token").write_text(mint(claims()))


def read(*texts: str, stdin: bytes = b"") -> Read:
    return read_operands(texts, AROUND, BytesIO(stdin))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a.token", Kind.TOKEN),
        ("one.yaml", Kind.NEED),
        ("one.yaml#", Kind.NEED),
        ("one.yaml#one", Kind.NEED),
        ("one.yaml##request", Kind.REQUEST),
        ("one.yaml#one#request", Kind.REQUEST),
        ("two.yaml#a:b", Kind.NEED),
        ("two.yaml#a:b#request", Kind.REQUEST),
        ("voms-proxy-96h", Kind.REFERENCE),
        ("legacy-8d", Kind.REFERENCE),
    ],
)
def test_every_form_of_an_operand(text: str, kind: Kind) -> None:
    (found,), problems = read(text)
    assert (found.name, found.kind, problems) == (text, kind, ())


def test_standard_input() -> None:
    (found,), problems = read("-", stdin=mint(claims()).encode())
    assert (found.name, found.source.file, problems) == ("-", "-", ())


def test_proxies_and_macaroons_by_content() -> None:
    Path("x509up_u1000").write_bytes(file(attributes()))
    Path("answer.json").write_bytes(serialized(made(), "json"))
    found, problems = read("x509up_u1000", "answer.json", "-", stdin=file(form="legacy"))
    assert [each.kind for each in found] == [Kind.PROXY, Kind.MACAROON, Kind.PROXY]
    assert problems == ()


def test_a_file_may_have_the_sign_in_its_name() -> None:
    Path("a#b.token").write_text(mint(claims()))
    (found,), _ = read("a#b.token")
    assert found.kind is Kind.TOKEN


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("gone", "unreadable", "No such file"),
        (".", "unreadable", "Is a directory"),
        ("a\0b", "unreadable", "cannot be the name"),
        ("gone.yaml#w", "unreadable", "No such file"),
        ("two.yaml", "operand", "which workflow?; there are one, a:b"),
        ("one.yaml#other", "operand", "no workflow is called 'other'; there are one"),
        ("one.yaml#one#need", "operand", "no part 'need'"),
        ("a.token#x", "syntax", ""),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_stands(text: str, kind: str, said: str) -> None:
    found, problems = read("a.token", text, "legacy-8d")
    assert [each.name for each in found] == ["a.token", "legacy-8d"]
    assert problems
    assert said in problems[0].reason
    if kind != "syntax":
        assert [problem.kind for problem in problems] == [kind]
        assert problems[0].advice


def test_problems_of_a_declaration_are_told_once_beside_its_workflows() -> None:
    Path("odd.yaml").write_text(WORKFLOWS.replace("stage-out", "no-such-kind"))
    found, problems = read("odd.yaml", "odd.yaml##request")
    assert [each.kind for each in found] == [Kind.NEED, Kind.REQUEST]
    assert len(problems) == 1


def test_a_broken_declaration_is_a_problem() -> None:
    Path("broken.yaml").write_text("tokenlint: workflows/1\nworkflows: [\n")
    found, problems = read("broken.yaml")
    assert found == ()
    assert problems


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operands, "MAX_BYTES", 10)
    found, problems = read("a.token", "-", stdin=b"x" * 11)
    assert found == ()
    assert [problem.kind for problem in problems] == ["oversize", "oversize"]
