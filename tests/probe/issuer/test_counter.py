import contextlib
import json
import os
import socket
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.probe.forged import AUDIENCE, GOOD, forged, mint, wish
from tests.probe.issuer.running import told
from tests.signatures import REGISTER
from tokenlint.errors import UsageError
from tokenlint.probe.issuer.asking import MOST_LINE, Given, wish_in, written
from tokenlint.probe.issuer.counter import Counter, peer_user
from tokenlint.probe.issuer.server import TestIssuer
from tokenlint.probe.issuer.setting import Setting
from tokenlint.probe.sources.issuer import IssuerSource
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish


def answers(place: Path, *lines: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in told(place, *lines).splitlines()]


@pytest.mark.parametrize("flaw", [flaw for flaw in Flaw if flaw is not Flaw.NO_TOKEN])
def test_a_client_gets_every_flaw(place: Path, flaw: Flaw) -> None:
    source = IssuerSource(place)
    assert source.offers(wish(flaw)) == ""
    token = source.token(wish(flaw))
    assert source.token(wish(flaw)).fingerprint == token.fingerprint


def test_several_wishes_on_one_connection(place: Path) -> None:
    got = answers(place, written(GOOD), written(wish(scope=None)), written(GOOD))
    assert [sorted(answer) for answer in got] == [["token"]] * 3


@pytest.mark.parametrize("lifetime", [0, -5, 3601, 10**30])
def test_long_lifetimes_are_refused_by_the_issuer_itself(place: Path, lifetime: int) -> None:
    line = json.dumps({"scope": "x", "audience": ["y"], "lifetime": lifetime}).encode() + b"\n"
    (answer,) = answers(place, line)
    assert "token" not in answer
    assert answer["refused"]
    with pytest.raises(Unobtainable):
        IssuerSource(place).token(wish(lifetime=lifetime))
    assert IssuerSource(place).token(wish(Flaw.NO_EXPIRY, lifetime=3601))


def test_no_token_is_nothing_to_ask_for(place: Path) -> None:
    with pytest.raises(Unobtainable):
        IssuerSource(place).token(Wish(None, None, flaw=Flaw.NO_TOKEN))
    (answer,) = answers(place, written(Wish(None, None, flaw=Flaw.NO_TOKEN)))
    assert answer["never"] is True


GARBAGE = [
    b"\n",
    b"x\n",
    b"[]\n",
    b"[" * 10_000 + b"\n",
    b'{"scope": 5, "audience": null, "lifetime": 1}\n',
    b'{"scope": "x", "audience": null, "lifetime": 1, "sub": "admin"}\n',
    b'{"scope": "x", "audience": null, "lifetime": 1, "flaw": "no-such"}\n',
    b'{"scope": "x", "audience": "y", "lifetime": 1}\n',
    b"\xff\xfe\n",
    b"x" * (MOST_LINE + 10),
    b"{",
    json.dumps({"scope": "x" * 20_000, "audience": None, "lifetime": 1}).encode() + b"\n",
    json.dumps({"scope": "x", "audience": ["y"] * 100, "lifetime": 1}).encode() + b"\n",
]


