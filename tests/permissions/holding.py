"""Bearers of proxies and macaroons, and mappings to look their names up in."""

from collections.abc import Mapping as AbstractMapping
from pathlib import Path
from typing import Any

from tests.credentials.macaroon.minting import LOCATION, minted
from tests.credentials.proxy.made import attributes, file
from tests.judging import reader
from tests.minting import NOW
from tests.permissions.asking import ask
from tokenlint.credentials.mapping import Mapping
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.permissions.answer import Answer
from tokenlint.permissions.bearer import Bearer
from tokenlint.permissions.macaroon_bearer import bearer_of_macaroon
from tokenlint.permissions.places import Place, caveat_places
from tokenlint.permissions.proxy_bearer import bearer_of_proxy
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.release import release_of
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.mapping_file import read_mapping

PERSON = "/DC=example/DC=grid/OU=people/CN=Made Up Person"
DCACHE = ("id:1001;1001;somebody", "iid:12345678")
XROOTD = ("name:somebody",)


def mapping(rows: AbstractMapping[str, AbstractMapping[str, str]]) -> Mapping:
    """Services with rows: a name, and the scopes that it grants."""
    lines = ["tokenlint: mapping/1", "services:"]
    for service, rights in rows.items():
        lines += [f"  {service}:", f"    audience: https://{service}.example", "    rights:"]
        lines += [f'      - {{who: "{who}", scope: "{scope}"}}' for who, scope in rights.items()]
    found = read_mapping(Path("m.yaml"), "\n".join(lines).encode()).mapping
    assert found is not None
    return found


def proxy_bearer(*held: Any, **more: Any) -> Bearer:
    """The bearer of a proxy, by default with the attributes of the group /made-up."""
    data = file(*(held or (attributes(),)), **more)
    known = reader()
    subject = ProxySubject(
        read_proxy(data), Source("x509up"), known.settings, Calibration.default()
    )
    return bearer_of_proxy(subject)


def macaroon_bearer(*caveats: str, release: str = "", location: str = LOCATION) -> Bearer:
    """The bearer of a macaroon with these caveats."""
    subject = reader().macaroon(minted(*caveats, location=location), Source("m"))
    return bearer_of_macaroon(subject, release_of(release) if release else None)


def products(*caveats: str, release: str = "", at: int = NOW, endpoint: str = "") -> list[Place]:
    """The places where a macaroon with these caveats may be asked."""
    held = macaroon_bearer(*caveats, release=release)
    return [*caveat_places(held, at, endpoint, release_of(release) if release else None)]


def answered(request: str, *caveats: str, **more: Any) -> Answer:
    """The answer of the only product that a macaroon may be of."""
    (place,) = products(*caveats, **more)
    return place.judge.answer(ask(request))
