"""How work gets its tokens, ends well, or is lost."""

from dataclasses import dataclass
from math import inf
from typing import Final

import numpy as np

from tokenlint.frontier.scenario import Down
from tokenlint.frontier.simulate.begin import Draws
from tokenlint.frontier.simulate.chains import Chains, Floats, Mask, Whole
from tokenlint.frontier.simulate.tally import (
    EXPIRED,
    KEYS,
    UNSTARTED,
    AfterOutage,
    Tally,
)

_GAP: Final = 1.0  # seconds without a token that the jobs of a standing chain do not notice


@dataclass(frozen=True, slots=True)
class Endings:
    """What becomes of chains; counts in `tally`."""

    tally: Tally
    draws: Draws

    def begun(self, new: Chains, *, at_stake: bool) -> None:
        """Chains that want to begin, in an outage or not."""
        streams = self.draws.streams
        count = np.bincount(new.stream, minlength=len(streams)).astype(np.float64)
        self.tally.begun += count
        if at_stake:
            self.tally.outages[-1].at_stake += count * streams.jobs

    def answer(self, chains: Chains, who: Whole, when: Floats, again: Floats) -> None:
        """These have a new token, and would renew it at `again`."""
        streams, stream = self.draws.streams, chains.stream[who]
        if self.tally.refused:
            self._answer_again(chains, who, when)
        standing = streams.stands[stream]
        if standing.any():
            self._standing_again(chains, who[standing], when[standing])
        fresh = ~chains.holds[who]
        first = who[fresh]
        if len(first):
            chains.ends[first] = when[fresh] + self.draws.works(stream[fresh])
            chains.holds[first] = True
        expiry = when + streams.lasts[stream]
        late = ~fresh & (when > chains.limit[who])  # its work stopped while it was in the queue
        if late.any():
            expiry[late] = chains.expiry[who[late]]
        limit = np.minimum(chains.ends[who], expiry)
        limit[standing] = inf
        chains.expiry[who], chains.limit[who] = expiry, limit
        chains.next[who] = np.minimum(again, limit)

    def _answer_again(self, chains: Chains, who: Whole, when: Floats) -> None:
        again = chains.refused[who]
        self.tally.answered_again(when[again])
        chains.refused[who[again]] = False

    def finish(self, chains: Chains, who: Whole) -> None:
        """These ask no more: their work is done, or lost for want of a token."""
        if not len(who):
            return
        again = chains.refused[who]
        if again.any():
            self.tally.answered_again(chains.limit[who[again]])
        holds = chains.holds[who]
        expired = holds & (chains.expiry[who] < chains.ends[who])
        self._lose(EXPIRED, chains, who[expired])
        self._lose(UNSTARTED, chains, who[~holds])
        _close(chains, who)

    def _lose(self, reason: str, chains: Chains, who: Whole) -> None:
        if not len(who):
            return
        stream = chains.stream[who]
        jobs = self.draws.streams.jobs[stream]
        self.tally.lose(reason, stream, jobs, np.where(self._of_outage(chains, who), jobs, 0.0))

    def _of_outage(self, chains: Chains, who: Whole) -> Mask:
        """Whether they ran when the last outage began, or began while it lasted."""
        outages = self.tally.outages
        end = outages[-1].end if outages else -inf
        of: Mask = chains.begun[who] < end
        return of

    def outage_begins(self, chains: Chains, down: Down) -> None:
        """Note what runs; at the worst time, every token is about to be renewed."""
        streams = self.draws.streams
        passing = chains.open & (chains.begun > -inf)
        passing &= ~streams.stands[chains.stream]
        ran = np.bincount(chains.stream[passing], minlength=len(streams)) * streams.jobs
        running = streams.jobs * streams.seconds * streams.standing
        later = streams.jobs * down.seconds * streams.standing
        ran += self.draws.random.poisson(running + later)
        self.tally.outages.append(AfterOutage(down.start, down.end, ran, np.zeros(len(streams))))
        if down.worst:
            self._about_to_renew(chains, down.start)

    def _about_to_renew(self, chains: Chains, now: float) -> None:
        streams, stream = self.draws.streams, chains.stream
        renews = chains.open & chains.holds & (streams.after[stream] < inf)
        left = streams.lasts[stream[renews]] - streams.after[stream[renews]]
        chains.expiry[renews] = now + left
        passing = chains.limit[renews] < inf
        limit = np.where(passing, np.minimum(chains.ends[renews], now + left), inf)
        chains.limit[renews], chains.next[renews] = limit, np.minimum(now, limit)

    def keys_dropped(self, chains: Chains, now: float) -> None:
        """No service can verify any longer: what runs is lost."""
        standing = self.draws.streams.stands[chains.stream]
        works = chains.open & chains.holds & (chains.limit > now)
        lost = np.flatnonzero(works & ~standing)
        self._lose(KEYS, chains, lost)
        _close(chains, lost)
        stops = works & standing & (chains.expiry > now)
        chains.stopped[stops] = np.minimum(chains.stopped[stops], now)

    def outage_ends(self, chains: Chains, now: float) -> None:
        """Services have the keys again: standing chains whose tokens are still good go on."""
        back = np.flatnonzero(chains.open & (chains.stopped < inf) & (chains.expiry > now))
        self._stood_still(chains, back, chains.stopped[back], np.full(len(back), now), KEYS)

    def _standing_again(self, chains: Chains, who: Whole, when: Floats) -> None:
        stopped = np.minimum(chains.expiry[who], chains.stopped[who])
        still = when - stopped > _GAP
        reason = KEYS if (chains.stopped[who] < inf).all() else EXPIRED
        self._stood_still(chains, who[still], stopped[still], when[still], reason)

    def _stood_still(
        self, chains: Chains, who: Whole, start: Floats, end: Floats, reason: str
    ) -> None:
        """Jobs of standing chains that stopped: those that ran, and those that could not wait.

        How many run is Poisson, as where many arrive independently of each other.
        """
        if not len(who):
            return
        streams, stream = self.draws.streams, chains.stream[who]
        jobs, mean = streams.jobs[stream], streams.seconds[stream]
        outage_end = self.tally.outages[-1].end if self.tally.outages else -inf
        last = end - streams.patience[stream]  # who begins later can wait
        running = jobs * mean * -np.expm1(-(start - chains.since[who]) / mean)
        within = jobs * np.maximum(0.0, np.minimum(last, outage_end) - start)
        later = jobs * np.maximum(0.0, last - np.maximum(start, outage_end))
        random = self.draws.random
        of_outage = random.poisson(running + within).astype(np.float64)
        self.tally.lose(reason, stream, of_outage + random.poisson(later), of_outage)
        chains.stopped[who], chains.since[who] = inf, end


def _close(chains: Chains, who: Whole) -> None:
    chains.open[who] = False
    chains.next[who] = inf
