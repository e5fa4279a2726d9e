"""Macaroons for tests, made by pymacaroons with root keys that are made when the tests run.

Their signatures go into the register of the leak guard, as those of tokens do.
"""

import base64
import secrets
from collections.abc import Sequence

from pymacaroons import MACAROON_V1, MACAROON_V2, Macaroon
from pymacaroons.serializers.binary_serializer import BinarySerializer
from pymacaroons.serializers.json_serializer import JsonSerializer

from tests.signatures import REGISTER

LOCATION = "https://se.example:443"
CAVEATS = ("path:/data/set1", "activity:DOWNLOAD", "before:2026-11-20T13:00:00Z")
FORMS = ("base64", "padded", "standard", "binary", "json")


def made(
    caveats: Sequence[str] = CAVEATS,
    location: str = LOCATION,
    identifier: str = "made-up",
    version: int = 1,
    third_party: str = "",
) -> Macaroon:
    """A signed macaroon; with `third_party` a caveat for the party at that location."""
    number = {1: MACAROON_V1, 2: MACAROON_V2}[version]
    key = secrets.token_hex(32)
    macaroon = Macaroon(location=location, identifier=identifier, key=key, version=number)
    for caveat in caveats:
        macaroon.add_first_party_caveat(caveat)
    if third_party:
        macaroon.add_third_party_caveat(third_party, secrets.token_hex(32), "made-up")
    raw = bytes.fromhex(macaroon.signature)
    REGISTER.record(base64.urlsafe_b64encode(raw).decode().rstrip("="))
    return macaroon


def serialized(macaroon: Macaroon, form: str = "base64") -> bytes:
    """The macaroon in one of `FORMS`."""
    if form == "json":
        return bytes(macaroon.serialize(JsonSerializer()), "utf-8")
    raw = bytes(BinarySerializer().serialize_raw(macaroon))
    if form == "binary":
        return raw
    if form == "standard":
        return base64.b64encode(raw)
    padded = base64.urlsafe_b64encode(raw)
    return padded if form == "padded" else padded.rstrip(b"=")


def minted(*caveats: str, location: str = LOCATION, version: int = 1) -> bytes:
    """A macaroon with these caveats, in base64url."""
    return serialized(made(caveats, location, version=version))
