"""The frontier for machines: `tokenlint.frontier/1`, see schema.json.

Within version 1 members may be added and none is removed or changes its meaning.
"""

import msgspec

from tokenlint import __version__
from tokenlint.frontier.result import Frontier, WorkflowFrontier
from tokenlint.report.escape import encodable
from tokenlint.report.json import error_data
from tokenlint.report.view import View

SCHEMA = "tokenlint.frontier/1"


def render(result: Frontier, view: View) -> str:
    """The frontier as one line of JSON; what is infinite is null."""
    _ = view
    data = {
        "schema": SCHEMA,
        "tool": {"name": "tokenlint", "version": __version__},
        "issuer": result.issuer,
        "tolerance": {
            "outage": result.tolerance.outage.seconds,
            "share": result.tolerance.share,
            "worst": result.tolerance.worst,
        },
        "workflows": [_workflow(each) for each in result.workflows],
        "totals": [
            {"lifetime": lifetime, "mean": mean, "peak": peak}
            for lifetime, mean, peak in result.totals
        ],
        "spent": result.spent,
        "floor": result.floor,
        "errors": [error_data(each) for each in result.problems],
        "exit_code": result.exit_code,
    }
    if result.simulated is not None:
        data["simulated"] = result.simulated
    return msgspec.json.encode(data).decode("utf-8") + "\n"


def _workflow(each: WorkflowFrontier) -> dict[str, object]:
    return {
        "name": encodable(each.name),
        "granularity": each.granularity,
        "allowed": each.allowed,
        "exact": each.exact,
        "why": each.why,
        "says": each.says,
        "year_lost": each.year_lost,
        "recommended": each.recommended,
        "asked": each.asked,
        "knobs": each.knobs,
        "points": each.points,
    }
