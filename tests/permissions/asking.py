"""Bearers and services to ask."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.conftest import ROOT
from tests.judging import reader, token
from tests.minting import NOW
from tokenlint.permissions.bearer import Bearer, bearer_of
from tokenlint.permissions.by_service import ByService
from tokenlint.permissions.places import deciding
from tokenlint.policy.finding import Document
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.privilege import Privilege
from tokenlint.read import read_paths
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask
from tokenlint.source import Source

VO = {"iss": "https://issuer.vo.example", "aud": "https://disk.north.example"}
"""What the storage of examples/storage takes."""


def bearer(**changes: Any) -> Bearer:
    """A token with these claims changed."""
    return bearer_of(token(**changes))


def privileged(privilege: Privilege) -> Bearer:
    """Some other credential, of which only the privilege is known."""
    document = Document("p", "proxy", "proxy", Source("p"))
    return Bearer(document, privilege, privilege.audience, privilege.validity)


def ask(text: str) -> Ask:
    """`delete /data/x` as a request."""
    operation, _, path = text.partition(" ")
    return Ask(Operation(operation), path)


def services(folder: Path) -> tuple[Service, ...]:
    """The services of a folder that decide."""
    return deciding(read_paths([folder], reader()).inputs.subjects)


def north() -> Service:
    """The storage of examples/storage."""
    (found,) = services(ROOT / "examples" / "storage")
    return found


def at_north(at: int = NOW, signature: str = "claimed", **changes: Any) -> ByService:
    """A token of the VO at that storage."""
    shown = replace(bearer(**(VO | changes)), signature=signature)
    return ByService(shown, north(), at)
