"""The comparison in words: a table, the disagreements in groups, and the sums."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.truth_matrix.compare import Compared

_MOST = 200  # lines of disagreements
_MOST_OPEN = 0.05  # of the cells may depend on what they do not tell
_COLUMNS = ("agree", "disagree", "depends")


@dataclass(frozen=True, slots=True)
class Result:
    """All cells, and the name of the row that explains each disagreement, empty for none."""

    compared: Sequence[Compared]
    reason: Callable[[Compared], str]

    @property
    def good(self) -> bool:
        """Whether every disagreement is explained, and few cells are left open."""
        counts = Counter(map(standing, self.compared))
        unexplained = any(not self.reason(each) for each in self.compared if _differs(each))
        return not unexplained and counts["depends"] <= _MOST_OPEN * len(self.compared)


def standing(compared: Compared) -> str:
    """How the model stands to a cell: agree, disagree, depends."""
    if compared.agrees:
        return "agree"
    return "depends" if compared.predicted == "depends" else "disagree"


def lines(result: Result) -> Iterator[str]:
    """The report, the sums as its last line."""
    yield f"{'server':8} {'group':10} {'agree':>7} {'disagree':>9} {'depends':>8}"
    yield from _table(result.compared)
    yield from _differences(result)
    counts = Counter(map(standing, result.compared))
    parts = " ".join(f"{name} {counts[name]}" for name in _COLUMNS)
    yield f"{parts} of {len(result.compared)}"


def _table(compared: Sequence[Compared]) -> Iterator[str]:
    groups = Counter((each.cell.server, each.cell.group, standing(each)) for each in compared)
    for server, group in dict.fromkeys((each.cell.server, each.cell.group) for each in compared):
        agree, disagree, depends = (groups[server, group, name] for name in _COLUMNS)
        yield f"{server:8} {group:10} {agree:7} {disagree:9} {depends:8}"


def _differences(result: Result) -> Iterator[str]:
    found = Counter(
        (_words(each), result.reason(each)) for each in result.compared if not each.agrees
    )
    if found:
        yield ""
    for (words, reason), count in found.most_common(_MOST):
        yield f"{count:5} x {words}{f' (explained: {reason})' if reason else ''}"
    if len(found) > _MOST:
        yield f"... and {len(found) - _MOST} other kinds"
    if found:
        yield ""


def _differs(compared: Compared) -> bool:
    return standing(compared) == "disagree"


def _words(compared: Compared) -> str:
    cell = compared.cell
    where = f"{cell.server} {cell.config}, {cell.token}: {cell.operation} {cell.path}"
    return f"{where}: seen {cell.outcome}, predicted {compared.predicted}"
