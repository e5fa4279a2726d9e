"""The server: its settings, the tokens that it hands out at most, and who registers clients.

Source: OA2ConfigurationLoader.java of ncsa/oa4mp (5.x, package org.oa4mp.server.loader.oauth2),
and the page of the `service` tag at oa4mp.org. A time that is not understood is passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Dead, Setting, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.oa4mp.durations import Bare, Time, read_time
from tokenlint.services.oa4mp.xml_tree import Element
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer
from tokenlint.services.value import Value
from tokenlint.source import Source

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class _Kept:
    """A time of the server: what holds by default, and what a bare number is."""

    seconds: int
    bare: Bare
    older: str = ""


_TIMES = {
    "authorizationGrantLifetime": _Kept(15 * _MINUTE, Bare.SECONDS),
    "defaultAccessTokenLifetime": _Kept(15 * _MINUTE, Bare.SECONDS, "accessTokenLifetime"),
    "maxAccessTokenLifetime": _Kept(30 * _MINUTE, Bare.UNCLEAR),
    "defaultRefreshTokenLifetime": _Kept(15 * _DAY, Bare.UNCLEAR, "refreshTokenLifetime"),
    "maxRefreshTokenLifetime": _Kept(30 * _DAY, Bare.SECONDS),
    "maxClientRefreshTokenLifetime": _Kept(13 * 30 * _DAY, Bare.SECONDS),
    "rtGracePeriod": _Kept(6 * _HOUR, Bare.SECONDS),
}
_SWITCHES = {
    "OIDCEnabled": "true",
    "refreshTokenEnabled": "false",
    "enableTokenExchange": "false",
    "demoModeEnabled": "false",
    "rfc7636Required": "false",
}
# More names than these are known to the server; only a near miss of one is told.
_NEAR = {**dict.fromkeys((*_TIMES, *_SWITCHES), ""), "maxAllowedNewClientRequests": ""}
_DOMAINS = ("anonymousAllowedDomains", "autoApproveAllowedDomains")
_KNOWN = frozenset(
    "maxIDTokenLifetime defaultIDTokenLifetime idTokenLifetime maxAuthorizationGrantLifetime"
    " maxAGLifetime accessTokenLifetime refreshTokenLifetime".split()
)


def service_of(root: Element) -> Element | None:
    """The service that the file configures."""
    return root if root.name == "service" else root.first("service")


def issuers(service: Element) -> tuple[Value, ...]:
    """The issuer of the tokens: `issuer`, else the server's own address."""
    found = service.get("issuer") or service.get("address")
    return (found,) if found and found.known and found.text else ()


def settings(service: Element) -> Iterator[Setting]:
    """Settings of the server that matter for security, also where they are left out."""
    for name, kept in _TIMES.items():
        yield _time(service, name, kept)
    for name, default in _SWITCHES.items():
        value = service.get(name)
        text = value.text.strip().casefold() if value else default
        place = value.source if value else service.source
        known = value is None or value.known
        yield Setting(name.casefold(), text, place, value is not None, known)
    requests = service.get("maxAllowedNewClientRequests")
    if requests:
        name = "maxallowednewclientrequests"
        yield Setting(name, requests.text, requests.source, known=requests.known)
    yield from _login(service)
    yield from _registration_settings(service)


def _written(service: Element, name: str, kept: _Kept) -> Value | None:
    return service.get(name) or (service.get(kept.older) if kept.older else None)


def _time(service: Element, name: str, kept: _Kept) -> Setting:
    value = _written(service, name, kept)
    if value is None:
        shown = f"{kept.seconds} sec"
        return Setting(name.casefold(), shown, service.source, False, True, kept.seconds)
    time = _read(value, kept)
    if not time.understood:  # the default holds
        shown = f"{kept.seconds} sec"
        return Setting(name.casefold(), shown, value.source, True, True, kept.seconds)
    known = value.known and time.seconds is not None
    return Setting(name.casefold(), value.text, value.source, known=known, seconds=time.seconds)


def _read(value: Value, kept: _Kept) -> Time:
    return read_time(value.text, kept.bare) if value.known else Time(None)


def _login(service: Element) -> Iterator[Setting]:
    """How users log in: here, by a header of a server in front, or at another issuer."""
    servlet = service.first("authorizationServlet")
    for name in ("useHeader", "requireHeader", "useProxy"):
        value = servlet.get(name) if servlet else None
        if value:
            key = f"authorizationservlet.{name.casefold()}"
            yield Setting(key, value.text.strip().casefold(), value.source, known=value.known)


