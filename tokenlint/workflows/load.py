"""How much work a workflow has, as it is declared; times in seconds, rates a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any, Final

from tokenlint.workflows.duration import parse_duration, parse_rate

RETRY: Final = 60
"""Seconds from a request that failed to the next, where none are declared."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much work there is and how it uses its tokens; what is not declared is None.

    `jobs` begin a second on average and `peak` at the busiest;
    `duration` is how long a job holds its token on average.
    `margin` (seconds) or `fraction` (of the lifetime) tell when a token is renewed,
    `never` that it is not; at most one of the three is declared.
    `waits`: whether a job that finds no token waits for one, for `patience` at most;
    `queueing` is that of `usable_for`, which stands in where nothing of this is declared.
    """

    jobs: float
    peak: float
    duration: int | None = None
    files_per_job: int = 1
    files_per_dataset: int | None = None
    dataset_duration: int | None = None
    sites: int | None = None
    granularity: str | None = None
    never: bool = False
    margin: int | None = None
    fraction: float | None = None
    waits: bool | None = None
    patience: int | None = None
    retry: int = RETRY
    queueing: int = 0

    @property
    def waiting(self) -> float:
        """How long a job waits that finds no token when it begins; infinite for as long as needed.

        0: it fails at once.
        """
        if self.waits is False:
            return 0.0
        if self.patience is not None:
            return float(self.patience)
        return inf if self.waits else float(self.queueing)


def build_load(data: Mapping[str, Any], usable_for: object) -> Load:
    """A load from data that fits the schema, beside `usable_for` of its workflow.

    Raises ValueError for a time beyond 100 years.
    """
    jobs = parse_rate(data["jobs"])
    rule = data.get("refresh_rule", {})
    numbers = rule if isinstance(rule, Mapping) else {}
    without = data.get("without_token")
    queueing = usable_for.get("queueing", "0s") if isinstance(usable_for, Mapping) else "0s"
    return Load(
        jobs=jobs,
        peak=parse_rate(data["peak"]) if "peak" in data else jobs,
        duration=_seconds(data.get("duration")),
        files_per_job=int(data.get("files_per_job", 1)),
        files_per_dataset=data.get("files_per_dataset"),
        dataset_duration=_seconds(data.get("dataset_duration")),
        sites=data.get("sites"),
        granularity=data.get("granularity"),
        never=rule == "none",
        margin=_seconds(numbers.get("margin")),
        fraction=numbers.get("fraction"),
        waits=None if without is None else without == "wait",
        patience=_seconds(data.get("patience")),
        retry=RETRY if "retry" not in data else parse_duration(data["retry"]),
        queueing=parse_duration(queueing),
    )


def _seconds(text: str | None) -> int | None:
    return None if text is None else parse_duration(text)
