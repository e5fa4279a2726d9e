"""Taking jobs away: all are cancelled, and then looked at until all have ended."""

from collections.abc import Iterable

from tokenlint.privilege.operation import Operation
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.demand import Demand, Unsupported
from tokenlint.probe.ground import told
from tokenlint.probe.job_eyes import ANEW, JobEyes, is_end
from tokenlint.probe.token import TokenFailed, Unobtainable


def cancel_all(eyes: JobEyes, jobs: Iterable[str], strange: Iterable[str]) -> Cleared:
    """Cancel all jobs; `strange` are names that are only told."""
    done = Cleared(left=[f"{job} (it appeared, and may be of others)" for job in strange])
    rest: dict[str, str] = {}
    try:
        for job in jobs:
            rest[job] = "the service was gone before it was cancelled"
            if not eyes.hands.door.gone:
                answer = eyes.hands.ask(Demand(Operation.CANCEL, job=job))
                rest[job] = f"to cancel it gives {told(answer)}"
        _wait_for(eyes, rest)
    except (Unobtainable, TokenFailed, Unsupported) as error:
        done.left.append(f"jobs of the probe ({error})")
        done.unsure = True
    done.left += [f"the job {job} ({why})" for job, why in rest.items()]
    done.unsure |= bool(rest) and eyes.hands.door.silent > 0
    return done


def _wait_for(eyes: JobEyes, rest: dict[str, str]) -> None:
    """Look at each job until it has ended, and take those that have out of the rest.

    The rest then tells the state of each job, too.
    """
    state = dict.fromkeys(rest, "")
    for look, job, state[job] in eyes.until_ended(tuple(rest)):
        if is_end(state[job]):
            del rest[job]
        elif look and look % ANEW == 0:
            eyes.hands.ask(Demand(Operation.CANCEL, job=job))
    if not eyes.hands.door.gone:
        for job in rest:
            rest[job] += f", its state is {state[job] or 'not told'}"
