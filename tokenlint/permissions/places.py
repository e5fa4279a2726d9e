"""Where is asked: the profile, a release of a product, the services of some files or a mapping."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from tokenlint.credentials.mapping import MappedService, Mapping
from tokenlint.errors import UsageError
from tokenlint.permissions.answer import Answer
from tokenlint.permissions.bearer import Bearer, unbounded
from tokenlint.permissions.by_caveats import ByCaveats, until
from tokenlint.permissions.by_mapping import ByMapping
from tokenlint.permissions.by_profile import ByProfile
from tokenlint.permissions.by_service import ByService
from tokenlint.policy.implementations import shipped_implementations
from tokenlint.policy.reach import cut
from tokenlint.policy.release import Release
from tokenlint.policy.service_subject import ServiceSubject
from tokenlint.policy.subject import Subject
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.privilege import Privilege
from tokenlint.services.acceptance import Service
from tokenlint.services.decision import Ask, undecided

PROFILE = "WLCG profile 1.3"
_MOST_NAMED = 3


class Judge(Protocol):
    """Whoever answers: the profile, a release of a product, a service."""

    def answer(self, ask: Ask) -> Answer:
        """The answer to one request."""

    def explain(self, ask: Ask) -> Answer:
        """The same, with what would have to be different."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its name for people, its judge, and the service if there is one.

    `kind` is what is done there: storage or compute.
    `about` is what of the credential counts there, where that is not all of it.
    """

    title: str
    judge: Judge
    kind: str
    service: Service | None = None
    release: Release | None = None
    about: Privilege | None = None

    @property
    def name(self) -> str:
        """What tells it from others: `XRootD 5.7.1 (etc/xrootd.cfg)`, `WLCG profile 1.3`."""
        if self.service is None:
            return self.title
        held = self.service.acceptance
        return f"{self.title} {held.version}".strip() + f" ({held.name})"


def profile_places(
    bearer: Bearer,
    at: int,
    endpoint: str = "",
    release: Release | None = None,
    asked: Collection[str] = (),
) -> tuple[Place, ...]:
    """A place for each of the `asked` kinds; none asked: those that the credential is for."""
    judge = ByProfile(bearer, at, endpoint, release)
    title = PROFILE if bearer.presented else "any service"
    kinds = asked or _kinds(bearer.privilege.capabilities)
    return tuple(
        Place(str(release or title), judge, kind, release=release)
        for kind in ("storage", "compute")
        if kind in kinds
    )


def _kinds(capabilities: CapabilitySet) -> set[str]:
    on_storage = {each.action.on_storage for each in capabilities} or {True}
    return {"storage" if each else "compute" for each in on_storage}


def caveat_places(
    bearer: Bearer, at: int, endpoint: str = "", release: Release | None = None
) -> tuple[Place, ...]:
    """A place for each product that a macaroon may be of; each reads it in its own language."""
    if bearer.caveats is None:
        return ()
    return tuple(
        Place(
            str(release or reading.language.title),
            ByCaveats(bearer, bearer.caveats.text, reading, at, endpoint, release),
            "storage",
            release=release,
            about=Privilege(reading.capabilities, bearer.audience, until(reading.expiry)),
        )
        for reading in bearer.caveats.readings
    )


def mapping_places(
    bearer: Bearer, at: int, mapping: Mapping, endpoint: str = "", asked: Collection[str] = ()
) -> tuple[Place, ...]:
    """The services of a mapping, those that share the endpoint where one is given.

    Raises UsageError where none does.
    """
    wanted = Audience.of([endpoint]) if endpoint else ANY
    services = [each for each in mapping.services if each.shares_endpoint(wanted)]
    if not services:
        names = ", ".join(each.audiences[0] for each in mapping.services[:_MOST_NAMED])
        raise UsageError(
            f"{mapping.file} lists no service with the audience {endpoint}",
            advice=f"there are {names}",
        )
    return tuple(
        Place(_mapped_title(service), judge, kind, about=unbounded(judge.granted))
        for service in services
        for judge in (ByMapping(bearer, mapping, service, at),)
        for kind in sorted(_kinds(_all_of(service)), reverse=True)
        if not asked or kind in asked
    )


def _mapped_title(service: MappedService) -> str:
    software = " ".join(filter(None, (service.implementation, service.version)))
    return f"{cut(service.name)} ({cut(software)})" if software else cut(service.name)


def _all_of(service: MappedService) -> CapabilitySet:
    return CapabilitySet.of(each for row in service.rows for each in row.capabilities)


def service_place(bearer: Bearer, at: int, service: Service) -> Place:
    """A service as a place."""
    kind = "compute" if service.acceptance.service == "compute" else "storage"
    return Place(service.acceptance.title, ByService(bearer, service, at), kind, service)


def deciding(subjects: Iterable[Subject]) -> tuple[Service, ...]:
    """The services that do something with files or jobs themselves, with a model to ask."""
    services = (each.service for each in subjects if isinstance(each, ServiceSubject))
    return tuple(each for each in services if each.decide is not undecided)


def in_release(services: Iterable[Service], release: Release) -> tuple[Service, ...]:
    """The services, those of the product as they decide in the release.

    Raises UsageError where none is of that product.
    """
    table = shipped_implementations()
    chosen, fitting = [], 0
    for service in services:
        known = table.product(service.acceptance.product)
        fits = known is not None and known.product == release.product
        fitting += fits
        chosen.append(_at(service, release.version) if fits else service)
    if not fitting:
        raise UsageError(
            f"none of the services is {release.title}", advice="leave --implementation out"
        )
    return tuple(chosen)


def _at(service: Service, version: str) -> Service:
    """In another release; where none decides otherwise, as far as is known, only its name is."""
    if not version:
        return service
    if service.at_version is not None:
        return service.at_version(version)
    return replace(service, acceptance=replace(service.acceptance, version=version))
