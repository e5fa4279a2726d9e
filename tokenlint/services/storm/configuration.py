"""What the files of StoRM WebDAV say, as values; None stands for what they do not tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.structured.spring import Application
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source


@dataclass(frozen=True, slots=True)
class Flag:
    """A switch of a storage area; `value` is None where a placeholder or a snippet leaves it open.

    `source` is its value where it is written, else the storage area's file.
    """

    name: str
    value: bool | None
    source: Source
    written: bool


@dataclass(frozen=True)
class StorageArea:
    """One file of `sa.d`; `open` tells that something else may add lines to it."""

    text: Text
    name: Value
    access_points: tuple[Value, ...]
    orgs: tuple[Value, ...]
    vos: tuple[Value, ...]
    flags: Mapping[str, Flag]
    open: bool = False
    unknown_keys: tuple[UnknownKey, ...] = ()
    dead: tuple[Dead, ...] = ()
    problems: tuple[Problem, ...] = ()

    def is_set(self, flag: str) -> bool | None:
        """Whether a switch is on."""
        return self.flags[flag].value

    def org(self, issuer: str) -> Value | None:
        """The entry of `orgs` that is this issuer; they are compared as they are written."""
        return self._known_orgs.get(issuer)

    @cached_property
    def _known_orgs(self) -> dict[str, Value]:
        return {org.text: org for org in reversed(self.orgs) if org.known}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The access points that are known."""
        return tuple(point.text for point in self.access_points if point.known)


@dataclass(frozen=True, slots=True)
class TrustedIssuer:
    """One entry of `oauth.issuers`; `enforced` is None where a placeholder leaves it open."""

    name: Value
    url: Value
    source: Source
    enforced: bool | None
    enforced_source: Source
    audiences: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a policy is for; `type` in lower case with hyphens, empty where it is not known."""

    type: str
    params: Mapping[str, Value]
    source: Source


@dataclass(frozen=True, slots=True)
class Policy:
    """One fine-grained policy; no `paths` means the whole storage area.

    `permits` is None where a placeholder stands for the effect.
    `actions` are lower-case words: list, read, write, delete, all.
    """

    area: Value
    actions: tuple[Value, ...]
    paths: tuple[Value, ...]
    permits: bool | None
    effect_source: Source
    principals: tuple[Principal, ...]
    source: Source


@dataclass(frozen=True)
class Deployment:
    """Everything about one StoRM WebDAV: its storage areas and its application settings.

    `issuers` is None where no file lists trusted issuers.
    `areas_known` is false where there may be storage areas that are not among the files.
    """

    areas: tuple[StorageArea, ...]
    application: Application | None
    issuers: tuple[TrustedIssuer, ...] | None = None
    policies: tuple[Policy, ...] = ()
    policies_open: bool = False
    areas_known: bool = True
    unknown_keys: tuple[UnknownKey, ...] = ()
    problems: tuple[Problem, ...] = ()
    fresh: frozenset[int] = field(default_factory=frozenset)  # areas that no other service tells

    def area(self, name: str) -> StorageArea | None:
        """The storage area of a name."""
        return next((each for each in self.areas if each.name.text == name), None)
