"""DiracX: variables in their many places, lifetimes, redirects, unknown and dead names."""

import hashlib
from base64 import urlsafe_b64decode

import pytest

from tests.services.dirac.files import acceptance, made, service
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.offer import Holder, Public

ISSUER = "https://diracx.example"
NAME = "DIRACX_SERVICE_AUTH_TOKEN_ISSUER"
PLACES = {
    "lines": ("diracx__env", f"# c\n{NAME}={ISSUER}\n", (2, 34)),
    "quoted": ("diracx__env", f'export {NAME}="{ISSUER}"\n', (1, 42)),
    "helm": ("values__yaml", f"diracx:\n  settings:\n    {NAME}: {ISSUER}\n", (3, 39)),
    "compose": ("compose__yaml", f"s:\n  environment:\n    - {NAME}={ISSUER}\n", (3, 7)),
    "kubernetes": ("pod__yaml", f"env:\n  - name: {NAME}\n    value: {ISSUER}\n", (3, 12)),
}


@pytest.mark.parametrize("place", PLACES)
def test_variables_wherever_they_stand(place: str) -> None:
    file, content, where = PLACES[place]
    found = acceptance(**{file: content})
    (issuer,) = found.issues_for
    assert issuer.text == ISSUER
    assert (issuer.source.line, issuer.source.column) == where
    assert (found.service, found.product) == ("issuer", "diracx")


def env(**variables: str) -> Acceptance:
    lines = [f"DIRACX_SERVICE_AUTH_{name}={value}" for name, value in variables.items()]
    return acceptance(diracx__env="\n".join(lines) + "\n")


def test_an_offer_to_every_user() -> None:
    redirects = '["https://a.example/cb", "https://b.example/*"]'
    found = env(TOKEN_ISSUER=ISSUER, ALLOWED_REDIRECTS=redirects, ACCESS_TOKEN_EXPIRE_MINUTES="120")
    (offer,) = found.offers
    assert (offer.kind, offer.name.text, offer.holder) == ("service", ISSUER, Holder.USER)
    assert offer.public is Public.YES
    assert [each.text for each in offer.redirects] == [
        "https://a.example/cb",
        "https://b.example/*",
    ]
    assert {each.what: (each.seconds, each.written) for each in offer.lifetimes} == {
        "access": (7200, True),
        "refresh": (3600, False),
    }


def test_settings_and_their_defaults() -> None:
    found = {each.name: each for each in env(REFRESH_TOKEN_EXPIRE_MINUTES="360").settings}
    refresh = found["diracx_service_auth_refresh_token_expire_minutes"]
    assert (refresh.seconds, refresh.written) == (21600, True)
    assert found["diracx_service_auth_access_token_expire_minutes"].seconds == 1200
    assert found["diracx_service_auth_token_allowed_algorithms"].value == "RS256, Ed25519"


def test_what_is_no_number_is_unknown() -> None:
    for value in ("${MINUTES}", "an hour", ""):
        found = {each.name: each for each in env(ACCESS_TOKEN_EXPIRE_MINUTES=value).settings}
        setting = found["diracx_service_auth_access_token_expire_minutes"]
        assert (setting.known, setting.seconds) == (False, None)


def test_each_algorithm() -> None:
    found = env(TOKEN_ALLOWED_ALGORITHMS='["RS256", "HS256"]').settings
    assert [each.value for each in found if "algorithms" in each.name] == ["RS256", "HS256"]
    (broken,) = [each for each in env(TOKEN_ALLOWED_ALGORITHMS="[").settings if "alg" in each.name]
    assert not broken.known


def test_names_that_it_does_not_know() -> None:
    found = env(ACCESS_TOKEN_EXPIRES_MINUTES="5", COLOUR="red")
    assert [(each.key.text, each.suggestion, each.default) for each in found.unknown_keys] == [
        (
            "DIRACX_SERVICE_AUTH_ACCESS_TOKEN_EXPIRES_MINUTES",
            "DIRACX_SERVICE_AUTH_ACCESS_TOKEN_EXPIRE_MINUTES",
            "20",
        ),
        ("DIRACX_SERVICE_AUTH_COLOUR", "", ""),
    ]
    assert found.unknown_keys[0].key.source.line == 1


def test_names_that_went() -> None:
    found = env(TOKEN_KEY="file:///k", TOKEN_AUDIENCE="dirac")
    assert [each.reason for each in found.dead] == ["ignored-value"] * 2
    assert "DIRACX_SERVICE_AUTH_TOKEN_KEYSTORE" in found.dead[0].says


def test_the_published_key() -> None:
    key = hashlib.sha256(urlsafe_b64decode("InsecureChangeMe")).hexdigest()
    lines = f"{NAME}={ISSUER}\nDIRACX_LEGACY_EXCHANGE_HASHED_API_KEY="
    for value, says in ((key, "published"), ("0" * 64, "set")):
        found = acceptance(diracx__env=f"{lines}{value}\n").settings
        assert [each.value for each in found if each.name == "legacy exchange key"] == [says]


REGISTRY = """\
DIRAC: {}
Registry:
  alpha:
    IdP:
      ClientID: x
      URL: http://issuer.example
    Groups:
      admin:
        Users: !!set
          somebody: null
"""


def test_whose_users_log_in() -> None:
    found = acceptance(default__yml=REGISTRY)
    (issuer,) = found.issuers
    assert (issuer.name.text, issuer.url.text) == ("alpha", "http://issuer.example")
    assert issuer.url.source.line == 6
    assert (found.settings, found.offers) == ((), ())


def test_the_files_of_a_folder_are_one_service() -> None:
    found = service(a_in_cs__yaml=REGISTRY, a_in_diracx__env=f"{NAME}={ISSUER}\n").acceptance
    assert found.files == ("a/cs.yaml", "a/diracx.env")
    assert found.issuers
    assert found.offers
    assembled = made(a_in_cs__yaml=REGISTRY, b_in_diracx__env=f"{NAME}={ISSUER}\n")
    assert len(assembled.services) == 2


def test_broken_yaml_is_a_problem_and_the_rest_is_read() -> None:
    assembled = made(values__yaml=f"a: [1\nb:\n  {NAME}: {ISSUER}\n")
    assert assembled.problems
    assert assembled.problems[0].source.file == "values.yaml"
