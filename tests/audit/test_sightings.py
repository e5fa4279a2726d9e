"""Observed operations are kept as any table keeps its things."""

from hypothesis import given
from hypothesis import strategies as st

from tokenlint.audit.bounded import Table
from tokenlint.audit.entries import ObservedKey, Often
from tokenlint.audit.sightings import Sightings

LETTERS = st.sampled_from("abc")


@given(st.lists(st.tuples(LETTERS, LETTERS, LETTERS), max_size=60), st.integers(1, 5))
def test_the_smallest_keys_are_kept_and_the_others_weighed(
    keys: list[tuple[str, str, str]], most: int
) -> None:
    seen = Sightings(most)
    every: dict[ObservedKey, Often] = {}
    for time, (token, service, path) in enumerate(keys):
        seen.at(("", token, "read", service), (path, "")).take(time, 1)
        key, one = ("", token, "read", service, path, ""), Often(1, time, time)
        every[key] = every[key].merged(one) if key in every else one
        assert sum(map(len, seen._by_name.values())) <= 2 * most
    found = seen.finish()
    assert found == Table.of(every, most)
    assert list(found.kept) == sorted(found.kept)
