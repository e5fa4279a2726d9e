"""The judge of a recipe for a configuration: tokenlint's own reader gives the least token again."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.recipes.making import COMPUTE, granted, services, text, token, tokens
from tokenlint.least.token import LeastToken
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.recipes.catalogue import recipe
from tokenlint.recipes.recipe import Recipe, Unavailable
from tokenlint.services.offer import Offer
from tokenlint.workflows.declaration import TokenRequest


def _offer(files: dict[str, str]) -> Offer:
    (service,) = services(files)
    (offer,) = service.acceptance.offers
    assert not service.acceptance.unknown_keys
    assert not service.acceptance.dead
    return offer


def _requests(files: dict[str, str]) -> list[TokenRequest]:
    found = [each for service in services(files) for each in service.requests]
    return [each.request for each in found if each.request is not None]


@given(tokens())
def test_a_role_of_htvault_gives_these_scopes(asked: LeastToken) -> None:
    if any(sign in scope for scope in asked.scopes for sign in ",$`"):
        assert isinstance(recipe("htvault-role", asked), Unavailable)
        return
    files = {"etc/htvault-config/config.d/80-least.yaml": text("htvault-role", asked)}
    offer = _offer(files)
    assert granted(value.text for value in offer.scopes) == asked.capabilities
    assert len(offer.scopes) == len(asked.scopes)
    for request in _requests(files):
        assert request.issuer == asked.issuer
        assert not request.refresh_requested


@given(tokens())
def test_a_client_of_iam_gives_these_scopes_and_lives_as_long(asked: LeastToken) -> None:
    offer = _offer({"clients.json": text("iam-client", asked)})
    assert granted(value.text for value in offer.scopes) == asked.capabilities
    (access,) = [each for each in offer.lifetimes if each.what == "access"]
    assert (access.seconds, access.written) == (asked.lifetime, True)
    assert not offer.all_scopes
    assert (asked.grant or "client-credentials") in offer.grants


@given(tokens())
def test_a_restriction_of_mytoken_bounds_scopes_audiences_and_time(asked: LeastToken) -> None:
    restriction = json.loads(text("mytoken", asked))
    profile = json.dumps({"capabilities": ["AT"], "restrictions": restriction})
    files = {"etc/server-profiles/profiles/least": profile}
    offer = _offer(files)
    assert granted(value.text for value in offer.scopes) == asked.capabilities
    assert tuple(value.text for value in offer.audiences or ()) == asked.audience
    (lifetime,) = offer.lifetimes
    assert lifetime.seconds == asked.lifetime
    assert offer.narrowed >= {"uses", "expiry"}
    (request,) = _requests(files)
    assert request.audience == asked.audience


@settings(max_examples=15)
@given(tokens(st.from_regex(r"(/[a-z0-9_.-]{1,3}){1,3}", fullmatch=True)))
def test_a_scope_policy_of_iam_permits_these_scopes(asked: LeastToken) -> None:
    policy = json.loads(text("iam-scope-policy", asked))
    export = json.dumps([{"id": 1, **policy}])  # of a server whose default policy was removed
    (service,) = services({"scope_policies.json": export})
    # Notes say both: OPA permits what no policy matches, and clients have no account.
    told = {defect.kind for defect in service.acceptance.scope_policies}
    assert told <= {"engines-differ", "client-unfiltered"}
    who = [told for told in service.acceptance.outcomes if "group" in told[0]]
    assert granted(policy["scopes"]) == asked.capabilities
    ((_, obtained),) = who
    assert set(obtained.removeprefix("obtains ").split(", ")) == set(asked.scopes)


_HOSTS = st.lists(
    st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True), min_size=1, max_size=3, unique=True
)
_AREAS = st.from_regex(r"(/[a-z0-9('&;-]{1,6}){1,3}", fullmatch=True)


@given(_HOSTS, _AREAS, st.booleans())
def test_an_rse_of_rucio_asks_for_this_token(hosts: list[str], path: str, writes: bool) -> None:
    actions = (Action.READ, *((Action.MODIFY,) if writes else ()))
    capabilities = CapabilitySet.of(Capability(each, ScopePath.parse(path)) for each in actions)
    asked = token(audience=tuple(hosts), capabilities=capabilities)
    found = _requests({"rses.sh": text("rucio", asked, "ALPHA-DISK")})
    assert len(found) == (2 if writes else 1)  # transfers to and deletion, or transfers from
    for request in found:
        assert granted(item.text for item in request.scope_items) == capabilities
        assert set(request.audience or ()) == set(hosts)


@given(tokens(audiences=st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True)))
def test_rucio_never_asks_for_more(asked: LeastToken) -> None:
    made = recipe("rucio", asked, client="ALPHA")
    if isinstance(made, Recipe):
        for request in _requests({"rses.sh": made.text}):
            assert granted(item.text for item in request.scope_items) == asked.capabilities
            assert set(request.audience or ()) == set(asked.audience)


_ELEMENTS = st.from_regex(r"[a-z]{1,8}\.example", fullmatch=True)


@given(_ELEMENTS, st.one_of(st.none(), st.integers(1, 65_535)))
def test_an_element_of_dirac_is_sent_this_token(host: str, port: int | None) -> None:
    audience = f"https://{host}:{port}" if port else f"{host}:9619"
    capabilities = CapabilitySet.of(Capability(each, ScopePath.parse("/")) for each in COMPUTE)
    asked = token(audience=(audience,), capabilities=capabilities)
    (request,) = _requests({"dirac.cfg": text("dirac", asked, "LCG.Alpha.example")})
    assert granted(item.text for item in request.scope_items) == capabilities
    assert request.audience == (audience,)


@given(tokens())
def test_dirac_never_asks_for_more(asked: LeastToken) -> None:
    made = recipe("dirac", asked)
    if {each.action for each in asked.capabilities} != COMPUTE:
        assert isinstance(made, Unavailable)
