import os
from pathlib import Path

import pytest

from tests.minting import NOW, claims, mint
from tests.probe.forged import (
    AUDIENCE,
    GOOD,
    ISSUER,
    NARROW,
    SCOPE,
    forged,
    judged,
    key,
    parts,
    wish,
)
from tokenlint.probe.forge import STRANGERS, Mint
from tokenlint.probe.signing import key_set
from tokenlint.probe.sources.files import FileSource
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

ENTITLED = Wish("storage.read:/data storage.modify:/data", (AUDIENCE,))
NAMES = {GOOD: "read", ENTITLED: "entitled"} | {
    wish(flaw): flaw.value for flaw in Flaw if flaw is not Flaw.NONE
}


def source(folder: Path, **tokens: Token | str) -> FileSource:
    """A source whose files hold these; `_` stands for `-` in the name of a kind."""
    files = {}
    for name, token in tokens.items():
        kind = name.replace("_", "-")
        file = folder / kind
        file.write_text(f"{token.value if isinstance(token, Token) else token}\n")
        file.chmod(0o600)
        files[kind] = file
    return FileSource(files, NAMES, keys=key_set([key()]), clock=lambda: NOW)


def failure(made: FileSource, wished: Wish = GOOD) -> TokenFailed:
    with pytest.raises(TokenFailed) as caught:
        made.token(wished)
    return caught.value


def test_a_kind_has_the_token_of_its_file(tmp_path: Path) -> None:
    made = source(tmp_path, read=forged())
    assert made.offers(GOOD) == ""
    assert judged(made.token(GOOD)) == "ok"
    assert made.notes == {}


def test_a_kind_without_a_file_is_not_offered(tmp_path: Path) -> None:
    made = source(tmp_path, read=forged())
    for wished in (ENTITLED, Wish("x", None)):
        assert made.offers(wished) == "no file is given for it (--token KIND=FILE)"
    for wished in (ENTITLED, Wish("x", None)):
        with pytest.raises(Unobtainable):
            made.token(wished)


def test_a_file_is_read_when_it_is_used(tmp_path: Path) -> None:
    made = source(tmp_path, read="not yet")
    failure(made)
    token = forged()
    (tmp_path / "read").write_text(token.value)
    assert made.token(GOOD).fingerprint == token.fingerprint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_file_that_others_may_read_is_noted(tmp_path: Path, mode: int) -> None:
    made = source(tmp_path, read=forged())
    (tmp_path / "read").chmod(mode)
    made.token(GOOD)
    assert made.notes == {str(tmp_path / "read"): "other users may use this file; chmod 600 it"}


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    made = source(tmp_path, read=forged())
    file = tmp_path / "read"
    file.unlink()
    assert failure(made).reason == "the file for read cannot be read: No such file or directory"
    file.mkdir()
    assert "Is a directory" in failure(made).reason
    file.rmdir()
    os.mkfifo(file)  # must not wait for a writer
    assert "regular file" in failure(made).reason


@pytest.mark.parametrize("text", ["", "rubbish", "a.b", "x" * 100_000, "\0"], ids=range(5))
def test_files_that_hold_no_token(tmp_path: Path, text: str) -> None:
    assert "the file for read gave" in failure(source(tmp_path, read=text)).reason


def test_a_token_that_is_too_long_is_none(tmp_path: Path) -> None:
    long = mint(claims(scope=SCOPE, aud=AUDIENCE, filled="x" * 70_000))
    assert "something that is not one signed token" in failure(source(tmp_path, read=long)).reason


def test_a_token_for_another_audience_is_not_handed_out(tmp_path: Path) -> None:
    made = source(tmp_path, read=forged(audience=("https://other.example",)))
    failed = failure(made)
    assert "the file for read: the token that came is for https://other.example" in failed.reason


def test_the_entitled_token_may_do_more_and_not_less(tmp_path: Path) -> None:
    wide = forged(scope="storage.read:/ storage.modify:/ storage.stage:/", groups=("/wlcg",))
    assert source(tmp_path, entitled=wide).token(ENTITLED)
    narrow = forged(scope="storage.read:/ storage.modify:/data/new")
    assert "lacks" in failure(source(tmp_path, entitled=narrow), ENTITLED).reason
    elsewhere = forged(scope="storage.read:/ storage.modify:/", audience=("https://x.example",))
    assert "and not for" in failure(source(tmp_path, entitled=elsewhere), ENTITLED).reason
    assert "more than" in failure(source(tmp_path, read=forged(scope=f"{SCOPE} fts"))).reason


