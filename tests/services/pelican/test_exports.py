import pytest

from tests.services.pelican.servers import export, origin, params
from tokenlint.services.pelican.exports import exports, overridden


def test_an_entry_has_the_capabilities_that_it_lists() -> None:
    (found,) = exports(params(origin(export("[PublicReads, Writes]"))))
    assert found.can == {"PublicReads": True, "Reads": True, "Writes": True, "Listings": False}
    assert found.storage is not None
    assert (found.storage.text, found.federation.text) == ("/srv/alpha", "/alpha")
    assert found.public_source.line == 7
    assert found.by_token


def test_without_a_list_nothing_is_permitted() -> None:
    (found,) = exports(params("Origin:\n  Exports:\n    - FederationPrefix: /a\n"))
    assert not any(found.can.values())
    assert not found.by_token


def test_one_export_has_those_of_the_origin() -> None:
    content = "Origin:\n  StoragePrefix: /srv\n  FederationPrefix: /a\n  EnablePublicReads: true\n"
    (found,) = exports(params(f"{content}  EnableReads: false\n"))
    assert found.can == {"PublicReads": True, "Reads": True, "Writes": True, "Listings": True}
    assert found.public_source.line == 4


def test_volumes_win() -> None:
    content = origin(export("[Reads]"), more='  ExportVolumes: ["/srv:/one", "/two"]\n')
    one, two = exports(params(content))
    assert [(each.storage.text, each.federation.text) for each in (one, two) if each.storage] == [
        ("/srv", "/one"),
        ("/two", "/two"),
    ]
    assert (one.federation.source.column, one.federation.source.end_column) == (25, 29)
    ((name, _, by),) = overridden(params(content))
    assert (name.text, by.line) == ("Origin.Exports", 4)


def test_a_bucket_is_no_folder() -> None:
    content = 'Origin:\n  StorageType: s3\n  ExportVolumes: ["bucket:/one"]\n'
    (found,) = exports(params(content))
    assert found.storage is None


def test_a_placeholder_leaves_capabilities_open() -> None:
    (found,) = exports(params(origin(export('["{{ .x }}", "Reads"]'))))
    assert found.can["Reads"] is True
    assert found.can["Writes"] is None
    assert not found.public


@pytest.mark.parametrize(
    ("capabilities", "names"),
    [("[Reads]", ["Origin.EnableWrites"]), ("[Reads, Writes]", []), ("[Writes]", [])],
)
def test_a_switch_that_the_only_export_contradicts(capabilities: str, names: list[str]) -> None:
    found = params(origin(export(capabilities), more="  EnableWrites: true\n"))
    assert [name.text for name, _, _ in overridden(found)] == names


def test_switches_of_the_server_count_beside_several_exports() -> None:
    entries = (export("[Reads]"), export("[Reads]", "/beta"))
    assert not list(overridden(params(origin(*entries, more="  EnableWrites: true\n"))))
