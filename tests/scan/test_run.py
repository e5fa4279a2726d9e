"""A scan says of all tokens what one by one they would be said, in whatever order they are read."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.judging import Scripted, always, catalogue, settings
from tests.scan import making
from tests.scan.making import folder, log_lines, of, setup
from tests.scan.sieving import (
    READER,
    Given,
    alone,
    cut,
    judged_alone,
    odd,
    others,
    regular,
    unsigned,
    whole,
)
from tokenlint.errors import EngineError
from tokenlint.policy.engine import EngineFault, Verdict
from tokenlint.policy.finding import Persona, RawFinding, Report
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.policy.settings import Waiver
from tokenlint.policy.token_subject import TokenSubject
from tokenlint.privilege.privilege import Privilege
from tokenlint.scan import run, summary
from tokenlint.scan.jobs import plan
from tokenlint.scan.judge import Captured
from tokenlint.scan.local import read_here
from tokenlint.scan.run import Judging, scan
from tokenlint.scan.statistics import LIFETIMES, Group
from tokenlint.scan.summary import Summary
from tokenlint.scan.work import Job
from tokenlint.scan.worker import Setup
from tokenlint.source import Source
from tokenlint.workflows.declaration import Workflow

CREDENTIALS = "token", "macaroon", "proxy"
scanned = partial(making.scanned, kinds=CREDENTIALS)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Every token and macaroon of the pools, some of them often; the order is made up once."""
    written = [*LINES.values(), *whole(regular() * 2), *whole(odd()[:2]), *MACAROONS[:2]]
    random.Random(1).shuffle(written)  # noqa: S311
    (tmp_path / "log").write_bytes(b"".join(b"%s\n" % each.shown for each in written))
    return tmp_path / "log"


MACAROONS = [each for each in others() if b"\n" not in each.shown]
LINES = {each.shown: each for each in (*whole(regular()), *whole(odd()), *cut(), *MACAROONS)}


def given(log: Path) -> list[Given]:
    """What stands in the lines."""
    return [LINES[line] for line in log.read_bytes().split()]


def credentials(log: Path, *, all_of_them: bool = True) -> list[Captured]:
    """One by one, each credential as it is judged when it is alone; only whole ones if asked."""
    some = [each for each in given(log) if each.judged and (all_of_them or each.whole)]
    return [judged_alone(each.judged) for each in some]


def subjects(log: Path) -> list[TokenSubject]:
    """The tokens among them."""
    return [each for each in credentials(log) if isinstance(each, TokenSubject)]


def _counts(groups: Sequence[Group]) -> dict[str, int]:
    return {group.name: group.tokens for group in groups if group.tokens}


def test_numbers_are_those_of_a_plain_count(log: Path) -> None:
    numbers, written = scanned([log]).statistics, given(log)
    each, judged = credentials(log), [one for one in written if one.judged]
    assert numbers.tokens == len(each) < len(written)
    assert numbers.size == log.stat().st_size
    assert numbers.distinct.exact
    assert numbers.distinct.count == len(set(map(_signed, judged)))
    assert numbers.shapes >= len({alone(one.judged, whole=one.whole) for one in judged})
    assert _counts(numbers.issuers) == Counter(map(_issuer, each))
    assert _counts(numbers.profiles) == Counter(map(_profile, each))
    assert _counts(numbers.lifetimes) == Counter(map(_lifetime, each))
    assert _counts(numbers.magnitudes) == Counter(map(_magnitude, each))
    names = {one.token.claims.get("sub") for one in subjects(log)}
    assert numbers.subjects.count == len({name for name in names if isinstance(name, str) and name})
    assert sum(seen.tokens for seen in numbers.broken) == len([x for x in written if not x.whole])
    assert [(seen.name, seen.tokens) for seen in numbers.others] == [
        ("macaroon", len(each) - len(subjects(log)))
    ]
    assert [(seen.name, seen.tokens) for seen in numbers.presented] == [("file", len(each))]


def _signed(one: Given) -> bytes:
    """All by which one credential differs from another: of a token what is signed."""
    if (subject := judged_alone(one.judged)) and isinstance(subject, MacaroonSubject):
        return subject.macaroon.fingerprint.encode()
    return one.judged.rpartition(b".")[0]


