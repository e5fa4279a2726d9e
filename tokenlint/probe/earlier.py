"""What stands in a record from before: results that count, and what may still be at the service."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Begun, Ended, Gone, Line, Made, Result, Submitted

_UNCLEAR = frozenset({Verdict.UNTESTED, Verdict.LEFT_OUT})


@dataclass(frozen=True, slots=True)
class Earlier:
    """The runs of a record as the next one sees them.

    `begun` is the last beginning, `made` and `submitted` what was made since, `gone` whether that
    was taken away. `results` are the clear ones, by cell. `unnamed`: a job was about to be
    submitted when the run was killed, and its name is not known.
    """

    begun: Begun | None = None
    made: tuple[Made, ...] = ()
    submitted: tuple[str, ...] = ()
    gone: bool = False
    ended: bool = False
    results: Mapping[str, Result] = field(default_factory=dict)
    unnamed: bool = False


def earlier(lines: Iterable[Line]) -> Earlier:
    """Read the lines of a record in order."""
    begun: Begun | None = None
    made: list[Made] = []
    submitted: list[str] = []
    gone = ended = unnamed = False
    results: dict[str, Result] = {}
    for line in lines:
        match line:
            case Begun():
                begun, made, submitted = line, [], []
                gone = ended = unnamed = False
            case Made():
                made.append(line)
            case Submitted():
                submitted.append(line.job)
                unnamed = not line.job
            case Gone():
                gone = True
            case Ended():
                ended = True
            case Result():
                unnamed = False
                if line.verdict not in _UNCLEAR:
                    results[line.cell] = line
    return Earlier(begun, tuple(made), tuple(submitted), gone, ended, results, unnamed)
