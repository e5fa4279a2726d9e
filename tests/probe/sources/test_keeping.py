import threading
import time

import pytest

from tests.minting import NOW
from tests.probe.forged import GOOD, forged, wish
from tokenlint.probe.sources.fitting import taken
from tokenlint.probe.sources.keeping import RETRY_SECONDS, Keeper, good_until
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish


def test_equal_wishes_at_once_are_fulfilled_once() -> None:
    keeper, token, calls = Keeper(time.time), forged(), []

    def make() -> tuple[Token, float]:
        calls.append(1)
        time.sleep(0.1)
        return token, time.time() + 100

    threads = [threading.Thread(target=keeper.get, args=(GOOD, make)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(calls) == 1


def test_a_slow_wish_does_not_stop_another_one() -> None:
    keeper, free, token = Keeper(time.time), threading.Event(), forged()

    def slow() -> tuple[Token, float]:
        free.wait(10)
        return token, time.time() + 100

    waiting = threading.Thread(target=keeper.get, args=(GOOD, slow))
    waiting.start()
    assert keeper.get(Wish("other", None), lambda: (token, time.time() + 9)) is token
    free.set()
    waiting.join(10)
    assert not waiting.is_alive()


@pytest.mark.parametrize(
    ("error", "tries"), [(Unobtainable("never"), 1), (TokenFailed("now", "look"), 2)], ids=str
)
def test_failures_are_kept(error: Exception, tries: int) -> None:
    now, calls = [0.0], []

    def make() -> tuple[Token, float]:
        calls.append(1)
        raise error

    keeper = Keeper(lambda: now[0])
    for instant in (0.0, 0.0, RETRY_SECONDS - 1, RETRY_SECONDS + 1):
        now[0] = instant
        with pytest.raises(type(error)):
            keeper.get(GOOD, make)
    assert len(calls) == tries


def test_other_errors_are_not_kept() -> None:
    keeper = Keeper(time.time)
    with pytest.raises(ZeroDivisionError):
        keeper.get(GOOD, lambda: (forged(), 1 / 0))
    assert keeper.get(GOOD, lambda: (forged(), time.time() + 9))


@pytest.mark.parametrize(
    ("flaw", "until"),
    [
        (Flaw.NONE, NOW + 450),
        (Flaw.EXPIRED, float("inf")),
        (Flaw.NO_EXPIRY, float("inf")),
        (Flaw.NOT_YET_VALID, NOW + 900),
    ],
)
def test_how_long_a_token_is_what_was_wished(flaw: Flaw, until: float) -> None:
    found = taken(forged(flaw).value.encode(), "a test")
    assert good_until(found, wish(flaw), NOW) == until


@pytest.mark.parametrize(
    ("flaw", "left", "until"),
    [(Flaw.NONE, 100, 570), (Flaw.NONE, 20, 570), (Flaw.NOT_YET_VALID, 300, 1080)],
)
def test_a_token_that_came_late_is_used_for_less(flaw: Flaw, left: int, until: int) -> None:
    found = taken(forged(flaw).value.encode(), "a test")
    end = found.time("nbf" if flaw is Flaw.NOT_YET_VALID else "exp")
    assert end is not None
    assert good_until(found, wish(flaw), end - left) == NOW + until