def _issuer(subject: Captured) -> str:
    if not isinstance(subject, TokenSubject):
        return "(a macaroon)"
    issuer = subject.token.claims.get("iss")
    return issuer if isinstance(issuer, str) and issuer else "(missing)"


def _profile(subject: Captured) -> str:
    return subject.token.profile.value if isinstance(subject, TokenSubject) else "macaroon"


def _privilege(subject: Captured) -> Privilege:
    return subject.privilege if isinstance(subject, MacaroonSubject) else subject.view.privilege


def _lifetime(subject: Captured) -> str:
    validity = _privilege(subject).validity
    if validity.empty:
        return "unusable times"
    seconds = validity.seconds
    if seconds is None:
        return "without end"
    return next((words for most, words in LIFETIMES if seconds <= most), "over 8 d")


def _magnitude(subject: Captured) -> str:
    vector = subject.document.vector
    tenth = min(9, int(vector.magnitude * 10)) if vector else 0
    return f"{tenth / 10:.1f} to {(tenth + 1) / 10:.1f}"


def test_valid_ones_are_those_that_can_still_be_used(log: Path) -> None:
    """What is not whole is used by nobody."""
    validities = [_privilege(one).validity for one in credentials(log, all_of_them=False)]
    valid = [
        v for v in validities if not v.empty and (v.expiry is None or v.expiry > READER.settings.at)
    ]
    all_of_them = [_privilege(one).validity for one in credentials(log)]
    assert len([v for v in all_of_them if not v.empty]) > len(valid)
    assert scanned([log]).statistics.valid == len(valid)


def test_a_token_that_names_several_audiences_counts_for_each(tmp_path: Path) -> None:
    several = next(t for t in regular() if len(subject_audience(t)) == 2)
    (tmp_path / "log").write_bytes(several + b"\n" + several)
    assert _counts(scanned([tmp_path]).statistics.audiences) == {
        "https://a.example": 2,
        "https://b.example": 2,
    }


def subject_audience(token: bytes) -> frozenset[str]:
    return READER.token(token, Source("-")).view.privilege.audience.endpoints or frozenset()


def test_token_ids_that_several_tokens_share(tmp_path: Path) -> None:
    one, other = regular()[0], regular()[1]  # with other headers, of one issuer and id
    (tmp_path / "log").write_bytes(b"\n".join((one, other, one, regular()[2])))
    reused = scanned([tmp_path]).statistics.reused
    assert (reused.ids.count, reused.ids.exact) == (1, True)
    (twins,) = reused.examples
    assert sorted((place.offset, place.line) for _, place in twins) == [(0, 1), (len(one) + 1, 2)]
    assert len({fingerprint for fingerprint, _ in twins}) == 2


def test_each_shape_is_judged_once_and_by_its_facts(log: Path) -> None:
    engine = Scripted()
    found = scanned([log, log], engine=engine)
    *asked, last = engine.asked
    assert {document["kind"] for document in asked} == {"token", "macaroon"}
    assert len(asked) == found.evaluated == found.statistics.shapes
    assert len(asked) < found.statistics.tokens / 2
    assert last["kind"] == "capture"


def test_one_finding_a_rule_counts_all_its_tokens(log: Path) -> None:
    def speaks(document: Mapping[str, Any]) -> Verdict:
        return always("SCP003")(document) if _state(document) == "expired" else []

    found = scanned([log], speaks)
    expired = [one for one in credentials(log) if _state(one.facts) == "expired"]
    assert expired
    (finding,) = [each for each in found.report.findings if each.rule == "SCP003"]
    assert finding.evidence["tokens"] == len(expired)
    assert f"({len(expired):,} tokens of" in finding.message
    main = finding.locations[0].source
    line = log.read_bytes().split(b"\n")[main.line - 1]
    assert _state(judged_alone(LINES[line].judged).facts) == "expired"
    assert main.file == str(log)