@pytest.mark.parametrize("flaw", [flaw for flaw in Flaw if flaw not in (Flaw.NONE, Flaw.NO_TOKEN)])
def test_a_flaw_has_a_file_of_its_own(tmp_path: Path, flaw: Flaw) -> None:
    made = source(tmp_path, **{flaw.value: forged(flaw)})
    assert made.offers(wish(flaw)) == ""
    assert made.token(wish(flaw)).fingerprint == forged_print(tmp_path / flaw.value)


SHOWN = [
    Flaw.EXPIRED,
    Flaw.NOT_YET_VALID,
    Flaw.NO_EXPIRY,
    Flaw.KEY_IN_HEADER,
    Flaw.UNSIGNED,
    Flaw.HMAC_PUBLIC_KEY,
    Flaw.UNKNOWN_CRITICAL,
    Flaw.UNKNOWN_VERSION,
]


@pytest.mark.parametrize("flaw", SHOWN)
def test_a_file_without_its_flaw_is_refused(tmp_path: Path, flaw: Flaw) -> None:
    made = source(tmp_path, **{flaw.value: forged()})
    assert f"is not {flaw.value}" in failure(made, wish(flaw)).reason


@pytest.mark.parametrize(("ago", "taken"), [(-60, False), (0, False), (119, False), (120, True)])
def test_a_token_that_has_just_expired_may_still_be_taken_by_a_service(
    tmp_path: Path, ago: int, taken: bool
) -> None:
    ended = claims(scope=SCOPE, aud=AUDIENCE, exp=NOW - ago, nbf=NOW - 900)
    _only_if(taken, source(tmp_path, expired=mint(ended)), wish(Flaw.EXPIRED))


@pytest.mark.parametrize(("ahead", "taken"), [(-60, False), (31, False), (120, False), (121, True)])
def test_a_token_that_is_soon_valid_may_be_taken_by_a_service(
    tmp_path: Path, ahead: int, taken: bool
) -> None:
    early = claims(scope=SCOPE, aud=AUDIENCE, exp=NOW + 900, nbf=NOW + ahead)
    _only_if(taken, source(tmp_path, not_yet_valid=mint(early)), wish(Flaw.NOT_YET_VALID))


def _only_if(taken: bool, made: FileSource, wished: Wish) -> None:
    if taken:
        assert made.token(wished)
    else:
        assert f"is not {wished.flaw.value}" in failure(made, wished).reason


def test_what_is_made_of_a_file_is_one_token_until_the_file_is_renewed(tmp_path: Path) -> None:
    now = [float(NOW)]
    made = source(tmp_path, read=forged())
    made.clock = lambda: now[0]
    made.__post_init__()
    first = made.token(wish(Flaw.UNKNOWN_KEY))
    now[0] += 449
    assert made.token(wish(Flaw.UNKNOWN_KEY)) == first
    now[0] += 2
    renewed = Mint(ISSUER, key(), clock=lambda: now[0]).forge(GOOD)
    (tmp_path / "read").write_text(renewed.value)
    assert parts(made.token(wish(Flaw.UNKNOWN_KEY)))[1]["exp"] == NOW + 451 + 600


def test_doubled_members_must_be_doubled(tmp_path: Path) -> None:
    flaw = Flaw.DUPLICATE_MEMBERS
    made = source(tmp_path, duplicate_members=forged(scope=NARROW))
    assert "is not duplicate-members" in failure(made, wish(flaw)).reason
    sound = source(tmp_path, read=mint(doubled_scope()))
    assert "members twice" in failure(sound).reason


@pytest.mark.parametrize("flaw", sorted(STRANGERS))
def test_what_anybody_can_make_is_made_of_the_good_file(tmp_path: Path, flaw: Flaw) -> None:
    made = source(tmp_path, read=forged())
    assert made.offers(wish(flaw)) == ""
    assert judged(made.token(wish(flaw))) == judged(forged(flaw))


def test_the_hmac_needs_the_public_key(tmp_path: Path) -> None:
    made = source(tmp_path, read=forged())
    made.keys = None
    assert "--jwks" in made.offers(wish(Flaw.HMAC_PUBLIC_KEY))


def test_no_token_needs_no_file(tmp_path: Path) -> None:
    none = Wish(None, None, flaw=Flaw.NO_TOKEN)
    assert source(tmp_path).offers(none) == ""
    with pytest.raises(Unobtainable):
        source(tmp_path).token(none)


def test_times_of_a_wrong_type_are_none(tmp_path: Path) -> None:
    text = mint(claims(scope=SCOPE, aud=AUDIENCE, exp="soon"), {"alg": "ES256", "kid": "x"})
    assert "never expires" in failure(source(tmp_path, read=text)).reason


def forged_print(file: Path) -> str:
    return Token(file.read_text().strip()).fingerprint


def doubled_scope() -> str:
    import json

    text = json.dumps(claims(scope=SCOPE, aud=AUDIENCE))
    return text[:-1] + f', "scope": "{SCOPE}"}}'
