"""Tables: which places, paths and operations they have."""

import pytest

from tests.minting import NOW
from tests.permissions.asking import VO, at_north, bearer, north
from tests.services.made_up import acceptance
from tokenlint.errors import UsageError
from tokenlint.permissions.places import deciding, in_release, profile_places, service_place
from tokenlint.permissions.rows import asked_rows, profile_rows, service_rows
from tokenlint.permissions.table import Table, table_at
from tokenlint.policy.release import release_of
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Service


def tables(**changes: object) -> list[Table]:
    shown = bearer(**changes)
    return [table_at(place, shown, (), ()) for place in profile_places(shown, NOW)]


def test_the_paths_around_a_scope() -> None:
    rows = {row.path: row.about for row in profile_rows(bearer(scope="storage.read:/data/vo")).rows}
    assert list(rows) == [
        "/data/vo", "/data/vo/some-file", "/data/vo-other/some-file", "/data", "/",
    ]  # fmt: skip
    assert rows["/data/vo-other/some-file"] == "only begins like it"


def test_a_scope_on_the_root_has_nothing_beside_it() -> None:
    assert [row.path for row in profile_rows(bearer(scope="storage.read:/")).rows] == [
        "/", "/some-file",
    ]  # fmt: skip


def test_more_scopes_than_fit_are_counted() -> None:
    scope = " ".join(f"storage.read:/data/{n}" for n in range(30))
    assert profile_rows(bearer(scope=scope)).left_out == 22


def test_at_a_service_scopes_count_from_its_areas() -> None:
    shown = bearer(**VO, scope="storage.read:/scratch")
    rows = [row.path for row in service_rows(shown, north().acceptance).rows]
    assert rows[:3] == [
        "/data/vo/scratch", "/data/vo/scratch/some-file", "/data/vo/scratch-other/some-file",
    ]  # fmt: skip
    assert {"/data/vo", "/data/vo/public/some-file", "/"} <= set(rows)
    stranger = bearer(scope="storage.read:/scratch")
    assert service_rows(stranger, north().acceptance).rows[0].path == "/scratch"


def test_asked_paths_stand_alone() -> None:
    assert [row.path for row in asked_rows(["/a", "/b", "/a"]).rows] == ["/a", "/b"]


def test_what_the_credential_is_for_gets_a_table() -> None:
    assert [each.place.kind for each in tables()] == ["storage"]
    (jobs,) = tables(scope="compute.create")
    assert (jobs.place.kind, [row.path for row in jobs.rows]) == ("compute", [""])
    assert Operation.ADMINISTER not in jobs.operations
    assert Operation.ADMINISTER in tables(scope="compute.create scim:read")[0].operations
    both = tables(scope=None, **{"wlcg.groups": ["/vo"]})
    assert [each.place.kind for each in both] == ["storage", "compute"]


def test_operations_can_be_chosen() -> None:
    judge = at_north(scope="storage.read:/scratch")
    place = service_place(judge.bearer, NOW, judge.service)
    table = table_at(place, judge.bearer, ("/data/vo/x",), (Operation.DELETE, Operation.SUBMIT))
    assert table.operations == (Operation.DELETE,)
    assert [[each.ask.path for each in row] for row in table.answers] == [["/data/vo/x"]]


def test_a_release_of_the_service() -> None:
    (old,) = in_release([north()], release_of("xrootd@5.5.3"))
    assert old.acceptance.version == "5.5.3"
    assert service_place(bearer(), NOW, old).name.startswith("XRootD 5.5.3 (")
    (as_it_is,) = in_release([north()], release_of("xrootd"))
    assert as_it_is.acceptance.version == north().acceptance.version
    with pytest.raises(UsageError, match="none of the services is dCache"):
        in_release([north()], release_of("dcache"))


def test_the_releases_answer_differently() -> None:
    shown = bearer(**VO, scope="storage.read:/out storage.create:/out")
    words = []
    for version in ("5.4.3", "6.2.1"):
        (service,) = in_release([north()], release_of(f"xrootd@{version}"))
        place = service_place(shown, NOW, service)
        words += [each.word for each in table_at(
            place, shown, ("/data/vo/out/x",), (Operation.DELETE,))]  # fmt: skip
    assert words == ["yes", "no"]


def test_a_service_without_other_releases_only_takes_the_name() -> None:
    (found,) = in_release([Service(acceptance(product="dcache"))], release_of("dcache@9.2"))
    assert found.acceptance.version == "9.2"


def test_only_services_with_a_model_decide() -> None:
    assert deciding([]) == ()
