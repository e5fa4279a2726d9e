"""Mapping files: what they mean, and what is said of every error, with its place."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tests.effort import examples
from tests.workflows.declarations import PIECES
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.workflows import schema
from tokenlint.workflows.documents import ReadLimits
from tokenlint.workflows.mapping_file import MappingFile, read_mapping

GOOD = """\
tokenlint: mapping/1
x-reading: &reading "storage.read:/"
services:
  disk:
    audience: https://storage.example
    aliases: [storage.example]
    implementation: dcache
    version: 10.20
    rights:
      - {who: /vo, scope: *reading}
      - who: [/vo/Role=production, "urn:geant:vo.example:group:vo"]
        scope: [storage.modify:/prod, "storage.stage:/ storage.poll:/"]
---
tokenlint: mapping/1
services:
  ce: {audience: ce.example:9619, rights: [{who: "*", scope: condor:/WRITE}]}
  closed: {audience: https://closed.example, rights: []}
---
"""


def read(text: str) -> MappingFile:
    return read_mapping(Path("mapping.yaml"), text.encode())


def words(file: MappingFile) -> list[str]:
    return [f"{p.source.line}:{p.source.column} {p.reason}" for p in file.problems]


def test_a_whole_file() -> None:
    file = read(GOOD)
    assert file.problems == ()
    assert file.mapping is not None
    disk, ce, closed = file.mapping.services
    assert (disk.name, disk.audiences) == ("disk", ("https://storage.example", "storage.example"))
    assert (disk.implementation, disk.version) == ("dcache", "10.20")
    assert [str(each) for each in disk.grants(("/vo",))] == ["storage.read:/"]
    names = ("/vo/Role=production/Capability=NULL",)
    assert {str(c) for c in disk.grants(names)} == {"storage.modify:/prod", "storage.stage:/"}
    assert len(ce.grants(("anybody",))) == 4
    assert closed.grants(("/vo",)) == CapabilitySet()


def service(rights: str) -> str:
    head = "tokenlint: mapping/1\nservices:\n  disk:\n    audience: https://s.example\n"
    return f"{head}    rights:\n      - {rights}\n"


@pytest.mark.parametrize(
    ("text", "said", "advice"),
    [
        (service('{who: "/vo*", scope: "storage.read:/"}'), "6:15 `/vo*` is no pattern", "`/vo/*`"),
        (service('{who: [a, "*/x"], scope: []}'), "6:19 `*/x` is no pattern", "`/*`"),
        (service("{who: a, scope: storage.write:/x}"), "6:25 `storage.write:/x` grants nothing",
         "did you mean `storage.create` or `storage.modify`?"),
        (service("{who: a, scope: openid}"), "6:25 `openid` grants nothing", "storage.read:/"),
        (service('{who: a, scope: "storage.read:/ storage.read"}'),
         "6:41 `storage.read` lacks its path", "write `storage.read:/`"),
        (service("{who: a, scope: [compute.create, storage.read:/a/../b]}"),
         "6:42 `storage.read:/a/../b` has a path", "absolute path"),
        (service("{who: a}"), "6:9 the right lacks `scope`", "scope"),
        (service("{whom: a, scope: []}"), "6:10 `whom` is no key of a right", "who"),
        (service('{who: "", scope: []}'), "6:15 the who is empty", "/vo/Role=production"),
        (service("{who: [], scope: []}"), "6:15 the who is empty", "/vo/Role=production"),
        ("tokenlint: mapping/2\nservices: {}\n", "1:12 `mapping/2` is not a version", "mapping/1"),
        ("tokenlint: mapping/1\n", "1:1 the tokenlint mapping file lacks `services`", "services"),
        ("tokenlint: mapping/1\nservices: {}\n", "2:11 the services is empty", ""),
        ("[]\n", "1:1 a mapping file is a mapping of keys", "mapping/1"),
        ("---\n", "0:0 the file maps nothing", "mapping/1"),
        (GOOD.replace("  ce:", "  disk:", 1), "16:3 the service `disk` is listed twice", "join"),
        ("tokenlint: mapping/1\nservices: [\n", "", ""),
    ],
)  # fmt: skip
def test_every_error_has_its_place_and_advice(text: str, said: str, advice: str) -> None:
    file = read(text)
    assert file.mapping is None
    found = [p for p, line in zip(file.problems, words(file), strict=True) if line.startswith(said)]
    assert found, words(file)
    assert advice in found[0].advice


def test_a_file_with_an_error_is_not_used_at_all() -> None:
    file = read(GOOD.replace("condor:/WRITE", "condor:/WRONG"))
    assert file.mapping is None
    assert len(file.problems) == 1


@pytest.mark.parametrize("name", ["gone.yaml", "bad\0name", "."])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    file = read_mapping(tmp_path / name)
    assert file.mapping is None
    assert [problem.kind for problem in file.problems] == ["unreadable"]


def test_a_file_is_read_from_its_path_within_limits(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(GOOD)
    assert read_mapping(path).mapping is not None
    short = read_mapping(path, limits=ReadLimits(file_bytes=10))
    assert [problem.kind for problem in short.problems] == ["limit"]


TEXTS = st.lists(st.sampled_from((*PIECES, *GOOD.split(), GOOD)), max_size=12).map("".join)


@settings(max_examples=examples(60))
@given(TEXTS.map(str.encode) | st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    file = read_mapping(Path("m.yaml"), data)
    assert (file.mapping is None) == bool(file.problems)


def test_the_example_of_the_schema_is_a_mapping() -> None:
    text = Path(schema.__file__).with_name("mapping.schema.json").read_text("utf-8")
    published = json.loads(text)
    Draft202012Validator.check_schema(published)
    assert read(json.dumps(published["examples"][0])).mapping is not None
