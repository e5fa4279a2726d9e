"""Hypothesis strategies: workflows whose paths nearly cover each other."""

from hypothesis import strategies as st

from tokenlint.credentials.audience import audience_of
from tokenlint.credentials.scope import ScopeItem, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity
from tokenlint.source import Source
from tokenlint.workflows.declaration import DeclaredOperation, Service, Workflow
from tokenlint.workflows.held import Held
from tokenlint.workflows.places import Places
from tokenlint.workflows.yaml_nodes import Scalar

SERVICES = {
    "disk": Service("disk", ("https://a.example", "davs://a.example:443"), "storage"),
    "tape": Service("tape", ("https://b.example",), "storage"),
    "arc": Service("arc", ("https://c.example",), "compute", "arc-ce"),
    "condor": Service("condor", ("d.example:9619",), "compute", "htcondor-ce"),
}
_NOWHERE = Places("w.yaml", "", "", Scalar(None, "", 1, 1, 1, 1), None)
_ON_JOBS = frozenset({Operation.SUBMIT, Operation.QUERY, Operation.MODIFY_JOB, Operation.CANCEL})
_TWO_PATHS = frozenset({Operation.RENAME, Operation.RENAME_OVER})

paths = st.builds(
    lambda steps, end: ScopePath.parse("/" + "/".join(steps) + (end if steps else "")),
    st.lists(st.sampled_from(("a", "ab", "b")), max_size=3),
    st.sampled_from(("", "/")),
)


@st.composite
def operations(draw: st.DrawFn, services: tuple[str, ...] = tuple(SERVICES)) -> DeclaredOperation:
    operation = draw(st.sampled_from(sorted(set(Operation) - {Operation.ADMINISTER})))
    return DeclaredOperation(
        operation=operation,
        service=draw(st.sampled_from(services)),
        path=None if operation in _ON_JOBS else draw(paths),
        to=draw(paths) if operation in _TWO_PATHS else None,
        by="service",
        source=Source("w.yaml"),
    )


def workflow_of(declared: list[DeclaredOperation], usable: int | None = 3600) -> Workflow:
    return Workflow(
        name="w",
        kind="deletion",
        description="",
        operations=tuple(declared),
        usable_seconds=usable,
        asked_for=None,
        request=None,
        mitigations=(),
        services=SERVICES,
        source=Source("w.yaml"),
        places=_NOWHERE,
    )


def workflows(services: tuple[str, ...] = tuple(SERVICES)) -> st.SearchStrategy[Workflow]:
    return st.lists(operations(services), min_size=1, max_size=6).map(workflow_of)


_WORDS = (
    "storage.read storage.create storage.modify storage.stage storage.poll "
    "compute.create compute.modify compute.cancel compute.read"
).split()


def _scope_text(word: str, path: ScopePath) -> str:
    return f"{word}:{path}" if word.startswith("storage") else word


scopes: st.SearchStrategy[tuple[ScopeItem, ...]] = st.lists(
    st.builds(_scope_text, st.sampled_from(_WORDS), paths), max_size=6
).map(lambda words: read_scope(" ".join(words), Dialect.WLCG))


ALL = tuple(each.audiences[0] for each in SERVICES.values())


def held_with(items: tuple[ScopeItem, ...], audience: tuple[object, ...] = ALL) -> Held:
    """A credential of one hour with these items, for these endpoints."""
    granted = CapabilitySet.of(each for item in items for each in item.capabilities)
    privilege = Privilege(granted, audience_of(audience), Validity(0, 3600))
    return Held(items, audience, privilege, 3600)


def requests_of(operation: DeclaredOperation) -> list[Request]:
    """The requests that an operation makes at its service, at instant 0."""
    service = SERVICES[operation.service]
    return [
        Request(operation.operation, path, service.audiences[0], 0)
        for path in operation.paths or (ROOT,)
    ]
