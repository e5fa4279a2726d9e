"""Least tokens are sound and minimal, for judges that know nothing of how they were found."""

from dataclasses import replace

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.permissions.asking import bearer
from tests.workflows.strategies import SERVICES, workflow_of, workflows
from tokenlint.errors import UsageError
from tokenlint.least.of_workflow import Least, Part, least_of
from tokenlint.least.proof import CapabilityProof
from tokenlint.permissions.products import by_product
from tokenlint.policy.release import release_of
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity
from tokenlint.services.decision import Ask, Verdict
from tokenlint.source import Source
from tokenlint.workflows.declaration import DeclaredOperation, Workflow
from tokenlint.workflows.need import need_of

PLAIN = ("disk", "tape", "arc")
RELEASES = ("xrootd@5.4.3", "xrootd@5.5.3", "xrootd@6.2.1", "xrootd", "storm-webdav", "dcache")


def op(name: str, *paths: str, service: str = "disk") -> DeclaredOperation:
    first, second = (*map(ScopePath.parse, paths), None, None)[:2]
    return DeclaredOperation(Operation(name), service, first, second, "user", Source("w.yaml", 1))


def requests(operation: DeclaredOperation, instant: int) -> list[Request]:
    """What the operation asks its service for, the three of HTCondor's WRITE together."""
    service = SERVICES[operation.service]
    names = [operation.operation]
    write = [Operation.SUBMIT, Operation.MODIFY_JOB, Operation.CANCEL]
    if service.name == "condor" and operation.operation in write:
        names = write
    paths = operation.paths or (ScopePath.parse("/"),)
    endpoint = service.audiences[0]
    return [Request(name, path, endpoint, instant) for name in names for path in paths]


def works(privileges: list[Privilege], operations: tuple[DeclaredOperation, ...]) -> bool:
    """Whether some token lets each operation pass until the last second of an hour."""
    return all(
        any(
            all(allows(each, request) for request in requests(operation, 3599))
            for each in privileges
        )
        for operation in operations
    )


def without(part: Part, capability: Capability, *more: Capability) -> Privilege:
    held = part.token.capabilities.members - {capability}
    privilege = part.token.privilege
    return Privilege(CapabilitySet.of([*held, *more]), privilege.audience, privilege.validity)


def children(part: Part, capability: Capability) -> list[Capability]:
    """The capability on every child of its path that leads to a path of an operation."""
    depth = capability.path.depth
    lineages = {each.path.lineage for each in part.wanted.requirements}
    heads = {lineage[: depth + 1] for lineage in lineages if len(lineage) > depth}
    under = {head for head in heads if head[:depth] == capability.path.lineage}
    found = {*under, (*capability.path.lineage, "another")}
    return [Capability(capability.action, ScopePath.parse("/" + "/".join(each))) for each in found]


@given(workflows(), st.booleans())
def test_every_operation_passes(found: Workflow, split: bool) -> None:
    least = least_of(found, split=split)
    assert not least.problems
    assert works([each.privilege for each in least.tokens], found.operations)


@settings(max_examples=examples(150))
@given(workflows(PLAIN), st.booleans())
@example(workflow_of([op("create", "/a/b"), op("stat", "/a/b"), op("mkdir", "/a")]), False)
@example(workflow_of([op("delete", "/a"), op("create", "/a/b"), op("stat", "/b")]), False)
def test_whatever_is_dropped_or_narrowed_breaks_an_operation(found: Workflow, split: bool) -> None:
    least = least_of(found, split=split)
    assert all(not part.proof.spare for part in least.parts)
    for part in least.parts:
        assert [each.capability for each in part.proof.capabilities] == list(
            part.token.capabilities
        )
        for proof in part.proof.capabilities:
            check_capability(part, proof.capability)
            fails = requests(proof.dropped, 0)
            assert not all(allows(without(part, proof.capability), each) for each in fails)
            weaker = proof.capability.action.implied() - {proof.capability.action}
            assert {action for action, _ in proof.weaker} == weaker
            check_narrower(part, proof)


def check_narrower(part: Part, proof: CapabilityProof) -> None:
    """What the proof claims of children: one of the named operations fails with any of them."""
    for narrow in children(part, proof.capability):
        lesser = without(part, proof.capability, narrow)
        assert not proof.narrower or not works([lesser], proof.narrower)


def check_capability(part: Part, capability: Capability) -> None:
    operations = tuple(part.wanted.operation(each) for each in part.wanted.requirements)
    assert not works([without(part, capability)], operations)
    for action in capability.action.implied() - {capability.action}:
        weak = Capability(action, capability.path)
        assert not works([without(part, capability, weak)], operations)
    there = {
        each.reaches_down
        for each in part.wanted.requirements
        if each.path.lineage == capability.path.lineage and each.least.action.on_storage
    }
    if not capability.action.on_storage or there == {True}:
        return  # jobs have no path; below a missing folder any path would do, see the ADR
    for narrow in children(part, capability):
        makes = [each for each in operations if each.operation is not Operation.MKDIR]
        lesser = without(part, capability, narrow)
        relied = [each for each in makes if not works([without(part, capability)], (each,))]
        assert not relied or not works([lesser], tuple(relied))


