"""Storage areas and application settings put together to whole services.

A `storm.sa.config-dir` names the folder of the areas where they are installed;
otherwise the usual layout tells: the same folder, or `config` beside `sa.d`.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tokenlint.services.pieces import Piece, common_end
from tokenlint.services.storm.applications import applications
from tokenlint.services.storm.configuration import Deployment, StorageArea
from tokenlint.services.storm.issuers import (
    refused_issuers,
    trusted_issuers,
    unknown_issuer_keys,
)
from tokenlint.services.storm.policies import (
    policies_of,
    refused_policies,
    unknown_policy_keys,
)
from tokenlint.services.storm.recognise import STORAGE_AREA
from tokenlint.services.storm.storage_area import storage_area
from tokenlint.services.structured.spring import Application
from tokenlint.services.text import Text

Group = list[StorageArea]


def deployments(pieces: Sequence[Piece]) -> Iterator[Deployment]:
    """Every StoRM WebDAV that the pieces make up."""
    groups = _area_groups(pieces)
    told: set[int] = set()
    for application in applications(pieces):
        areas = _areas_of(application, groups)
        yield _deployment(areas, application, told)
        told |= {id(area) for area in areas}
    for group in groups:
        left = [area for area in group if id(area) not in told]
        if left:
            yield _deployment(left, None, told)


def _area_groups(pieces: Sequence[Piece]) -> list[Group]:
    groups: dict[tuple[bool, str], Group] = {}
    for piece in pieces:
        if piece.kind == STORAGE_AREA:
            text = piece.text
            key = (text.embedded, text.file if text.embedded else text.folder)
            groups.setdefault(key, []).append(storage_area(text))
    return list(groups.values())


def _deployment(areas: Group, application: Application | None, told: set[int]) -> Deployment:
    fresh = frozenset(index for index, area in enumerate(areas) if id(area) not in told)
    problems = [problem for index in sorted(fresh) for problem in areas[index].problems]
    if application is None or not application.layers:
        problems += application.problems if application else ()
        return Deployment(
            tuple(areas),
            None,
            policies_open=True,
            areas_known=_are_known(areas),
            problems=tuple(problems),
            fresh=fresh,
        )
    issuers = trusted_issuers(application)
    policies = policies_of(application)
    whole = not application.open
    listed = application.get("storm", "authz", "policies") is not None
    problems += application.problems
    problems += refused_issuers(issuers or (), whole=whole)
    problems += refused_policies(policies, whole=whole)
    return Deployment(
        tuple(areas),
        application,
        issuers,
        policies,
        application.templated if listed else application.open,
        _are_known(areas),
        (*unknown_issuer_keys(application), *unknown_policy_keys(application)),
        tuple(problems),
        fresh,
    )


def _are_known(areas: Group) -> bool:
    return bool(areas) and all(area.name.known for area in areas)


def _areas_of(application: Application, groups: list[Group]) -> Group:
    if not application.layers:
        return []
    text = application.layers[0].text
    named = _named(application, groups)
    if named is not None:
        return named
    near = [(distance, group) for group in groups if (distance := _distance(text, group[0].text))]
    if not near:
        return []
    group = min(near, key=lambda each: each[0])[1]
    return _mentioned(application, group) if text.embedded else group


def _named(application: Application, groups: list[Group]) -> Group | None:
    """The areas in the folder that the settings name, where one is like it in two parts."""
    node = application.get("storm", "sa", "config-dir")
    if node is None or node.value is None or not node.value.known:
        return None
    wanted = PurePosixPath(node.value.text).parts
    scored = [
        (common_end(wanted, PurePosixPath(group[0].text.folder).parts), group)
        for group in groups
        if not group[0].text.embedded
    ]
    best = max(scored, key=lambda each: each[0], default=(0, None))
    return best[1] if best[0] > 1 or (best[0] == 1 and len(wanted) == 1) else None


def _distance(settings: Text, area: Text) -> int:
    """How near the usual layout puts the two: 1 is nearest, 0 is not at all."""
    if settings.embedded or area.embedded:
        return int(settings.file == area.file)
    one, other = settings.folder, area.folder
    if one == other:
        return 1
    above_one, above_other = _above(one), _above(other)
    if above_one == above_other and other.rpartition("/")[2] == "sa.d":
        return 2
    if other.rpartition("/")[2] == "sa.d" and above_other == one:
        return 3
    return 0


def _above(folder: str) -> str:
    return folder.rpartition("/")[0]


def _mentioned(application: Application, group: Group) -> Group:
    """Of the areas in one file of snippets those that the settings speak of."""
    names = {policy.area.text for policy in policies_of(application) if policy.area.known}
    urls = {issuer.url.text for issuer in trusted_issuers(application) or ()}
    return [
        area
        for area in group
        if area.name.text in names or (not names and any(org.text in urls for org in area.orgs))
    ]
