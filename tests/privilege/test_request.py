import pytest

from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.operation import Operation, allowing
from tokenlint.privilege.path import ROOT, ScopePath
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.request import Request, allows
from tokenlint.privilege.validity import Validity

HERE = "https://s.example"
parse = ScopePath.parse


def holding(action: str, path: str, audience: Audience = ANY) -> Privilege:
    capabilities = CapabilitySet.of([Capability(Action(action), parse(path))])
    return Privilege(capabilities, audience, Validity(10, 20))


def asking(operation: str, path: str, endpoint: str = HERE, instant: int = 15) -> Request:
    return Request(Operation(operation), parse(path), endpoint, instant)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("operation", Operation)
def test_actions_allow_operations(action: Action, operation: Operation) -> None:
    privilege = Privilege(CapabilitySet.of([Capability(action, ROOT)]), ANY, Validity(0, 1))
    request = Request(operation, ROOT, HERE, 0)
    assert allows(privilege, request) is (action in allowing(operation))


@pytest.mark.parametrize(
    ("granted", "wanted", "expected"),
    [
        ("/foo", "/foo", True),
        ("/foo", "/foo/", True),
        ("/foo", "/foo/bar", True),
        ("/foo", "/foobar", False),
        ("/foo", "/", False),
        ("/foo/bar", "/foo", False),
        ("/foo/", "/foo", False),
        ("/foo/", "/foo/", True),
        ("/foo/", "/foo/bar", True),
        ("/", "/", True),
        ("/", "anything", True),
        ("/", "/../x", True),
        ("foo", "/foo", False),
        ("/foo", "foo", False),
        ("/foo", "/foo/../bar", False),
        ("/foo", "/foo//bar", True),
        ("/x/..", "/x/../y", True),
    ],
)
def test_paths_are_compared_by_component(granted: str, wanted: str, expected: bool) -> None:
    assert allows(holding("read", granted), asking("read", wanted)) is expected


@pytest.mark.parametrize(
    ("operation", "action", "expected"),
    [("list", "read", True), ("mkdir", "create", True), ("read", "read", False)],
)
def test_some_operations_are_on_directories(operation: str, action: str, expected: bool) -> None:
    assert allows(holding(action, "/foo/"), asking(operation, "/foo")) is expected


@pytest.mark.parametrize(
    ("operation", "wanted", "expected"),
    [
        ("mkdir", "/a/b/c", True),
        ("mkdir", "/a/b", True),
        ("mkdir", "/a/", True),
        ("mkdir", "/", True),
        ("mkdir", "/a/x", False),
        ("mkdir", "/x", False),
        ("mkdir", "a", False),
        ("create", "/a/b", False),
        ("delete", "/a/b", False),
    ],
)
def test_missing_parents_may_be_made(operation: str, wanted: str, expected: bool) -> None:
    """The example of profile 1.3 section 2.2.1: create on /foo/bar makes /foo where missing."""
    assert allows(holding("create", "/a/b/c"), asking(operation, wanted)) is expected


def test_only_who_may_create_makes_parents() -> None:
    assert not allows(holding("read", "/a/b"), asking("mkdir", "/a"))
    assert not allows(holding("create", "/a/../b"), asking("mkdir", "/a"))


@pytest.mark.parametrize(
    ("instant", "expected"), [(9, False), (10, True), (19, True), (20, False), (21, False)]
)
def test_instants(instant: int, expected: bool) -> None:
    assert allows(holding("read", "/"), asking("read", "/", instant=instant)) is expected


def test_without_expiry_it_never_ends() -> None:
    forever = Privilege(holding("read", "/").capabilities, ANY, Validity(10, None))
    assert allows(forever, asking("read", "/", instant=10**12)) is True
    assert allows(forever, asking("read", "/", instant=9)) is False


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (ANY, True),
        (MISSING, True),
        (Audience.of([HERE]), True),
        (Audience.of([HERE, "https://t.example"]), True),
        (Audience.of([HERE + "/"]), False),
    ],
)
def test_endpoints_are_compared_exactly(audience: Audience, expected: bool) -> None:
    assert allows(holding("read", "/", audience), asking("read", "/")) is expected


def test_nothing_allows_nothing() -> None:
    assert allows(NOTHING, asking("read", "/", instant=0)) is False