@given(workflows(PLAIN))
def test_every_audience_and_the_lifetime_are_needed(found: Workflow) -> None:
    part = least_of(found).parts[0]
    whole = part.token.privilege
    for name in part.token.audience:
        audience = Audience(frozenset(part.token.audience) - {name})
        lesser = Privilege(whole.capabilities, audience, whole.validity)
        assert not works([lesser], found.operations)
    shorter = Privilege(whole.capabilities, whole.audience, Validity(0, 3599))
    assert not works([shorter], found.operations)
    assert dict(part.proof.audience).keys() == set(part.token.audience)
    assert part.proof.late is not None


@given(workflows())
def test_it_is_the_need_where_no_product_wants_more(found: Workflow) -> None:
    """Two ways to the same: the declared need knows of HTCondor's WRITE, the table does, too."""
    least = least_of(found)
    assert least.tokens[0].capabilities.covers(need_of(found).privilege.capabilities)
    assert need_of(found).privilege.capabilities.covers(least.tokens[0].capabilities)
    assert frozenset(least.tokens[0].audience) == need_of(found).privilege.audience.endpoints


@settings(max_examples=examples(80))
@given(workflows(("disk",)), st.sampled_from(RELEASES))
def test_the_product_lets_every_operation_pass(found: Workflow, release: str) -> None:
    known = release_of(release)
    least = least_of(found, implementation=release)
    token = least.tokens[0]
    refused = {problem.kind for problem in least.problems}
    assume(not refused)
    shown = bearer(scope=" ".join(token.scopes))
    for operation in found.operations:
        for path in operation.paths:
            answer = by_product(shown, Ask(operation.operation, str(path)), known)
            assert answer.verdict is Verdict.ALLOWED, (operation, answer)
    for extra in token.extras:
        assert extra.capability in token.capabilities.members
    assert all(not part.proof.spare for part in least.parts)


@given(workflows(PLAIN))
def test_a_split_allows_nothing_that_no_operation_needs(found: Workflow) -> None:
    least = least_of(found, split=True)
    assert least.excess_split is None or least.excess_split.rights == 0
    for part in least.parts:
        on_files = {each.action.on_storage for each in part.token.capabilities}
        assert len(on_files) == 1
        for name in part.token.audience:
            there = tuple(each for each in found.operations if at(each) == name)
            alone = least_of(replace(found, operations=there), split=True)
            assert part.token.capabilities in [each.capabilities for each in alone.tokens]


def at(operation: DeclaredOperation) -> str:
    return SERVICES[operation.service].audiences[0]


def scopes(least: Least) -> list[tuple[str, ...]]:
    return [token.scopes for token in least.tokens]


def test_reading_in_two_places_and_deleting_in_one_are_two_tokens() -> None:
    found = workflow_of(
        [op("read", "/a"), op("read", "/a", service="tape"), op("delete", "/b", service="tape")]
    )
    least = least_of(found)
    assert scopes(least) == [("storage.read:/a", "storage.modify:/b")]
    assert least.excess.rights == 1
    assert least.excess.witness is not None
    assert least.excess.witness.operation is Operation.DELETE
    assert least.excess.witness.endpoint == "https://a.example"
    two = least_of(found, split=True)
    assert [token.label for token in two.tokens] == ["read", "modify"]
    assert [token.audience for token in two.tokens] == [
        ("https://a.example",),
        ("https://b.example",),
    ]


def test_files_and_jobs_are_two_tokens() -> None:
    found = workflow_of([op("read", "/a"), op("submit", service="arc")])
    two = least_of(found, split=True)
    assert [token.label for token in two.tokens] == ["storage", "compute"]


def test_places_with_equal_needs_share_a_token() -> None:
    found = workflow_of([op("read", "/a"), op("read", "/a", service="tape")])
    least = least_of(found, split=True)
    assert len(least.tokens) == 1
    assert least.excess_split is None


@pytest.mark.parametrize(
    ("release", "operation", "wanted", "named"),
    [
        ("xrootd:5.5.3", op("rename", "/a/b", "/a/c"), "storage.read:/a/b", "2185"),
        ("xrootd@5.4.3", op("stat", "/a/b"), "storage.read:/a/b", ""),
        ("storm", op("rename", "/a/b", "/a/c"), "storage.modify:/a/b", "StoRM"),
        ("dcache", op("rename", "/a/b", "/a/c"), "storage.create:/a/b", ""),
        ("htcondor-ce", op("submit", service="arc"), "compute.cancel", "OSG"),
    ],
)
def test_what_only_a_product_needs_is_named_with_its_source(
    release: str, operation: DeclaredOperation, wanted: str, named: str
) -> None:
    token = least_of(workflow_of([operation]), implementation=release).tokens[0]
    assert wanted in token.scopes
    told = [each.reference.title for each in token.extras if str(each.capability) == wanted]
    assert bool(told) is bool(named)
    assert all(named in title for title in told)