@pytest.mark.parametrize("first", range(2))
def test_of_equally_bad_shapes_the_first_in_the_input_is_shown(tmp_path: Path, first: int) -> None:
    (tmp_path / "log").write_bytes(b"\n".join(regular()[:2]))
    engine = Scripted(of(always("SCP003"), *CREDENTIALS))
    made = setup()
    judging = Judging(engine, catalogue(), made)
    todo = plan([tmp_path], 1)
    ((job, read),) = read_here(made, todo.jobs)
    shapes = sorted(read.shapes.items(), reverse=bool(first))
    found = scan(todo, iter([(job, replace(read, shapes=dict(shapes)))]), judging)
    assert [each.source.line for each in found.worst] == [1, 2]
    (finding,) = found.report.findings
    assert [each.source.line for each in finding.locations[:2]] == [1, 2]


def _state(facts: Mapping[str, Any]) -> Any:
    held = facts["credential" if facts["kind"] == "token" else "macaroon"]
    return held["lifetime"]["state"]


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_reading_changes_nothing(tmp_path: Path, seed: int) -> None:
    def shuffled(made: Setup, jobs: Sequence[Job]) -> Iterator[tuple[Job, Summary]]:
        read = [pair for job in jobs for pair in read_here(made, [job])]
        random.Random(seed).shuffle(read)  # noqa: S311
        yield from reversed(read)

    (tmp_path / "a").write_bytes(regular()[0])  # two shapes that are as bad as each other
    (tmp_path / "b").write_bytes(regular()[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tokenlint.scan.jobs._SMALLEST_PART", 3_000)
        paths = [folder(tmp_path)]
        one, other = (
            scanned(paths, always("SCP003")),
            scanned(paths, always("SCP003"), reading=shuffled),
        )
    assert other.report == one.report
    assert other.statistics == one.statistics
    assert (other.worst, other.neediest) == (one.worst, one.neediest)


def test_the_worst_come_first(log: Path) -> None:
    found = scanned([log])
    magnitudes = [document.vector.magnitude for document in found.worst if document.vector]
    assert magnitudes == sorted(magnitudes, reverse=True)
    assert len(magnitudes) == run.WORST
    vectors = [one.document.vector for one in credentials(log)]
    assert magnitudes[0] == max(vector.magnitude for vector in vectors if vector)
    assert all(document.source.line for document in found.worst)
    assert found.report.documents == found.worst
    assert len({document.id for document in found.worst}) == run.WORST
    assert sum(int(document.facts["tokens"]) for document in found.worst) <= found.statistics.tokens


def test_a_token_that_is_found_whole_and_cut_is_two_documents(tmp_path: Path) -> None:
    given = unsigned()[0]
    (tmp_path / "log").write_bytes(given.judged + b"\n" + given.shown)
    one, two = scanned([tmp_path]).report.documents
    assert two.id == f"{one.id}@{len(given.judged) + 1}"
    signatures = [document.facts["signature"] for document in (one, two)]
    assert signatures == ["not checked", "cut off or redacted"]
    assert one.vector == two.vector


def _kinds(report: Report) -> list[str]:
    return [problem.kind for problem in report.errors]


def test_a_shape_that_cannot_be_judged_is_an_error(log: Path) -> None:
    found = scanned([log], lambda _: EngineFault("it fell over", "pick it up"))
    assert len(found.report.errors) == found.statistics.shapes
    assert found.report.findings == ()
    told = sum(int(each.reason.split(" ")[0].replace(",", "")) for each in found.report.errors)
    assert told == found.statistics.tokens


def test_an_engine_that_dies_leaves_the_numbers(log: Path) -> None:
    class Dead(Scripted):
        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            raise EngineError("the engine is gone", advice="start it")

    found = scanned([log], engine=Dead())
    assert set(_kinds(found.report)) == {"engine"}
    assert found.statistics.tokens == len(credentials(log))
    assert len(found.worst) == run.WORST


def test_a_policy_that_returns_an_unknown_rule_is_an_error(log: Path) -> None:
    found = scanned([log], lambda _: [RawFinding("XYZ001", ("/kind",), {})])
    assert _kinds(found.report) == ["policy"]
    assert "XYZ001" in found.report.errors[0].reason


def test_only_selected_rules_speak(log: Path) -> None:
    chosen = settings(codes=frozenset({"SCP001"}))
    assert scanned([log], always("SCP003"), chosen).report.findings == ()
    assert scanned([log], always("SCP001"), chosen).report.findings != ()


def test_a_waiver_takes_findings_out_and_is_told(log: Path) -> None:
    waiver = Waiver(str(log), ("SCP",), "agreed with the site")
    report = scanned([log], always("SCP003"), settings(waivers=(waiver,))).report
    assert report.findings == ()
    assert [each.reason for each in report.suppressed] == ["agreed with the site"]


def test_a_persona_hides_what_it_does_not_see(log: Path) -> None:
    code = next(c for c, rule in catalogue().rules.items() if rule.persona is Persona.AUDITOR)
    seen = scanned([log], always(code), settings(persona=Persona.AUDITOR)).report
    assert (len(seen.findings), seen.hidden) == (1, 0)
    hidden = scanned([log], always(code), settings(persona=Persona.REGULAR)).report
    assert (len(hidden.findings), hidden.hidden) == (0, 1)


def test_more_shapes_than_are_kept_are_an_error(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary, "MOST_SHAPES", 3)
    found = scanned([log])
    judged = sum(int(document.facts["tokens"]) for document in found.worst)
    assert found.statistics.left_out == found.statistics.tokens - judged > 0
    assert _kinds(found.report) == ["oversize"]
    assert f"{found.statistics.left_out:,} tokens" in found.report.errors[0].reason


class _Stops:
    """Somebody presses Ctrl-C after so many portions."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.closed = False

    def __call__(self, made: Setup, jobs: Sequence[Job]) -> Iterator[tuple[Job, Summary]]:
        try:
            for number, pair in enumerate(read_here(made, jobs)):
                if number == self.after:
                    raise KeyboardInterrupt
                yield pair
        finally:
            self.closed = True


def test_ctrl_c_leaves_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tokenlint.scan.jobs._MOST_TOGETHER", 1)
    for name in "abc":
        (tmp_path / name).write_bytes(log_lines(5))
    stops = _Stops(2)
    found = scanned([tmp_path], always("SCP003"), reading=stops)
    assert found.statistics.tokens == 10
    assert [each.evidence["tokens"] for each in found.report.findings] == [10]
    (problem,) = found.report.errors
    assert problem.kind == "interrupted"
    assert "1 of 3 parts" in problem.reason
    assert stops.closed


def test_ctrl_c_in_the_loop_ends_those_who_read(tmp_path: Path) -> None:
    """Also where it does not come while a job is waited for."""
    (tmp_path / "log").write_bytes(log_lines(5))
    stops = _Stops(99)

    def progress(*_: object) -> None:
        raise KeyboardInterrupt

    made = setup()
    judging = Judging(Scripted(), catalogue(), made)
    todo = plan([tmp_path], 1)
    found = scan(todo, stops(made, todo.jobs), judging, progress)
    assert found.statistics.tokens == 5
    assert _kinds(found.report) == ["interrupted"]
    assert stops.closed


def test_ctrl_c_while_shapes_are_judged_leaves_the_numbers(log: Path) -> None:
    class Pressed(Scripted):
        """It answers once the shapes are no longer asked about."""

        def evaluate(self, documents: Sequence[Mapping[str, Any]]) -> list[Verdict]:
            if documents[0]["kind"] != "capture":
                raise KeyboardInterrupt
            return [[] for _ in documents]

    found = scanned([log], engine=Pressed())
    assert found.statistics.tokens == len(credentials(log))
    assert _kinds(found.report) == ["interrupted"]


def test_excess_is_told_where_a_workflow_tells_the_need(log: Path) -> None:
    from tests.judging import workflow

    need: Workflow = workflow().workflow
    found = scanned([log], against=need)
    excesses = [document.excess for document in found.neediest]
    assert excesses
    assert excesses == sorted(excesses, reverse=True, key=lambda excess: excess or 0.0)
    assert scanned([log]).neediest == ()
