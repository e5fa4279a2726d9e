"""What was granted, used, and never used."""

from tests.audit.making import counted, event, facts
from tokenlint.audit import usage
from tokenlint.audit.observed import observed_lines
from tokenlint.audit.usage import usages


def test_the_right_to_modify_is_unused_by_who_only_creates() -> None:
    known = [
        facts(1, scope="storage.modify:/vo storage.read:/"),
        facts(2, scope="storage.read:/vo"),
    ]
    lines = [
        event("create", "/vo/f", line=1),
        event("read", "/vo/f", line=2, token_id="token-2"),
        event("read", "/vo/f", line=3, token_id="token-2"),
    ]
    (found,) = usages(counted(lines, known).works)
    assert found.granted == ("storage.read:/", "storage.modify:/vo")
    assert found.used == {"storage.create:/vo": 1, "storage.read:/": 2}
    assert found.unused == ("storage.modify:/vo",)
    assert (found.tokens, found.operations) == (2, 3)
    assert found.party.client == "production"


def test_parties_are_told_apart_by_client_issuer_and_workflow() -> None:
    known = [facts(1), facts(2, client_id="other")]
    lines = [
        event(line=1),
        event(line=2, token_id="token-2"),
        event(line=3, token_id="token-2", workflow="merge"),
    ]
    found = usages(counted(lines, known).works)
    assert {(each.party.client, each.party.workflow) for each in found} == {
        ("production", ""),
        ("other", ""),
        ("other", "merge"),
    }


def test_what_narrow_tokens_used_counts_together_for_the_widest() -> None:
    """A party's tokens may hold less than the widest of them."""
    known = [
        facts(1, scope="storage.read:/vo"),
        facts(2, scope="storage.read:/vo/a"),
        facts(3, scope="storage.read:/vo/b"),
    ]
    lines = [
        event("read", f"/vo/{name}/f", token_id=f"token-{number}", line=line)
        for line, (number, name) in enumerate([(2, "a"), (2, "a"), (3, "b"), (1, "c")], 1)
    ]
    (found,) = usages(counted(lines, known).works)
    assert (found.granted, found.unused) == (("storage.read:/vo",), ())
    assert found.used == {"storage.read:/vo": 4}


def test_the_busiest_comes_first() -> None:
    known = [facts(1), facts(2, client_id="other")]
    lines = [event(line=1), *(event(line=n, token_id="token-2") for n in range(2, 5))]
    assert [each.operations for each in usages(counted(lines, known).works)] == [3, 1]


def test_refused_operations_use_nothing() -> None:
    assert usages(counted([event(allowed=False)], [facts()]).works) == ()


def test_more_than_is_shown_is_counted() -> None:
    scopes = " ".join(f"storage.read:/vo/{number:03}" for number in range(usage.MOST_SHOWN + 7))
    (found,) = usages(counted([event("read", "/vo/000/f")], [facts(scope=scopes)]).works)
    assert (len(found.granted), found.more) == (usage.MOST_SHOWN, 7)


def test_equal_observed_operations_are_two_lines_that_keep_the_span() -> None:
    lines = [event(line=n, time=1_795_176_100.0 + n) for n in range(1, 6)]
    tally = counted([*lines, event("create", line=7)], [facts()], observing=True)
    found = [each.decode() for each in observed_lines(tally.observed)]
    assert [("count" in each, '"operation":"read"' in each) for each in found] == [
        (False, False),
        (True, True),
        (False, True),
    ]
    assert '"time":1795176101.0' in found[1]
    assert '"count":4' in found[1]
    assert '"time":1795176105.0' in found[2]
    assert '"service":"https://se.example"' in found[0]
    assert "token-1" not in "".join(found)
