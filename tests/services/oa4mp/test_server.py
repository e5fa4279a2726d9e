import pytest

from tests.services.oa4mp.files import SERVER, acceptance
from tokenlint.services.acceptance import Setting
from tokenlint.services.offer import Grant, Holder


def setting(name: str, content: str = SERVER) -> Setting:
    (found,) = [each for each in acceptance(content).settings if each.name == name]
    return found


def with_(old: str, new: str) -> str:
    assert old in SERVER
    return SERVER.replace(old, new)


def test_the_server() -> None:
    found = acceptance(SERVER)
    assert (found.product, found.title, found.service) == ("oa4mp", "OA4MP", "issuer")
    (issuer,) = found.issues_for
    assert (issuer.text, issuer.source.line) == ("https://issuer.example", 9)
    assert found.dead == ()
    assert found.unknown_keys == ()


def test_times_with_places_and_defaults() -> None:
    written = setting("maxaccesstokenlifetime")
    assert (written.value, written.seconds, written.written) == ("12 hrs", 43_200, True)
    assert (written.source.line, written.source.column) == (4, 36)
    assert setting("maxrefreshtokenlifetime").seconds == 2_592_000
    default = setting("rtgraceperiod")
    assert (default.seconds, default.written, default.source.line) == (21_600, False, 2)
    older = with_("defaultAccessTokenLifetime", "accessTokenLifetime")
    assert setting("defaultaccesstokenlifetime", older).seconds == 1009


def test_a_bare_maximum_is_not_known() -> None:
    """The manual says seconds, the code reads milliseconds."""
    found = setting("maxaccesstokenlifetime", with_('"12 hrs"', '"43200"'))
    assert (found.seconds, found.known) == (None, False)


def test_a_time_that_is_not_understood_is_dead() -> None:
    content = with_('"12 hrs"', '"0.5 days"')
    (dead,) = acceptance(content).dead
    assert (dead.reason, dead.what.text, dead.what.source.line) == ("ignored-value", "0.5 days", 4)
    assert setting("maxaccesstokenlifetime", content).seconds == 1_800


def test_switches() -> None:
    assert (setting("oidcenabled").value, setting("oidcenabled").written) == ("false", True)
    assert setting("rfc7636required").value == "false"
    off = with_('refreshTokenEnabled="true"', "")
    (offer, _) = acceptance(off).offers
    assert [each.what for each in offer.lifetimes] == ["access"]
    assert Grant.REFRESH_TOKEN not in offer.grants


def test_what_the_server_hands_out() -> None:
    offer, registration = acceptance(SERVER).offers
    assert (offer.kind, offer.holder) == ("service", Holder.CLIENT)
    assert offer.grants == {
        Grant.AUTHORIZATION_CODE,
        Grant.REFRESH_TOKEN,
        Grant.TOKEN_EXCHANGE,
        Grant.DEVICE_CODE,
    }
    assert [(each.what, each.seconds) for each in offer.lifetimes] == [
        ("access", 43_200),
        ("refresh", 2_592_000),
    ]
    assert (registration.kind, registration.holder) == ("registration", Holder.ANYONE)
    assert (registration.name.text, registration.source.line) == ("localhost:template", 12)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('anonymousOK="true"', 'anonymousOK="false"'),
        ('autoApprove="true"', ""),
        ('protocol="rfc7591" enabled="true"', 'protocol="rfc7591" enabled="false"'),
        ("<clientManagement>", '<clientManagement enabled="false">'),
        ('protocol="rfc7591"', 'protocol="oa4mp"'),
        ('anonymousOK="true"', 'anonymousOK="{{ open }}"'),
    ],
)
def test_registration_that_somebody_approves(old: str, new: str) -> None:
    assert [each.kind for each in acceptance(with_(old, new)).offers] == ["service"]


def test_registration_from_some_hosts() -> None:
    content = with_("autoApprove=", 'anonymousAllowedDomains="a.example,b.example" autoApprove=')
    registration = acceptance(content).offers[1]
    assert (registration.holder, registration.narrowed) == (Holder.UNKNOWN, frozenset({"host"}))
    every = with_("autoApprove=", 'anonymousAllowedDomains="a.example, *" autoApprove=')
    assert acceptance(every).offers[1].holder is Holder.ANYONE


@pytest.mark.parametrize("name", ["maxAccesTokenLifetime", "maxaccesstokenlifetime"])
def test_near_misses_are_unknown(name: str) -> None:
    (unknown,) = acceptance(with_("maxAccessTokenLifetime", name)).unknown_keys
    assert (unknown.key.text, unknown.suggestion) == (name, "maxAccessTokenLifetime")
    assert unknown.default == "1800 sec"
    assert unknown.key.source.line == 4


def test_names_that_may_be_the_servers_are_left_alone() -> None:
    content = with_('name="vo"', 'name="vo" maxIDTokenLifetime="1 hr" cleanupInterval="1 hr"')
    assert acceptance(content).unknown_keys == ()


def test_how_users_log_in() -> None:
    content = with_("<deviceFlow", '<authorizationServlet useHeader="true"/><deviceFlow')
    assert setting("authorizationservlet.useheader", content).value == "true"
