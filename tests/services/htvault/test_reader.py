from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.acceptance import Acceptance, Assembled, Setting
from tokenlint.services.htvault.reader import assemble
from tokenlint.services.htvault.recognise import CONFIG, MANAGED
from tokenlint.services.offer import Grant, Holder, Public
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

ISSUER = """\
issuers:
  - name: alpha
    clientid: vault
    url: https://issuer.example/
    callbackmode: direct
    credclaim: sub
    roles:
      - name: default
        scopes: [openid, offline_access, "storage.read:/a"]
      - name: writer
        scopes:
          - storage.create:
          - "storage.read:/a"
"""
SECRET = "issuers:\n  - name: alpha\n    secret: sesame\n"
MACHINES = """\
minTokenLifetime: 3d
vaultServer: vault.example
experiments:
  alpha:
    roles:
      production:
        destinationNodes: [one.example, two.example]
"""


def read(*files: tuple[str, str], embedded: bool = False) -> Assembled:
    pieces = [
        Piece(CONFIG, Text(file, file.rpartition("/")[2], content, embedded=embedded))
        for file, content in files
    ]
    return assemble(pieces)


def one(*contents: str) -> Acceptance:
    files = [(f"config.d/{n}0.yaml", content) for n, content in enumerate(contents)]
    (service,) = read(*files).services
    return service.acceptance


def setting(acceptance: Acceptance, name: str) -> Setting:
    (found,) = [each for each in acceptance.settings if each.name == name]
    return found


def test_roles_are_offered_to_every_user() -> None:
    held = one(ISSUER, SECRET)
    assert (held.product, held.service) == ("htvault-config", "broker")
    assert held.files == ("config.d/00.yaml", "config.d/10.yaml")
    assert held.issues_for == ()  # it fetches tokens from its issuers
    default, writer = held.offers
    assert (default.kind, default.name.text) == ("role", "default of alpha")
    assert default.holder is Holder.USER
    assert default.source.line == 8
    assert [scope.text for scope in default.default_scopes][-1] == "storage.read:/a"
    assert default.scopes[2].source.column == 43
    assert default.audiences == ()
    assert default.grants >= {Grant.AUTHORIZATION_CODE, Grant.REFRESH_TOKEN}
    assert default.public is Public.NO
    (lifetime,) = default.lifetimes
    assert (lifetime.what, lifetime.seconds, lifetime.written) == ("vault", 2419200, False)
    assert [scope.text for scope in writer.scopes] == ["storage.create:", "storage.read:/a"]
    assert (writer.scopes[0].source.line, writer.scopes[0].source.end_column) == (12, 28)


def test_a_role_is_a_request_unless_a_path_is_left_open() -> None:
    (service,) = read(("a/20.yaml", ISSUER)).services
    (asked,) = service.requests
    assert (asked.name, asked.kind) == ("role default of alpha", "interactive-user")
    assert asked.request is not None
    assert (asked.request.audience, asked.request.unknown) == ((), {"audience"})
    assert asked.request.issuer == "https://issuer.example/"
    assert asked.request.grant == "authorization-code"
    assert asked.request.refresh_requested
    assert asked.places["/token/scope/2"].line == 9


def test_the_device_flow_is_the_default() -> None:
    held = one(ISSUER.replace("    callbackmode: direct\n", ""))
    assert Grant.DEVICE_CODE in held.offers[0].grants
    mode = setting(held, "callbackmode")
    assert (mode.value, mode.written) == ("device", False)
    assert one(ISSUER).offers[0].public is Public.UNKNOWN


def test_a_later_file_wins_and_adds_scopes() -> None:
    more = """\
issuers:
  - name: beta
  - name: alpha
    url: https://other.example/
    roles:
      - name: default
        scopes: ["storage.modify:/"]
"""
    held = one(ISSUER, more)
    assert held.issues_for == ()  # it fetches tokens from its issuers
    words = [scope.text for scope in held.offers[0].scopes]
    assert words == ["openid", "offline_access", "storage.read:/a", "storage.modify:/"]
    assert held.offers[0].scopes[3].source.file == "config.d/10.yaml"


def test_settings_and_what_holds_without_them() -> None:
    held = one(ISSUER, "ssh:\n  self-registration: allowed\ncluster:\n  auditlog: none\n")
    assert setting(held, "ssh.self-registration").value == "allowed"
    assert setting(held, "cluster.auditlog").source.line == 4
    assert setting(held, "credclaim").value == "sub"
    limits = setting(held, "ratelimits")
    assert (limits.value, limits.written) == ("none", False)
    held = one(ISSUER, "ratelimits:\n  - name: all\n    rate: 5\n")
    assert setting(held, "ratelimits").value == "1"
    assert setting(held, "cluster.auditlog").value == "/var/log/htvault-config/auditlog"


