import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.minting import NOW
from tests.probe.forged import AUDIENCE, GOOD, SCOPE, forged, judged, key, mint, parts, wish
from tests.probe.sources.programs import called, printing, program, source
from tokenlint.errors import UsageError
from tokenlint.probe.forge import STRANGERS, Mint
from tokenlint.probe.signing import key_set
from tokenlint.probe.sources.command import CommandSource, key_of, read_command
from tokenlint.probe.sources.fitting import LENIENCE
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish


def standing() -> float:
    return NOW


def failure(source: Any, wished: Wish = GOOD) -> TokenFailed:
    with pytest.raises(TokenFailed) as caught:
        source.token(wished)
    assert caught.value.reason
    return caught.value


def test_the_token_of_a_command(tmp_path: Path) -> None:
    token = forged()
    got = source(printing(tmp_path, f"{token.value} \r\n\n"), clock=standing).token(GOOD)
    assert got.fingerprint == token.fingerprint
    assert judged(got) == "ok"


def test_equal_wishes_are_asked_for_once_until_shortly_before_the_end(tmp_path: Path) -> None:
    now = [float(NOW)]
    made = source(printing(tmp_path, forged().value), clock=lambda: now[0])
    assert made.token(GOOD).fingerprint == made.token(GOOD).fingerprint
    assert called(tmp_path) == 1
    now[0] = NOW + 449
    made.token(GOOD)
    assert called(tmp_path) == 1
    now[0] = NOW + 571  # less than 30 seconds are left: asked anew, and the same is too old
    assert "29 more seconds" in failure(made).reason
    assert called(tmp_path) == 2


def test_a_command_that_failed_is_left_alone_for_a_minute(tmp_path: Path) -> None:
    now = [float(NOW)]
    made = source(printing(tmp_path, "", code=3), clock=lambda: now[0])
    first, second = failure(made), failure(made)
    assert first.reason == second.reason
    assert "status 3" in first.reason
    assert called(tmp_path) == 1
    now[0] += 61
    failure(made)
    assert called(tmp_path) == 2


