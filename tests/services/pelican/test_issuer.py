from tests.services.pelican.servers import acceptance, export, origin
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.offer import Holder, Offer

ON = "  EnableIssuer: true\n"


def made(templates: str, more: str = "", entry: str = "") -> Acceptance:
    content = origin(entry or export("[Reads, Writes]"), more=ON)
    return acceptance(f"{content}Issuer:\n{more}  AuthorizationTemplates:\n{templates}")


def offer(template: str, more: str = "") -> Offer:
    (found,) = made(f"    - {template}\n", more).offers
    return found


def test_scopes_of_a_template() -> None:
    found = offer("{actions: [read, modify], prefix: /alpha/shared}")
    assert [(each.text, each.source.line) for each in found.scopes] == [
        ("storage.read:/alpha/shared", 11),
        ("storage.modify:/alpha/shared", 11),
    ]
    assert (found.kind, found.name.text, found.holder) == ("template", "/alpha/shared", Holder.USER)


def test_a_path_of_the_user_is_unknown() -> None:
    found = offer("{actions: [modify], prefix: /alpha/$USER}")
    assert [each.known for each in found.scopes] == [False]


def test_who_obtains_them() -> None:
    template = "actions: [read], prefix: /alpha"
    assert offer(f"{{{template}, users: [a, b]}}").who == "a, b"
    assert offer(f"{{{template}, groups: [g]}}").holder is Holder.GROUP
    assert offer(f"{{{template}}}", "  AuthenticationSource: none\n").holder is Holder.ANYONE
    assert offer(f"{{{template}}}", "  AuthenticationSource: ${X}\n").holder is Holder.UNKNOWN
    assert offer(f"{{{template}}}", "  GroupRequirements: [g]\n").holder is Holder.GROUP


def test_lifetimes_and_redirects_that_are_written() -> None:
    more = "  AccessTokenLifetime: 6h\n  RefreshTokenLifetime: 720h\n"
    found = offer(
        "{actions: [read], prefix: /a}", f"{more}  RedirectUris: [https://w.example/cb]\n"
    )
    assert [(each.what, each.seconds) for each in found.lifetimes] == [
        ("access", 21600),
        ("refresh", 2_592_000),
    ]
    assert [each.text for each in found.redirects] == ["https://w.example/cb"]


def test_the_address_of_the_issuer() -> None:
    assert [each.text for each in made("    []\n").issues_for] == ["https://origin.example:8444"]
    own = made("    []\n", "  IssuerClaimValue: https://issuer.example\n").issues_for
    assert [each.text for each in own] == ["https://issuer.example"]


def test_expressions_without_a_beginning() -> None:
    template = "    - {actions: [read], prefix: /a, group_regexes: ['^dept_', 'staff', '(']}\n"
    found = made(template).patterns
    assert [(each.text.text, each.defects) for each in found] == [
        ("staff", ("open-start",)),
        ("(", ("broken",)),
    ]
    assert found[0].also


def test_templates_of_exports_take_the_place_of_the_others() -> None:
    own = "      AuthorizationTemplates:\n        - {actions: [read], prefix: /own}\n"
    found = made("    - {actions: [modify], prefix: /a}\n", entry=export("[Reads]", more=own))
    assert [each.name.text for each in found.offers] == ["/own"]
    assert [each.reason for each in found.dead] == ["not-loaded"]


def test_an_issuer_that_is_off_gives_nothing() -> None:
    content = origin(export("[Reads]"), more="  EnableIssuer: false\n")
    found = acceptance(
        f"{content}Issuer:\n  AuthorizationTemplates: [{{actions: [read], prefix: /}}]\n"
    )
    assert not found.offers
    assert not found.issues_for
    assert [each.what.text for each in found.dead] == ["Issuer.AuthorizationTemplates"]


def test_tokens_of_a_director_for_caches() -> None:
    (found,) = acceptance("Director:\n  FedTokenLifetime: 24h\n").offers
    assert [(each.what, each.seconds, each.source.line) for each in found.lifetimes] == [
        ("access", 86400, 2)
    ]
    assert not acceptance("Director:\n  FedTokenLifetime: ${X}\n").offers
