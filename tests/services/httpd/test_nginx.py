import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled, Service, State
from tokenlint.services.decision import Ask, Decision, Presented, Verdict
from tokenlint.services.httpd.nginx import assemble_nginx
from tokenlint.services.httpd.nginx_conf import locations
from tokenlint.services.httpd.recognise import AUTHORIZER, NGINX, kind_of
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

_ISSUER = "https://iss.example"
_CFG = f"[Global]\naudience = here\n\n[Issuer X]\nissuer = {_ISSUER}\nbase_path = /protected\n"
_CONF = """http {
  server {
    location / { root /www; }
    location /protected/ {
      dav_methods PUT DELETE MKCOL COPY MOVE;
      auth_request /auth; # asks
    }
    location = /auth { internal; }
  }
}
"""


def _assembled(cfg: str | None = _CFG, conf: str | None = None) -> Assembled:
    pieces = []
    if cfg is not None:
        pieces.append(Piece(AUTHORIZER, Text("etc/authorizer.cfg", "authorizer.cfg", cfg)))
    if conf is not None:
        pieces.append(Piece(NGINX, Text("etc/nginx.conf", "nginx.conf", conf)))
    return assemble_nginx(pieces)


def _service(cfg: str | None = _CFG, conf: str | None = None) -> Service:
    (found,) = _assembled(cfg, conf).services
    return found


def _token(*scopes: str, audience: str | None = "here", issuer: str = _ISSUER) -> Presented:
    audiences = (audience,) if audience else None
    return Presented(issuer, audiences, scopes, profile="scitokens-2")


def _asked(found: Service, presented: Presented, operation: str, path: str) -> Decision:
    return found.decide(presented, Ask(Operation(operation), path))


def test_issuers_and_audience() -> None:
    found = _service().acceptance
    (issuer,) = found.issuers
    assert (issuer.url.text, issuer.url.source.line) == (_ISSUER, 5)
    assert [area.text for area in issuer.areas] == ["/protected"]
    assert found.audience is not None
    assert (found.audience.checked, found.audience.missing) == (State.YES, State.YES)
    assert [value.text for value in found.audience.accepted] == ["here"]


@pytest.mark.parametrize(
    ("scopes", "operation", "allowed"),
    [
        (("read:/data",), "read", True),
        (("read:/data",), "delete", False),
        (("write:/data",), "delete", True),
        (("write:/data",), "read", False),
        (("read:/other",), "read", False),
        (("read",), "read", False),
        (("read:/", "write:/"), "list", False),
    ],
)
def test_scopes_below_the_base_path(scopes: tuple[str, ...], operation: str, allowed: bool) -> None:
    answer = _asked(_service(), _token(*scopes), operation, "/protected/data/x")
    assert answer.allowed is allowed


@pytest.mark.parametrize(
    ("presented", "allowed"),
    [
        (_token("read:/", audience=None), True),
        (_token("read:/", audience="ANY"), True),
        (_token("read:/", audience="elsewhere"), False),
        (_token("read:/", issuer=_ISSUER + "/"), False),
        (Presented(_ISSUER, ("here",), ("storage.read:/",)), False),
        (Presented(), False),
    ],
)
def test_tokens(presented: Presented, allowed: bool) -> None:
    assert _asked(_service(), presented, "read", "/protected/x").allowed is allowed


def test_of_two_sections_the_last_counts() -> None:
    cfg = _CFG + f"[Issuer A]\nissuer = {_ISSUER}\nbase_path = /late\n"
    found = _service(cfg)
    assert [issuer.areas[0].text for issuer in found.acceptance.issuers] == ["/late"]
    (dead,) = found.acceptance.dead
    assert (dead.reason, dead.what.text, dead.what.source.line) == ("duplicate", "Issuer X", 4)
    assert _asked(found, _token("read:/"), "read", "/late/x").allowed


def test_keys_that_only_xrootd_knows() -> None:
    cfg = _CFG.replace("base_path", "restricted_path = /a\nbasepath = /b\nbase_path")
    keys = _service(cfg).acceptance.unknown_keys
    assert [(key.key.text, key.suggestion) for key in keys] == [
        ("restricted_path", ""),
        ("basepath", "base_path"),
    ]


def test_locations_and_their_methods() -> None:
    found, problems = locations(Text("nginx.conf", "nginx.conf", _CONF))
    assert problems == ()
    assert [(each.modifier, each.path.text, each.internal) for each in found] == [
        ("", "/", False),
        ("", "/protected/", False),
        ("=", "/auth", True),
    ]
    assert found[1].asks is not None
    assert (found[1].asks.text, found[1].asks.source.line) == ("/auth", 6)
    assert found[1].methods == {"PUT", "DELETE", "MKCOL", "COPY", "MOVE"}


