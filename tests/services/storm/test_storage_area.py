import pytest

from tests.services.storm.configs import area
from tokenlint.services.storm.configuration import StorageArea
from tokenlint.services.storm.storage_area import FLAGS, storage_area
from tokenlint.services.text import Text


def _area(content: str, *, embedded: bool = False, name: str = "data.properties") -> StorageArea:
    return storage_area(Text("etc/sa.d/" + name, name, content, embedded=embedded))


def test_what_is_not_written_has_the_default_of_the_code() -> None:
    found = _area(area())
    assert {name: flag.value for name, flag in found.flags.items()} == FLAGS
    assert FLAGS["orgsGrantWritePermission"] is True
    assert not any(flag.written for flag in found.flags.values())


def test_a_switch_has_its_place() -> None:
    flag = _area(area("orgsGrantWritePermission = False\n")).flags["orgsGrantWritePermission"]
    assert (flag.value, flag.written) == (False, True)
    assert (flag.source.line, flag.source.column, flag.source.end_column) == (5, 28, 33)


@pytest.mark.parametrize("value", ["yes", "1", "true ", "fasle"])
def test_what_is_no_boolean_is_told_and_unknown(value: str) -> None:
    found = _area(area(f"anonymousReadEnabled={value}\n"))
    assert found.is_set("anonymousReadEnabled") is None
    assert [problem.source.line for problem in found.problems] == [5]


def test_a_misspelled_key_is_named_with_what_then_holds() -> None:
    (key,) = _area(area("orgsGrantWritePermissions=false\n")).unknown_keys
    assert (key.key.text, key.suggestion, key.default) == (
        "orgsGrantWritePermissions",
        "orgsGrantWritePermission",
        "true",
    )
    assert (key.key.source.line, key.key.source.column) == (5, 1)


def test_the_key_of_the_documentation_is_unknown_too() -> None:
    (key,) = _area(area("voMapGrantsWriteAccess=true\n")).unknown_keys
    assert key.suggestion == "voMapGrantsWritePermission"


def test_keys_care_for_case() -> None:
    (key,) = _area(area("ORGS=x\n")).unknown_keys
    assert key.suggestion == "orgs"


def test_of_two_lines_the_last_counts_and_the_first_is_dead() -> None:
    found = _area(area("tapeEnabled=true\ntapeEnabled=false\n"))
    assert found.is_set("tapeEnabled") is False
    (dead,) = found.dead
    assert (dead.reason, dead.what.source.line) == ("duplicate", 5)
    assert dead.by is not None
    assert dead.by.line == 6


def test_lists_are_trimmed() -> None:
    found = _area(area("vos = a , b\n", orgs=" https://a.example/ ,https://b.example/ "))
    assert [org.text for org in found.orgs] == ["https://a.example/", "https://b.example/"]
    assert [vo.text for vo in found.vos] == ["a", "b"]


@pytest.mark.parametrize("missing", ["name", "rootPath", "accessPoints"])
def test_what_must_be_there(missing: str) -> None:
    lines = [line for line in area().splitlines() if not line.startswith(missing)]
    (problem,) = _area("\n".join(lines)).problems
    assert missing in problem.reason


def test_a_template_file_is_to_be_filled_in() -> None:
    found = _area("name=\nrootPath=\naccessPoints=\norgs=\n", name="sa.properties.template")
    assert found.problems == ()
    assert found.orgs == ()


def test_what_a_snippet_does_not_say_is_unknown() -> None:
    found = _area("anonymousReadEnabled=true\n", embedded=True)
    assert found.is_set("anonymousReadEnabled") is True
    assert found.is_set("orgsGrantWritePermission") is None
    assert found.problems == ()


def test_a_whole_file_in_a_snippet_has_defaults() -> None:
    assert _area(area(), embedded=True).is_set("orgsGrantWritePermission") is True


def test_placeholders_are_unknown() -> None:
    found = _area(area("orgsGrantWritePermission=<%= @write %>\n", orgs="{{ .Values.issuer }}"))
    assert found.is_set("orgsGrantWritePermission") is None
    assert [org.known for org in found.orgs] == [False]
    assert found.problems == ()


def test_template_conditions_leave_what_is_not_written_open() -> None:
    found = _area(area("<% if @x %>\ntapeEnabled=true\n<% end %>\n"))
    assert found.is_set("orgsGrantWritePermission") is None
