"""The acceptance of one StoRM WebDAV."""

from functools import partial

from tokenlint.services.acceptance import (
    Acceptance,
    Audience,
    Issuer,
    Service,
    State,
    UnknownKey,
    Way,
    WayKind,
)
from tokenlint.services.storm.configuration import Deployment, StorageArea, TrustedIssuer
from tokenlint.services.storm.storage_area import SCOPES
from tokenlint.services.storm.webdav_dead import dead_lines
from tokenlint.services.storm.webdav_decision import decide, deployment_source
from tokenlint.services.storm.webdav_settings import settings
from tokenlint.services.storm.webdav_ways import ways
from tokenlint.services.value import Value
from tokenlint.source import Source

PRODUCT = "storm-webdav"
TITLE = "StoRM WebDAV"
_BY_TOKEN = (WayKind.ISSUER, WayKind.GROUP, WayKind.SUBJECT, WayKind.ANY_TOKEN)


def service(deployment: Deployment) -> Service:
    """The service that these files make up."""
    source = deployment_source(deployment)
    found = ways(deployment)
    acceptance = Acceptance(
        PRODUCT,
        TITLE,
        source.file,
        source,
        _files(deployment),
        issuers=_issuers(deployment, found),
        ways=found,
        unknown_keys=_unknown_keys(deployment),
        dead=dead_lines(deployment),
        settings=settings(deployment),
    )
    return Service(acceptance, partial(decide, deployment))


def _files(deployment: Deployment) -> tuple[str, ...]:
    application = deployment.application
    layers = application.layers if application else ()
    names = [layer.text.file for layer in layers] + [area.text.file for area in deployment.areas]
    return tuple(dict.fromkeys(names))


def _unknown_keys(deployment: Deployment) -> tuple[UnknownKey, ...]:
    fresh = [deployment.areas[index] for index in sorted(deployment.fresh)]
    return (*(key for area in fresh for key in area.unknown_keys), *deployment.unknown_keys)


def _issuers(deployment: Deployment, found: tuple[Way, ...]) -> tuple[Issuer, ...]:
    """The trusted issuers; where no file lists them, those that the storage areas name."""
    if deployment.issuers is not None:
        seen: set[str] = set()
        issuers = []
        for each in deployment.issuers:
            shadowed = each.url.known and each.url.text in seen
            seen.add(each.url.text)
            issuers.append(_trusted(deployment, each, found, shadowed=shadowed))
        return tuple(issuers)
    orgs = {org.text: org for area in deployment.areas for org in area.orgs if org.known}
    return tuple(_issuer(deployment, org, org, org.source, found) for org in orgs.values())


def _trusted(
    deployment: Deployment, each: TrustedIssuer, found: tuple[Way, ...], *, shadowed: bool
) -> Issuer:
    checked = {True: State.YES, False: State.NO, None: State.UNKNOWN}[each.enforced]
    application = deployment.application
    if each.enforced is False and application is not None and application.open:
        node_written = each.enforced_source != each.url.source
        checked = State.NO if node_written or each.name.known else State.UNKNOWN
    audience = Audience(checked, State.YES, each.audiences, each.enforced_source)
    issuer = _issuer(deployment, each.name, each.url, each.source, found)
    return Issuer(
        issuer.name,
        issuer.url,
        issuer.source,
        issuer.areas,
        (),
        issuer.scopes,
        issuer.falls_through,
        shadowed,
        audience,
    )


def _issuer(
    deployment: Deployment, name: Value, url: Value, source: Source, found: tuple[Way, ...]
) -> Issuer:
    areas = [area for area in deployment.areas if url.known and area.org(url.text)]
    points = tuple(point for area in areas for point in area.access_points)
    own = [way for way in found if way.issuer in ("", url.text) and way.kind in _BY_TOKEN]
    flat = any(way.kind is WayKind.ISSUER and way.sure for way in own)
    scopes = _scopes(areas, granted=any(way.flat and way.sure for way in own))
    through = (WayKind.ISSUER.value,) if flat and scopes is State.YES else ()
    return Issuer(name, url, source, points, (), scopes, through)


def _scopes(areas: list[StorageArea], *, granted: bool) -> State:
    """Whether storage scopes count in the areas of an issuer that has rights there."""
    values = {area.is_set(SCOPES) for area in areas}
    if True in values:
        return State.YES
    if values == {False} and granted:
        return State.NO
    return State.UNKNOWN
