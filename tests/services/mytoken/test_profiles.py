from dataclasses import dataclass

import pytest

from tests.services.mytoken.made import CONFIG, held, profile, read
from tokenlint.services.offer import Holder, Offer


@dataclass(frozen=True)
class Bound:
    """What is looked at of an offer."""

    scopes: tuple[str, ...] = ()
    all_scopes: bool = True
    audiences: tuple[str, ...] | None = None
    seconds: int | None = None
    unlimited: bool = True
    narrowed: tuple[str, ...] = ()


def bound(offer: Offer) -> Bound:
    (lifetime,) = offer.lifetimes
    audiences = offer.audiences
    return Bound(
        tuple(each.text for each in offer.scopes),
        offer.all_scopes,
        None if audiences is None else tuple(each.text for each in audiences),
        lifetime.seconds,
        lifetime.unlimited,
        tuple(sorted(offer.narrowed)),
    )


def test_a_profile_without_restrictions_is_not_bound_at_all() -> None:
    offer = profile()
    assert (offer.kind, offer.name.text, offer.holder) == ("profile", "one", Holder.USER)
    assert bound(offer) == Bound()


@pytest.mark.parametrize(
    ("restrictions", "expected"),
    [
        ('{"exp": "+12h"}', Bound(seconds=43200, unlimited=False, narrowed=("expiry",))),
        ('{"exp": "+90"}', Bound(seconds=90, unlimited=False, narrowed=("expiry",))),
        ('{"exp": "+1w"}', Bound(seconds=604800, unlimited=False, narrowed=("expiry",))),
        ('{"exp": "2030-01-01 00:00"}', Bound(unlimited=False, narrowed=("expiry",))),
        ('{"exp": "0"}', Bound()),
        ('{"hosts": ["this"]}', Bound(narrowed=("host",))),
        ('{"hosts": []}', Bound()),
        ('{"ip": ["192.0.2.1"], "geoip_disallow": ["xx"]}', Bound(narrowed=("host", "place"))),
        ('{"usages_at": 5}', Bound(narrowed=("uses",))),
        ('{"usages_other": 5}', Bound()),
        ('{"scope": "a b"}', Bound(("a", "b"), all_scopes=False)),
        ('{"scope": "a", "audience": ["x", "y"]}', Bound(("a",), False, ("x", "y"))),
        # Alternatives: bound only where all of them are.
        ('[{"exp": "+1h"}, {"exp": "+2h"}]', Bound((), True, None, 7200, False, ("expiry",))),
        ('[{"exp": "+1h", "scope": "a"}, {"hosts": ["this"]}]', Bound()),
        ('[{"scope": "a"}, {"scope": "b"}]', Bound(("a", "b"), all_scopes=False)),
        ('[{}, {"scope": "b"}]', Bound(("b",), all_scopes=False)),  # an empty one is left out
        ("[]", Bound()),
    ],
)
def test_restrictions(restrictions: str, expected: Bound) -> None:
    assert bound(profile(restrictions)) == expected


def test_templates_by_name_with_what_they_include() -> None:
    offer = profile(
        '"web"',
        restrictions__web='{\n "include": ["day", "@here"],\n "usages_AT": 15\n}',
        restrictions__day='{"exp": "+1d", "usages_AT": 99}',
        restrictions__here='{"hosts": ["this"]}',
    )
    assert bound(offer).narrowed == ("expiry", "host", "uses")
    assert offer.lifetimes[0].source.file == "etc/server-profiles/restrictions/day"


def test_what_includes_wins_over_what_is_included() -> None:
    offer = profile('{"exp": "+1h", "include": "day"}', restrictions__day='{"exp": "+1d"}')
    assert offer.lifetimes[0].seconds == 3600


def test_of_two_that_are_included_the_first_wins() -> None:
    offer = profile(
        '"day hour"', restrictions__day='{"exp": "+1d"}', restrictions__hour='{"exp": "+1h"}'
    )
    assert offer.lifetimes[0].seconds == 86400


def test_including_alternatives_makes_alternatives() -> None:
    offer = profile(
        '{"hosts": ["this"], "include": ["two"]}',
        restrictions__two='[{"scope": "a", "hosts": ["this"]}, {"scope": "b", "hosts": ["this"]}]',
    )
    assert bound(offer) == Bound(narrowed=("host",))


def test_a_template_that_is_not_here_leaves_it_open() -> None:
    found = held({"profiles/one": '{"restrictions": "gone"}'})
    (offer,) = found.offers
    assert bound(offer) == Bound((), False, (), None, unlimited=False)
    (absent,) = found.absent
    assert (absent.what, absent.file.text) == ("template of restrictions", "gone")
    assert absent.file.source.column == 19


