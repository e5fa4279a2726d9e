import pytest

from tests.services.pelican.servers import params, text
from tokenlint.services.pelican.params import read_params, seconds


def test_names_are_compared_without_case_and_keep_their_places() -> None:
    found = params("origin:\n  EXPORTS: []\n  ssh:\n    Host: h.example\n")
    host = found.get("Origin.SSH.Host")
    assert host is not None
    assert host.name.text == "origin.ssh.Host"
    assert str(host.source) == "etc/pelican/pelican.yaml:4:11"


def test_the_file_that_is_read_last_wins() -> None:
    one, two = text("Origin:\n  Port: 1\n"), text("Origin:\n  Port: 2\n", "config.d/20.yaml")
    value = read_params([one, two]).value("Origin.Port")
    assert value is not None
    assert (value.text, value.source.file) == ("2", "config.d/20.yaml")


def test_an_old_name_sets_the_new_one() -> None:
    assert (
        params("Origin:\n  EnableWrite: false\n").switch("Origin.EnableWrites", default=True)
        is False
    )
    both = params("Origin:\n  EnableWrite: false\n  EnableWrites: true\n")
    assert both.switch("Origin.EnableWrites", default=False) is True


@pytest.mark.parametrize(
    ("written", "value"),
    [("T", True), ("0", False), ("False", False), ("{{ .x }}", None), ("x", None)],
)
def test_switches(written: str, value: bool | None) -> None:
    found = params(f"Origin:\n  EnableReads: {written}\n")
    assert found.switch("Origin.EnableReads", default=True) is value


def test_variables() -> None:
    content = (
        "PELICAN_ORIGIN_STORAGEPREFIX='/srv/a'\nexport OSDF_TLSSKIPVERIFY=$SKIP\nPELICAN_X=1\n"
    )
    found = read_params((), [text(content, "site.env")])
    prefix, skip = found.value("Origin.StoragePrefix"), found.value("TLSSkipVerify")
    assert prefix is not None
    assert skip is not None
    assert (prefix.text, prefix.source.column, prefix.source.end_column) == ("/srv/a", 31, 37)
    assert not skip.known
    assert len(found.written) == 2


@pytest.mark.parametrize(
    ("written", "length"),
    [("15m", 900), ("1h30m", 5400), ("336h", 1_209_600), ("1.5s", 1), ("5", None)],
)
def test_durations_of_go(written: str, length: int | None) -> None:
    assert seconds(written) == length


def test_what_is_broken_is_a_problem_and_the_rest_is_read() -> None:
    found = params("Origin:\n  Port: 1\nFederation: [\n")
    assert found.get("Origin.Port") is not None
    assert [each.kind for each in found.problems] == ["syntax"]
