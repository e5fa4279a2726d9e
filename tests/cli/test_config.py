"""The configuration file: found upward, checked whole, told in words."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from tokenlint import shipped
from tokenlint.cli import config
from tokenlint.cli.config import Config, load_config, schema
from tokenlint.errors import UsageError


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A repository with a folder in a folder."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    return tmp_path


def write(folder: Path, text: str, name: str = "tokenlint.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_without_a_file_there_are_no_values(here: Path) -> None:
    found = load_config(None, here / "a" / "b")
    assert (dict(found.values), found.path, found.folder) == ({}, None, Path())
    assert found.waivers() == ()
    assert found.limits({"x": 1}) == {"x": 1}
    assert found.policy_folders() == ()


def test_the_nearest_file_wins(here: Path) -> None:
    write(here, 'fail-on = "low"')
    near = write(here / "a", 'fail-on = "high"')
    found = load_config(None, here / "a" / "b")
    assert (found.values["fail-on"], found.path) == ("high", near)


def test_its_own_file_wins_over_pyproject(here: Path) -> None:
    write(here, '[tool.tokenlint]\nfail-on = "low"', "pyproject.toml")
    assert load_config(None, here).values["fail-on"] == "low"
    write(here, 'fail-on = "high"')
    assert load_config(None, here).values["fail-on"] == "high"


def test_a_pyproject_that_does_not_speak_of_it_is_passed_over(here: Path) -> None:
    write(here, 'fail-on = "low"')
    write(here / "a", "[project]\nname = 'x'", "pyproject.toml")
    assert load_config(None, here / "a").values["fail-on"] == "low"


def test_the_search_stops_at_the_repository(here: Path) -> None:
    write(here, 'fail-on = "low"')
    (here / "a" / ".git").mkdir()
    assert load_config(None, here / "a" / "b").values == {}


def test_a_named_file_is_used_wherever_it_is(here: Path) -> None:
    file = write(here, 'fail-on = "low"', "other.toml")
    assert load_config(file, here / "a").values["fail-on"] == "low"
    plain = write(here, "[project]\n", "pyproject.toml")
    assert load_config(plain, here).values == {}


def refused(file: Path) -> str:
    with pytest.raises(UsageError) as caught:
        load_config(file, file.parent)
    return str(caught.value)


def test_a_missing_file_is_refused(here: Path) -> None:
    assert refused(here / "absent.toml").endswith(
        "absent.toml: cannot be read: No such file or directory"
    )


@pytest.mark.parametrize("text", ["a = ", "= 1", "[a", 'a = "\x00"'])
def test_what_is_no_toml_is_refused(here: Path, text: str) -> None:
    assert "no valid TOML" in refused(write(here, text))


def test_bytes_that_are_no_text_are_refused(here: Path) -> None:
    file = here / "tokenlint.toml"
    file.write_bytes(b"\xff\xfe")
    assert "no valid TOML" in refused(file)


def test_all_errors_are_told_at_once_with_what_was_meant(here: Path) -> None:
    text = """
    fail_on = "high"
    persona = "boss"
    wholly-strange = 1
    [limits]
    lifetime-maximun = "6h"
    [[suppress]]
    files = "x"
    """
    said = refused(write(here, text))
    assert "unknown key 'fail_on', did you mean 'fail-on'?" in said
    assert "unknown key 'wholly-strange'; known are" in said
    assert "limits: unknown key 'lifetime-maximun', did you mean 'lifetime-maximum'?" in said
    assert "persona: 'boss' is not one of" in said
    assert "suppress.0: 'codes' is a required property" in said


def test_durations_of_limits_are_seconds(here: Path) -> None:
    write(here, '[limits]\nlifetime-maximum = "1d12h"\naudience-many = 3\nclock-skew-seconds = 5\n')
    found = load_config(None, here).limits({"lifetime_maximum": 1, "other": 2})
    assert found == {
        "lifetime_maximum": 129_600,
        "other": 2,
        "audience_many": 3,
        "clock_skew_seconds": 5,
    }


def test_a_duration_that_is_none_is_refused(here: Path) -> None:
    write(here, '[limits]\nlifetime-maximum = "soon"\n')
    found = load_config(None, here)
    with pytest.raises(UsageError, match=r"limits\.lifetime-maximum") as caught:
        found.limits({})
    assert "6h" in caught.value.advice


def test_names_in_the_file_are_relative_to_it(here: Path) -> None:
    file = write(here / "a", 'policy = ["site", "/else"]\n')
    found = load_config(file, here)
    assert found.policy_folders() == (here / "a" / "site", Path("/else"))


def test_dates_may_be_written_plainly(here: Path) -> None:
    text = '[[suppress]]\nfiles = "*"\ncodes = ["SCP"]\nreason = "r"\nuntil = 2027-01-31\n'
    (waiver,) = load_config(write(here, text), here).waivers()
    assert waiver.until == "2027-01-31"
    assert waiver.source is not None
    assert waiver.source.file == str(here / "tokenlint.toml")
    without = Config({"suppress": [{"files": "*", "codes": ["SCP"], "reason": "r"}]}, here / "x")
    assert without.waivers()[0].until == ""


def test_the_schema_is_one_and_speaks_of_what_there_is() -> None:
    Draft202012Validator.check_schema(schema())
    limits = set(shipped.compiled()["limits"])
    assert {
        name.replace("-", "_") for name in schema()["properties"]["limits"]["properties"]
    } == limits


@given(
    st.dictionaries(
        st.sampled_from(["select", "limits", "suppress", "fail-on", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=2)
                | st.dictionaries(st.sampled_from(["files", "codes", "y"]), inner, max_size=2)
            ),
            max_leaves=4,
        ),
        max_size=3,
    )
)
def test_any_values_are_valid_or_refused_in_words(values: dict[str, object]) -> None:
    try:
        config._checked(Path("x.toml"), json.loads(json.dumps(values)))
    except UsageError as error:
        said = error.reason
    else:
        said = "x.toml: the configuration is not valid:\n  "
    assert said.startswith("x.toml: the configuration is not valid:\n  ")
