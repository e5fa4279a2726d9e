"""The acceptance of one StoRM WebDAV."""

from functools import partial

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import (
    Absent,
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
Ways = dict[str, list[Way]]
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
        absent=_absent(deployment),
    )
    return Service(acceptance, partial(decide, deployment))


def _absent(deployment: Deployment) -> tuple[Absent, ...]:
    """The folder of storage areas, where it is named and none of them is there."""
    application = deployment.application
    node = application.get("storm", "sa", "config-dir") if application else None
    if application is None or deployment.areas or node is None or node.value is None:
        return ()
    texts = {layer.text.file: layer.text for layer in application.layers}
    near = texts.get(node.value.source.file)
    return absent("storm.sa.config-dir", node.value, near) if near else ()


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
    own = _by_issuer(found)
    if deployment.issuers is not None:
        seen: set[str] = set()
        issuers = []
        for each in deployment.issuers:
            shadowed = each.url.known and each.url.text in seen
            seen.add(each.url.text)
            issuers.append(_trusted(deployment, each, own, shadowed=shadowed))
        return tuple(issuers)
    orgs = {org.text: org for area in deployment.areas for org in area.orgs if org.known}
    return tuple(_issuer(deployment, org, org, org.source, own) for org in orgs.values())


def _by_issuer(found: tuple[Way, ...]) -> Ways:
    """The ways of tokens by the issuer that they are for, empty for any."""
    own: Ways = {}
    for way in found:
        if way.kind in _BY_TOKEN:
            own.setdefault(way.issuer, []).append(way)
    return own


def _trusted(deployment: Deployment, each: TrustedIssuer, own: Ways, *, shadowed: bool) -> Issuer:
    checked = {True: State.YES, False: State.NO, None: State.UNKNOWN}[each.enforced]
    application = deployment.application
    if each.enforced is False and application is not None and application.open:
        node_written = each.enforced_source != each.url.source
        checked = State.NO if node_written or each.name.known else State.UNKNOWN
    audience = Audience(checked, State.YES, each.audiences, each.enforced_source)
    issuer = _issuer(deployment, each.name, each.url, each.source, own)
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
    deployment: Deployment, name: Value, url: Value, source: Source, by_issuer: Ways
) -> Issuer:
    areas = [area for area in deployment.areas if url.known and area.org(url.text)]
    points = tuple(point for area in areas for point in area.access_points)
    own = [*by_issuer.get("", ()), *by_issuer.get(url.text, ())]
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