def test_a_circle_is_told() -> None:
    files = {
        "profiles/one": '{"restrictions": "a"}',
        "restrictions/a": '{"include": ["b"], "exp": "+1h"}',
        "restrictions/b": '{"include": "a"}',
    }
    found = read(files)
    (problem,) = found.problems
    assert "a -> b -> a" in problem.reason
    assert problem.source.file == "etc/server-profiles/restrictions/b"
    assert found.services[0].acceptance.offers[0].lifetimes[0].seconds == 3600
    (problem,) = read({"profiles/one": '{"capabilities": "@a"}', "capabilities/a": "@a"}).problems
    assert problem.kind == "schema"


@pytest.mark.parametrize(
    ("rights", "obtains"),
    [
        ('["AT"]', True),
        ('"AT tokeninfo"', True),
        ('"@both"', True),
        ('["tokeninfo", "@none"]', False),
        ('["create_mytoken"]', False),
        ('["create_mytoken"], "subtoken_capabilities": ["AT"]', True),
        ('["tokeninfo"], "subtoken_capabilities": ["AT"]', False),
        ('"@not-here"', True),
    ],
)
def test_who_comes_to_access_tokens(rights: str, obtains: bool) -> None:
    files = {
        "profiles/one": f'{{"capabilities": {rights}}}',
        "capabilities/both": '["@none", "AT"]',
        "capabilities/none": '["settings"]',
    }
    assert bool(held(files).offers) is obtains


def test_a_profile_may_include_another() -> None:
    files = {
        "profiles/one": '{"include": ["base"], "capabilities": "AT"}',
        "profiles/base": '{"capabilities": "tokeninfo", "restrictions": {"exp": "+1h"}}',
    }
    (offer,) = held(files).offers
    assert (offer.name.text, offer.lifetimes[0].seconds) == ("one", 3600)


def test_rotation_is_a_setting() -> None:
    files = {
        "profiles/one": '{"rotation": "daily"}',
        "rotation/daily": '{"on_AT": true, "lifetime": 86400}',
    }
    found = {each.name: each.value for each in held(files).settings}
    assert found == {"rotation.on_at": "true", "rotation.lifetime": "86400"}


def test_restrictions_that_say_the_scope_are_requests() -> None:
    restrictions = """[
      {"scope": "storage.read:/a", "audience": ["https://s.example"], "exp": "+1d"},
      {"scope": "storage.read:/b"},
      {"exp": "+1h"}
    ]"""
    (service,) = read({"profiles/one": f'{{"restrictions": {restrictions}}}'}).services
    first, second = service.requests
    assert first.name == "profile one, restriction 1"
    assert first.request is not None
    assert first.request.audience == ("https://s.example",)
    assert first.request.refresh_lifetime == 86400
    assert first.places["/token/scope"].line == 2
    assert second.request is not None
    assert second.request.audience is None
    assert second.request.refresh_lifetime is None


def test_the_server_bounds_its_profiles() -> None:
    files = {
        "etc/config.yaml": CONFIG,
        "profiles/long": "{}",
        "profiles/short": '{"restrictions": {"exp": "+1h"}}',
    }
    provider, long, short = held(files).offers
    assert provider.kind == "provider"
    assert bound(long) == Bound(
        ("openid", "storage.read:/"), seconds=86400, unlimited=False, narrowed=("expiry",)
    )
    assert short.lifetimes[0].seconds == 3600


def test_restrictions_that_the_server_does_not_support_bind_nothing() -> None:
    config = CONFIG.replace("features:\n", "features:\n  unsupported_restrictions: [hosts]\n")
    files = {
        "etc/config.yaml": config,
        "profiles/one": '{"restrictions": "here"}',
        "restrictions/here": '{"hosts": ["this"]}',
    }
    found = held(files)
    assert found.offers[1].narrowed == {"expiry"}
    assert [(each.reason, each.what.text) for each in found.dead] == [("ignored-value", "hosts")]


def test_a_hostile_set_of_templates_takes_no_time() -> None:
    many = {f"restrictions/r{n}": f'["r{n + 1}", "r{n + 1}", "r{n + 1}"]' for n in range(100)}
    held({"profiles/one": '{"restrictions": "r0"}'} | many)
    deep = {f"restrictions/r{n}": "[" * 50 + f'"r{n + 1}"' + "]" * 50 for n in range(60)}
    held({"profiles/one": '{"restrictions": "r0"}'} | deep)
    rights = {f"capabilities/r{n}": f"@r{n + 1}" for n in range(2000)}
    held({"profiles/one": '{"capabilities": "@r0"}'} | rights)
