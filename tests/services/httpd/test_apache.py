import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.decision import Ask, Decision, Presented, Verdict
from tokenlint.services.httpd.apache import assemble_apache
from tokenlint.services.httpd.recognise import APACHE
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

_ISSUER = "https://iss.example"
_ANY = "https://wlcg.cern.ch/jwt/v1/any"
_CONF = f"""LogLevel info
<Location /demo>
  AuthType Scitoken
  Require Scitoken
  issuers "{_ISSUER};/demo"
  Dav On
</Location>
"""


def _assembled(conf: str) -> Assembled:
    return assemble_apache([Piece(APACHE, Text("etc/apache2.conf", "apache2.conf", conf))])


def _service(conf: str = _CONF) -> Service:
    (found,) = _assembled(conf).services
    return found


def _token(*scopes: str, profile: str = "scitokens-2", issuer: str = _ISSUER) -> Presented:
    return Presented(issuer, (_ANY,), scopes, profile=profile)


def _asked(found: Service, presented: Presented, operation: str, path: str) -> Decision:
    return found.decide(presented, Ask(Operation(operation), path))


def test_issuers_with_their_resources() -> None:
    (issuer,) = _service().acceptance.issuers
    assert (issuer.url.text, issuer.url.source.line, issuer.url.source.column) == (_ISSUER, 5, 12)
    (area,) = issuer.areas
    assert (area.text, area.source.column, area.source.end_column) == ("/demo", 32, 37)


@pytest.mark.parametrize(
    ("scopes", "operation", "allowed"),
    [
        (("read:/demo",), "read", True),
        (("read:/",), "read", True),
        (("read:/demo",), "list", False),
        (("write:/demo",), "list", True),
        (("write:/demo",), "delete", True),
        (("write:/demo/sub",), "delete", False),
        (("read:/demo",), "delete", False),
    ],
)
def test_scopes_are_compared_with_the_resource(
    scopes: tuple[str, ...], operation: str, allowed: bool
) -> None:
    assert _asked(_service(), _token(*scopes), operation, "/demo/sub/x").allowed is allowed


def test_creating_counts_as_writing() -> None:
    held = _token("storage.create:/", profile="wlcg")
    answer = _asked(_service(), held, "delete", "/demo/x")
    assert answer.allowed
    assert answer.by is not None
    assert answer.by.line == 5
    assert "reads storage.create as `write`" in answer.steps[-1].says
    assert not _asked(
        _service(), _token("storage.read:/", profile="wlcg"), "delete", "/demo/x"
    ).allowed


def test_the_audience_is_the_machine() -> None:
    held = Presented(_ISSUER, ("host",), ("read:/",), profile="scitokens-2")
    assert _asked(_service(), held, "read", "/demo/x").verdict is Verdict.DEPENDS


def test_without_dav_nothing_is_written() -> None:
    for conf in (_CONF.replace("Dav On", "Dav Off"), _CONF.replace("Dav On", "")):
        assert not _asked(_service(conf), _token("write:/"), "delete", "/demo/x").allowed
        assert _asked(_service(conf), _token("read:/"), "read", "/demo/x").allowed


def test_dav_is_inherited() -> None:
    conf = "<Directory /srv>\nDav filesystem\n" + _CONF.replace("Dav On", "") + "</Directory>\n"
    assert _asked(_service(conf), _token("write:/"), "delete", "/demo/x").allowed
    (setting,) = _service(conf).acceptance.settings
    assert (setting.name, setting.value, setting.source.line) == ("dav", "filesystem", 2)


def test_a_second_requirement_lets_everybody_in() -> None:
    found = _service(_CONF.replace("Dav On", "Dav On\n  Require all granted"))
    answer = _asked(found, Presented(), "delete", "/demo/x")
    assert answer.allowed
    assert answer.by is not None
    assert answer.by.line == 7
    assert [way.kind.value for way in found.acceptance.ways] == ["anonymous", "capability"]


@pytest.mark.parametrize(
    ("presented", "operation", "path", "verdict"),
    [
        (Presented(), "read", "/demo/x", Verdict.DENIED),
        (_token("read:/", issuer="https://other.example"), "read", "/demo/x", Verdict.DENIED),
        (_token("read:/"), "read", "/else", Verdict.DEPENDS),
        (_token("write:/"), "delete", "/else", Verdict.DENIED),
        (_token("write:/"), "stage", "/demo/x", Verdict.DENIED),
    ],
)
def test_refusals(presented: Presented, operation: str, path: str, verdict: Verdict) -> None:
    assert _asked(_service(), presented, operation, path).verdict is verdict


def test_several_issuers() -> None:
    two = _CONF.replace('/demo"', '/demo,https://two.example;/two"')
    found = _service(two)
    assert [issuer.url.text for issuer in found.acceptance.issuers] == [
        _ISSUER,
        "https://two.example",
    ]
    assert _asked(found, _token("read:/"), "read", "/demo/x").verdict is Verdict.DEPENDS
    same = _service(two.replace(";/two", ";/demo"))
    assert _asked(same, _token("read:/"), "read", "/demo/x").allowed


def test_a_line_that_goes_on() -> None:
    conf = _CONF.replace("issuers ", "issuers \\\n   ")
    (issuer,) = _service(conf).acceptance.issuers
    assert (issuer.url.text, issuer.url.source.line) == (_ISSUER, 5)


def test_the_last_of_two_lists_counts() -> None:
    conf = _CONF.replace("Dav On", 'issuers "https://late.example;/demo"')
    found = _service(conf).acceptance
    assert [issuer.url.text for issuer in found.issuers] == ["https://late.example"]
    assert [(dead.reason, dead.what.source.line) for dead in found.dead] == [("duplicate", 5)]


def test_sections_that_do_not_close() -> None:
    (problem,) = _assembled("</Location>\n" + _CONF).problems
    assert (problem.source.line, problem.source.column) == (1, 1)


def test_placeholders() -> None:
    found = _service(_CONF.replace(_ISSUER, "${ISSUER}"))
    assert not found.acceptance.issuers[0].url.known
    assert _asked(found, _token("read:/"), "read", "/demo/x").verdict is Verdict.DEPENDS


@settings(max_examples=examples(60))
@given(
    st.text(alphabet='<Location /demo>\nissuers "https:;,\\#', max_size=150), st.text(max_size=20)
)
def test_any_text_can_be_read(conf: str, path: str) -> None:
    for text in (conf, _CONF[: len(conf)] + conf):
        found = _service(text)
        for operation in Operation:
            found.decide(_token(path), Ask(operation, "/demo/" + path))


def test_included_files() -> None:
    lines = "Include ports.conf\nIncludeOptional maybe.conf\nInclude sites/*.conf\n"
    found = _service(lines + _CONF).acceptance.absent
    assert [(each.what, each.file.text) for each in found] == [("Include", "ports.conf")]
