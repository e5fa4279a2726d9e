"""What is recommended, why, and which knob opens a choice where there is none."""

from dataclasses import replace
from math import inf

import pytest

from tests.frontier import made
from tokenlint.frontier.compute import frontier
from tokenlint.frontier.load import peak_cost
from tokenlint.frontier.model import Granularity, Issuer, PastOutages
from tokenlint.frontier.options import Setting, options_of
from tokenlint.frontier.result import Knob, Point, WorkflowFrontier
from tokenlint.frontier.shortest import bears, step_of

PATIENT = made.COPY
HASTY = made.COPY.replace("without_token: wait", "without_token: fail")
SITES = HASTY.replace("granularity: file", "granularity: site")


def computed(text: str, setting: Setting) -> WorkflowFrontier:
    (found,) = frontier(made.works(text), setting).workflows
    return found


def knob(found: WorkflowFrontier, name: str) -> Knob:
    (one,) = [each for each in found.knobs if each.name == name]
    return one


def best(found: WorkflowFrontier) -> Point:
    assert found.recommended is not None
    return found.recommended


def test_work_that_waits_is_content_with_the_shortest() -> None:
    found = computed(PATIENT, made.setting())
    assert (best(found).lifetime, found.why) == (900, "shortest")
    assert best(found).allowed
    assert best(found).tolerated
    assert best(found) in found.points
    assert found.knobs == ()


def test_a_token_that_is_never_renewed_has_to_last() -> None:
    text = PATIENT.replace("{margin: 5m}", "none")
    found = computed(text, made.setting())
    assert (best(found).lifetime, found.why) == (96 * 3600, "lasts")


@pytest.mark.parametrize("worst", [False, True])
@pytest.mark.parametrize("share", [0.001, 0.01, 0.1])
@pytest.mark.parametrize("hours", [1, 5, 12])
def test_what_is_recommended_bears_the_outage_and_a_step_less_does_not(
    hours: float, share: float, *, worst: bool
) -> None:
    # Standing tokens renewed at one half; risk assessed, so that four days are accepted.
    text = SITES.replace("{margin: 5m}", "{fraction: 0.5}") + ASSESSED
    setting = made.setting(hours, share, worst=worst)
    found = computed(text, setting)
    point = best(found)
    (work,) = made.works(text)
    option = options_of(work, setting)[Granularity.SITE]
    assert bears(option.stream, point.lifetime, setting.tolerance, setting.issuer)
    shorter = point.lifetime - step_of(point.lifetime)
    assert not bears(option.stream, shorter, setting.tolerance, setting.issuer)
    assert found.why == "loss"
    if worst and share < 0.1:  # what is left at a renewal is half of the lifetime
        assert point.lifetime == pytest.approx(2 * hours * 3600, abs=step_of(point.lifetime))


ASSESSED = """\
      - {name: risk-assessment-agreed, evidence: "https://risk.example"}
"""
SITES = SITES.replace(
    "    mitigations: [narrow-scopes, no-modify, specific-audience, pull-mode, managed-service]\n",
    "    mitigations:\n",
)


def test_no_lifetime_helps_work_that_begins_without_a_token() -> None:
    found = computed(HASTY, made.setting())
    assert found.recommended is None
    assert "No lifetime up to 96 h" in found.says
    patience = knob(found, "patience")
    assert patience.point is not None
    assert patience.point.lost_random <= 0.01
    # With so much patience it is enough, and with a little less it is not.
    enough = HASTY.replace("without_token: fail", f"patience: {patience.value:.0f}s")
    assert computed(enough, made.setting()).recommended is not None
    less = HASTY.replace("without_token: fail", f"patience: {(patience.value or 0) - 7200:.0f}s")
    assert computed(less, made.setting()).recommended is None


def test_coarser_tokens_open_a_choice() -> None:
    text = HASTY.replace("{margin: 5m}", "{margin: 4h}")
    found = computed(text, made.setting(3.5))
    assert found.recommended is None
    points = [each.point for each in found.knobs if each.name == "granularity"]
    assert {each.granularity for each in points if each} == {"site", "workflow"}
    site = computed(text.replace("granularity: file", "granularity: site"), made.setting(3.5))
    assert best(site).lifetime == next(e.lifetime for e in points if e and e.granularity == "site")


