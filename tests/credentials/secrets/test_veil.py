"""What was found is not said again."""

from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.secrets.made import noise, pem
from tokenlint.credentials.secrets.find import find_secrets
from tokenlint.credentials.secrets.veil import HIDDEN, Veil

N = noise()


def veil(*texts: str) -> Veil:
    return Veil.over((text, find_secrets(text)) for text in texts)


def test_a_quoted_secret_is_hidden_also_in_part() -> None:
    hide = veil(f"client_secret = {N}\n")
    assert hide(f"the value {N}.") == f"the value {HIDDEN}."
    assert hide(f"cut: {N[5:20]}…") == f"cut: {HIDDEN}…"
    assert hide(f"{N} and {N[:12]}") == f"{HIDDEN} and {HIDDEN}"
    assert hide("client_secret is not known") == "client_secret is not known"


def test_a_short_secret_is_hidden_whole() -> None:
    assert veil("password = Tr0ub4d\n")("x Tr0ub4d y") == f"x {HIDDEN} y"


def test_words_that_everybody_knows_stay() -> None:
    assert veil("password = secret\n")("the secret") == "the secret"
    assert veil(pem())("a PRIVATE KEY") == "a PRIVATE KEY"


def test_rows_of_a_key_are_hidden() -> None:
    row = pem().splitlines()[1]
    assert veil(pem())(f"unknown key {row}") == f"unknown key {HIDDEN}"


def test_two_veils_hide_both() -> None:
    both = veil(f"password = {N}\n") | veil(f"password = {noise(1)}\n")
    assert both(f"{N} {noise(1)}") == f"{HIDDEN} {HIDDEN}"


def test_nothing_is_kept() -> None:
    assert N not in repr(veil(f"password = {N}\n"))
    assert Veil()("anything") == "anything"


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_stands_around_a_secret_stays(before: str, behind: str) -> None:
    assert veil(f"password = {N}\n")(f"{before}{N}{behind}") == f"{before}{HIDDEN}{behind}"
