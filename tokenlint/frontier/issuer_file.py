"""Issuer models from files: capacity, costs, outages, the time that keys are kept.

A model with an error is not used at all: half of it would promise more than the issuer can do.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any, Final

from tokenlint.frontier.model import YEAR, Issuer, PastOutages
from tokenlint.source import Problem, Source
from tokenlint.workflows.documents import DEFAULT_LIMITS, ReadLimits
from tokenlint.workflows.duration import parse_duration, parse_rate
from tokenlint.workflows.inventory import read_text
from tokenlint.workflows.one_mapping import Wrong, one_mapping
from tokenlint.workflows.schema import Validator, validator_of
from tokenlint.workflows.yaml_nodes import pointer_of

KIND: Final = "issuer-model"
ABSURD: Final = 10_000_000.0
"""Requests a second that no issuer answers."""

_SCHEMA: Final = Path(__file__).with_name("issuer-model.schema.json")
_REFRESH: Final = 6 * 3_600
"""Seconds; WLCG profile 1.3 section 4.3.1: keys are fetched anew every 6 h."""
_AGREES: Final = 2.0  # times that a stated absence may differ from the outages listed


@dataclass(frozen=True, slots=True)
class IssuerFile:
    """What became of a file: its model, None where there is any problem; its text."""

    source: Source
    issuer: Issuer | None
    problems: tuple[Problem, ...]
    text: str = ""


def read_issuer(
    path: Path, data: bytes | None = None, *, limits: ReadLimits = DEFAULT_LIMITS
) -> IssuerFile:
    """The model in a file, or in its bytes where they were read already.

    Nothing in a file raises.
    """
    file = str(path)
    decoded = read_text(path, data, limits.file_bytes)
    if decoded.text is None:
        return IssuerFile(Source(file), None, (decoded.problem,) if decoded.problem else ())
    try:
        issuer, problems = _read(file, decoded.text, limits)
    except ValueError as error:
        reason = f"a time cannot be used: {error}"
        issuer, problems = None, (Problem(KIND, Source(file), reason, "correct it"),)
    return IssuerFile(Source(file), None if problems else issuer, problems, decoded.text)


def _read(file: str, text: str, limits: ReadLimits) -> tuple[Issuer | None, tuple[Problem, ...]]:
    found = one_mapping(file, text, limits, _validator(), kind=KIND, what="issuer model")
    if found.data is None:
        return None, found.problems
    issuer = _built(found.data)
    return issuer, found.complaints(_wrong(found.data, issuer))


def schema() -> dict[str, Any]:
    """The published schema."""
    value: dict[str, Any] = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    return value


@cache
def _validator() -> Validator:
    return validator_of(schema())


def _built(data: dict[str, Any]) -> Issuer:
    """The model from data that fits the schema; raises ValueError for an impossible time."""
    costs = data.get("costs", {})
    years = parse_duration(data["observed"]) / YEAR if "observed" in data else 1.0
    return Issuer(
        capacity=parse_rate(data["capacity"]),
        issue_cost=float(costs.get("issue", 1)),
        exchange_cost=float(costs.get("exchange", 1)),
        refresh_cost=float(costs.get("refresh", 1)),
        key_cache=_key_cache(data.get("key_cache", {"expiration": "4d"})),
        name=data.get("issuer", ""),
        history=tuple(
            PastOutages(
                parse_duration(each["lasts"]),
                float(each.get("per_year", 1 / years if years else 0)),
            )
            for each in data.get("outages", ())
        ),
        scenarios=tuple(
            (name, parse_duration(text)) for name, text in data.get("scenarios", {}).items()
        ),
        availability=data.get("availability"),
    )


def _key_cache(data: str | dict[str, str]) -> float:
    if data == "unlimited":
        return inf
    if isinstance(data, str):
        return parse_duration(data)
    refresh = parse_duration(data["refresh"]) if "refresh" in data else _REFRESH
    return parse_duration(data["expiration"]) - refresh


def _wrong(data: dict[str, Any], issuer: Issuer) -> Iterator[Wrong]:
    """What the schema cannot see: numbers that cannot be, and that contradict each other."""
    if issuer.capacity <= 0:
        yield "/capacity", "an issuer without capacity hands out nothing", "write what it can carry"
    if issuer.capacity > ABSURD:
        reason = f"{issuer.capacity:,.0f} requests a second are more than any issuer answers"
        yield "/capacity", reason, "did you mean `/h` or `/d`?"
    if issuer.key_cache <= 0:
        reason = "services would drop the keys before they fetch them anew"
        yield "/key_cache", reason, "write an `expiration` that is longer than `refresh`"
    if "observed" in data and parse_duration(data["observed"]) == 0:
        yield "/observed", "nothing is seen in no time", "write how long outages were counted"
    for index, each in enumerate(issuer.history):
        if each.seconds <= 0:
            yield f"/outages/{index}/lasts", "an outage of no length is none", "remove it"
    for name, seconds in issuer.scenarios:
        if seconds <= 0:
            pointer = pointer_of(("scenarios", name))
            yield pointer, "an outage of no length is none", "write its length"
    yield from _too_much(issuer)
    yield from _dates(data)


def _too_much(issuer: Issuer) -> Iterator[Wrong]:
    """Outages that fill more than the year, or that disagree with the availability."""
    away = sum(each.seconds * each.per_year for each in issuer.history) / YEAR
    if away >= 1:
        yield "/outages", "the outages are longer than the time that they lie in", "see `observed`"
    stated = None if issuer.availability is None else 1 - issuer.availability
    if stated is None or not issuer.history or away >= 1:
        return
    low, high = sorted((stated, away))
    if high > low * _AGREES:
        reason = f"the outages leave an availability of {1 - away:.4f}"
        yield "/availability", reason, "correct it, or remove one of the two"


def _dates(data: dict[str, Any]) -> Iterator[Wrong]:
    """Days that no calendar has; and two outages at one time, which are one."""
    dated: list[tuple[float, int, int]] = []
    for index, each in enumerate(data.get("outages", ())):
        if "starts" in each:
            try:
                start = datetime.fromisoformat(each["starts"]).replace(tzinfo=UTC).timestamp()
            except ValueError:
                reason = "there is no such day or time"
                yield f"/outages/{index}/starts", reason, "write it as 2026-03-14T02:00:00Z"
                continue
            dated.append((start, parse_duration(each["lasts"]), index))
    for (start, seconds, _), (following, _, index) in pairwise(sorted(dated)):
        if start + seconds > following:
            reason = "it begins before the one before it is over"
            yield f"/outages/{index}/starts", reason, "join the two, or correct their times"