def test_a_wider_margin_opens_a_choice() -> None:
    text = SITES + ASSESSED
    found = computed(text, made.setting(70))
    assert found.recommended is None
    margin = knob(found, "refresh-margin")
    assert margin.point is not None
    wider = text.replace("{margin: 5m}", f"{{margin: {margin.value:.0f}s}}")
    assert best(computed(wider, made.setting(70))).lifetime == margin.point.lifetime
    less = text.replace("{margin: 5m}", f"{{margin: {(margin.value or 0) - 3600:.0f}s}}")
    assert computed(less, made.setting(70)).recommended is None


def test_mitigations_open_a_choice() -> None:
    text = PATIENT.replace("{margin: 5m}", "none").replace("pull-mode, managed", "managed")
    found = computed(text, made.setting())
    assert (found.recommended, found.allowed) == (None, 21_600)
    mitigation = knob(found, "mitigation")
    assert mitigation.value == 96 * 3600
    assert "pull-mode" in mitigation.says


def test_a_mitigation_that_the_token_cannot_have_is_replaced_by_an_assessment() -> None:
    text = PATIENT.replace("granularity: file", "granularity: site").replace("wait", "fail")
    found = computed(text.replace("{margin: 5m}", "{margin: 70h}"), made.setting())
    mitigation = knob(found, "mitigation")
    assert "risk-assessment-agreed, with evidence, in place of narrow-scopes" in mitigation.says
    assessed = SITES.replace("{margin: 5m}", "{margin: 70h}") + ASSESSED
    assert best(computed(assessed, made.setting())).lifetime == mitigation.value


def test_a_granularity_that_needs_an_assessment_says_so() -> None:
    found = computed(HASTY.replace("{margin: 5m}", "{margin: 70h}"), made.setting())
    says = [each.says for each in found.knobs if each.name == "granularity"]
    assert any("one token a site would do" in e and "risk-assessment-agreed" in e for e in says)


def test_knobs_fit_into_what_the_others_leave() -> None:
    text = PATIENT + HASTY.replace("  copy:", "  hasty:")
    (alone,) = frontier(made.works(HASTY), made.setting()).workflows
    (_, beside) = frontier(made.works(text), made.setting()).workflows
    roomy, tight = knob(alone, "patience").point, knob(beside, "patience").point
    assert roomy is not None
    assert tight is not None
    assert roomy.lifetime < tight.lifetime
    others = frontier(made.works(text), made.setting()).workflows[0]
    assert tight.cost + best(others).cost <= 900


def test_an_issuer_that_is_back_sooner_opens_a_choice() -> None:
    found = computed(SITES + ASSESSED, made.setting(90))
    sooner = knob(found, "issuer-availability")
    hours = (sooner.value or 0) / 3600
    assert computed(SITES + ASSESSED, made.setting(hours)).recommended is not None
    assert computed(SITES + ASSESSED, made.setting(hours + 0.1)).recommended is None


@pytest.mark.parametrize("share", [0.11, 0.285])
def test_an_outage_rounded_up_to_a_minute_is_borne_all_the_same(share: float) -> None:
    """What is borne ends a few seconds before the minute; told is one that is borne whole."""
    text = """\
  copy:
    kind: stage-out
    operations:
      - {operation: read, service: disk, path: /a/b, by: fts}
    usable_for: 12h
    load: {jobs: 1/d}
"""
    found = computed(text, made.setting(6, share))
    point = knob(found, "issuer-availability").point
    assert point is not None
    assert point.tolerated


def test_after_the_keys_are_gone_every_token_stops() -> None:
    setting = made.setting(64)
    assert computed(PATIENT, setting).recommended is not None
    forgetful = replace(setting, issuer=Issuer(900, key_cache=3600))
    lost = computed(PATIENT.replace("20m", "20h"), forgetful)
    assert lost.recommended is None


def _many(count: int) -> str:
    return "".join(PATIENT.replace("  copy:", f"  copy{at}:") for at in range(count))


