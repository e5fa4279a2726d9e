"""The formats of a comparison."""

from typing import Final

from tokenlint.comparison import Comparison
from tokenlint.report.formats import Formats

COMPARISON: Final[Formats[Comparison]] = Formats(
    "a comparison",
    {"full": "comparison.text", "json": "comparison.json", "svg": "comparison.svg"},
)
FORMATS: Final = COMPARISON.modules
render, parse, deliver = COMPARISON.render, COMPARISON.parse, COMPARISON.deliver
