from tests.services.oa4mp.files import PROXY, read

ASKS = PROXY.replace('enabled="false"', 'enabled="true"')


def test_a_login_asks_for_nothing() -> None:
    (service,) = read({"proxy-config.xml": PROXY}).services
    assert (service.acceptance.service, service.requests) == ("client", ())
    told = {each.name: each.known for each in service.acceptance.settings}
    assert told == {"serviceuri": True, "callbackuri": False}


def test_the_secret_is_never_told() -> None:
    (service,) = read({"proxy-config.xml": PROXY.replace("{CLIENT_SECRET}", "x" * 20)}).services
    assert "x" * 20 not in repr(service)


def test_capabilities_are_a_request() -> None:
    (service,) = read({"proxy-config.xml": ASKS}).services
    (request,) = service.requests
    assert request.name == "logins of proxy"
    assert request.request is not None
    assert [item.text for item in request.request.scope_items] == ["storage.read:/", "openid"]
    assert request.request.issuer == "https://issuer.example/oauth2"
