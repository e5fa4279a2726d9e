"""The formats of two records beside each other."""

from typing import Final

from tokenlint.probe.comparison import RecordComparison
from tokenlint.report.formats import Formats

PROBE_DIFF: Final[Formats[RecordComparison]] = Formats(
    "a comparison of probes",
    {"full": "probe_diff.text", "json": "probe_diff.json"},
)
FORMATS: Final = PROBE_DIFF.modules
render, parse, deliver = PROBE_DIFF.render, PROBE_DIFF.parse, PROBE_DIFF.deliver