@pytest.mark.parametrize("sent", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_gets_no_token_and_stops_nothing(place: Path, sent: bytes) -> None:
    for answer in answers(place, sent):
        assert "token" not in answer
        assert answer["refused"]
    assert answers(place, written(GOOD))[0]["token"]


def test_the_log_says_what_was_given_and_not_the_token(place: Path, log: list[str]) -> None:
    log.clear()
    token = IssuerSource(place).token(wish(Flaw.EXPIRED, groups=("/wlcg",)))
    pasted = forged().value
    told(place, written(wish(scope=pasted)), written(wish(scope="a\x1b[31m\n" + "x" * 900)))
    assert log[0] == (
        f'token {token.fingerprint} scope "storage.read:/data storage.create:/data/new" '
        f"audience {AUDIENCE} groups /wlcg for 600 s, flaw expired"
    )
    assert len(log) == 3
    assert all(line.isprintable() and len(line) < 500 for line in log)
    assert REGISTER.parts_in("\n".join(log)) == []


def test_the_socket_is_for_its_user_alone(place: Path) -> None:
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_the_peer_is_known_where_the_system_tells() -> None:
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        assert peer_user(one) in (os.geteuid(), None)


def test_another_user_is_refused(folder: Path) -> None:
    """By a peer that is made up: who runs the tests seldom may change its user."""
    said: list[str] = []
    with TestIssuer(Setting(algorithm="ES256"), said.append) as issuer:
        path = folder / "other.sock"
        issuer.hand_out(path, lambda _: os.geteuid() + 1)
        (answer,) = answers(path, written(GOOD))
        assert answer == {"refused": "this issuer serves another user", "never": True}
        with pytest.raises(Unobtainable, match="another user"):
            IssuerSource(path).token(GOOD)
        assert f"user {os.geteuid() + 1} was refused at the socket" in said


def test_a_system_that_does_not_tell_the_peer(folder: Path) -> None:
    with TestIssuer(Setting(algorithm="ES256")) as issuer:
        path = folder / "untold.sock"
        issuer.hand_out(path, lambda _: None)
        assert IssuerSource(path).token(GOOD)


@pytest.mark.skipif(  # a runner that is no root cannot; the test above asks a made-up peer there
    os.geteuid() != 0, reason="only root can become another user"
)
def test_a_real_other_user_is_refused(place: Path, folder: Path) -> None:
    place.chmod(0o666)
    folder.chmod(0o711)
    try:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgid(65534)
                os.setuid(65534)
                os.write(writing, told(place, written(GOOD)))
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as answer:
            assert json.loads(answer.read())["refused"] == "this issuer serves another user"
        os.waitpid(child, 0)
    finally:
        place.chmod(0o600)
        folder.chmod(0o700)


def test_it_is_taken_away_in_the_end_and_made_anew(folder: Path) -> None:
    path = folder / "again.sock"
    for _ in range(2):
        with TestIssuer(Setting(algorithm="ES256")) as issuer:
            issuer.hand_out(path)
            assert IssuerSource(path).token(GOOD)
        assert not path.exists()


def test_a_socket_that_a_killed_issuer_left_is_used_again(folder: Path) -> None:
    path = folder / "left.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    counter = Counter(path, mint().forge, lambda _: None)
    counter.server_close()
    assert not path.exists()


def test_what_somebody_else_put_there_is_left_alone(folder: Path) -> None:
    path = folder / "mine.sock"
    counter = Counter(path, mint().forge, lambda _: None)
    path.unlink()
    path.write_text("of somebody else")
    counter.server_close()
    assert path.read_text() == "of somebody else"


def test_places_that_cannot_be_used(issuer: TestIssuer, place: Path, folder: Path) -> None:
    file = folder / "file"
    file.write_text("x")
    for path, said in [
        (place, "another issuer serves"),
        (file, "is there already"),
        (folder, "is there already"),
        (folder / "no" / "x.sock", "cannot listen"),
        (file / "x.sock", "Not a directory"),
        (folder / ("x" * 200), "cannot listen"),
    ]:
        with pytest.raises(UsageError, match=said):
            issuer.hand_out(path)
    assert file.read_text() == "x"
    assert IssuerSource(place).token(GOOD)


@given(
    st.builds(
        Wish,
        scope=st.one_of(st.none(), st.text()),
        audience=st.one_of(st.none(), st.lists(st.text(), max_size=3).map(tuple)),
        lifetime=st.integers(-(2**62), 2**62),
        flaw=st.sampled_from(Flaw),
        groups=st.lists(st.text(), max_size=3).map(tuple),
        narrow=st.text(),
    )
)
def test_a_wish_comes_as_it_was_sent(wished: Wish) -> None:
    line = written(wished)
    assert line.count(b"\n") == 1
    assert wish_in(line) == wished


@given(st.binary(max_size=300))
def test_no_line_does_more_than_fail(line: bytes) -> None:
    with contextlib.suppress(TokenFailed):
        wish_in(line)


def test_an_answer_does_not_show_its_token() -> None:
    token: Token = forged()
    assert REGISTER.parts_in(repr(Given(token=token.value))) == []


def test_one_connection_gets_so_many_tokens_and_no_more(place: Path) -> None:
    line = json.dumps({"scope": "x", "audience": ["y"], "lifetime": 0}).encode() + b"\n"
    assert len(answers(place, *[line] * 130)) == 100
    assert answers(place, written(GOOD))[0]["token"]
