"""The acceptance of a service as plain facts: what the policies see of it."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from tokenlint.policy.joins import Joins
from tokenlint.policy.offer_facts import offer_facts, policy_facts
from tokenlint.policy.service_areas import path_of, shared_areas
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.services.acceptance import (
    Acceptance,
    Audience,
    Issuer,
    Setting,
    State,
    Way,
)
from tokenlint.services.issuers import known_issuers, near_issuers
from tokenlint.services.value import Value, has_placeholder
from tokenlint.services.witnesses import Witness
from tokenlint.source import Source

Facts = dict[str, Any]

_ANY = WILDCARDS | {"*"}
_URI = re.compile(r"[a-z][a-z0-9+.-]*://.", re.IGNORECASE)
_LOCAL = re.compile(r"https?://(?:localhost|127\.[0-9.]+|\[::1\])(?::\d+)?(?:/|$)", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?|[A-Za-z0-9-]+:\d+")
_STANDS_FOR = re.compile(r"[A-Z][A-Z0-9_]+")  # XRDHOST, as scripts fill in
_PLAIN_WORDS = re.compile(r"[A-Za-z0-9 _.,:;/*+=@%-]{0,200}")
_PRIVILEGED = re.compile(
    r"(?:^|[\s:=])(?:root|admin|administrator|condor|condor_pool)(?:$|[\s@:,])"
    r"|uid:0(?:$|[\s,])|gid:0(?:$|[\s,])|role:admin",
    re.IGNORECASE,
)


_NO_JOINS = Joins()


def service_facts(
    acceptance: Acceptance,
    found: Sequence[Witness],
    unasked: Sequence[int],
    joins: Joins = _NO_JOINS,
    *,
    embedded: bool,
) -> Facts:
    """The `service` part of the policy input."""
    facts: Facts = {
        "product": acceptance.product,
        "class": acceptance.service,
        "embedded": embedded,
        "testing": for_tests(acceptance.source.file),
        "issuers": _issuers(acceptance.issuers, joins),
        "shared": shared_areas(acceptance.issuers),
        "ways": _ways(acceptance.ways, found),
        "mappings": _mappings(acceptance),
        "deletions": [_deletion(each, acceptance) for each in found],
        "unasked": list(unasked),
        "offers": [
            offer_facts(each, {row.scope for row in joins.unneeded if row.offer == index})
            for index, each in enumerate(acceptance.offers)
        ],
        "scope_policies": policy_facts(acceptance.scope_policies),
    }
    if acceptance.audience is not None:
        facts["audience"] = _audience(acceptance.audience)
    return facts | _lines_and_keys(acceptance)


def _lines_and_keys(acceptance: Acceptance) -> Facts:
    """What every product has: settings, keys, patterns, lines without effect."""
    return {
        "patterns": [
            {"about": each.about, "defects": sorted(each.defects), "proven": bool(each.also)}
            for each in acceptance.patterns
        ],
        "unknown_keys": [
            {"suggested": bool(each.suggestion), "default": bool(each.default)}
            for each in acceptance.unknown_keys
        ],
        "dead": [{"reason": each.reason} for each in acceptance.dead],
        "absent": [{"what": each.what} for each in acceptance.absent],
        "settings": [_setting(each) for each in acceptance.settings],
    }


def for_tests(file: str) -> bool:
    """Whether the name of a file, or of one of the two folders around it, says test."""
    words = re.split(r"[^a-z0-9]+", "/".join(PurePosixPath(file).parts[-3:]).casefold())
    return not known_issuers().test_labels.isdisjoint(
        [*words, *(word.rstrip("s") for word in words)]
    )


def _audience(audience: Audience) -> Facts:
    return {
        "checked": audience.checked.value,
        "missing": audience.missing.value,
        "accepted": [
            {"any": value.text in _ANY, "known": value.known, "form": _form(value)}
            for value in audience.accepted
        ],
    }


def _form(value: Value) -> str:
    """How an audience is spelled, in the words of the policy input."""
    if not value.known:
        return "unknown"
    if value.text in _ANY:
        return "wildcard"
    if _URI.match(value.text):
        return "uri"
    if _STANDS_FOR.fullmatch(value.text):
        return "unknown"
    return "host" if _HOST.fullmatch(value.text) else "word"


def _issuers(issuers: Sequence[Issuer], joins: Joins) -> list[Facts]:
    urls = tuple(dict.fromkeys(each.url.text for each in issuers if each.url.known))
    near = near_issuers(urls)
    issued = {each.index: each.state for each in joins.issued}
    return [
        _issuer(each, near=each.url.known and each.url.text in near)
        | {"issued": issued.get(index, "unknown")}
        for index, each in enumerate(issuers)
    ]


def _issuer(issuer: Issuer, *, near: bool) -> Facts:
    url = issuer.url
    facts: Facts = {
        "known": url.known,
        "https": _https(url).value,
        "standing": known_issuers().standing(url.text) if url.known else "unknown",
        "near": near,
        "local": url.known and _LOCAL.match(url.text) is not None,
        "testing": for_tests(url.source.file),
        "areas": [_area(area) for area in issuer.areas],
        "restricted": len(issuer.restricted),
        "scopes": issuer.scopes.value,
        "falls_through": sorted(issuer.falls_through),
        "shadowed": issuer.shadowed,
    }
    if issuer.audience is not None:
        facts["audience"] = _audience(issuer.audience)
    return facts


def _https(url: Value) -> State:
    scheme, colon, _ = url.text.partition("://")
    if colon and (url.known or scheme.isalpha()):
        return State.YES if scheme.casefold() == "https" else State.NO
    return State.UNKNOWN if not url.known else State.NO


def _area(area: Value) -> Facts:
    path = path_of(area)
    return {
        "known": area.known,
        "root": bool(path and path.is_root),
        "depth": len(path.components) if path else 0,
    }


_Line = tuple[str, int]


def _line(source: Source) -> _Line:
    return source.file, source.line


def _ways(ways: Sequence[Way], found: Iterable[Witness]) -> list[Facts]:
    deciding = {_line(each.decision.by) for each in found if each.sure and each.decision.by}
    return [
        {
            "kind": way.kind.value,
            "flat": way.flat,
            "sure": way.sure,
            "operations": sorted(way.operations),
            "destructive": any(destructive(Operation(each)) for each in way.operations),
            "root": "/" in way.paths,
            "one_issuer": bool(way.issuer),
            "witnessed": _line(way.source) in deciding,
        }
        for way in ways
    ]


def _mappings(acceptance: Acceptance) -> list[Facts]:
    open_lines = {
        _line(each.text.source)
        for each in acceptance.patterns
        if each.also and any(defect.startswith("open-") for defect in each.defects)
    }
    return [
        {
            "method": mapping.method,
            "subjects": mapping.subjects.value,
            "account_known": mapping.account.known,
            "privileged": mapping.account.known and privileged(mapping.account.text),
            "chosen_by_token": mapping.chosen_by_token,
            "any_issuer": mapping.any_issuer,
            "issuer_known": not has_placeholder(mapping.issuer),
            "open_pattern": _line(mapping.source) in open_lines,
        }
        for mapping in acceptance.mappings
    ]


def privileged(account: str) -> bool:
    """Whether an account is root, an administrator's, or that of a service itself."""
    return _PRIVILEGED.search(account) is not None


def _setting(setting: Setting) -> Facts:
    plain = setting.known and _PLAIN_WORDS.fullmatch(setting.value)
    facts: Facts = {
        "name": setting.name,
        "value": setting.value.casefold() if plain else "",
        "known": setting.known,
        "written": setting.written,
        "unlimited": setting.value == "unlimited",
    }
    if setting.seconds is not None and setting.seconds >= 0:
        facts["seconds"] = setting.seconds
    return facts


def _deletion(witness: Witness, acceptance: Acceptance) -> Facts:
    return {
        "credential": witness.credential,
        "operation": witness.ask.operation.value,
        "sure": witness.sure,
        "by": _kind_of_way(witness, acceptance.ways),
    }


def _kind_of_way(witness: Witness, ways: Iterable[Way]) -> str:
    by = witness.decision.by
    at = by and (by.file, by.line)
    kinds = [way.kind.value for way in ways if (way.source.file, way.source.line) == at]
    return kinds[0] if kinds else "unknown"
