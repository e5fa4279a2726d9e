"""The formats of a frontier."""

from typing import Final

from tokenlint.frontier.result import Frontier
from tokenlint.report.formats import Formats

FRONTIER: Final[Formats[Frontier]] = Formats(
    "a frontier",
    {
        "full": "frontier.full",
        "json": "frontier.json",
        "svg": "frontier.svg",
        "html": "html.frontier_page",
    },
)
FORMATS: Final = FRONTIER.modules
render, parse, deliver = FRONTIER.render, FRONTIER.parse, FRONTIER.deliver
