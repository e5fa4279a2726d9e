import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.acceptance import Acceptance, Assembled, Service, Setting, State
from tokenlint.services.offer import Grant, Holder
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.vault.reader import assemble
from tokenlint.services.vault.recognise import POLICY, ROLE, SERVER

ROLE_TEXT = json.dumps(
    {
        "user_claim": "sub",
        "bound_claims": {"groups": ["/alpha", "/b*"]},
        "allowed_redirect_uris": ["http://localhost:8250/oidc/callback", "https://v.example/*"],
        "oidc_scopes": "profile,storage.read:/a",
        "token_policies": ["alpha"],
        "token_max_ttl": "1h",
        "token_num_uses": 5,
        "bound_audience": "x",
    },
    indent=1,
)
POLICY_TEXT = 'path "*" {\n  capabilities = ["read"]\n}\n'
SERVER_TEXT = """\
listener "tcp" {
  address = "0.0.0.0:8200"
  tls_disable = 1
}
listener "tcp" {
  address = "localhost:8202"
  tls_disable = true
}
max_lease_ttl = "24h"
storage "raft" {
}
"""


def made(kind: str, content: str, *, embedded: bool = False) -> Assembled:
    return assemble([Piece(kind, Text("d/alpha.json", "alpha.json", content, embedded=embedded))])


def role(**fields: Any) -> Service:
    (service,) = made(ROLE, json.dumps({"user_claim": "sub"} | fields)).services
    return service


def setting(acceptance: Acceptance, name: str) -> Setting:
    (found,) = [each for each in acceptance.settings if each.name == name]
    return found


def test_a_role_offers_vault_tokens() -> None:
    (service,) = made(ROLE, ROLE_TEXT).services
    held = service.acceptance
    assert (held.product, held.service, held.name) == ("vault", "broker", "d/alpha.json")
    (offer,) = held.offers
    assert (offer.kind, offer.name.text) == ("role", "alpha")
    assert (offer.holder, offer.who) == (Holder.GROUP, "those who meet the bounds on groups")
    assert offer.grants == {Grant.AUTHORIZATION_CODE}
    assert [each.text for each in offer.redirects] == ["http://localhost:8250/oidc/callback"]
    (lifetime,) = offer.lifetimes
    assert (lifetime.what, lifetime.seconds, lifetime.source.line) == ("vault", 3600, 17)
    assert offer.narrowed == {"uses"}
    assert [each.what.text for each in held.dead] == ["https://v.example/*", "/b*"]
    (key,) = held.unknown_keys
    assert (key.key.text, key.suggestion) == ("bound_audience", "bound_audiences")


def test_vault_itself_asks_the_issuer() -> None:
    (request,) = made(ROLE, ROLE_TEXT).services[0].requests
    assert request.request is not None
    scopes = [item.text for item in request.request.scope_items]
    assert scopes == ["openid", "profile", "storage.read:/a"]
    assert request.places["/token/scope/2"].line == 13
    assert role(role_type="jwt", oidc_scopes=["a"]).requests == ()


def test_who_may_log_in() -> None:
    assert role().acceptance.offers[0].holder is Holder.USER
    account = role(bound_subject="somebody").acceptance.offers[0]
    assert (account.holder, account.who) == (Holder.ACCOUNT, "somebody")


def test_audiences_of_the_token_that_is_shown() -> None:
    bound = role(role_type="jwt", bound_audiences="a,b").acceptance.audience
    assert bound is not None
    assert [each.text for each in bound.accepted] == ["a", "b"]
    assert bound.missing is State.NO
    open_ = role(role_type="jwt").acceptance.audience
    assert open_ is not None
    assert (open_.checked, open_.missing) == (State.YES, State.YES)


def test_lifetimes() -> None:
    def length(**fields: Any) -> tuple[int | None, bool, bool]:
        (lifetime,) = role(**fields).acceptance.offers[0].lifetimes
        return lifetime.seconds, lifetime.unlimited, lifetime.written

    assert length() == (2764800, False, False)
    assert length(token_max_ttl=0) == (2764800, False, False)
    assert length(max_ttl=600) == (600, False, True)
    assert length(token_max_ttl="2h", token_explicit_max_ttl="1h30m") == (5400, False, True)
    assert length(token_period="24h") == (None, True, True)
    assert length(token_max_ttl="{{ ttl }}") == (None, False, True)


def test_what_vault_read_prints_is_read_too() -> None:
    printed = json.dumps({"request_id": "x", "data": {"user_claim": "email"}})
    (service,) = made(ROLE, printed).services
    assert setting(service.acceptance, "user_claim").value == "email"
    assert service.acceptance.unknown_keys == ()


def test_settings_of_a_role() -> None:
    held = role(verbose_oidc_logging=True, token_ttl="1h", oidc_disable_confirmation="true")
    assert setting(held.acceptance, "verbose_oidc_logging").value == "true"
    assert setting(held.acceptance, "token_ttl").seconds == 3600
    assert setting(held.acceptance, "oidc_disable_confirmation").value == "true"


def test_stars_count_where_they_are_asked_for() -> None:
    held = role(bound_claims={"a": "b*"}, bound_claims_type="glob")
    assert held.acceptance.dead == ()


def test_a_policy() -> None:
    (service,) = made(POLICY, POLICY_TEXT).services
    assert setting(service.acceptance, "policy reach").value == "every-secret"
    assert service.acceptance.offers == ()


def test_the_server() -> None:
    (service,) = made(SERVER, SERVER_TEXT).services
    held = service.acceptance
    assert setting(held, "listener.tls_disable").source.line == 3
    assert setting(held, "max_lease_ttl").seconds == 86400
    default = setting(held, "default_lease_ttl")
    assert (default.seconds, default.written) == (2764800, False)
    (part,) = made(SERVER, SERVER_TEXT, embedded=True).services
    assert "default_lease_ttl" not in {each.name for each in part.acceptance.settings}


def test_broken_files_are_problems() -> None:
    assert [each.source.line for each in made(POLICY, POLICY_TEXT + "=\n").problems] == [4]
    found = made(ROLE, ROLE_TEXT[:-1])
    assert [each.kind for each in found.problems] == ["syntax"]
    assert made(ROLE, "[1]").services == ()


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """A valid text with a part cut out and another one put in."""
    whole = draw(st.sampled_from((ROLE_TEXT, POLICY_TEXT, SERVER_TEXT)))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    middle = draw(st.text(alphabet="\n\t :-[]{}'\"a=,<%>+*", max_size=8))
    return whole[:start] + middle + whole[end:]


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from((POLICY, ROLE, SERVER)), nearly_valid())
def test_any_text_is_read(kind: str, content: str) -> None:
    made(kind, content)
    made(kind, content, embedded=True)
