"""What is expected is what the algebra says, and open only where the profile leaves it open."""

from hypothesis import given
from hypothesis import strategies as st

from tests.probe.running import SETTINGS, plan_for, storage
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity
from tokenlint.probe.cases import STORAGE_CASES, aim, leads_to
from tokenlint.probe.cell import Case, Expected, Kind
from tokenlint.probe.expectation import expectation, privilege_of
from tokenlint.probe.layout import Layout
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import Wish

SET = Settings(**SETTINGS)
LAYOUT = Layout.of(SET, "tokenlint-probe-0")
SCOPED = tuple(map(LAYOUT.in_scope, (LAYOUT.folder, *LAYOUT.areas)))
STORED = [action for action in Action if action.on_storage]
UNDECIDED = {Operation.LIST, Operation.STAGE, Operation.POLL}

capabilities = st.lists(
    st.builds(Capability, st.sampled_from(STORED), st.sampled_from(SCOPED).map(ScopePath.parse)),
    max_size=4,
)
audiences = st.lists(
    st.sampled_from([SET.audience, f"{SET.audience}/", "https://elsewhere.example"]),
    min_size=1,
    max_size=3,
)


@given(capabilities, audiences, st.sampled_from(STORAGE_CASES))
def test_a_sound_token_is_expected_to_get_what_the_algebra_allows(
    held: list[Capability], audience: list[str], case: Case
) -> None:
    wish = Wish(" ".join(map(str, held)), tuple(audience))
    kind = Kind("any", "any", "rights", wish, "2.2.1")
    where = aim(case, "any", LAYOUT)
    paths = tuple(map(LAYOUT.in_scope, where.concerned))
    privilege = Privilege(CapabilitySet.of(held), Audience.of(audience), Validity(0, 600))
    allowed = all(
        allows(privilege, Request(case.operation, ScopePath.parse(path), SET.audience, 300))
        for path in paths
    )
    told = expectation(kind, case, paths, SET.audience)
    assert told.says.endswith(".")
    assert told.section
    if case.operation in UNDECIDED:
        assert told.expected is not Expected.ALLOW
        assert case.operation is Operation.LIST or (told.expected is Expected.OPEN) == allowed
    else:
        assert told.expected is (Expected.ALLOW if allowed else Expected.REFUSE)


def test_requests_lead_where_the_plan_says() -> None:
    for case in STORAGE_CASES:
        where = aim(case, "kind", LAYOUT)
        assert leads_to(where.path) == where.source
        assert where.source.startswith(f"{LAYOUT.folder}/")
        assert not where.target or leads_to(where.target) == where.goal


def test_no_cell_shares_a_file_that_could_be_spoiled() -> None:
    seen: set[str] = set()
    for cell in plan_for(storage()).cells:
        where = aim(cell.case, cell.kind.name, LAYOUT)
        own = {*where.standing, *where.made}
        assert not own & seen
        seen |= own


def test_the_cells_that_are_open_are_those_that_the_profile_leaves_open() -> None:
    for cell in plan_for(storage()).cells:
        if cell.expected is Expected.OPEN:
            assert (
                cell.case.operation in UNDECIDED
                or cell.kind.name.startswith("scope-")
                or cell.kind.name in {"none", "audience-any", "duplicate-members"}
            ), cell.id


def test_what_a_few_cells_say() -> None:
    told = {cell.id: cell for cell in plan_for(storage()).cells}
    assert told["https:create:create-over"].expected is Expected.REFUSE
    assert told["https:modify:rename-over"].expected is Expected.ALLOW
    assert told["https:modify:rename-out"].expected is Expected.REFUSE
    assert told["https:poll:stat"].expected is Expected.REFUSE
    assert told["https:stage:stat"].expected is Expected.ALLOW
    assert told["https:stage:read"].expected is Expected.REFUSE
    assert told["https:audience-listed:delete"].expected is Expected.ALLOW
    assert told["https:audience-other-spelling:read"].expected is Expected.REFUSE
    assert told["https:none:delete"].expected is Expected.REFUSE
    assert told["https:scope-traversal:delete"].expected is Expected.REFUSE
    assert "another one" in told["https:scope-traversal:delete"].says
    assert told["https:scope-traversal:delete-outside"].expected is Expected.OPEN
    assert told["https:pathless:list"].expected is Expected.REFUSE
    assert told["https:read:read-sibling"].says.endswith("begins alike is another path.")
    assert told["https:read:list"].expected is Expected.OPEN
    assert told["https:scitokens-words:read"].expected is Expected.REFUSE
    assert told["https:duplicate-members:read"].expected is Expected.OPEN
    assert told["https:duplicate-members:delete"].expected is Expected.REFUSE
    assert told["https:expired:read"].section == "WLCG profile 1.3 section 2.1.1"
    assert "storage.read for the path" in told["https:scopeless:read"].says
    assert told["https:scopeless:list"].expected is Expected.OPEN
    assert told["https:audience-any:delete"].expected is Expected.OPEN
    assert told["https:hmac-public-key:read"].section == "RFC 8725 section 2.1"


def test_a_storage_scope_without_a_path_grants_nothing() -> None:
    for scope in ("storage.read", "storage.read:", "storage.modify storage.create:"):
        assert privilege_of(Wish(scope, (SET.audience,))).empty
    assert not privilege_of(Wish("compute.read", (SET.audience,))).empty
    assert not privilege_of(Wish("storage.read:/", (SET.audience,))).empty
