"""The signs of a probe's table and what they say, for every format that people read."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from tokenlint.policy.finding import Report
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.probe.cell import Verdict
from tokenlint.probe.outcome import ENDING, Probe
from tokenlint.probe.record import Result
from tokenlint.source import Problem

NO_CELL: Final = "·"
"""Where the matrix has no such cell."""

SIGNS: Final = {
    Verdict.CHANGED_THOUGH_REFUSED: "CHANGED",
    Verdict.EXCESS: "EXCESS",
    Verdict.UNTESTED: "?",
    Verdict.SHORTFALL: "short",
    Verdict.HOLLOW: "hollow",
    Verdict.OPEN_ALLOWED: "open y",
    Verdict.OPEN_REFUSED: "open n",
    Verdict.PASS: "ok",
    Verdict.LEFT_OUT: "-",
}
STYLES: Final = {
    Verdict.CHANGED_THOUGH_REFUSED: "critical",
    Verdict.EXCESS: "high",
    Verdict.UNTESTED: "medium",
    Verdict.SHORTFALL: "medium",
    Verdict.HOLLOW: "medium",
    Verdict.OPEN_ALLOWED: "low",
    Verdict.OPEN_REFUSED: "muted",
    Verdict.PASS: "good",
    Verdict.LEFT_OUT: "muted",
}
MEANING: Final = {
    Verdict.CHANGED_THOUGH_REFUSED: "the answer was no, and yet what is stored changed",
    Verdict.EXCESS: "done, although the profile wants it refused",
    Verdict.UNTESTED: "was to be tested, and gave no clear result",
    Verdict.SHORTFALL: "not done, although the profile wants it allowed",
    Verdict.HOLLOW: "the answer was yes, and nothing happened",
    Verdict.OPEN_ALLOWED: "the profile leaves it to the service, which did it",
    Verdict.OPEN_REFUSED: "the profile leaves it to the service, which did not do it",
    Verdict.PASS: "as the profile wants it",
    Verdict.LEFT_OUT: "not tested; below stands why",
}
FAULTS: Final = (
    Verdict.CHANGED_THOUGH_REFUSED,
    Verdict.EXCESS,
    Verdict.UNTESTED,
    Verdict.SHORTFALL,
    Verdict.HOLLOW,
)
"""What an operator must see, gravest first."""
GRAVE: Final = frozenset({Verdict.CHANGED_THOUGH_REFUSED, Verdict.EXCESS})

_PLACES: Final = {
    "beside": "in a folder whose name begins with that of the scope's: /granted, /grantedbeside",
    "elsewhere": "in another folder",
    "via": "in another folder, written as if it were in the scope's",
}
_MOST_NAMES = 6
_CHECKSUM: Final = re.compile(r", SHA-256 [0-9a-f]+")
_DESTROYING = frozenset(each for each in Operation if destructive(each))
_SAYS = {  # of one cell, of several
    Verdict.CHANGED_THOUGH_REFUSED: (
        "request was refused, and yet it changed what is stored",
        "requests were refused, and yet they changed what is stored",
    ),
    Verdict.EXCESS: (
        "request was done that the profile wants refused",
        "requests were done that the profile wants refused",
    ),
    Verdict.UNTESTED: (
        "cell was to be tested, and gave no clear result",
        "cells were to be tested, and gave no clear result",
    ),
    Verdict.SHORTFALL: (
        "request was not done that the profile wants allowed",
        "requests were not done that the profile wants allowed",
    ),
    Verdict.HOLLOW: (
        "request was answered with yes, and nothing happened",
        "requests were answered with yes, and nothing happened",
    ),
}
_COUNTED = {
    Verdict.CHANGED_THOUGH_REFUSED: "changed though refused",
    Verdict.EXCESS: "excess",
    Verdict.UNTESTED: "without a clear result",
    Verdict.SHORTFALL: "short",
    Verdict.HOLLOW: "hollow",
    Verdict.OPEN_ALLOWED: "open and allowed",
    Verdict.OPEN_REFUSED: "open and refused",
    Verdict.PASS: "ok",
    Verdict.LEFT_OUT: "left out",
}


def says(verdict: Verdict, count: int) -> str:
    """`3 requests were done that the profile wants refused`; of the verdicts in FAULTS."""
    one, several = _SAYS[verdict]
    return f"{count:,} {one if count == 1 else several}"


def counts(probe: Probe) -> str:
    """`235 cells: 211 ok, 6 excess, ...`, those that there are, gravest first.

    Those that a run did not come to are counted, too.
    """
    seen = [f"{count:,} {_COUNTED[each]}" for each, count in probe.counts.items() if count]
    seen = [f"{probe.missing:,} not reached", *seen] if probe.missing else seen
    cells = cells_counted(len(probe.results) + probe.missing)
    return f"{cells}: {', '.join(seen)}" if seen else cells


def unreached(probe: Probe) -> str:
    """That cells were not reached, and why; empty where all were."""
    if probe.tested and not probe.missing:
        return ""
    ended = [
        each.reason
        for kind in ENDING
        for each in probe.problems
        if each.kind == kind and _of_all(each, probe)
    ]
    planned = cells_counted(len(probe.results) + probe.missing)
    many = f"{probe.missing:,} of {planned} were not reached"
    return ": ".join((many if probe.tested else "nothing was tested", *ended[:1]))


def _of_all(problem: Problem, probe: Probe) -> bool:
    """Whether it is one of the run, and not of some of its cells."""
    return problem.source.file == probe.begun.endpoint


def gravest_first(probes: Iterable[Probe]) -> list[Probe]:
    """Services with the gravest results first, then those of which the most is not known."""
    return sorted(
        probes, key=lambda each: [*(-each.counts[verdict] for verdict in FAULTS), -each.missing]
    )


def findings_head(report: Report) -> str:
    """The heading above the findings; none of an incomplete run is no good news."""
    if report.findings:
        return "Findings"
    return "No findings, but incomplete" if report.errors else "No findings"


def cells_counted(count: int) -> str:
    """`1 cell`, `1,204 cells`."""
    return "1 cell" if count == 1 else f"{count:,} cells"


def places(results: Iterable[Result]) -> tuple[tuple[str, str], ...]:
    """Words in the names of requests for where they lead, each with its meaning."""
    used = {word for each in results for word in each.case_title.split()}
    return tuple((name, meaning) for name, meaning in _PLACES.items() if name in used)


def by_token(results: Iterable[Result]) -> tuple[str, ...]:
    """`with storage.create: delete, create a file` for each token; what may lose data comes first.

    Tokens that were given the same stand together. The tables tell what is beyond the first ones.
    """
    return tuple(
        f"with {_first(tokens, '; ')}: {_first(cases)}" for tokens, cases in together(results)
    )


def together(results: Iterable[Result]) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Tokens that were given the same, and the requests; what may lose data comes first."""
    found: dict[str, dict[str, None]] = {}
    for each in sorted(results, key=lambda each: each.operation not in _DESTROYING):
        found.setdefault(each.title or each.kind, {})[each.case_title or each.case] = None
    alike: dict[tuple[str, ...], list[str]] = {}
    for token, cases in found.items():
        alike.setdefault(tuple(cases), []).append(token)
    return tuple((tuple(tokens), cases) for cases, tokens in alike.items())