HOSTILE = [
    "storage.read:/a storage.read:/b",
    "storage.read:/$(touch hit)`touch hit`",
    "a'b\"c",
    "a;touch hit",
    "two\nlines\n",
    "{audience}",
    "*",
    "é\t",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_value_stays_one_word_whatever_stands_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    told = tmp_path / "told.json"
    command = program(
        tmp_path, f"import json, sys; json.dump(sys.argv[1:], open({str(told)!r}, 'w'))"
    )
    failure(source(command), Wish(text, (text, "x"), lifetime=7))
    assert json.loads(told.read_text()) == [text, f"{text} x", "7"]
    assert not (tmp_path / "hit").exists()


@given(st.text(min_size=1).filter(lambda text: "\0" not in text))
def test_placeholders_inside_a_word(text: str) -> None:
    command = read_command("client --scope={scope} 'a {audience}:{lifetime} b' -v")
    filled = command.filled(Wish(text, (text,), lifetime=9))
    assert filled == ("client", f"--scope={text}", f"a {text}:9 b", "-v")


def test_groups_are_asked_for_as_scopes() -> None:
    command = read_command("client {scope} {audience}")
    assert command.filled(wish(groups=("/wlcg",)))[1] == f"{SCOPE} wlcg.groups:/wlcg"
    assert command.filled(Wish(None, ("x",), groups=("/wlcg",)))[1] == "wlcg.groups:/wlcg"


@pytest.mark.parametrize("text", ["-rf", "a\0b"], ids=["an-option", "nul"])
def test_a_value_that_would_not_stay_what_it_is(text: str) -> None:
    with pytest.raises(Unobtainable):
        read_command("client {scope} {audience}").filled(Wish(text, ("x",)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no program"),
        ("''", "no program"),
        ("client 'x {scope} {audience}", "quote"),
        ("client {scope} {audience} {token}", "{token} is no placeholder"),
        ("client {scope} {audience} {}", "{} is no placeholder"),
        ("{scope} {audience}", "program's name"),
        ("client {audience}", "{scope} is missing"),
        ("client {scope}", "{audience} is missing"),
    ],
)
def test_commands_that_cannot_be_used(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said.replace("{", r"\{")) as caught:
        read_command(text)
    assert caught.value.advice


def _rubbish() -> dict[str, Callable[[], str]]:
    token = forged()
    return {
        "nothing": lambda: "\n",
        "rubbish": lambda: "Error: please log in\n",
        "two tokens": lambda: f"{token.value}\n{token.value}\n",
        "a token and words": lambda: f"{token.value} ok\n",
        "words and a token": lambda: f"token: {token.value}\n",
        "quotes": lambda: f'"{token.value}"\n',
        "a response": lambda: json.dumps({"access_token": token.value}),
        "space before": lambda: f" {token.value}",
        "two parts": lambda: token.value.rpartition(".")[0],
        "no JSON": lambda: "abcd.efgh.ijkl",
        "no UTF-8": lambda: "\udcff\udcfe",
    }


@pytest.mark.parametrize("name", sorted(_rubbish()))
def test_anything_but_one_token_is_refused_and_not_repeated(tmp_path: Path, name: str) -> None:
    text = _rubbish()[name]()
    (tmp_path / "printed.bin").write_bytes(text.encode("utf-8", "surrogateescape"))
    held = str(tmp_path / "printed.bin")
    command = program(tmp_path, f"import sys; sys.stdout.buffer.write(open({held!r}, 'rb').read())")
    failed = failure(source(command, clock=standing))
    print(failed.reason, failed.advice)  # noqa: T201 - for the leak guard
    assert "the token command gave" in failed.reason
    assert "log in" not in failed.reason + failed.advice


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (wish(scope=f"{SCOPE} storage.modify:/"), "more than was asked for: storage.modify:/"),
        (wish(scope=f"{SCOPE} fts"), "more than was asked for: fts"),
        (wish(scope=f"{SCOPE} what-is-this"), "more than was asked for: what-is-this"),
        (wish(scope="storage.read:/data"), "lacks storage.create:/data/new"),
        (wish(scope="storage.read:/ storage.create:/data/new"), "lacks storage.read:/data"),
        (wish(scope=None), "lacks storage.read:/data"),
        (wish(audience=("https://other.example",)), "for https://other.example, and not for"),
        (wish(audience=(AUDIENCE, "https://other.example")), "other.example, and not for"),
        (wish(audience=("https://wlcg.cern.ch/jwt/v1/any",)), "for any service, and not for"),
        (wish(audience=None), "names no audience"),
        (wish(audience=(f"{AUDIENCE}/",)), "and not for"),
        (wish(groups=("/wlcg",)), "groups that were not asked for: /wlcg"),
        (wish(lifetime=20), "20 more seconds only"),
        (wish(lifetime=86_400), "valid for 86400 seconds"),
        (wish(Flaw.NO_EXPIRY), "never expires"),
        (wish(Flaw.EXPIRED), "the token that came expired "),
        (wish(Flaw.NOT_YET_VALID), "valid only in 1200 seconds"),
        (wish(Flaw.UNSIGNED), "not signed"),
    ],
    ids=range(18),
)
def test_a_token_that_was_not_wished_is_refused(tmp_path: Path, came: Wish, said: str) -> None:
    command = printing(tmp_path, mint().forge(came).value)
    failed = failure(source(command, clock=standing))
    assert said in failed.reason
    assert failed.advice


@pytest.mark.parametrize(
    "scope",
    [
        f"openid {SCOPE} offline_access wlcg",
        " ".join(reversed(SCOPE.split())),
    ],
    ids=["idle-scopes", "another-order"],
)
def test_what_makes_no_difference_is_taken(tmp_path: Path, scope: str) -> None:
    command = printing(tmp_path, forged(scope=scope).value)
    assert source(command, clock=standing).token(GOOD)


