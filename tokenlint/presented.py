"""A credential of any kind as one value that can be compared with any other."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.groups import names_of
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.mapping import Mapping as Rights
from tokenlint.credentials.privilege_of import (
    is_group_based,
    mapped_rights,
    privilege_of,
    scope_items,
)
from tokenlint.credentials.times import read_times
from tokenlint.credentials.token import Token
from tokenlint.credentials.who import is_group
from tokenlint.policy.reach import cut
from tokenlint.policy.words import human_duration
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.source import Problem, Source
from tokenlint.token_inputs import unseen
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import Reference
from tokenlint.trustspace.vector import Vector, place

_MOST_NAMES = 4  # that one note lists


class Kind(StrEnum):
    """What is compared."""

    TOKEN = "token"
    PROXY = "proxy"
    MACAROON = "macaroon"
    NEED = "need"  # of a declared workflow
    REQUEST = "request"  # the token that a declared workflow asks for
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Presented:
    """What is compared: `name` is what the reader calls it, `title` what it is.

    `dated`: the privilege lies at real instants; needs, requests and references start at 0.
    `notes` are what the reader must know of how the privilege came about.
    `spellings` maps other audience strings of a service to its main one, as an inventory says.
    """

    name: str
    kind: Kind
    title: str
    privilege: Privilege
    vector: Vector
    source: Source
    dated: bool
    notes: tuple[str, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the reading of any credential depends on.

    `at` is the judged instant in seconds since the epoch,
    `mapping` tells what groups and persons may do, for credentials that name nothing else.
    """

    at: int
    calibration: Calibration
    mapping: Rights | None = None


def read_token(data: bytes, name: str, source: Source, around: Surroundings) -> Presented | Problem:
    """A JWT of any profile."""
    token = decode(data).token
    problem = unseen(token, source)
    if problem is not None:
        return problem
    privilege = privilege_of(token, around.at, around.mapping)
    return Presented(
        name=name,
        kind=Kind.TOKEN,
        title=f"token {token.fingerprint}",
        privilege=privilege,
        vector=place(privilege, around.calibration),
        source=source,
        dated=True,
        notes=tuple(_token_notes(token, around)),
    )


def read_reference(reference: Reference, around: Surroundings) -> Presented:
    """A built-in reference."""
    return Presented(
        name=reference.name,
        kind=Kind.REFERENCE,
        title=reference.title,
        privilege=reference.privilege,
        vector=place(reference.privilege, around.calibration),
        source=Source(f"<{reference.name}>"),
        dated=False,
    )


def _token_notes(token: Token, around: Surroundings) -> Iterator[str]:
    times = read_times(token.claims)
    if times.exp is not None and around.at >= times.exp:
        yield f"it expired {human_duration(around.at - times.exp)} ago; its whole lifetime counts"
    if not times.expires:
        yield "it has no expiry, so it never ends"
    if is_group_based(token, scope_items(token)):
        audience = audience_of(token.claims.get("aud", ABSENT))
        if around.mapping and mapped_rights(token, audience, around.mapping):
            yield from mapping_notes(around.mapping, names_of(token.claims))
        else:
            yield unmapped_note(around.mapping)


def unmapped_note(mapping: Rights | None) -> str:
    """What is said of a credential that only says who is asking, and that no mapping explains."""
    if mapping is None:
        return "it says who is asking and not what for, so it counts as everything (see --mapping)"
    return (
        f"{cut(mapping.file)} does not tell what its groups may do there: it counts as everything"
    )


def _whole(granted: CapabilitySet) -> CapabilitySet:
    return granted


def mapping_notes(
    mapping: Rights,
    names: tuple[str, ...],
    narrowed: Callable[[CapabilitySet], CapabilitySet] = _whole,
) -> Iterator[str]:
    """Which mapping was used, what exactly each service grants, and which groups it does not know.

    `narrowed` tells what of a grant such a credential can use.
    Subjects and names of persons are not repeated.
    """
    yield f"by {cut(mapping.file)}:"
    for service in mapping.services:
        rights = " ".join(map(str, narrowed(service.grants(names)))) or "nothing"
        software = " ".join(filter(None, (service.implementation, service.version)))
        where = f"{service.name} ({software})" if software else service.name
        yield f"at {cut(where)}: {cut(rights)}"
    unknown = [cut(name) for name in names if is_group(name) and not mapping.about(name)]
    if unknown:
        more = f" and {len(unknown) - _MOST_NAMES} more" if len(unknown) > _MOST_NAMES else ""
        yield f"no row is about {', '.join(unknown[:_MOST_NAMES])}{more}"
