"""Waivers of the configuration file."""

from tokenlint.policy.finding import Finding, Location, Persona, Severity
from tokenlint.policy.settings import Waiver
from tokenlint.source import Source

NOON = 1_795_176_000  # 2026-11-20T12:00:00Z


def finding(rule: str, file: str) -> Finding:
    return Finding(
        rule, "n", "t", Severity.LOW, "high", Persona.REGULAR, "none", "m", "d",
        (Location(Source(file, 3, 1)),),
    )  # fmt: skip


def test_a_waiver_speaks_of_files_and_codes() -> None:
    waiver = Waiver("old/*", ("SCP00",), "to be moved", "2026-11-20")
    assert waiver.covers(finding("SCP003", "old/w.yaml"))
    assert not waiver.covers(finding("SCP010", "old/w.yaml"))
    assert not waiver.covers(finding("SCP003", "new/w.yaml"))
    assert waiver.holds(NOON)
    assert not waiver.holds(NOON + 86_400)


def test_severities_and_personas_are_ordered() -> None:
    assert [s.rank for s in Severity] == [4, 3, 2, 1, 0]
    assert Persona.AUDITOR.sees(Persona.REGULAR)
    assert not Persona.REGULAR.sees(Persona.PEDANTIC)


def test_a_waiver_is_judged_like_an_ignore() -> None:
    waiver = Waiver("old/*", ("SCP003",), "to be moved", "2026-11-20", Source("tokenlint.toml"))
    ignore = waiver.as_ignore()
    assert (ignore.codes, ignore.reason, ignore.until) == (("SCP003",), "to be moved", "2026-11-20")
    assert ignore.source == Source("tokenlint.toml")
    assert Waiver("*", ("SCP",), "r").as_ignore().source.file == "<configuration>"
