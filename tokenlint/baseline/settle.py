"""A report against a baseline: what was known before, what is new, what is no longer there.

Count matters: of three findings with one key where two are known, one is open.
So does severity: a known finding covers one that is no graver.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from tokenlint.baseline.entry import Baseline, Entry, Key, in_order
from tokenlint.baseline.reach import Reach
from tokenlint.policy.finding import Finding, Report, Suppressed

REASON = "known before, in the baseline"

Keyed = tuple[Finding, Key]


@dataclass(frozen=True, slots=True)
class Settled:
    """The findings of a run, each with its key, against the entries of a baseline.

    `graver` are those of `open` whose key is known with a lesser severity.
    `unmatched` are entries that no finding used up.
    """

    open: tuple[Keyed, ...]
    known: tuple[Keyed, ...]
    graver: tuple[Keyed, ...]
    unmatched: tuple[Entry, ...]


def settle(found: Sequence[Keyed], baseline: Baseline) -> Settled:
    """Match findings with entries, as many as can be; what is graver stays open."""
    free: dict[Key, deque[Entry]] = {}
    for entry in sorted(baseline.entries, key=lambda each: (each.severity.rank, each.ordinal)):
        free.setdefault(entry.key, deque()).append(entry)
    known: set[int] = set()
    left: list[Entry] = []
    order = sorted(range(len(found)), key=lambda at: found[at][0].severity.rank)
    for at in order:  # the mildest first, each with the mildest entry that covers it
        finding, key = found[at]
        entries = free.get(key, deque())
        while entries and entries[0].severity.rank < finding.severity.rank:
            left.append(entries.popleft())  # nor does it cover what follows, which is no milder
        if entries:
            entries.popleft()
            known.add(at)
    left += (entry for entries in free.values() for entry in entries)
    open_ = [found[at] for at in range(len(found)) if at not in known]
    below = {(entry.key, entry.severity.rank) for entry in left}
    graver = [
        (finding, key)
        for finding, key in open_
        if any((key, rank) in below for rank in range(finding.severity.rank))
    ]
    return Settled(
        tuple(open_),
        tuple(found[at] for at in sorted(known)),
        tuple(graver),
        tuple(sorted(left, key=in_order)),
    )


def entries_of(found: Iterable[Keyed], kept: Iterable[Entry] = ()) -> tuple[Entry, ...]:
    """Entries for findings, beside others that are kept; ordinals are counted anew."""
    every = [(key, finding.severity) for finding, key in found]
    every += [(entry.key, entry.severity) for entry in kept]
    every.sort(key=lambda each: (each[0], -each[1].rank))
    return tuple(
        Entry(key, ordinal, severity)
        for key, group in groupby(every, key=lambda each: each[0])
        for ordinal, (_, severity) in enumerate(group, 1)
    )


def stale(baseline: Baseline, settled: Settled, reach: Reach) -> tuple[Entry, ...]:
    """Entries that match nothing, of those that the run could have matched.

    None where the run is not complete or looked only at a part.
    An entry whose finding grew graver matches nothing, either: the finding is open.
    """
    if not reach.complete or not reach.covers(baseline):
        return ()
    return tuple(entry for entry in settled.unmatched if reach.judges(entry))


def pruned(baseline: Baseline, gone: Iterable[Entry]) -> Baseline:
    """The baseline without some of its entries; the others stay as they are."""
    dropped = frozenset(gone)
    return replace(baseline, entries=tuple(e for e in baseline.entries if e not in dropped))


def with_known(report: Report, settled: Settled) -> Report:
    """The report with the known findings among the suppressed ones."""
    known = tuple(Suppressed(finding, REASON, baseline=True) for finding, _ in settled.known)
    return replace(
        report,
        findings=tuple(finding for finding, _ in settled.open),
        suppressed=(*report.suppressed, *known),
    )