def test_workflows_share_the_capacity_by_a_common_floor() -> None:
    works = made.works(_many(3))
    alone = frontier(works[:1], made.setting()).workflows[0]
    setting = made.setting(issuer=Issuer(900))
    assert 3 * best(alone).cost > 900
    shared = frontier(works, setting)
    assert shared.floor > 900
    assert {each.why for each in shared.workflows} == {"capacity"}
    assert {best(each).lifetime for each in shared.workflows} == {shared.floor}
    assert shared.spent == pytest.approx(sum(best(each).cost for each in shared.workflows))
    assert shared.spent <= 900
    stream = works[0].streams[Granularity.FILE]
    before = shared.floor - step_of(shared.floor)
    assert 3 * peak_cost(stream, before, setting.issuer) > 900


def test_those_who_ask_for_most_go_without() -> None:
    text = PATIENT + PATIENT.replace("  copy:", "  more:").replace("200/s", "400/s")
    shared = frontier(made.works(text), made.setting(issuer=Issuer(500)))
    copy, more = shared.workflows
    assert best(copy).lifetime > 0
    assert (more.recommended, more.why) == (None, "capacity")
    capacity = knob(more, "issuer-capacity")
    assert capacity.value is not None
    assert {each.name for each in more.knobs} == {"granularity", "issuer-capacity"}
    roomy = made.setting(issuer=Issuer(capacity.value))
    assert all(e.recommended for e in frontier(made.works(text), roomy).workflows)
    tight = made.setting(issuer=Issuer(capacity.value - 2))
    assert not all(e.recommended for e in frontier(made.works(text), tight).workflows)


def test_without_a_granularity_of_its_own_the_leak_decides() -> None:
    (found,) = frontier(
        made.works(PATIENT.replace("      granularity: file\n", "")), made.setting()
    ).workflows
    bearing = [each for each in found.points if each.tolerated and each.allowed]
    assert best(found).leak == min(each.leak for each in bearing)


def test_only_what_is_asked_about() -> None:
    wanted = made.setting(granularities=frozenset({Granularity.SITE}))
    found = computed(PATIENT, wanted)
    assert {each.granularity for each in found.points} == {Granularity.SITE}
    assert found.granularity is Granularity.SITE


def test_lifetimes_that_cannot_be_renewed_have_no_point() -> None:
    roomy = made.setting(issuer=Issuer(1e6))
    found = computed(PATIENT.replace("{margin: 5m}", "{margin: 2h}"), roomy)
    own = [each.lifetime for each in found.points if each.granularity is found.granularity]
    assert min(own) > 7_200
    assert found.why == "margin"
    assert best(found).lifetime == 7_500


def test_what_the_history_costs_in_a_year() -> None:
    history = (PastOutages(5 * 3600, 1), PastOutages(1800, 2))
    setting = made.setting(64, issuer=Issuer(900, key_cache=inf, history=history))
    found = computed(PATIENT, setting)
    assert found.year_lost is not None
    assert 0 < found.year_lost < best(found).year_lost * 64
    known = made.setting(64, issuer=Issuer(900, availability=0.99))
    away = 0.01 * 365.25 * 24 / 64  # outages a year
    found = computed(PATIENT, known)
    assert found.year_lost == pytest.approx(away * best(found).year_lost)
    assert computed(PATIENT, made.setting()).year_lost is None


def test_a_weekend_that_costs_all_is_a_share_of_a_year() -> None:
    found = computed(HASTY, made.setting(60))
    point = found.points[0]
    assert point.lost_random > 0.99
    assert point.year_lost == pytest.approx(60 / (365.25 * 24), rel=0.01)


def test_totals_are_of_all_workflows() -> None:
    result = frontier(made.works(_many(2)), made.setting())
    (one,) = frontier(made.works(PATIENT), made.setting()).workflows
    for lifetime, mean, peak in result.totals:
        point = next(e for e in one.points if (e.lifetime, e.granularity) == (lifetime, "file"))
        assert (mean, peak) == (pytest.approx(2 * point.mean), pytest.approx(2 * point.peak))
