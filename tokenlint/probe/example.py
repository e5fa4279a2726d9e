"""The examples of the catalogue for probes, filled in to whole results."""

from tokenlint.policy.example_probe import ExampleCell, ExampleDifference, ExampleProbe
from tokenlint.policy.probe_subject import Difference
from tokenlint.privilege.operation import Operation, destructive
from tokenlint.probe.cell import Effect, Expected, Reach, Verdict
from tokenlint.probe.outcome import Probe
from tokenlint.probe.record import SCHEMA, Begun, Result

_ENDPOINT = "https://storage.example/area"
_FOLDER = "/area/tokenlint-probe"
_CASES = {
    Reach.INSIDE: "in its path",
    Reach.SIBLING: "at a sibling path",
    Reach.OUTSIDE: "outside its path",
    Reach.TRAVERSAL: "by way of /../",
    Reach.ENCODED_DOT: "by way of %2e%2e",
    Reach.ENCODED_SEPARATOR: "by way of ..%2f",
    Reach.JOBS: "of a job",
}
_HAPPENED = frozenset({Verdict.CHANGED_THOUGH_REFUSED, Verdict.EXCESS, Verdict.OPEN_ALLOWED})
_OPEN = frozenset({Verdict.OPEN_ALLOWED, Verdict.OPEN_REFUSED})


def probe_of(example: ExampleProbe) -> Probe:
    """The probe that came to these results."""
    cells = tuple(_result(number, cell) for number, cell in enumerate(example.cells, 1))
    begun = Begun(
        schema=SCHEMA,
        tool="tokenlint",
        endpoint=_ENDPOINT,
        name="storage.example",
        audience="https://storage.example",
        plan="example",
        folder=_FOLDER,
        cells=sum(each.verdict is not Verdict.LEFT_OUT for each in cells),
        started=0.0,
    )
    return Probe(begun, cells, left=example.left, requests=len(cells))


def differences_of(example: ExampleProbe) -> tuple[Difference, ...]:
    """How the services of an example differ."""
    return tuple(map(_difference, example.differences))


def _result(number: int, cell: ExampleCell) -> Result:
    verdict, reach = Verdict(cell.verdict), Reach(cell.reach)
    happened = verdict in _HAPPENED
    expected = Expected.OPEN if verdict in _OPEN else Expected.REFUSE
    if verdict is Verdict.SHORTFALL:
        expected = Expected.ALLOW
    status = cell.status or ("204" if verdict in _HAPPENED | {Verdict.HOLLOW} else "403")
    return Result(
        cell=f"https:{cell.kind}:{cell.operation}-{reach.value}-{number}",
        protocol="https",
        kind=cell.kind,
        title=cell.kind.replace("-", " "),
        group="rights",
        case=f"{cell.operation}-{reach.value}",
        case_title=f"{cell.operation.replace('-', ' ')} {_CASES[reach]}",
        operation=Operation(cell.operation).value,
        reach=reach,
        expected=expected,
        verdict=verdict,
        flaw=cell.flaw,
        audience=cell.audience,
        scope=cell.scope,
        effect=Effect.DONE if happened else Effect.UNCHANGED,
        status=status,
        said=cell.said or ("no" if status.startswith("4") else "yes"),
        request=f"curl -i {_ENDPOINT}/tokenlint-probe/file",
    )


def _difference(example: ExampleDifference) -> Difference:
    products = [name.partition("@")[0] for name in (*example.allowing, *example.refusing)]
    refusing = {name.partition("@")[0] for name in example.refusing}
    return Difference(
        title=example.kind.replace("-", " "),
        case=example.operation.replace("-", " "),
        operation=Operation(example.operation).value,
        destructive=destructive(Operation(example.operation)),
        allowing=example.allowing,
        refusing=example.refusing,
        implementations=len(set(products)),
        one_product=any(name.partition("@")[0] in refusing for name in example.allowing),
    )
