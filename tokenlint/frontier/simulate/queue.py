"""One server, first come, first served: when each request of a batch is answered."""

from typing import NamedTuple

import numpy as np

from tokenlint.frontier.simulate.chains import Floats, Mask


class Served(NamedTuple):
    """For each request: when its answer is ready, when its client knows the outcome, and which."""

    ready: Floats
    known: Floats
    answered: Mask

    def first(self, count: int) -> "Served":
        """The first so many of them."""
        return Served(self.ready[:count], self.known[:count], self.answered[:count])


def serve(arrival: Floats, cost: Floats, free: float, timeout: float, close: float) -> Served:
    """Serve sorted arrivals that take `cost` seconds each, from the time `free` on.

    Lindley's recursion d[i] = max(a[i], d[i-1]) + s[i], solved for all at once:
    d[i] = S[i] + max over j <= i of (a[j] - S[j-1]), with S the running sum of the costs.
    Clients give up after `timeout`, and lose the connection when the issuer goes down at `close`.
    """
    total = np.cumsum(cost)
    ready = total + np.maximum(np.maximum.accumulate(arrival - (total - cost)), free)
    patience = np.minimum(arrival + timeout, close)
    answered = ready <= patience
    return Served(ready, np.where(answered, ready, patience), answered)


def length_at(arrival: Floats, ready: Floats, before: Floats) -> int:
    """The most requests in the queue that any of these found or made, itself included.

    `before` are the answers still due of earlier batches, in order.
    """
    if not len(arrival):
        return len(before)
    due = np.concatenate([before, ready])
    gone = np.searchsorted(due, arrival, side="right")
    return int((len(before) + np.arange(1, len(arrival) + 1) - gone).max())
