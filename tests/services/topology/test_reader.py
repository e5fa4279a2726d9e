from hypothesis import given
from hypothesis import strategies as st

from tests.services.topology.files import (
    ISSUER,
    NAMESPACES,
    credentials,
    made,
    namespace,
    scitokens,
    text,
)
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Acceptance, Service, Subjects, WayKind
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.pieces import Piece
from tokenlint.services.topology.reader import assemble
from tokenlint.services.topology.recognise import VO

BITS = [
    *("Credentials:\n", "  TokenIssuers:\n", "    - URL: https://a.example\n", NAMESPACES),
    *("      - Path: /a\n", "        Authorizations:\n", "          - PUBLIC\n", "/a:\n", "- "),
    *("          - SciTokens:\n", "              Base Path: /a,,/b\n", "      /old: [PUBLIC]\n"),
    *("        CredentialGeneration: {MaxScopeDepth: x}\n", "{{ .x }}", "&a ", "*a", "[", "\t"),
]
ANY = "https://wlcg.cern.ch/jwt/v1/any"


def compute(*entries: str) -> Acceptance:
    (found,) = made(credentials(*entries)).services
    return found.acceptance


def storage(*namespaces: str) -> Service:
    _, found = made(NAMESPACES + "".join(namespaces)).services
    return found


def test_mappings_as_the_generator_writes_them() -> None:
    found = compute(
        f"{{URL: {ISSUER}, Subject: a1, DefaultUnixUser: pilot}}",
        "{URL: https://other.example, DefaultUnixUser: all}",
    )
    assert [(each.issuer, each.subjects, each.account.text) for each in found.mappings] == [
        (ISSUER, Subjects.ONE, "pilot"),
        ("https://other.example", Subjects.ANY, "all"),
    ]
    assert (found.service, found.mappings[1].source.line) == ("compute", 5)


def test_entries_that_the_generator_leaves_out_or_never_reaches() -> None:
    found = compute(
        f"{{URL: {ISSUER}, DefaultUnixUser: all}}",
        f"{{URL: {ISSUER}, Subject: a1, DefaultUnixUser: pilot}}",
        "{URL: https://other.example}",
        "{DefaultUnixUser: nobody}",
    )
    assert [(each.reason, each.what.source.line) for each in found.dead] == [
        ("shadowed", 5),
        ("ignored-value", 6),
        ("ignored-value", 7),
    ]
    assert found.dead[0].by is not None
    assert found.dead[0].by.line == 4
    assert "without `URL`" in found.dead[2].says


def test_misspelt_keys() -> None:
    found = compute(f"{{URL: {ISSUER}, Subjct: a1, DefaultUnixUser: pilot}}")
    assert [(each.key.text, each.suggestion) for each in found.unknown_keys] == [
        ("Subjct", "Subject")
    ]
    entry = "SciTokens: {Issuer: https://a.example, BasePath: /a, RestrictPath: /b}"
    other, _ = made(NAMESPACES + namespace("/a", entry)).services
    assert [each.suggestion for each in other.acceptance.unknown_keys] == ["RestrictedPath"]


def test_issuers_with_the_areas_of_all_their_entries() -> None:
    found = storage(
        namespace("/a", scitokens(base="/a,/more")),
        namespace("/b", scitokens(base="/b", more=", Restricted Path: /x")),
    ).acceptance
    (issuer,) = found.issuers
    assert [each.text for each in issuer.areas] == ["/a", "/more", "/b"]
    assert [each.text for each in issuer.restricted] == ["/x"]
    assert (issuer.areas[1].source.line, issuer.areas[1].source.column) == (6, 78)


