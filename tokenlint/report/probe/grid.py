"""The results of a probe as tables: operations down and tokens across, or the other way round.

Where many operations were tried with few tokens, the tokens go across.
The other groups share one table with a row for each token, for they share its columns.
Tokens and operations that the plan left out wholly are in none: their reasons are told elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tokenlint.probe.cell import Verdict
from tokenlint.probe.record import Result

TITLES = {
    "rights": "What each token may do",
    "paths": "Paths",
    "audience": "Audience",
    "time": "Time",
    "signature": "Issuer and signature",
    "claims": "Claims",
}

_USUAL = "rights"
_MANY = 8  # operations; so many columns with their signs fit into 80 columns of a terminal


@dataclass(frozen=True, slots=True)
class Column:
    """A short name and what it stands for."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row below `group`; a cell is None where the matrix has none.

    `short` is for tables that have no room for the name.
    """

    group: str
    name: str
    short: str
    cells: tuple[Result | None, ...]

    def verdicts(self) -> tuple[Verdict | None, ...]:
        """Of each column."""
        return tuple(cell.verdict if cell else None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """`corner` says what the rows are: `operation` or `token`."""

    title: str
    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def tables(results: Sequence[Result]) -> tuple[Table, ...]:
    """One protocol after the other, groups in the order of TITLES; those of the plan within."""
    protocols = tuple(dict.fromkeys(each.protocol for each in results))
    made: list[Table] = []
    for protocol in protocols:
        own = [each for each in results if each.protocol == protocol]
        behind = f", over {protocol}" if len(protocols) > 1 else ""
        made += _of_protocol(own, behind)
    return tuple(made)


def _of_protocol(results: Sequence[Result], behind: str) -> Iterable[Table]:
    groups = {each.group for each in results}
    ordered = [name for name in TITLES if name in groups]
    ordered += sorted(groups - TITLES.keys())
    by_token: list[Result] = []
    for group in ordered:
        own = _tried([each for each in results if each.group == group])
        kinds, cases = {each.kind for each in own}, {each.case for each in own}
        if len(cases) > _MANY and len(kinds) < len(cases):
            yield _by_operation(own, TITLES.get(group, group) + behind)
        else:
            by_token += own
    if by_token:
        usual = any(each.group == _USUAL for each in by_token)
        yield _by_token(by_token, ("Tokens" if usual else "Unusual tokens") + behind)


def _tried(results: Sequence[Result]) -> Sequence[Result]:
    """Without the tokens and the operations of which every cell was left out."""
    tried = [each for each in results if each.verdict is not Verdict.LEFT_OUT]
    kinds, cases = {each.kind for each in tried}, {each.case for each in tried}
    return [each for each in results if each.kind in kinds and each.case in cases]


def _by_operation(results: Sequence[Result], title: str) -> Table:
    cells = {(each.case, each.kind): each for each in results}
    kinds = {each.kind: each.title for each in results}
    cases = {each.case: each.case_title for each in results}
    columns = tuple(Column(name, words or name) for name, words in kinds.items())
    rows = tuple(
        Row("", words or case, case, tuple(cells.get((case, kind)) for kind in kinds))
        for case, words in cases.items()
    )
    return Table(title, "operation", columns, rows)


def _by_token(results: Sequence[Result], title: str) -> Table:
    cells = {(each.kind, each.case): each for each in results}
    kinds = {each.kind: each for each in results}
    cases = {each.case: each.case_title for each in results}
    columns = tuple(Column(name, words or name) for name, words in cases.items())
    rows = tuple(
        Row(
            TITLES.get(of.group, of.group),
            of.title or kind,
            kind,
            tuple(cells.get((kind, case)) for case in cases),
        )
        for kind, of in kinds.items()
    )
    return Table(title, "token", columns, rows)
