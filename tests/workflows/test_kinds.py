from tokenlint.workflows.kinds import shipped_kinds

KINDS = shipped_kinds()


def test_the_exceptions_of_the_profile() -> None:
    """WLCG profile 1.3 section 4.3.1 names three workflows and their mitigations."""
    named = {name: set(kind.demands) for name, kind in KINDS.kinds.items() if kind.recognised}
    assert named == {
        "third-party-copy": {
            "narrow-scopes",
            "no-modify",
            "specific-audience",
            "pull-mode",
            "managed-service",
        },
        "pilot-submission": {"not-delegated", "specific-audience"},
        "pilot-job": {
            "fetch-payload-only",
            "short-payload-tokens",
            "no-modify",
            "specific-audience",
        },
    }


def test_every_other_kind_needs_an_agreed_assessment() -> None:
    for kind in KINDS.kinds.values():
        assert kind.recognised or KINDS.alternative in kind.demands
    assert KINDS.demands("no-such-kind") == (KINDS.alternative,)


def test_the_table_is_whole() -> None:
    for kind in KINDS.kinds.values():
        assert kind.title
        assert kind.description
        assert kind.sources
        assert all(source.title for source in kind.sources)
        assert set(kind.demands) <= set(KINDS.mitigations)
        assert 21_600 < kind.maximum_seconds <= 8 * 86_400
    for rule in KINDS.mitigations.values():
        assert rule.title
        assert rule.description
        assert rule.checked in ("request", "partly", "no")