def test_ways() -> None:
    write = "        Writeback: https://origin.example:1095\n"
    found = storage(
        namespace("/a", scitokens(), "FQAN: /alpha"),
        namespace("/b", scitokens(base="/b"), more=write),
        namespace("/public", "PUBLIC"),
    ).acceptance.ways
    assert [(each.kind, each.paths, "delete" in each.operations) for each in found] == [
        (WayKind.CAPABILITY, ("/alpha",), False),
        (WayKind.CAPABILITY, ("/b",), True),
        (WayKind.OTHER, ("/a",), False),
        (WayKind.ANONYMOUS, ("/public",), False),
    ]


def test_the_account_is_the_subject_where_map_subject_is_true() -> None:
    found = storage(namespace("/a", scitokens(more=", Map Subject: yes"))).acceptance
    assert [each.chosen_by_token for each in found.mappings] == [True]
    assert not storage(namespace("/a", scitokens(more=", Map Subject: no"))).acceptance.mappings


def test_authorizations_without_effect() -> None:
    found = storage(
        namespace("/a", "FQAN: /alpha", "PUBLIC"),
        namespace("/b", "SciTokens: {Issuer: https://a.example}", "SciTokens: {BasePath: /a}"),
        namespace("/b", "PUBLIC"),
        namespace("/c", scitokens(more=", Map Subject: maybe")),
    ).acceptance
    assert [(each.reason, each.what.text) for each in found.dead] == [
        ("shadowed", "FQAN: /alpha"),
        ("ignored-value", "SciTokens"),
        ("ignored-value", "SciTokens"),
        ("duplicate", "/b"),
        ("ignored-value", "SciTokens"),
    ]
    assert not found.issuers


def test_the_older_form() -> None:
    content = f"{NAMESPACES}      /a:\n        - PUBLIC\n      /b:\n        - {scitokens()}\n"
    _, found = made(content).services
    assert [each.kind for each in found.acceptance.ways] == [WayKind.CAPABILITY, WayKind.ANONYMOUS]


def test_tokens_that_clients_obtain() -> None:
    more = "        CredentialGeneration: {Strategy: Vault, Issuer: https://a.example}\n"
    content = NAMESPACES + namespace("/a", scitokens(), more=more)
    _, found = made(content).services
    (offer,) = found.acceptance.offers
    assert (offer.kind, offer.name.text, offer.source.line) == ("namespace", "/a", 7)
    assert [each.reason for each in made(content).problems] == [
        "the strategy Vault needs a `VaultServer`"
    ]


def test_what_the_topology_refuses() -> None:
    more = (
        "        CredentialGeneration: {Strategy: OAuth, Issuer: 'http://a', MaxScopeDepth: -1}\n"
    )
    found = made(NAMESPACES + namespace("/a", scitokens(), more=more)).problems
    assert [each.source.line for each in found] == [7, 7, 7]
    good = "        CredentialGeneration: {Strategy: OAuth2, Issuer: https://a.example}\n"
    assert not made(NAMESPACES + namespace("/a", scitokens(), more=good)).problems


def test_decisions() -> None:
    service = storage(namespace("/alpha", scitokens()), namespace("/public", "PUBLIC"))

    def verdict(scopes: tuple[str, ...], operation: Operation, path: str) -> Verdict:
        token = Presented(ISSUER, (ANY,), scopes) if scopes else Presented()
        return service.decide(token, Ask(operation, path)).verdict

    assert verdict(("storage.read:/",), Operation.READ, "/alpha/x") is Verdict.ALLOWED
    assert verdict(("storage.read:/",), Operation.DELETE, "/alpha/x") is Verdict.DENIED
    assert verdict((), Operation.READ, "/public/x") is Verdict.ALLOWED
    assert verdict((), Operation.READ, "/alpha/x") is Verdict.DENIED


def test_placeholders_are_unknown() -> None:
    found = compute("{URL: '{{ .url }}', DefaultUnixUser: '{{ .user }}'}")
    assert not found.mappings[0].account.known
    assert not found.issuers[0].url.known


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=8), max_size=20).map("".join))
def test_any_text_is_read(content: str) -> None:
    assemble([Piece(VO, text(content)), Piece(VO, text(content, embedded=True))])
