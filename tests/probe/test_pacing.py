"""Rate, bounds and the renewal of tokens, by a clock that the tests turn."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.probe.fake import FakeSource
from tests.probe.running import lines_of, only, plan_for, probe, run_plan, storage
from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.hands import Wallet
from tokenlint.probe.pacing import Pace, PacedDoor, without
from tokenlint.probe.token import Flaw, TokenFailed, Wish


@dataclass
class Clock:
    now: float = 0.0
    slept: float = 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        self.slept += seconds


def test_no_more_requests_a_second_than_told() -> None:
    clock = Clock()
    door = PacedDoor(storage(), Pace(per_second=10, clock=clock, sleep=clock.sleep))
    for _ in range(21):
        door.ask(Demand(Operation.STAT, "/file"), None)
    assert clock.now == pytest.approx(2.0)
    clock.now += 60  # a pause is not made up for by a burst
    for _ in range(11):
        door.ask(Demand(Operation.STAT, "/file"), None)
    assert clock.now == pytest.approx(63.0)
    assert door.sent == 32


def test_silence_in_a_row_means_gone() -> None:
    fake = storage()
    door = PacedDoor(fake, Pace(per_second=0, silence=3))
    said = [Said.NOTHING, Said.NOTHING, Said.NO, Said.NOTHING, Said.NOTHING, Said.NOTHING]
    gone = []
    for each in said:
        fake.before = lambda _, each=each: Answer(each, "x")
        door.ask(Demand(Operation.STAT, "/file"), None)
        gone.append(door.gone)
    assert gone == [False] * 5 + [True]


def test_tokens_are_renewed_before_they_expire() -> None:
    clock = Clock()
    wallet = Wallet(FakeSource(), clock)
    wish = Wish("storage.read:/a", ("x",), lifetime=100)
    first = wallet.token(wish)
    clock.now = 74
    assert wallet.token(wish) is first
    clock.now = 76
    assert wallet.token(wish) is not first


def test_a_token_that_did_not_come_is_not_asked_for_again() -> None:
    source = FakeSource(failing=frozenset({Flaw.EXPIRED}))
    wallet = Wallet(source, Clock())
    wish = Wish("", (), flaw=Flaw.EXPIRED)
    with pytest.raises(TokenFailed):
        wallet.token(wish)
    source.failing = frozenset()
    with pytest.raises(TokenFailed):
        wallet.token(wish)
    assert wallet.token(Wish(None, None, flaw=Flaw.NO_TOKEN)) is None


@pytest.mark.parametrize("most", [1, 20, 60, 100, 200, 333, 500])
def test_a_bound_on_requests_is_kept_and_everything_is_taken_away(
    most: int, tmp_path: Path
) -> None:
    door, record = storage(), tmp_path / "record"
    done = probe(door, record, pace=Pace(most=most, per_second=0))
    assert len(door.demands) <= most
    assert [problem.kind for problem in done.problems] == ["bounded"]
    assert door.checksum() == door.pristine
    assert not any(line["line"] == "ended" for line in lines_of(record))


def test_several_bounded_runs_come_to_the_end(tmp_path: Path) -> None:
    door, record = storage(), tmp_path / "record"
    for _ in range(30):
        done = probe(door, record, pace=Pace(most=200, per_second=0))
        if not done.problems:
            break
    assert done.tested == 472
    assert done.continued
    assert lines_of(record)[-1]["line"] == "ended"
    assert door.checksum() == door.pristine


def test_a_run_that_outlives_its_tokens(tmp_path: Path) -> None:
    clock = Clock()
    door = storage()
    pace = Pace(per_second=0.1, clock=clock, sleep=clock.sleep)
    done = run_plan(only(plan_for(door, lifetime=60), "modify"), door, tmp_path / "record", pace)
    assert done.problems == ()
    entitled = [wish for wish in door.source.issued.values() if "granted" not in wish.scope]
    assert len(entitled) > 10
    assert done.seconds > 600


def test_no_part_of_an_answer_holds_the_token() -> None:
    token = FakeSource().token(Wish("storage.read:/a", ("x",)))
    signature = token.value.rpartition(".")[2]
    echo = f"you sent {token.value} or {signature}"
    fact = {"advice": echo}
    answer = Answer(Said.NO, echo, echo.encode(), echo, echo, echo, echo, fact)
    cleaned = without(answer, token)
    told = (*cleaned.facts.values(), cleaned.content.decode(), repr(cleaned))
    assert not any(signature in each for each in told)
    assert cleaned.status == "you sent (token) or (token)"
    assert without(answer, None) is answer
    door = storage(before=lambda _: answer)
    door.source.issued[token.value] = Wish("", ())
    paced = PacedDoor(door, Pace(per_second=0)).ask(Demand(Operation.STAT, "/file"), token)
    assert paced == cleaned


@pytest.mark.parametrize(("busy", "sent"), [(0, 1), (2, 3), (9, 5)])
def test_a_file_in_use_is_asked_for_again_for_a_while(busy: int, sent: int) -> None:
    clock, fake = Clock(), storage()
    door = PacedDoor(fake, Pace(per_second=0, clock=clock, sleep=clock.sleep))
    fake.before = lambda _: Answer(Said.NO, "423" if len(fake.demands) <= busy else "404")
    answer = door.ask(Demand(Operation.READ, "/file"), None)
    assert answer.status == ("404" if sent > busy else "423")
    assert door.sent == len(fake.demands) == sent
    assert clock.slept == pytest.approx(0.2 * (sent - 1))


def test_the_bound_holds_for_a_file_in_use_too() -> None:
    fake = storage()
    door = PacedDoor(fake, Pace(most=2, per_second=0, sleep=lambda _: None))
    fake.before = lambda _: Answer(Said.NO, "423")
    assert door.ask(Demand(Operation.READ, "/file"), None).status == "423"
    assert door.sent == 2
