"""The chains of tokens as columns, and what holds of the streams that they belong to."""

from dataclasses import dataclass, field, fields
from math import inf
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tokenlint.frontier.scenario import Scenario

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.intp]
Mask: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Streams:
    """One column for each property of the streams; `after` is the age of a renewal."""

    lifetime: Floats
    after: Floats
    rate: Floats
    peak: Floats
    seconds: Floats
    standing: Floats
    jobs: Floats
    patience: Floats
    pause: Floats
    first_cost: Floats  # seconds of the issuer
    renewal_cost: Floats
    lasts: Floats  # how long a token of this stream keeps its work going
    stands: Mask = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stands", self.standing > 0)

    def __len__(self) -> int:
        return len(self.rate)


def streams_of(scenario: Scenario) -> Streams:
    """The streams of a scenario as columns."""
    issuer, rows = scenario.issuer, []
    for held in scenario.held:
        stream, lifetime = held.stream, float(held.lifetime)
        after = stream.renewed_after(lifetime)
        rows.append(
            (
                lifetime,
                after,
                stream.rate,
                stream.peak,
                stream.seconds,
                stream.standing,
                stream.jobs,
                stream.patience,
                stream.retry,
                issuer.cost(stream.first) / issuer.capacity,
                issuer.cost(stream.renewal) / issuer.capacity,
                lifetime if after < inf else inf,
            )
        )
    return Streams(*np.array(rows, dtype=np.float64).T.copy())


@dataclass(slots=True)
class Chains:
    """One row for each chain; a chain that has ended has `next` infinite and is not `open`.

    `stream`: which one; `next`: when it asks, or ends; `limit`: after this it asks no more;
    `ends`: when its work is done; `expiry`: until when its token keeps the work going;
    `begun`: when it wanted to begin; `tries`: requests that failed since the last token;
    `holds`: it has had a token; `refused`: by an issuer that was down, and not answered since;
    `stopped` and `since`: of a standing chain, when its jobs stopped and when they began again.
    """

    stream: Whole
    next: Floats
    limit: Floats
    ends: Floats
    expiry: Floats
    begun: Floats
    tries: Whole
    holds: Mask
    refused: Mask
    open: Mask
    stopped: Floats
    since: Floats

    def __len__(self) -> int:
        return len(self.next)

    def joined(self, other: "Chains") -> "Chains":
        """Those that are open, and the others after them."""
        mine = self.open
        return Chains(
            *(
                np.concatenate([getattr(self, each.name)[mine], getattr(other, each.name)])
                for each in fields(self)
            )
        )


def new_chains(stream: Whole, begun: Floats, patience: Floats) -> Chains:
    """Chains that want to begin at these times, and wait so long for their first token."""
    size = len(begun)
    limit = np.maximum(begun + patience, np.nextafter(begun, inf))  # all of them ask once
    return Chains(
        stream=stream,
        next=begun,
        limit=limit,
        ends=np.full(size, inf),
        expiry=np.full(size, inf),
        begun=begun,
        tries=np.zeros(size, dtype=np.intp),
        holds=np.zeros(size, dtype=np.bool_),
        refused=np.zeros(size, dtype=np.bool_),
        open=np.ones(size, dtype=np.bool_),
        stopped=np.full(size, inf),
        since=np.full(size, -inf),
    )