def by_effect(results: Iterable[Result]) -> tuple[str, ...]:
    """`with storage.create: delete (answer 403; a file of 12 bytes, then nothing)`, as it was seen.

    Tokens with which the same was seen stand together, whatever the files' checksums are.
    """
    alike: dict[str, dict[str, None]] = {}
    for each in results:
        words = f"{each.case_title or each.case} ({seen(each)})"
        alike.setdefault(words, {})[each.title or each.kind] = None
    return tuple(f"with {_first(tuple(tokens), '; ')}: {words}" for words, tokens in alike.items())


def _first(names: Sequence[str], between: str = ", ") -> str:
    more = len(names) - _MOST_NAMES
    told = names[:_MOST_NAMES] if more > 1 else names
    return between.join(told) + (f" and {more} more" if more > 1 else "")


def seen(result: Result) -> str:
    """What the service said and what was stored: `403; absent, then file of 12 bytes`."""
    before, after = (_CHECKSUM.sub("", each) for each in (result.before, result.after))
    stored = before or after
    if before and after:  # of a read only what is there was looked at
        changed = "another one" if before == after else after
        same = result.before == result.after
        stored = f"{stored} before and after" if same else f"{stored}, then {changed}"
    status = f"answer {result.status}" if result.status else ""
    return "; ".join(part for part in (status, stored) if part)


def duration(seconds: float) -> str:
    """`0.4 s`, `31 s`, `3 min 12 s`."""
    if seconds < 10:  # noqa: PLR2004 - below ten a tenth tells something
        return f"{max(0.0, seconds):.1f} s"
    from tokenlint.policy.words import human_duration

    return human_duration(round(seconds)) if seconds < float("inf") else "endless"


def grouped(
    results: Iterable[Result], verdict: Verdict
) -> dict[tuple[str, str], tuple[Result, ...]]:
    """The results of a verdict by reason and advice, those with most cells first."""
    by_reason: dict[tuple[str, str], list[Result]] = {}
    for each in results:
        if each.verdict is verdict:
            by_reason.setdefault((each.why, each.advice), []).append(each)
    ordered = sorted(by_reason.items(), key=lambda item: (-len(item[1]), item[0]))
    return {reason: tuple(found) for reason, found in ordered}


def remarks(results: Iterable[Result]) -> tuple[tuple[str, int], ...]:
    """What was remarked of cells that have a result, and of how many."""
    return tuple(Counter(each.why for each in results if each.why).most_common())


def about(results: Sequence[Result], most: int) -> str:
    """Which cells they are, shortly: their operations, or their tokens, whichever are fewer."""
    cases = tuple(dict.fromkeys(each.case_title or each.case for each in results))
    kinds = tuple(dict.fromkeys(each.title or each.kind for each in results))
    names = kinds if len(kinds) < len(cases) else cases
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return f"{', '.join(names[:most])}{more}"
