"""How many requests an endpoint for jobs gets, at most."""

from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Cell
from tokenlint.probe.job_eyes import ANEW, LOOKS, SECOND

BY_REQUEST: Final = LOOKS + LOOKS // ANEW
"""What it takes to see what becomes of a job."""
BY_JOB: Final = 1 + SECOND + 1 + BY_REQUEST
"""What it takes to see whether a job is still there, and to take it away."""
AT_THE_END: Final = 1
"""What it takes to see whether other jobs came."""
SET_UP: Final = 3 + BY_JOB
"""What comes before the first test, with the job that is shared."""
_TO_LIST = 1 + SECOND
_TO_SUBMIT = 3 + 1 + SECOND
_TO_CANCEL = 2 + 1 + SECOND


def job_requests(cell: Cell) -> int:
    """What one cell takes, at most, its share of cleaning up among them."""
    if cell.case.operation is Operation.SUBMIT:
        return _TO_SUBMIT + BY_JOB
    if cell.case.operation is Operation.CANCEL:
        return max(_TO_CANCEL, 2 + BY_REQUEST) + BY_JOB
    return _TO_LIST
