from tests.services.dcache.sites import layout, text
from tokenlint.privilege.operation import Operation
from tokenlint.services.dcache.config import Configuration
from tokenlint.services.dcache.doors import Opening, openings, unknown_doors
from tokenlint.services.dcache.instances import Instance
from tokenlint.services.dcache.loading import load


def _configuration(doors: str, *, dcache: str | None = "a=b\n") -> Configuration:
    main = None if dcache is None else text(dcache, "e/dcache.conf")
    one = text(layout("", doors), "e/layouts/a.conf")
    (loaded,) = load(Instance(None, main, (one,), (), "e"))
    return loaded.configuration


def _openings(doors: str) -> list[Opening]:
    return list(openings(_configuration(doors)))


def test_a_door_for_readers() -> None:
    (opening,) = _openings("[main/webdav]\nwebdav.authz.anonymous-operations=READONLY\n")
    assert opening.covers(Operation.READ, "/any")
    assert not opening.covers(Operation.DELETE, "/any")
    assert opening.source.line == 5


def test_a_door_for_writers_with_its_paths() -> None:
    doors = "[main/xrootd]\nxrootd.authz.anonymous-operations = FULL\n"
    reading, writing = _openings(f"{doors}xrootd.authz.write-paths = /a:/b\n")
    assert reading.covers(Operation.READ, "/any")
    assert writing.covers(Operation.DELETE, "/b/f")
    assert not writing.covers(Operation.DELETE, "/c/f")
    _, nowhere = _openings(doors)
    assert not nowhere.covers(Operation.DELETE, "/b/f")


def test_a_read_only_door() -> None:
    doors = "[main/webdav]\nwebdav.authz.anonymous-operations=FULL\nwebdav.authz.readonly=true\n"
    assert len(_openings(doors)) == 1


def test_a_setting_above_the_sections_is_for_all_doors() -> None:
    doors = "[main/dcap]\n[main/frontend]\n"
    main = "dcap.authz.anonymous-operations = FULL\n"
    found = list(openings(_configuration(doors, dcache=main)))
    assert {each.source.file for each in found} == {"e/dcache.conf"}


def test_doors_are_closed_by_default() -> None:
    configuration = _configuration("[main/webdav]\n")
    assert not list(openings(configuration))
    assert not unknown_doors(configuration)


def test_doors_that_nobody_saw() -> None:
    assert unknown_doors(_configuration(""))
    assert unknown_doors(_configuration("[main/webdav]\n", dcache=None))
    unknown = "[main/webdav]\nwebdav.authz.anonymous-operations = ${X}\n"
    assert unknown_doors(_configuration(unknown))
