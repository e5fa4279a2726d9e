"""Rate, bounds and the renewal of tokens, by a clock that the tests turn."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.probe.fake import FakeSource, FakeStorage
from tests.probe.running import lines_of, only, plan_for, probe, run_plan, storage
from tokenlint.privilege.operation import Operation
from tokenlint.probe.broken import parts_of
from tokenlint.probe.cell import Verdict
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.forge import Mint
from tokenlint.probe.hands import Wallet
from tokenlint.probe.pacing import Pace, PacedDoor, without
from tokenlint.probe.signing import new_key
from tokenlint.probe.sources.fitting import LENIENCE
from tokenlint.probe.sources.minted import MintSource
from tokenlint.probe.token import Flaw, Token, TokenFailed, Wish


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


def mint(clock: Clock) -> Mint:
    return Mint("https://issuer.example", new_key("ES256"), clock=clock)


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


@pytest.mark.parametrize("lifetime", [60, 600])
def test_no_token_is_used_until_its_end(lifetime: int) -> None:
    clock = Clock(now=1_900_000_000.0)
    wallet = Wallet(MintSource(mint(clock)))
    wish = Wish("storage.read:/a", ("x",), lifetime=lifetime)
    used = []
    for _ in range(150):
        token = wallet.token(wish)
        assert token is not None
        assert parts_of(token)[1]["exp"] >= clock.now + min(30, lifetime // 4)
        used.append(token)
        clock.now += 13
    assert 3 <= len(set(used)) <= 2 * 150 * 13 / lifetime


def test_a_token_that_is_not_yet_valid_never_becomes_valid() -> None:
    clock = Clock(now=1_900_000_000.0)
    wallet = Wallet(MintSource(mint(clock)))
    wish = Wish("storage.read:/a", ("x",), flaw=Flaw.NOT_YET_VALID)
    for _ in range(40):
        token = wallet.token(wish)
        assert token is not None
        assert parts_of(token)[1]["nbf"] > clock.now + LENIENCE
        clock.now += 100


def test_a_token_that_did_not_come_is_not_asked_for_again() -> None:
    source = FakeSource(failing=frozenset({Flaw.EXPIRED}))
    wallet = Wallet(source)
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


@dataclass
class Minting(FakeSource):
    """Tokens with a real end."""

    minted: MintSource | None = None

    def token(self, wish: Wish) -> Token:
        assert self.minted is not None
        token = self.minted.token(wish)
        self.issued[token.value] = wish
        return token


@dataclass
class Strict(FakeStorage):
    """A storage that takes no token at its end."""

    clock: Clock = field(default_factory=Clock)

    def ask(self, demand: Demand, token: Token | None) -> Answer:
        if token is not None and parts_of(token)[1]["exp"] <= self.clock.now:
            return Answer(Said.NO, "401")
        return super().ask(demand, token)


@pytest.mark.parametrize("lifetime", [60, 120, 600])
def test_a_run_that_outlives_its_tokens(lifetime: int, tmp_path: Path) -> None:
    clock = Clock(now=1_900_000_000.0)
    source = Minting(minted=MintSource(mint(clock)))
    door = Strict(source, clock=clock)
    pace = Pace(per_second=0.1, clock=clock, sleep=clock.sleep)
    plan = only(plan_for(door, lifetime=lifetime), "modify")
    done = run_plan(plan, door, tmp_path / "record", pace)
    assert done.problems == ()
    assert not done.counts[Verdict.SHORTFALL]
    assert done.seconds > 700
    assert door.checksum() == door.pristine


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


def test_the_first_name_of_a_product_is_kept() -> None:
    fake = storage()
    door = PacedDoor(fake, Pace(per_second=0))
    for name in ("", "XrootD/v5.5.3", "nginx", ""):
        fake.before = lambda _, name=name: Answer(Said.NO, "403", server=name)
        door.ask(Demand(Operation.STAT, "/file"), None)
    assert door.server == "XrootD/v5.5.3"