def picky(folder: Path, end: str) -> CommandSource:
    """A client whose issuer knows one scope; for others it does as `end` says."""
    held = folder / "held.txt"
    held.write_text(forged(lifetime=3600).value)
    body = (
        "import sys\n"
        f"if sys.argv[1:3] == {[SCOPE, AUDIENCE]!r}: print(open({str(held)!r}).read())\n"
        f"else: {end}\n"
    )
    return source(program(folder, body), clock=standing)


STRANGE = [
    wish(scope="storage.read storage.create"),
    wish(scope="storage.read:"),
    wish(scope="storage.read:/a/../b"),
    wish(scope="storage.read:/a/%2e%2e/b"),
    wish(scope="read:/a"),
    wish(scope="storage.write:/a"),
    wish(scope="storage.poll:/a"),
    wish(scope="storage.stage:/a"),
    wish(audience=("https://wlcg.cern.ch/jwt/v1/any",)),
    wish(audience=("https://other.example", AUDIENCE)),
]
USUAL = [
    wish(scope="storage.read:/a"),
    wish(scope="storage.modify:/a storage.create:/a"),
    wish(scope="compute.create"),
    wish(audience=("https://other.example",)),
]
ANSWERS = ["sys.exit(1)", "print(open(__file__[:-9] + 'held.txt').read())"]


@pytest.mark.parametrize("end", ANSWERS, ids=["refused", "another"])
@pytest.mark.parametrize("wished", STRANGE, ids=range(len(STRANGE)))
def test_what_no_issuer_has_to_give_is_left_out(tmp_path: Path, wished: Wish, end: str) -> None:
    made = picky(tmp_path, end)
    assert made.token(GOOD)
    with pytest.raises(Unobtainable, match="does not give such a token"):
        made.token(wished)


@pytest.mark.parametrize("end", ANSWERS, ids=["refused", "another"])
@pytest.mark.parametrize("wished", USUAL, ids=range(len(USUAL)))
def test_what_every_issuer_should_give_has_failed(tmp_path: Path, wished: Wish, end: str) -> None:
    made = picky(tmp_path, end)
    assert made.token(GOOD)
    failure(made, wished)


@pytest.mark.parametrize("end", ANSWERS, ids=["refused", "another"])
def test_a_command_that_never_worked_has_failed(tmp_path: Path, end: str) -> None:
    failure(picky(tmp_path, end), STRANGE[0])


def test_a_command_that_is_killed_has_failed(tmp_path: Path) -> None:
    made = picky(tmp_path, "import os; os.kill(os.getpid(), 9)")
    assert made.token(GOOD)
    assert "signal 9" in failure(made, STRANGE[0]).reason


@pytest.mark.parametrize("flaw", sorted(STRANGERS))
def test_what_anybody_can_make_is_made_of_one_good_token(tmp_path: Path, flaw: Flaw) -> None:
    made = source(printing(tmp_path, forged().value), keys=key_set([key()]), clock=standing)
    assert made.offers(wish(flaw)) == ""
    token = made.token(wish(flaw))
    assert judged(token) == judged(forged(flaw))
    assert parts(token)[1]["scope"] == SCOPE
    made.token(GOOD)
    assert called(tmp_path) == 1


@pytest.mark.parametrize(
    "wished",
    [
        wish(Flaw.NOT_YET_VALID),
        wish(Flaw.NO_EXPIRY),
        wish(Flaw.DUPLICATE_MEMBERS),
        wish(Flaw.UNKNOWN_CRITICAL),
        wish(Flaw.UNKNOWN_VERSION),
        wish(Flaw.HMAC_PUBLIC_KEY),
        wish(audience=None),
        wish(scope=None),
    ],
    ids=range(8),
)
def test_what_no_issuer_gives_out_is_not_asked_for(tmp_path: Path, wished: Wish) -> None:
    made = source(printing(tmp_path, forged().value))
    assert made.offers(wished)
    with pytest.raises(Unobtainable):
        made.token(wished)
    assert called(tmp_path) == 0


