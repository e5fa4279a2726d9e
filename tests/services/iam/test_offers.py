import pytest

from tests.services.iam.files import ENV, YAML, acceptance
from tokenlint.services.offer import Grant, Holder, Offer

_ANY = "https://wlcg.cern.ch/jwt/v1/any"


def _offers(*files: tuple[str, str]) -> dict[str, Offer]:
    return {each.kind: each for each in acceptance(*files).offers}


def test_anybody_may_register_by_default() -> None:
    found = _offers(("iam.env", ENV))["registration"]
    assert (found.holder, found.source.file, found.source.line) == (Holder.ANYONE, "iam.env", 0)
    assert Grant.CLIENT_CREDENTIALS not in found.grants
    assert found.audiences is None


def test_users_may_register_clients_for_themselves() -> None:
    found = _offers(("application.yml", YAML))["registration"]
    assert (found.holder, found.source.line) == (Holder.USER, 6)
    assert Grant.CLIENT_CREDENTIALS in found.grants


@pytest.mark.parametrize(
    "line",
    [
        "IAM_CLIENT_REGISTRATION_ALLOW_FOR=ADMINISTRATORS",
        "IAM_CLIENT_REGISTRATION_ENABLE=false",
        "IAM_CLIENT_REGISTRATION_ALLOW_FOR=${WHO}",
        "IAM_CLIENT_REGISTRATION_ALLOW_FOR=nobody",
    ],
)
def test_no_registration_where_it_is_closed_or_unknown(line: str) -> None:
    assert "registration" not in _offers(("iam.env", f"{ENV}{line}\n"))


def test_the_wlcg_profile_puts_in_any_audience() -> None:
    found = _offers(("application.yml", YAML))["token profile"]
    assert [(x.text, x.source.line) for x in found.default_audiences] == [(_ANY, 4)]
    assert "token profile" not in _offers(("iam.env", ENV))


def test_lifetimes_of_new_clients_stand_in_one_place() -> None:
    found = _offers(("iam.env", ENV + "IAM_DEFAULT_ACCESS_TOKEN_VALIDITY_SECONDS=43200\n"))
    lifetimes = {each.what: each for each in found["default"].lifetimes}
    assert (lifetimes["access"].seconds, lifetimes["access"].written) == (43200, True)
    assert lifetimes["refresh"].seconds == 2592000
    assert not lifetimes["refresh"].written
    assert lifetimes["registration"].unlimited
    assert found["registration"].lifetimes == ()


def test_for_whom_it_issues() -> None:
    (url,) = acceptance(("application.yml", YAML)).issues_for
    assert (url.text, url.source.line) == ("https://iam.example/", 2)
    assert acceptance(("iam.env", ENV.replace("IAM_ISSUER", "IAM_HOST"))).issues_for == ()