def test_a_part_of_a_page_has_no_defaults() -> None:
    (service,) = read(("a.md", ISSUER), embedded=True).services
    assert {each.name for each in service.acceptance.settings} == {"callbackmode", "credclaim"}


def test_unknown_keys_and_words_without_effect() -> None:
    held = one(
        ISSUER.replace("callbackmode: direct", "callback_mode: noconfirm").replace(
            "      - name: writer", "        audience: x\n      - name: writer"
        ),
        "ssh:\n  self-registration: yes\nkerberos:\n  - name: one\n"
        "issuers:\n  - name: alpha\n    callbackmode: Noconfirm\n    kerbservice: two\n",
    )
    keys = [(each.key.text, each.section, each.suggestion) for each in held.unknown_keys]
    assert keys == [("callback_mode", "issuers", "callbackmode"), ("audience", "roles", "")]
    assert [each.what.text for each in held.dead] == ["Noconfirm", "two", "yes"]


def test_only_an_open_address_is_told_as_an_issuer() -> None:
    assert one(ISSUER).issuers == ()
    (issuer,) = one(ISSUER.replace("https:", "http:")).issuers
    assert issuer.url.source.line == 4


def test_placeholders_are_unknown() -> None:
    content = ISSUER.replace("direct", "{{ mode }}").replace("storage.read:/a", "{{ more }}")
    (service,) = read(("a/20.yaml", content)).services
    held = service.acceptance
    assert not setting(held, "callbackmode").known
    assert Grant.OTHER in held.offers[0].grants
    assert not held.offers[0].scopes[2].known
    assert held.dead == ()


def test_policy_domain_and_odd_files() -> None:
    held = one(ISSUER, "kerberos:\n  - name: k\n    policydomain: '@alpha.example'\n", "")
    domain = setting(held, "kerberos.policydomain")
    assert (domain.value, domain.source.line) == ("@alpha.example", 3)
    held = one("issuers:\n  - name: a\n    roles:\n      - name: b\n        scopes: c,d e\n")
    assert [each.text for each in held.offers[0].scopes] == ["c", "d", "e"]
    assert one("issuers:\n  - name: a\n    roles:\n      - name: b\n").offers[0].scopes == ()


def test_each_folder_and_each_block_is_a_server() -> None:
    found = read(("one/a.yaml", ISSUER), ("two/a.yaml", ISSUER))
    assert [each.acceptance.name for each in found.services] == ["one/a.yaml", "two/a.yaml"]
    blocks = [
        Piece(CONFIG, Text("a.md", "block", ISSUER, line=line, embedded=True)) for line in (3, 30)
    ]
    assert [each.acceptance.name for each in assemble(blocks).services] == ["a.md:3", "a.md:30"]
    config_map = [
        Piece(CONFIG, Text("map.yaml", name, content, embedded=True))
        for name, content in (("20.yaml", ISSUER), ("80.yaml", SECRET))
    ]
    (service,) = assemble(config_map).services
    assert service.acceptance.offers[0].public is Public.NO


def test_a_broken_file_is_a_problem_and_the_rest_is_read() -> None:
    found = read(("a/20.yaml", ISSUER + "  - ]\n"))
    assert [problem.kind for problem in found.problems] == ["syntax"]
    assert len(found.services[0].acceptance.offers) == 2


def test_managed_tokens() -> None:
    (service,) = assemble([Piece(MANAGED, Text("m.yml", "m.yml", MACHINES))]).services
    held = service.acceptance
    assert (held.product, held.service) == ("managed-tokens", "client")
    assert setting(held, "mintokenlifetime").seconds == 259200
    (offer,) = held.offers
    assert (offer.name.text, offer.source.line) == ("production of alpha", 6)
    assert (offer.holder, offer.who) == (Holder.JOB, "one.example, two.example")


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """A valid text with a part cut out and another one put in."""
    whole = draw(st.sampled_from((ISSUER, MACHINES, SECRET)))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    middle = draw(st.text(alphabet="\n\t :-[]{}'\"a=,<%>", max_size=8))
    return whole[:start] + middle + whole[end:]


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from((CONFIG, MANAGED)), nearly_valid()), max_size=3))
def test_any_text_is_read(files: list[tuple[str, str]]) -> None:
    assemble([Piece(kind, Text(f"d/{n}", f"{n}.yaml", c)) for n, (kind, c) in enumerate(files)])


def test_nothing_makes_nothing() -> None:
    assert assemble([]) == Assembled()
    assert read(("a/20.yaml", "- a\n")).services == ()
