"""How long clients wait after a request that failed."""

import numpy as np

from tokenlint.frontier.scenario import AT_ONCE, Retry, RetryKind
from tokenlint.frontier.simulate.chains import Floats, Whole


def pauses(retry: Retry | None, usual: Floats, tries: Whole, random: np.random.Generator) -> Floats:
    """The pause of each client whose request failed for the `tries`-th time in a row.

    `usual` is what their streams name, for where there is no rule for all.
    """
    if retry is None:
        return usual
    if retry.kind is RetryKind.IMMEDIATE:
        pause = np.full(len(tries), AT_ONCE)
    elif retry.kind is RetryKind.FIXED:
        pause = np.full(len(tries), retry.first)
    else:
        exponent = np.minimum(tries - 1, 60)  # beyond that every pause is the longest
        pause = np.minimum(retry.first * retry.factor**exponent, retry.most)
    if retry.jitter:
        pause *= 1.0 - random.random(len(tries))
    return pause


def even(retry: Retry | None, usual: Floats, tries: Whole) -> Floats:
    """The pause of each client where all of its further ones are the same; else infinite."""
    if retry is None:
        return usual
    if retry.jitter:
        return np.full(len(tries), np.inf)
    if retry.kind is RetryKind.IMMEDIATE:
        return np.full(len(tries), AT_ONCE)
    if retry.kind is RetryKind.FIXED:
        return np.full(len(tries), retry.first)
    longest = retry.first * retry.factor ** np.minimum(tries - 1, 60) >= retry.most
    return np.where(longest, retry.most, np.inf)