def test_directives_are_inherited_and_switched_off() -> None:
    two = "location /x { } location /y { auth_request off; }"
    conf = f"server {{ auth_request /a; dav_methods PUT; {two} }}"
    found, _ = locations(Text("nginx.conf", "nginx.conf", conf))
    assert [each.asks is not None for each in found] == [True, False]
    assert [each.methods for each in found] == [{"PUT"}, {"PUT"}]


def test_braces() -> None:
    found, problems = locations(Text("nginx.conf", "nginx.conf", "}\nserver { location '/a{b' {"))
    assert [problem.source.line for problem in problems] == [1, 2]
    assert [each.path.text for each in found] == ["/a{b"]


def test_nginx_lets_only_what_its_locations_offer_pass() -> None:
    found = _service(conf=_CONF)
    assert _asked(found, _token("write:/"), "delete", "/protected/x").allowed
    assert not _asked(found, _token("write:/"), "delete", "/else").allowed
    assert found.acceptance.files == ("etc/authorizer.cfg", "etc/nginx.conf")
    names = {setting.name: setting.value for setting in found.acceptance.settings}
    assert names == {"auth_request": "/auth", "dav_methods": "COPY DELETE MKCOL MOVE PUT"}


def test_a_store_that_asks_nobody_is_open_to_all() -> None:
    found = _service(conf=_CONF.replace("auth_request /auth;", "auth_request off;"))
    answer = _asked(found, Presented(), "delete", "/protected/x")
    assert answer.allowed
    assert answer.by is not None
    assert (answer.by.file, answer.by.line) == ("etc/nginx.conf", 5)
    (way,) = [way for way in found.acceptance.ways if way.kind.value == "anonymous"]
    assert (way.paths, "delete" in way.operations) == (("/protected/",), True)


def test_without_an_authorizer_it_depends() -> None:
    found = _service(cfg=None, conf=_CONF)
    assert _asked(found, _token("write:/"), "delete", "/protected/x").verdict is Verdict.DEPENDS
    assert _asked(found, Presented(), "delete", "/protected/x").verdict is Verdict.DENIED


def test_regular_expressions_leave_the_location_open() -> None:
    found = _service(conf=_CONF.replace("location / ", "location ~ \\.root$ "))
    assert _asked(found, _token("write:/"), "delete", "/protected/x").verdict is Verdict.DEPENDS


def test_what_the_authorizer_cannot_read_is_told() -> None:
    (problem,) = _assembled(_CFG + "rubbish\n").problems
    assert problem.source.line == 7
    assert "XRootD" not in problem.reason


@settings(max_examples=examples(60))
@given(
    st.text(alphabet="location /{};'\"#\n=~ auth_request;", max_size=150),
    st.text(alphabet="[Isuer Global]=/\nbase_pth:", max_size=100),
    st.sampled_from(Operation),
)
def test_any_text_can_be_read(conf: str, cfg: str, operation: Operation) -> None:
    found = _service(_CFG + cfg, conf)
    found.decide(_token("read:/", cfg), Ask(operation, "/" + conf))


def test_included_files_that_are_not_nginx_s_own() -> None:
    lines = "include mime.types; include conf.d/*.conf; include /etc/nginx/stores;"
    found = _service(None, f"http {{ {lines} }}\n{_CONF}").acceptance.absent
    assert [(each.what, each.file.text) for each in found] == [("include", "/etc/nginx/stores")]


def test_without_its_configuration_nobody_knows_what_nginx_asks() -> None:
    found = _service().decide(Presented(), Ask(Operation.DELETE, "/protected/x"))
    assert found.verdict is Verdict.DEPENDS


def test_locations_on_one_line_are_read_and_recognised() -> None:
    conf = (
        "server { location /closed { auth_request /auth; dav_methods PUT DELETE; }\n"
        "location /open { dav_methods PUT DELETE; } } # scitokens\n"
    )
    assert kind_of(Text("etc/nginx.conf", "nginx.conf", conf)) == NGINX
    service = _service(conf=conf)
    closed = service.decide(Presented(), Ask(Operation.DELETE, "/closed/x"))
    opened = service.decide(Presented(), Ask(Operation.DELETE, "/open/x"))
    assert (closed.verdict, opened.verdict) == (Verdict.DENIED, Verdict.ALLOWED)
