"""Bearers of proxies: without a mapping their identity decides, wherever they are shown."""

from cryptography.hazmat.primitives.serialization import Encoding

from tests.credentials.proxy.made import attributes
from tests.judging import settings
from tests.minting import NOW
from tests.permissions.asking import VO, ask, north
from tests.permissions.holding import PERSON, proxy_bearer
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.made_up.authority import authority
from tokenlint.permissions.answer import Cause
from tokenlint.permissions.by_profile import ByProfile
from tokenlint.permissions.by_service import ByService
from tokenlint.permissions.places import profile_places
from tokenlint.permissions.proxy_bearer import bearer_of_proxy
from tokenlint.permissions.table import table_at
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.release import release_of
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.validity import Validity
from tokenlint.services.decision import Verdict
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration


def test_names_have_their_own_times_and_places() -> None:
    held = proxy_bearer(attributes("/made-up/Role=x", ends="now+1h", targets=("a.example",)))
    group, person = held.names
    assert (group.names, group.audience) == (
        ("/made-up/Role=x",), Audience(frozenset({"a.example"})),
    )  # fmt: skip
    assert group.validity == Validity(NOW, NOW + 3601)
    assert (person.names, person.audience) == ((PERSON,), ANY)
    assert person.validity == held.validity == Validity(NOW, NOW + 12 * 3600 + 1)
    assert "PRIVATE KEY" not in repr(held)


def test_without_a_mapping_every_answer_depends_on_the_identity() -> None:
    held = proxy_bearer()
    places = profile_places(held, NOW, release=release_of("xrootd@5.4.3"))
    assert [each.kind for each in places] == ["storage", "compute"]
    for place in (*places, *profile_places(held, NOW)):
        for answer in table_at(place, held, (), ()):
            assert answer.verdict is Verdict.DEPENDS
            assert [each.cause for each in answer.reasons] == [Cause.IDENTITY]
    assert profile_places(held, NOW)[0].title == "any service"


def test_what_can_be_told_all_the_same() -> None:
    limited = ByProfile(proxy_bearer(policy="limited"), NOW)
    assert limited.answer(ask("submit")).reasons[0].cause is Cause.LIMITED
    assert limited.answer(ask("query")).verdict is Verdict.DEPENDS
    late = ByProfile(proxy_bearer(), NOW + 99999)
    assert late.explain(ask("read /x")).verdict is Verdict.DENIED
    assert ByProfile(proxy_bearer(), NOW).explain(ask("read /x")).remedies == ()


def test_a_model_of_a_service_says_that_it_does_not_know_proxies() -> None:
    answer = ByService(proxy_bearer(), north(), NOW).explain(ask("read /data/vo/scratch/x"))
    assert answer.verdict is Verdict.DEPENDS
    assert answer.reasons[-1].says == "the service: the model of XRootD decides on tokens only"
    assert VO["iss"] not in answer.reasons[-1].says


def test_an_authority_is_no_credential() -> None:
    data = authority(NOW).certificate.public_bytes(Encoding.PEM)
    subject = ProxySubject(read_proxy(data), Source("ca"), settings(), Calibration.default())
    answer = ByProfile(bearer_of_proxy(subject), NOW).answer(ask("read /x"))
    assert (answer.verdict, answer.reasons[0].cause) == (Verdict.DENIED, Cause.EXPIRED)
