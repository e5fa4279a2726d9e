import pytest

from tests.services.arc.configs import BASE, ISSUER, acceptance, rules
from tokenlint.services.acceptance import Dead


def dead(content: str, *, embedded: bool = False) -> list[tuple[str, str, int]]:
    found: tuple[Dead, ...] = acceptance(content, embedded=embedded).dead
    return [(each.reason, each.what.text, each.what.source.line) for each in found]


def test_a_sound_configuration_has_none() -> None:
    assert dead(BASE) == []


def test_a_pattern_is_none() -> None:
    lines = (f"authtokens = * {ISSUER} * compute.* *",)
    assert dead(rules(*lines)) == [("never-matches", "compute.*", 4)]
    assert dead(rules(*lines), embedded=True) == [("never-matches", "compute.*", 4)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("all = yes", "voms = a"),
        ("-all = yes", "voms = a"),
        (f"authtokens = * {ISSUER} * * *", f"authtokens = * {ISSUER} aud s *"),
        (f"-authtokens = * {ISSUER} * * *", f"authtokens = u {ISSUER} * * *"),
        ("voms = a * * *", "voms = a * * *"),
    ],
)
def test_a_rule_after_a_wider_one(first: str, second: str) -> None:
    (found,) = acceptance(rules(first, second)).dead
    assert (found.reason, found.what.source.line) == ("shadowed", 5)
    assert found.by is not None
    assert found.by.line == 4


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"authtokens = * {ISSUER} aud * *", f"authtokens = * {ISSUER} * * *"),
        (f"!authtokens = * {ISSUER} * * *", f"authtokens = * {ISSUER} aud * *"),
        ("all = no", "voms = a"),
        ("all", "all = yes"),
    ],
)
def test_a_rule_that_still_counts(first: str, second: str) -> None:
    assert dead(rules(first, second)) == []


def test_a_group_that_is_mapped_twice() -> None:
    content = BASE.replace("map_to_user = pilots", "map_to_user = jobs other\nmap_to_user = pilots")
    assert dead(content) == [("shadowed", "jobs other", 10)]
    lenient = content.replace("[mapping]", "[mapping]\npolicy_on_map = continue")
    assert dead(lenient) == []


def test_groups_that_nothing_uses_or_that_are_not_there() -> None:
    content = BASE.replace("allowaccess = pilots", "allowaccess = pilot").replace(
        "map_to_user = pilots pilot\n", ""
    )
    assert dead(content) == [("never-matches", "pilot", 14), ("unreachable", "pilots", 6)]
    assert dead(content, embedded=True) == []


def test_a_group_must_stand_above_the_one_that_takes_it_in() -> None:
    content = rules("authgroup = b").replace("[mapping]", "[authgroup: b]\nall = yes\n[mapping]")
    assert dead(content) == [("never-matches", "b", 4)]


def test_rules_for_tokens_where_arc_reads_none() -> None:
    content = BASE.replace("[authtokens]\n", "")
    assert [(reason, line) for reason, _, line in dead(content)] == [("unreachable", 3)]
    assert dead(content, embedded=True) == []
