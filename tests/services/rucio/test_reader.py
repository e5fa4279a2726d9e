import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.rucio.configs import CLIENT, CONF, DISK, ISSUER, acceptance, made, service
from tokenlint.services.acceptance import Acceptance, Setting, State
from tokenlint.services.discover import recognised, texts_of
from tokenlint.services.pieces import Piece
from tokenlint.services.rucio import recognise as r
from tokenlint.services.rucio.reader import assemble
from tokenlint.services.text import Text

BITS = [
    *(CONF.splitlines(keepends=True) + CLIENT.splitlines(keepends=True)),
    *DISK.splitlines(keepends=True),
    *(
        "[oidc\n",
        "expected_audience =\n",
        "config:\n",
        "  oidc:\n",
        "    admin_issuer: x\n",
        "{{\n",
    ),
    *("{% if x %}\n", '{"a": {"user_auth_client": [{}]}}', "[1]", '{"a": null}', "\r\n", "  y\n"),
    *("[client]\nauth_type = oidc\noidc_scope = a b\n",),
]
NEWER = f"""\
{{"def": {{
  "user_auth_client": [
    {{"issuer": "{ISSUER}", "client_id": "a", "redirect_uris": "https://rucio.example/auth"}}],
  "client_credential_client": {{"issuer": "https://other-issuer.example", "client_id": "b"}}
}}}}
"""


def setting(found: Acceptance, name: str) -> Setting:
    (one,) = (each for each in found.settings if each.name == name)
    return one


def dead(found: Acceptance) -> list[tuple[int, str]]:
    return [(each.what.source.line, each.what.text) for each in found.dead]


def test_a_server_with_its_clients() -> None:
    found = acceptance(("etc/rucio.cfg", CONF), ("etc/idpsecrets.json", CLIENT))
    assert (found.product, found.service) == ("rucio", "client")
    assert found.files == ("etc/rucio.cfg", "etc/idpsecrets.json")
    (issuer,) = found.issuers
    assert (issuer.name.text, issuer.url.text) == ("alpha", ISSUER)
    assert (issuer.url.source.file, issuer.url.source.line) == ("etc/idpsecrets.json", 2)
    assert found.audience is not None
    assert [each.text for each in found.audience.accepted] == ["rucio"]
    assert found.audience.source.line == 3
    assert (found.dead, found.unknown_keys) == ((), ())
    lifetime = setting(found, "oidc.default_jwt_refresh_lifetime")
    assert (lifetime.value, lifetime.seconds, lifetime.written) == ("96", 345600, False)


def test_no_secret_is_kept() -> None:
    found = made(("etc/rucio.cfg", CONF), ("etc/idpsecrets.json", CLIENT))
    assert "hunter2" not in repr(found)


def test_clients_alone() -> None:
    found = acceptance(("etc/idpsecrets.json", CLIENT.replace('"two"', '"one"')))
    assert setting(found, "clients.scim").source.line == 6
    assert setting(found, "clients.redirect_uris").value.startswith("https://rucio.example")
    assert found.audience is None


def test_a_client_of_its_own_for_administration() -> None:
    found = acceptance(("etc/idpsecrets.json", CLIENT))
    assert "clients.scim" not in {each.name for each in found.settings}


def test_lists_of_clients_for_each_vo() -> None:
    conf = CONF + "[oidc]\nexpected_audience =\n"
    services = made(
        ("etc/rucio.cfg", conf), ("etc/idpsecrets.json", NEWER), ("etc/rses.sh", DISK)
    ).services
    found = services[0].acceptance
    assert [each.url.text for each in found.issuers] == [ISSUER]
    assert found.audience is not None
    assert found.audience.checked is State.UNKNOWN
    assert dead(found) == []
    requests = [each.request.issuer for each in services[1].requests if each.request]
    assert requests == ["https://other-issuer.example"] * 3


def test_an_emptied_expectation_lets_every_audience_pass() -> None:
    found = acceptance(("etc/rucio.cfg", CONF + "[oidc]\nexpected_audience =\n"))
    assert found.audience is not None
    assert found.audience.checked is State.NO
    assert found.audience.source.line == 9
    assert setting(found, "oidc.expected_audience").value == ""


def test_a_written_expectation() -> None:
    found = acceptance(("etc/rucio.cfg", CONF + "[oidc]\nexpected_audience = a {{ b }}\n"))
    assert found.audience is not None
    assert [(each.text, each.known) for each in found.audience.accepted] == [
        *(("a", True), ("{{ b }}", False))
    ]


def test_a_name_that_no_client_has() -> None:
    found = acceptance(
        ("etc/rucio.cfg", CONF.replace("= alpha", "= beta")), ("etc/idpsecrets.json", CLIENT)
    )
    assert dead(found) == [(5, "beta")]


def test_clients_of_another_folder() -> None:
    files = [("a/rucio.cfg", CONF), ("b/idpsecrets.json", CLIENT)]
    assert len(made(*files).services) == 1
    assert len(made(*files, ("c/idpsecrets.json", CLIENT)).services) == 3


def test_keys_that_are_unknown_or_no_longer_read() -> None:
    found = acceptance(
        (
            "etc/rucio.cfg",
            CONF
            + "allow_user_oidc_tokens = True\nrequest_oidc_scope = a\nbring_online = 1\n"
            + "poller_oidc_suport = True\n[reaper]\noidc_audience = x\nother = y\n"
            + "[oidc]\nexpected_audiences = x\nissuer = y\n{{ z }} = 1\n",
        )
    )
    assert [(each.key.text, each.suggestion) for each in found.unknown_keys] == [
        ("poller_oidc_suport", "poller_oidc_support"),
        ("expected_audiences", "expected_audience"),
        ("issuer", ""),
    ]
    assert dead(found) == [
        *((8, "allow_user_oidc_tokens"), (9, "request_oidc_scope"), (13, "oidc_audience"))
    ]


