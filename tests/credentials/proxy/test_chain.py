"""The chain of a proxy: order, names, signatures, path lengths."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.credentials.proxy.made import NOW, file, kinds, proxy
from tests.credentials.proxy.test_certificate import (
    INDEPENDENT,
    LIMITED,
    PERSON,
    USAGE_WITHOUT_SIGNATURES,
    info,
    made,
)
from tokenlint.credentials.proxy.chain import chain_of
from tokenlint.credentials.proxy.defect import Defect, DefectKind
from tokenlint.credentials.proxy.proxy import Form, Policy, Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.made_up.authority import authority

END = b"-----END CERTIFICATE-----\n"


def parts(data: bytes) -> list[bytes]:
    return [each + END for each in data.split(END)[:-1]]


def authority_pem() -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return authority(NOW).certificate.public_bytes(Encoding.PEM)


@pytest.mark.parametrize("form", ["rfc3820", "draft", "legacy"])
def test_a_chain_that_fits(form: str) -> None:
    read = proxy(form=form, delegations=3)
    assert read.defects == ()
    assert [each.form for each in read.chain] == [Form(form)] * 3 + [Form.END_ENTITY]
    assert (read.depth, read.strays) == (3, 0)


def test_the_authority_may_be_presented_too() -> None:
    read = read_proxy(file() + authority_pem())
    assert (kinds(read), read.chain[-1].form) == ([], Form.AUTHORITY)


def test_another_certificate_of_the_file_is_no_part_of_the_chain() -> None:
    other = parts(file(form="end-entity", private_key="absent", fault="signature"))[0]
    read = read_proxy(file(private_key="absent") + other)
    assert (kinds(read), len(read.chain), read.strays) == ([], 2, 1)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("signature", DefectKind.SIGNATURE),
        ("subject", DefectKind.SUBJECT),
        ("authority", DefectKind.ISSUER_IS_AUTHORITY),
        ("issuer", DefectKind.ISSUER_MISSING),
    ],
)
def test_what_does_not_fit_is_named(fault: str, kind: DefectKind) -> None:
    assert proxy(fault=fault).defects == (Defect(kind, 0),)


def test_certificates_in_another_order() -> None:
    first, second, person = parts(file(delegations=2, private_key="absent"))
    swapped = read_proxy(first + person + second)
    assert (kinds(swapped), swapped.depth) == ([DefectKind.OUT_OF_ORDER], 2)
    upside_down = read_proxy(person + second + first)
    assert DefectKind.OUT_OF_ORDER in kinds(upside_down)
    assert upside_down.form is Form.END_ENTITY


def test_a_missing_link_in_the_middle() -> None:
    first, _, person = parts(file(delegations=2, private_key="absent"))
    read = read_proxy(first + person)
    assert (kinds(read), read.strays) == ([DefectKind.ISSUER_MISSING], 1)


@pytest.mark.parametrize(
    ("delegations", "allowed", "places"),
    [(1, 0, []), (2, 0, [1]), (2, 1, []), (4, 1, [3]), (4, 3, [])],
)
def test_path_lengths(delegations: int, allowed: int, places: list[int]) -> None:
    read = proxy(delegations=delegations, path_length=allowed)
    assert [each.link for each in read.defects] == places
    assert set(kinds(read)) <= {DefectKind.PATH_LENGTH}
    assert read.path_length == max(0, allowed - delegations + 1)


def test_a_limit_holds_for_all_that_follows() -> None:
    read = proxy(delegations=2, policy="limited")
    assert (read.limited, read.policy) == (True, Policy.LIMITED)
    assert [each.policy for each in read.proxies] == [Policy.LIMITED, Policy.INHERIT_ALL]


def test_a_limit_holds_beside_another_policy() -> None:
    first, second = made(info(LIMITED)), made(info(INDEPENDENT), subject=f"{PERSON}/CN=1/CN=2")
    chain = (second.kept, first.kept)
    read = Proxy("", chain)
    assert (read.limited, read.policy) == (True, Policy.INDEPENDENT)


def test_a_chain_of_two_forms() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    first = made(subject=f"{PERSON}/CN=proxy", key=key)
    second = made(info(), subject=f"{PERSON}/CN=proxy/CN=2", issuer=f"{PERSON}/CN=proxy", key=key)
    found = chain_of([second, first]).defects
    assert [each.kind for each in found] == [DefectKind.MIXED_FORMS, DefectKind.ISSUER_MISSING]


def test_an_issuer_whose_key_is_not_for_signatures() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    person = made(USAGE_WITHOUT_SIGNATURES, subject=PERSON, issuer="/CN=x", key=key)
    found = chain_of([made(info(), key=key), person]).defects
    assert [each.kind for each in found] == [DefectKind.KEY_USAGE]


def test_the_identity_is_the_person_or_an_independent_proxy() -> None:
    assert str(proxy(delegations=2).identity).endswith("/CN=Made Up Person")
    assert str(proxy(fault="issuer").identity).endswith("/CN=Made Up Person")
    alone = proxy(policy="independent")
    assert alone.identity == alone.subject


def test_the_time_is_that_of_the_whole_chain() -> None:
    assert proxy(ends="now+12h").validity.expiry == NOW + 12 * 3600 + 1
    longer = proxy(ends="now+9999h")  # than the certificate of the person
    assert longer.validity.expiry == longer.chain[-1].not_after + 1