def test_what_a_product_refuses_whatever_is_held_is_a_problem() -> None:
    least = least_of(workflow_of([op("stage", "/a")]), implementation="xrootd:5.4.3")
    assert [problem.kind for problem in least.problems] == ["product"]
    assert least.tokens[0].scopes == ("storage.stage:/a",)


def test_a_lenient_product_takes_nothing_away() -> None:
    """Its stage reads (dCache); the token asks for read all the same."""
    token = least_of(workflow_of([op("stage", "/a"), op("read", "/a")]), implementation="dcache")
    assert token.tokens[0].scopes == ("storage.stage:/a", "storage.read:/a")


def test_an_unknown_version_is_told_where_versions_differ() -> None:
    least = least_of(workflow_of([op("rename", "/a", "/b")]), implementation="xrootd")
    assert any("version of XRootD" in note for note in least.notes)
    assert not least_of(workflow_of([op("read", "/a")]), implementation="xrootd").notes


def test_an_unknown_product_is_a_slip_of_the_pen() -> None:
    with pytest.raises(UsageError, match="no rows"):
        least_of(workflow_of([op("read", "/a")]), implementation="xrotd:1")


def test_what_cannot_be_used_is_told_and_the_rest_stands() -> None:
    nowhere = replace(op("read", "/x"), service="nowhere")
    least = least_of(workflow_of([op("read", "/a//b"), op("read", "/a/../c"), nowhere]))
    assert [problem.kind for problem in least.problems] == ["path", "unknown-service"]
    assert least.tokens[0].scopes == ("storage.read:/a/b",)
    assert least.notes == ("paths are asked for as the profile writes them: /a//b as /a/b",)


def test_nothing_declared_is_a_problem_and_no_token() -> None:
    least = least_of(workflow_of([]))
    assert least.tokens == ()
    assert [problem.kind for problem in least.problems] == ["need-not-declared"]


@pytest.mark.parametrize(("usable", "lifetime"), [(None, 900), (0, 900), (899, 900), (901, 901)])
def test_a_lifetime_is_never_under_the_profile_shortest(usable: int | None, lifetime: int) -> None:
    least = least_of(workflow_of([op("read", "/a")], usable=usable))
    assert least.tokens[0].lifetime == lifetime
    assert (least.parts[0].proof.late is None) is (lifetime == 900)


def test_over_six_hours_the_mitigations_are_told() -> None:
    short = least_of(workflow_of([op("delete", "/a")], usable=6 * 3600))
    long = least_of(workflow_of([op("delete", "/a")], usable=6 * 3600 + 1))
    assert short.parts[0].mitigations == ()
    states = {each.name: each.holds for each in long.parts[0].mitigations}
    assert states["narrow-scopes"] == "yes"
    assert states["risk-assessment-agreed"] == "unverifiable"


def test_a_bound_generalises_and_says_what_it_costs() -> None:
    files = [op("read", f"/d/set/run{n % 2}/f{n}") for n in range(4)]
    part = least_of(workflow_of([*files, op("create", "/out/x")]), paths=2).parts[0]
    assert part.token.scopes == ("storage.read:/d/set", "storage.create:/out/x")
    assert [each.stands_for for each in part.generalised] == [4]
    assert part.generalised[0].cost > 0
    assert part.bound is not None
    assert part.bound.proved
    assert not part.proof.spare
    assert len(part.proof.capabilities[0].narrower) == 2


def test_a_bound_that_cannot_be_kept_is_a_problem_and_the_exact_token_stands() -> None:
    least = least_of(workflow_of([op("read", "/a"), op("read", "/b"), op("create", "/c")]), paths=1)
    assert [problem.kind for problem in least.problems] == ["bound"]
    assert len(least.tokens[0].capabilities) == 3


def test_a_look_at_attributes_is_no_reason_for_a_scope_of_its_own() -> None:
    """Whoever may create in a folder may look there: one scope does where two would not."""
    found = workflow_of([op("create", "/a/b"), op("create", "/a/c"), op("stat", "/a/d")])
    assert Action.READ in least_of(found).tokens[0].capabilities.actions
    least = least_of(found, paths=1)
    assert least.tokens[0].scopes == ("storage.create:/a",)
    assert not least.problems


@settings(max_examples=examples(60))
@given(workflows(PLAIN), st.integers(1, 3))
def test_a_bounded_token_lets_every_operation_pass(found: Workflow, bound: int) -> None:
    least = least_of(found, paths=bound)
    assert works([each.privilege for each in least.tokens], found.operations)
    told = any(problem.kind == "bound" for problem in least.problems)
    assert told or len(least.tokens[0].capabilities) <= bound


def test_a_storage_product_does_not_judge_jobs() -> None:
    found = workflow_of([op("rename", "/a", "/b"), op("submit", service="condor")])
    token = least_of(found, implementation="xrootd:5.5.3").tokens[0]
    assert {"storage.read:/a", "compute.cancel", "compute.modify"} <= set(token.scopes)
    alone = least_of(workflow_of([op("rename", "/a", "/b")]), implementation="htcondor-ce")
    assert alone.tokens[0].extras == ()
