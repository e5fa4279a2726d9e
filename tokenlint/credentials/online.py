"""The keys that an issuer publishes, for those who ask to fetch them.

Two documents are fetched: the issuer's metadata at its well-known place, and the key set that this
metadata names. No other address in a token is ever followed.
Sources: OpenID Connect Discovery 1.0 section 4, RFC 8414 sections 2 and 3.
"""

import json
import time
from typing import Any
from urllib.parse import urlsplit

from tokenlint.credentials.fetch import Network, NotThere, Refused, checked, fetch
from tokenlint.credentials.issuer import issuer_form
from tokenlint.credentials.keys import KeySet, keys_from
from tokenlint.source import Problem, Source

_OPENID = "/.well-known/openid-configuration"
_OAUTH = "/.well-known/oauth-authorization-server"


def fetch_keys(issuer: str, network: Network | None = None) -> KeySet | Problem:
    """The keys that an issuer publishes, or why there are none; never raises.

    The metadata must name the very same issuer (RFC 8414 section 3.3).
    """
    network = network or Network()
    deadline = time.monotonic() + network.limits.total_seconds
    try:
        address = _jwks_address(issuer, network, deadline)
        return keys_from(fetch(address, network, deadline), address)
    except Refused as refused:
        advice = "give the issuer's keys as a file with --jwks"
        return Problem("network", Source(f"<{issuer}>"), str(refused), advice)


def well_known_addresses(issuer: str) -> tuple[str, str]:
    """Where an issuer's metadata stands: by OpenID Connect, and by RFC 8414 section 3."""
    parts = urlsplit(issuer)
    path = parts.path.rstrip("/")
    return f"https://{parts.netloc}{path}{_OPENID}", f"https://{parts.netloc}{_OAUTH}{path}"


def _jwks_address(issuer: str, network: Network, deadline: float) -> str:
    checked(issuer)
    form, problems = issuer_form(issuer)
    if form != "https" or "query-or-fragment" in problems:
        raise Refused("the issuer is no plain https URL")
    openid, oauth = well_known_addresses(issuer)
    try:
        metadata = _json(fetch(openid, network, deadline))
    except NotThere:
        metadata = _json(fetch(oauth, network, deadline))
    if metadata.get("issuer") != issuer:
        raise Refused("the metadata names another issuer")
    address = metadata.get("jwks_uri")
    if not isinstance(address, str):
        raise Refused("the metadata names no key set (jwks_uri)")
    return address


def _json(data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused("the metadata is no JSON") from None
    if not isinstance(document, dict):
        raise Refused("the metadata is no JSON object")
    return document