def _registration_settings(service: Element) -> Iterator[Setting]:
    api = _api(service)
    for name in ("anonymousOK", "autoApprove"):
        value = api.get(name) if api else None
        if value:
            key = f"clientmanagement.rfc7591.{name.casefold()}"
            yield Setting(key, value.text.strip().casefold(), value.source, known=value.known)


def _api(service: Element) -> Element | None:
    """The end point at which clients register (RFC 7591), None where it is off."""
    management = service.first("clientManagement")
    if management is None or _is(management.get("enabled"), "false"):
        return None
    for api in management.all("api"):
        if _is(api.get("protocol"), "rfc7591") and not _is(api.get("enabled"), "false"):
            return api
    return None


def _is(value: Value | None, word: str) -> bool:
    return value is not None and value.text.strip().casefold() == word


def template_of(service: Element) -> Value | None:
    """The client whose properties those get that register themselves."""
    api = _api(service)
    return api.get("template") if api else None


def offers(service: Element) -> Iterator[Offer]:
    """The most that the server hands out, and clients that register without anybody's consent."""
    name = service.get("issuer") or service.get("name") or Value("OA4MP", service.source)
    yield Offer(
        "service",
        name,
        Holder.CLIENT,
        service.source,
        audiences=(),
        grants=frozenset(_grants(service)),
        lifetimes=tuple(_lifetimes(service)),
    )
    api = _api(service)
    if api and _is(api.get("anonymousOK"), "true") and _is(api.get("autoApprove"), "true"):
        # Both lists of domains stand for every domain where they are left out.
        narrow = _narrow(api, "anonymousAllowedDomains") or _narrow(
            api, "autoApproveAllowedDomains"
        )
        yield Offer(
            "registration",
            api.get("template") or Value("clients that register themselves", api.source),
            Holder.UNKNOWN if narrow else Holder.ANYONE,
            _source(api, "autoApprove"),
            audiences=(),
            narrowed=frozenset({"host"}) if narrow else frozenset(),
        )


def _narrow(api: Element, name: str) -> bool:
    value = api.get(name)
    domains = [each.strip() for each in value.text.split(",")] if value else ["*"]
    return "*" not in domains


def _source(element: Element, name: str) -> Source:
    value = element.get(name)
    return value.source if value else element.source


def _grants(service: Element) -> Iterator[Grant]:
    yield Grant.AUTHORIZATION_CODE
    if _is(service.get("refreshTokenEnabled"), "true"):
        yield Grant.REFRESH_TOKEN
    if _is(service.get("enableTokenExchange"), "true"):
        yield Grant.TOKEN_EXCHANGE
    if service.first("deviceFlowServlet"):
        yield Grant.DEVICE_CODE


def _lifetimes(service: Element) -> Iterator[Lifetime]:
    yield maximum(service, "access", "maxAccessTokenLifetime")
    if _is(service.get("refreshTokenEnabled"), "true"):
        yield maximum(service, "refresh", "maxRefreshTokenLifetime")


def maximum(service: Element, what: str, name: str) -> Lifetime:
    """The longest lifetime that the server allows."""
    setting = _time(service, name, _TIMES[name])
    return Lifetime(what, setting.seconds, setting.source, written=setting.written)


def dead(service: Element) -> Iterator[Dead]:
    """Times that the server does not understand."""
    for name, kept in _TIMES.items():
        value = _written(service, name, kept)
        if value and value.known and value.text.strip() and not _read(value, kept).understood:
            says = (
                f"OA4MP does not understand the time, and {kept.seconds} seconds hold as by"
                " default; write a whole number and one unit, as in 30 min"
            )
            yield Dead("ignored-value", value, says)


def unknown_keys(service: Element) -> Iterator[UnknownKey]:
    """Names that lie very near to a known one; the server passes over them."""
    for name, attribute in service.attributes.items():
        if name in _NEAR or name in _KNOWN:
            continue
        found = unknown_key(attribute.name, "service", _NEAR)
        if found.suggestion and _almost(name, found.suggestion):
            yield UnknownKey(
                attribute.name, "service", found.suggestion, _default(found.suggestion)
            )


def _almost(name: str, known: str) -> bool:
    """Other letters, or one sign too many, too few or changed."""
    one, other = name.casefold(), known.casefold()
    if one == other or sorted(one) == sorted(other):
        return True
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    if len(longer) - len(shorter) > 1:
        return False
    at = next((i for i, sign in enumerate(shorter) if longer[i] != sign), len(shorter))
    return longer[at + 1 :] == shorter[at + (len(longer) == len(shorter)) :]


def _default(name: str) -> str:
    kept = _TIMES.get(name)
    return f"{kept.seconds} sec" if kept else _SWITCHES.get(name, "")
