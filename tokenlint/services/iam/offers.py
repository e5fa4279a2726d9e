"""What an IAM hands out by its settings: to new clients, and where no audience is asked for.

Who has no account may not register clients for client credentials, passwords or token exchange,
and users not for the last two (IAM at commit 0022eb21, `DefaultClientRegistrationService`).
Which scopes a new client may list stands in the database and in no file;
that it may also list the implicit grant is in no setting, and so in no offer.
"""

from collections.abc import Iterator
from typing import Final

from tokenlint.services.iam.deployment import Deployment
from tokenlint.services.iam.settings import (
    ACCESS,
    ALLOW_FOR,
    DEVICE,
    ENABLE,
    ID,
    PROFILE,
    REFRESH,
    REGISTRATION,
    held,
    seconds_of,
)
from tokenlint.services.offer import Grant, Holder, Lifetime, Offer
from tokenlint.services.value import Value

# What the builder of WLCG tokens puts in where no audience is asked for
# (IAM at commit 12f9a949, `WLCGProfileAccessTokenBuilder`).
_ANY: Final = "https://wlcg.cern.ch/jwt/v1/any"
_HOLDERS: Final = {"anyone": Holder.ANYONE, "registeredusers": Holder.USER}
_GRANTS: Final = frozenset({Grant.AUTHORIZATION_CODE, Grant.DEVICE_CODE, Grant.REFRESH_TOKEN})
_LIFETIMES: Final = {
    ACCESS: "access",
    REFRESH: "refresh",
    ID: "id",
    DEVICE: "device",
    REGISTRATION: "registration",
}
_OFF: Final = frozenset({"false", "no", "off", "0"})


def offers(deployment: Deployment) -> Iterator[Offer]:
    """The offers of one IAM: registration, lifetimes of new clients, the default profile."""
    yield from _registration(deployment)
    lifetimes = tuple(_lifetimes(deployment))
    if lifetimes:
        yield Offer(
            kind="default",
            name=Value("for clients", lifetimes[0].source),
            holder=Holder.CLIENT,
            source=lifetimes[0].source,
            lifetimes=lifetimes,
        )
    profile = held(deployment, PROFILE)
    if profile.known and profile.text.strip().casefold() == "wlcg":
        yield Offer(
            kind="token profile",
            name=Value("wlcg", profile.source),
            holder=Holder.CLIENT,
            source=profile.source,
            default_audiences=(Value(_ANY, profile.source),),
        )


def _registration(deployment: Deployment) -> Iterator[Offer]:
    """New clients, where it is known who may make them, and that this is not switched off."""
    enabled, allowed = held(deployment, ENABLE), held(deployment, ALLOW_FOR)
    if enabled.text.strip().casefold() in _OFF or not allowed.known:
        return
    word = allowed.text.strip().casefold().replace("_", "").replace("-", "")
    holder = _HOLDERS.get(word)
    if holder is None:
        return
    own = frozenset({Grant.CLIENT_CREDENTIALS}) if holder is Holder.USER else frozenset()
    yield Offer(
        kind="registration",
        name=Value(allowed.text.strip(), allowed.source),
        holder=holder,
        source=allowed.source,
        grants=_GRANTS | own,
    )


def _lifetimes(deployment: Deployment) -> Iterator[Lifetime]:
    for name, what in _LIFETIMES.items():
        found = held(deployment, name)
        seconds, endless = seconds_of(name, found)
        if endless or seconds is not None:
            yield Lifetime(what, seconds, found.source, unlimited=endless, written=found.written)
