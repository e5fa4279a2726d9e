"""Tokens that the job router issues."""

from tests.services.htcondor.files import acceptance, service
from tokenlint.services.offer import Holder

BLOCK = """JOB_ROUTER_CREATE_IDTOKEN_NAMES = glide
JOB_ROUTER_CREATE_IDTOKEN_glide @=end
  sub = "pilot@users.example"
  lifetime = 604800
  scope = "advertise_startd, READ"
@end
"""
FILE = "etc/condor-ce/config.d/1.conf"


def test_a_block_is_an_offer() -> None:
    found = acceptance({FILE: BLOCK})
    (offer,) = found.offers
    assert (offer.kind, offer.name.text, offer.holder, offer.who) == (
        "idtoken",
        "glide",
        Holder.JOB,
        "pilot@users.example",
    )
    assert [(each.text, str(each.source)) for each in offer.scopes] == [
        ("condor:/ADVERTISE_STARTD", f"{FILE}:5:12"),
        ("condor:/READ", f"{FILE}:5:30"),
    ]
    assert not offer.all_scopes
    assert offer.lifetimes == ()
    told = {each.name: each for each in found.settings}
    assert told["job_router_create_idtoken.lifetime"].seconds == 604_800
    assert told["job_router_create_idtoken.scope"].source.column == 12


def test_without_a_scope_it_may_do_everything() -> None:
    (offer,) = acceptance({FILE: BLOCK.replace('  scope = "advertise_startd, READ"\n', "")}).offers
    assert (offer.scopes, offer.all_scopes) == ((), True)


def test_templates_are_unknown() -> None:
    content = BLOCK.replace('"pilot@users.example"', '"{{ user }}"').replace("READ", "{{ x }}")
    (offer,) = acceptance({FILE: content}).offers
    assert (offer.who, [each.known for each in offer.scopes]) == ("", [True, False])


def test_more_than_a_pilot_needs_is_a_request() -> None:
    assert service({FILE: BLOCK}).requests == ()
    (request,) = service({FILE: BLOCK.replace("READ", "ADMINISTRATOR")}).requests
    assert request.name == "identity tokens glide for jobs"
    assert request.request is not None
    assert [item.text for item in request.request.scope_items] == ["condor:/ADMINISTRATOR"]
    assert request.request.unknown == frozenset({"audience", "scope"})
