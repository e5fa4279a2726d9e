import pytest

from tests.services.pelican.servers import SERVER, acceptance, export, origin, service
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import State, Subjects, WayKind
from tokenlint.services.decision import Ask, Presented, Verdict

OWN = "https://origin.example:8444"
ISSUERS = '      IssuerUrls: ["https://one.example", "https://two.example"]\n'
AUDIENCE = "  TokenAudience: https://origin.example:8443\n"


def test_each_issuer_owns_the_prefixes_of_its_exports() -> None:
    content = origin(
        export("[Reads]", "/a/", more=ISSUERS),
        export("[Reads, Writes]", "/b"),
        export("[PublicReads]", "/public"),
    )
    found = acceptance(content).issuers
    assert [(each.url.text, [area.text for area in each.areas]) for each in found] == [
        ("https://one.example", ["/a"]),
        ("https://two.example", ["/a"]),
        (OWN, ["/b"]),
    ]
    assert found[0].source.line == 8


def test_the_address_of_the_origin_itself_may_not_be_written() -> None:
    (found,) = acceptance(origin(export("[Reads]")).removeprefix(SERVER)).issuers
    assert not found.url.known


def test_audiences() -> None:
    found = acceptance(origin(export("[Reads]"), more=AUDIENCE)).audience
    assert found is not None
    assert (found.checked, [each.text for each in found.accepted]) == (
        State.YES,
        ["https://origin.example:8443"],
    )
    default = acceptance(origin(export("[Reads]"))).audience
    assert default is not None
    assert not default.accepted[0].known


def test_ways_follow_the_capabilities() -> None:
    content = origin(export("[Reads]", "/a"), export("[PublicReads, Listings, Writes]", "/b"))
    found = [(each.kind, each.paths, sorted(each.operations)) for each in acceptance(content).ways]
    assert found == [
        (WayKind.CAPABILITY, ("/a",), ["read", "stat"]),
        (
            WayKind.CAPABILITY,
            ("/b",),
            [
                "create",
                "delete",
                "list",
                "mkdir",
                "overwrite",
                "read",
                "rename",
                "rename-over",
                "stat",
            ],
        ),
        (WayKind.ANONYMOUS, ("/b",), ["list", "read", "stat"]),
    ]


@pytest.mark.parametrize(
    ("scopes", "operation", "path", "verdict"),
    [
        ((), Operation.READ, "/public/x", Verdict.ALLOWED),
        ((), Operation.DELETE, "/public/x", Verdict.DENIED),
        ((), Operation.READ, "/a/x", Verdict.DENIED),
        (("storage.read:/",), Operation.READ, "/a/x", Verdict.ALLOWED),
        (("storage.read:/",), Operation.DELETE, "/a/x", Verdict.DENIED),
        (("storage.modify:/d",), Operation.DELETE, "/a/d/x", Verdict.ALLOWED),
        (("storage.modify:/d",), Operation.DELETE, "/a/x", Verdict.DENIED),
        (("storage.modify:/",), Operation.DELETE, "/elsewhere/x", Verdict.DENIED),
    ],
)
def test_decisions(
    scopes: tuple[str, ...], operation: Operation, path: str, verdict: Verdict
) -> None:
    content = origin(
        export("[Reads, Writes]", "/a"), export("[PublicReads]", "/public"), more=AUDIENCE
    )
    token = Presented(OWN, ("https://origin.example:8443",), scopes) if scopes else Presented()
    assert service(content).decide(token, Ask(operation, path)).verdict is verdict


def test_a_token_for_another_service_is_refused() -> None:
    content = origin(export("[Reads]", "/a"), more=AUDIENCE)
    token = Presented(OWN, ("https://other.example",), ("storage.read:/",))
    assert service(content).decide(token, Ask(Operation.READ, "/a/x")).verdict is Verdict.DENIED


@pytest.mark.parametrize(
    ("more", "methods"),
    [
        ("  ScitokensMapSubject: true\n", ["map_subject"]),
        ("  ScitokensUsernameClaim: preferred_username\n", ["username_claim"]),
        ("  ScitokensDefaultUser: alpha\n", ["default_user"]),
        ("  Multiuser: false\n  ScitokensMapSubject: true\n", []),
        ("", []),
    ],
)
def test_accounts(more: str, methods: list[str]) -> None:
    found = acceptance(origin(export("[Reads]"), more=more)).mappings
    assert [each.method for each in found] == methods
    assert all(each.subjects is Subjects.ANY for each in found)
