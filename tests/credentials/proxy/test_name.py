"""Names in the form of the grid."""

import pytest

from tokenlint.credentials.proxy.name import DistinguishedName

PERSON = DistinguishedName(
    (("DC", "example"), ("DC", "grid"), ("OU", "people"), ("CN", "made"), ("CN", "Made Up"))
)
CN = "2.5.4.3"


def test_short_names_of_types_and_numbers_of_others() -> None:
    name = DistinguishedName.of(
        [("0.9.2342.19200300.100.1.25", "example"), (CN, "a"), ("1.2", "b")]
    )
    assert str(name) == "/DC=example/CN=a/1.2=b"


def test_what_is_no_printable_ascii_stands_as_openssl_writes_it() -> None:
    assert str(DistinguishedName((("CN", "Zoë\n"),))) == "/CN=Zo\\xC3\\xAB\\x0A"


def test_case_and_white_space_do_not_make_another_name() -> None:
    other = DistinguishedName((*PERSON.parts[:-1], ("CN", " made  UP ")))
    assert PERSON.same(other)
    assert not PERSON.same(PERSON.above)


def test_one_common_name_more_extends_a_name() -> None:
    longer = DistinguishedName((*PERSON.parts, ("CN", "1234")))
    assert longer.extends(PERSON)
    assert not longer.extends(PERSON.above)
    assert not PERSON.extends(PERSON)
    assert not DistinguishedName((*PERSON.parts, ("OU", "1234"))).extends(PERSON)
    assert not DistinguishedName((("CN", "a"), ("CN", "1234"))).extends(PERSON)


def test_the_last_common_name() -> None:
    assert PERSON.last_common_name == "Made Up"
    assert DistinguishedName((("OU", "x"),)).last_common_name == ""
    assert DistinguishedName().last_common_name == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Made Up", "Ma…"),
        ("Zoë", "Zo…"),
        ("1234567890", "1234567890"),
        ("proxy", "proxy"),
        ("limited proxy", "limited proxy"),
        ("ce.grid.example", "ce.grid.example"),
        ("host/ce.grid.example", "host/ce.grid.example"),
        ("J.", "J."),
        ("jane.doe@grid.example", "ja…"),
    ],
)
def test_of_persons_only_a_beginning_is_shown(value: str, shown: str) -> None:
    assert (
        DistinguishedName((("DC", "example"), ("CN", value))).shown() == f"/DC=example/CN={shown}"
    )


def test_an_address_is_never_shown() -> None:
    assert DistinguishedName((("emailAddress", "1.2"),)).shown() == "/emailAddress=1.…"