def test_no_token_needs_no_command(tmp_path: Path) -> None:
    made = source(printing(tmp_path, ""))
    assert made.offers(Wish(None, None, flaw=Flaw.NO_TOKEN)) == ""
    with pytest.raises(Unobtainable):
        made.token(Wish(None, None, flaw=Flaw.NO_TOKEN))
    assert called(tmp_path) == 0


def _waiting(tmp_path: Path, lifetime: int) -> tuple[Any, list[float], list[float]]:
    """A source whose issuer gives that lifetime, with the time and the naps that were taken."""
    now, naps = [float(NOW)], []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds / 2  # a sleep may end early

    token: Token = Mint("https://issuer.example", key(), clock=standing).forge(
        replace(GOOD, lifetime=lifetime)
    )
    made = source(printing(tmp_path, token.value), clock=lambda: now[0], sleep=nap)
    return made, now, naps


def test_a_short_token_is_waited_out(tmp_path: Path) -> None:
    made, now, naps = _waiting(tmp_path, 100)
    token = made.token(wish(Flaw.EXPIRED))
    end = parts(token)[1]["exp"]
    assert now[0] == pytest.approx(end + LENIENCE, abs=0.01)
    assert len(naps) > 1
    assert judged(token, at=end + LENIENCE) == "Expired"
    assert made.token(wish(Flaw.EXPIRED)).fingerprint == token.fingerprint
    assert called(tmp_path) == 1


def test_a_long_token_is_not_waited_for(tmp_path: Path) -> None:
    made, _, naps = _waiting(tmp_path, 3600)
    for _ in range(2):
        with pytest.raises(Unobtainable, match="3600 seconds"):
            made.token(wish(Flaw.EXPIRED))
    assert (naps, called(tmp_path)) == ([], 1)


@pytest.mark.parametrize(("lifetime", "waited"), [(119, True), (121, False)])
def test_it_is_not_waited_for_longer_than_told(tmp_path: Path, lifetime: int, waited: bool) -> None:
    made, _, naps = _waiting(tmp_path, lifetime)
    if waited:
        assert made.token(wish(Flaw.EXPIRED))
    else:
        with pytest.raises(Unobtainable, match="120 are waited for"):
            made.token(wish(Flaw.EXPIRED))
    assert bool(naps) is waited


def test_what_is_made_of_a_token_is_made_anew_before_that_ends(tmp_path: Path) -> None:
    now = [float(NOW)]
    made = source(printing(tmp_path, forged().value), clock=lambda: now[0])
    first = made.token(wish(Flaw.UNKNOWN_KEY))
    now[0] += 449
    assert made.token(wish(Flaw.UNKNOWN_KEY)) == first
    now[0] += 2
    assert made.token(wish(Flaw.UNKNOWN_KEY)) != first
    assert called(tmp_path) == 2


def test_a_token_of_the_real_clock(tmp_path: Path) -> None:
    token = Mint("https://issuer.example", key()).forge(GOOD)
    got = source(printing(tmp_path, token.value)).token(GOOD)
    assert parts(got)[1]["exp"] > time.time()


def test_the_key_that_signed_is_found_by_its_name() -> None:
    good, others = forged(), [{"kty": "EC", "kid": "other"}, {"kty": "oct", "kid": "x"}]
    mine = {"kty": "EC", "kid": parts(good)[0]["kid"]}
    assert key_of(good, {"keys": [*others, mine]}) == mine
    assert key_of(good, {"keys": others}) == others[0], "the only one that may have"
    assert key_of(good, {"keys": others[1:]}) is None
    assert key_of(good, None) is None
