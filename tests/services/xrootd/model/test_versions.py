from hypothesis import given
from hypothesis import strategies as st

from tokenlint.services.xrootd.model.versions import (
    FIX_POINTS,
    Change,
    Release,
    release_of,
)

NUMBERS = st.tuples(*[st.integers(0, 99)] * 3)


def test_every_change_has_one_release_and_a_source() -> None:
    assert {point.change for point in FIX_POINTS} == set(Change)
    assert len(FIX_POINTS) == len(Change)
    assert all(point.says and point.source for point in FIX_POINTS)


def test_the_releases_stand_in_order() -> None:
    since = [point.since for point in FIX_POINTS]
    assert since == sorted(since)


def test_a_change_holds_from_its_release_on() -> None:
    assert not release_of("5.6.8").has(Change.STAT_WITH_WRITING)
    assert release_of("5.6.9").has(Change.STAT_WITH_WRITING)
    assert release_of("v5.6.9-1.el9").has(Change.STAT_WITH_WRITING)
    assert release_of("6").has(Change.STAGE_SCOPES)
    assert not release_of("5.5").has(Change.STRATEGIES)


def test_no_version_is_the_newest() -> None:
    assert release_of("") == release_of("latest") == Release()
    assert all(Release().has(change) for change in Change)


@given(NUMBERS, NUMBERS, st.sampled_from(Change))
def test_what_holds_stays(
    one: tuple[int, int, int], other: tuple[int, int, int], change: Change
) -> None:
    earlier, later = sorted((one, other))
    assert Release(later).has(change) or not Release(earlier).has(change)


@given(st.text())
def test_any_text_is_some_release(text: str) -> None:
    assert release_of(text).numbers is None or all(n >= 0 for n in release_of(text).numbers or ())
