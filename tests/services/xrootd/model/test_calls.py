import pytest

from tokenlint.privilege.operation import Operation
from tokenlint.services.xrootd.model.calls import Call, carries_token, needs_of
from tokenlint.services.xrootd.model.requests import Protocol, calls_of
from tokenlint.services.xrootd.model.rights import Right
from tokenlint.services.xrootd.model.versions import Release, release_of

OLD, MIDDLE, NEW = release_of("5.4.3"), release_of("5.5.3"), release_of("6.2.1")


def asked(call: Call, release: Release) -> tuple[list[set[Right]], list[set[Right]]]:
    needs = needs_of(call, release)
    return (
        [{each.right for each in way} for way in needs.replacing],
        [{each.right for each in way} for way in needs.sparing],
    )


@pytest.mark.parametrize("call", Call)
@pytest.mark.parametrize("release", [OLD, MIDDLE, NEW])
def test_every_call_needs_something(call: Call, release: Release) -> None:
    assert needs_of(call, release).replacing


def test_creating_may_spare_what_is_there_since_5_5() -> None:
    assert asked(Call.OPEN_TO_REPLACE, OLD) == ([{Right.CREATE}], [])
    assert asked(Call.OPEN_TO_REPLACE, NEW) == ([{Right.CREATE}], [{Right.EXCLUSIVE_CREATE}])


def test_a_careful_rename_asks_whether_the_name_is_free() -> None:
    replacing, sparing = asked(Call.RENAME, MIDDLE)
    assert replacing == [{Right.RENAME, Right.INSERT}]
    assert sparing == [{Right.RENAME, Right.EXCLUSIVE_INSERT, Right.STAT}]


def test_staging_asks_for_leave_to_read() -> None:
    assert asked(Call.PREPARE, NEW) == ([{Right.READ}], [])


def test_some_calls_do_not_see_the_token_of_the_request() -> None:
    blind = {call for call in Call if not carries_token(call, OLD)}
    assert blind == {Call.PREPARE, Call.SET_ATTRIBUTES, Call.LOCATE}
    assert carries_token(Call.LOCATE, MIDDLE)


def test_http_looks_before_it_deletes() -> None:
    assert calls_of(Operation.DELETE, Protocol.HTTP) == (Call.STAT, Call.REMOVE)
    assert calls_of(Operation.DELETE, Protocol.ROOT) == (Call.REMOVE,)


def test_storage_has_no_jobs_and_http_stages_nothing() -> None:
    assert calls_of(Operation.SUBMIT, Protocol.ROOT) == ()
    assert calls_of(Operation.STAGE, Protocol.HTTP) == ()