def test_the_values_of_a_chart() -> None:
    content = """\
# Rucio in an umbrella
server:
  config:
    oidc:
      admin_issuer: "{{ issuer }}"
      expected_audience: ""
      default_jwt_refresh_lifetime: 24
    conveyor:
      allow_user_oidc_tokens: "True"
"""
    found = acceptance(("values.yaml", content))
    assert dead(found) == [(9, "allow_user_oidc_tokens")]
    assert found.audience is not None
    assert (found.audience.checked, found.audience.source.line) == (State.NO, 6)
    assert setting(found, "oidc.admin_issuer").known is False
    assert setting(found, "oidc.default_jwt_refresh_lifetime").seconds == 86400
    assert "oidc.token_max_lifetime" not in {each.name for each in found.settings}


def test_the_default_of_the_container_is_a_template() -> None:
    content = "[oidc]\n{% if X %}\nidpsecrets = {{ X }}\n{% endif %}\n[conveyor]\n"
    found = acceptance(("rucio.cfg.j2", content))
    assert found.audience is None
    assert found.settings == ()


def test_logins() -> None:
    client = "[client]\nauth_type = oidc\noidc_scope = openid storage.modify:/\n"
    (request,) = service(("rucio.cfg", client)).requests
    assert request.kind == "interactive-user"
    assert request.request is not None
    assert "audience" in request.request.unknown
    audience = client + "oidc_audience = rucio\n"
    (named,) = service(("rucio.cfg", audience)).requests
    assert named.request is not None
    assert named.request.audience == ("rucio",)
    assert service(("rucio.cfg", client.replace("= oidc", "= x509"))).requests == ()


def test_rses_belong_to_the_only_rucio() -> None:
    files = [("etc/rucio.cfg", CONF), ("etc/idpsecrets.json", CLIENT), ("rses/setup.sh", DISK)]
    _, storages = made(*files).services
    assert [each.name for each in storages.requests] == [
        *("transfers from DISK", "transfers to DISK", "deletion at DISK")
    ]
    assert {each.request.issuer for each in storages.requests if each.request} == {ISSUER}


def test_files_of_a_folder_tell_of_one_rse_together() -> None:
    protocol, attribute = DISK.splitlines()
    found = service(("rses/a.sh", protocol), ("rses/b.sh", attribute))
    assert found.acceptance.files == ("rses/a.sh", "rses/b.sh")
    assert len(found.requests) == 3


def test_two_installations_are_kept_apart() -> None:
    other = DISK.replace("dav.example", "dev.example")
    found = service(("rses/dev.sh", other), ("rses/prod.sh", DISK))
    hosts = [each.request.audience for each in found.requests if each.request]
    assert hosts == [("dev.example",)] * 3 + [("dav.example",)] * 3


def test_pages_are_kept_apart() -> None:
    protocol, attribute = DISK.splitlines()
    pieces = [
        Piece(r.COMMANDS, Text(file, "block", content, line=line, embedded=True))
        for file, content, line in (
            *(("a.md", protocol, 3), ("a.md", attribute, 9), ("b.md", protocol, 3)),
        )
    ]
    (found,) = assemble(pieces).services
    assert found.acceptance.files == ("a.md",)
    assert [each.source.line for each in found.requests] == [9] * 3


@pytest.mark.parametrize(
    ("old", "new", "line", "text"),
    [
        ("davs", "root", 2, "True"),
        ("True", "yes", 2, "yes"),
        ("True", "True\nrucio rse attribute add DISK --key oidc_base_path --value /x", 3, "/x"),
    ],
)
def test_attributes_without_effect(old: str, new: str, line: int, text: str) -> None:
    assert dead(acceptance(("rses.sh", DISK.replace(old, new)))) == [(line, text)]


def test_rses_without_tokens_make_no_service() -> None:
    assert made(("rses.sh", DISK.splitlines()[0])).services == ()


def test_what_cannot_be_read_is_told_and_the_rest_is_judged() -> None:
    found = made(("rucio.cfg", CONF + "nonsense\n"), ("idpsecrets.json", CLIENT + "}"))
    assert len(found.services) >= 1
    assert {each.source.file for each in found.problems} == {"rucio.cfg", "idpsecrets.json"}


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=14).map("".join))
def test_any_text_is_read(content: str) -> None:
    kinds = (r.CONF, r.VALUES, r.SECRETS, r.COMMANDS, r.DUMP, r.INFO)
    assemble([Piece(kind, Text("a/x", "x", content)) for kind in kinds])
    assemble([Piece(kind, Text("a/x", "x", content, embedded=True)) for kind in kinds])


def test_a_config_map_keeps_its_lines() -> None:
    content = "kind: ConfigMap\ndata:\n  rucio.cfg: |\n" + "".join(
        f"    {line}\n" for line in [*CONF.splitlines(), "request_oidc_scope = x"]
    )
    texts, _ = texts_of("etc/map.yaml", content.encode())
    pieces = [Piece(found[1], each) for each in texts if (found := recognised(each))]
    (found,) = assemble(pieces).services
    assert dead(found.acceptance) == [(11, "request_oidc_scope")]
    assert found.acceptance.name == "etc/map.yaml:4"
    assert found.acceptance.audience is None  # another part may say more
