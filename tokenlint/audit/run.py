"""A whole audit: read the logs, merge what they come to, and tell.

Whatever ends early leaves what is known so far, and a problem that says what is missing.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tokenlint.audit.explained import Explained
from tokenlint.audit.finish import finished, places_of
from tokenlint.audit.notes import not_read
from tokenlint.audit.outcome import Audit
from tokenlint.audit.tally import Tally
from tokenlint.scan.jobs import Plan
from tokenlint.scan.lines import with_lines
from tokenlint.scan.summary import Place
from tokenlint.scan.work import Job
from tokenlint.source import Problem, Source

_NOWHERE: Final = Source("<audit>")
Progress = Callable[[Job, Tally], None]
Reading = Iterator[tuple[Job, Tally]]
Lines = Callable[[Iterable[Place]], Mapping[Place, Place]]


def silent(job: Job, tally: Tally) -> None:
    """Progress that nobody watches."""
    del job, tally


@dataclass(frozen=True, slots=True)
class Done:
    """The result, and the sums behind it."""

    audit: Audit
    tally: Tally


def run_audit(
    plan: Plan,
    reading: Reading,
    *,
    tokens: int,
    explained: Explained,
    problems: Iterable[Problem] = (),
    progress: Progress = silent,
    lines: Lines = with_lines,
) -> Done:
    """Read all jobs of a plan by way of `reading`; `tokens` counts those whose facts are known."""
    tally = _read(plan, reading, progress).with_problems(problems)
    known = lines(places_of(tally, explained))
    audit = finished(tally, inputs=plan.inputs, tokens=tokens, explained=explained, lines=known)
    told = (*audit.notes, *not_read(plan.passed_over))
    return Done(replace(audit, notes=told), tally)


def _read(plan: Plan, reading: Reading, progress: Progress) -> Tally:
    tally = Tally().with_problems(plan.problems)
    done = 0
    try:
        for job, part in reading:
            tally = tally.merged(part)
            done += bool(job)  # else it goes on
            progress(job, tally)
    except KeyboardInterrupt:
        left = len(plan.jobs) - done
        reason = f"interrupted: {left} of {len(plan.jobs)} parts of the logs were not read"
        problem = Problem("interrupted", _NOWHERE, reason, "what was read until then is told")
        return tally.with_problems([problem])
    finally:
        if isinstance(reading, Generator):
            reading.close()  # nobody reads on while the report is written
    return tally
