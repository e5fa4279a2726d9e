import pytest

from tests.services.arc.configs import BASE, CE, ISSUER, acceptance, rules
from tokenlint.services.acceptance import State, Subjects, WayKind

ALL = frozenset({"submit", "query", "cancel", "modify-job"})


def test_issuers_and_their_audiences() -> None:
    (issuer,) = acceptance(BASE).issuers
    assert (issuer.url.text, str(issuer.source), issuer.scopes) == (
        ISSUER,
        "etc/arc.conf:4:1",
        State.YES,
    )
    assert issuer.audience is not None
    assert (issuer.audience.checked, issuer.audience.missing) == (State.NO, State.YES)
    assert issuer.audience.source.line == 7
    assert [str(value) for value in issuer.audience.accepted] == [CE]


def test_an_audience_that_every_rule_asks_for_is_checked() -> None:
    (issuer,) = acceptance(rules(f"authtokens = * {ISSUER} {CE} * *")).issuers
    assert issuer.audience is not None
    assert (issuer.audience.checked, issuer.audience.missing) == (State.YES, State.NO)


@pytest.mark.parametrize(
    ("line", "kind", "flat", "scopes", "subjects"),
    [
        (f"authtokens = * {ISSUER} * * *", WayKind.ISSUER, True, State.NO, Subjects.ANY),
        (f"authtokens = * {ISSUER} * s *", WayKind.CAPABILITY, False, State.YES, Subjects.SOME),
        (f"authtokens = * {ISSUER} * * g", WayKind.GROUP, True, State.YES, Subjects.SOME),
        (f"authtokens = u {ISSUER} * s *", WayKind.SUBJECT, False, State.YES, Subjects.ONE),
        (f'authtokensgen = iss="{ISSUER}"', WayKind.ISSUER, True, State.NO, Subjects.ANY),
        (
            f'authtokensgen = (iss="{ISSUER}") & (scope~"x.*")',
            WayKind.CAPABILITY,
            False,
            State.YES,
            Subjects.SOME,
        ),
        (
            f'authtokensgen = (iss="{ISSUER}") & (sub="u")',
            WayKind.SUBJECT,
            True,
            State.YES,
            Subjects.ONE,
        ),
        (
            f'authtokensgen = (iss="{ISSUER}") & (other="u")',
            WayKind.GROUP,
            True,
            State.YES,
            Subjects.SOME,
        ),
    ],
)
def test_what_a_rule_lets_in(
    line: str, kind: WayKind, flat: bool, scopes: State, subjects: Subjects
) -> None:
    found = acceptance(rules(line))
    (way,), (issuer,), (mapping,) = found.ways, found.issuers, found.mappings
    assert (way.kind, way.flat, way.issuer, way.operations, way.sure) == (
        kind,
        flat,
        ISSUER,
        ALL,
        True,
    )
    assert issuer.scopes is scopes
    assert (mapping.subjects, mapping.account.text, mapping.any_issuer) == (subjects, "x", False)


def test_a_rule_for_any_issuer() -> None:
    found = acceptance(rules("authtokens = * * * * *"))
    assert found.issuers == ()
    assert [(way.kind, way.flat) for way in found.ways] == [(WayKind.ANY_TOKEN, True)]
    assert [(m.issuer, m.any_issuer) for m in found.mappings] == [("*", True)]


def test_rules_that_refuse_or_are_no_rules_let_nobody_in() -> None:
    line = f"-authtokens = * {ISSUER} * * *"
    assert acceptance(rules(line)).ways == ()
    assert acceptance(rules("authtokensgen = (iss")).ways[0].sure is False


def test_everybody_where_no_group_is_named() -> None:
    content = BASE.replace("allowaccess = jobs\nallowaccess = pilots\n", "")
    way = acceptance(content).ways[0]
    assert (way.kind, way.who, way.source.line) == (
        WayKind.ANY_TOKEN,
        "everybody authenticated",
        14 - 1,
    )


def test_what_other_rules_need_is_named() -> None:
    (way,) = acceptance(rules("plugin = 10 /bin/x")).ways
    assert (way.kind, way.sure, way.depends_on) == (WayKind.OTHER, False, "plugin 10 /bin/x")


def test_a_value_that_is_filled_in_later_is_not_sure() -> None:
    (way,) = acceptance(rules("authtokens = {{.user}} https://a.example/ * * *")).ways
    assert (way.sure, bool(way.depends_on)) == (False, True)


def test_pools_have_no_account_of_their_own() -> None:
    content = BASE.replace("map_to_user = jobs user:users", "map_to_pool = jobs /etc/pool")
    first = acceptance(content).mappings[0]
    assert (first.method, first.account.text, first.account.known) == ("map_to_pool", "", False)


def test_scopes_that_actions_ask_for_make_up_for_rules_without() -> None:
    content = rules(f"authtokens = * {ISSUER} * * *").replace(
        "allowaccess", "tokenscopes = jobinfo=compute.read\nallowaccess"
    )
    found = acceptance(content)
    assert found.issuers[0].scopes is State.UNKNOWN
