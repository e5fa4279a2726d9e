import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.storm.configs import ISSUER, OTHER, application, area, piece, token
from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Assembled, Service, State
from tokenlint.services.decision import Ask, Presented, Verdict
from tokenlint.services.storm.reader import assemble
from tokenlint.services.storm.recognise import TEAPOT
from tokenlint.services.storm.teapot_ini import items, read
from tokenlint.services.text import Text

_INI = f"""[Teapot]
trusted_OP = {ISSUER}, {OTHER}
mapping = FILE
mapping_file = /etc/teapot/user-mapping.csv
"""
_AREA = f"""[STORAGE_AREA_1]
name = data
accessPoint = /data
IdP_URL_one = {ISSUER}
"""
_FILES = {"users": "etc/user-mapping.csv", "app": "etc/application.yml", "sa": "etc/d.properties"}
_USERS = "alice id-1\nbob id-2\n"


def _assembled(ini: str, **files: str) -> Assembled:
    others = [piece(_FILES[name], content) for name, content in files.items()]
    return assemble([piece("etc/config.ini", ini, TEAPOT), *others])


def _teapot(ini: str, **files: str) -> Service:
    found = _assembled(ini, **files).services
    return next(each for each in found if each.acceptance.product == "teapot")


def _verdict(found: Service, presented: Presented) -> Verdict:
    return found.decide(presented, Ask(Operation.DELETE, "/data/x")).verdict


def test_issuers_with_the_areas_that_name_them() -> None:
    found = _teapot(_INI + _AREA, users=_USERS).acceptance
    assert [issuer.url.text for issuer in found.issuers] == [ISSUER, OTHER]
    assert [[area.text for area in issuer.areas] for issuer in found.issuers] == [["/data"], []]
    assert (found.issuers[1].url.source.line, found.issuers[1].url.source.column) == (2, 36)
    assert found.audience is not None
    assert found.audience.checked is State.NO


def test_users_of_the_mapping_file() -> None:
    found = _teapot(_INI, users=_USERS).acceptance
    assert [(m.account.text, m.subjects.value, m.source.line) for m in found.mappings] == [
        ("alice", "one", 1),
        ("bob", "one", 2),
    ]
    assert found.files == ("etc/config.ini", "etc/user-mapping.csv")


def test_groups_and_their_accounts() -> None:
    ini = _INI.replace("FILE", "VO") + (
        "[VO_enforcement]\ngroup_a = urn:g#x\nusername_a = vo1\ngroup_b = urn:h\n"
    )
    found = _teapot(ini)
    assert [(m.account.text, m.subjects.value) for m in found.acceptance.mappings] == [
        ("vo1", "some")
    ]
    assert [dead.what.text for dead in found.acceptance.dead] == ["urn:h"]
    assert _verdict(found, token(groups=("urn:g#y",))) is Verdict.DEPENDS
    assert _verdict(found, token(groups=("urn:h",))) is Verdict.DENIED


def test_names_that_the_token_chooses() -> None:
    found = _teapot(_INI.replace("FILE", "KEYCLOAK")).acceptance
    assert [(m.issuer, m.chosen_by_token) for m in found.mappings] == [
        (ISSUER, True),
        (OTHER, True),
    ]


@pytest.mark.parametrize(
    ("presented", "verdict"),
    [
        (Presented(), Verdict.DENIED),
        (token(issuer="https://foreign.example"), Verdict.DENIED),
        (token(), Verdict.DENIED),
        (Presented(ISSUER, ("a",), subject="id-1"), Verdict.DEPENDS),
        (Presented(ISSUER.rstrip("/"), ("a",), subject="id-2"), Verdict.DEPENDS),
    ],
)
def test_the_gate(presented: Presented, verdict: Verdict) -> None:
    assert _verdict(_teapot(_INI, users=_USERS), presented) is verdict


def test_behind_the_gate_storm_answers() -> None:
    found = _teapot(_INI, users=_USERS, app=application(), sa=area())
    answer = found.decide(
        Presented(ISSUER, ("a",), subject="id-1"), Ask(Operation.DELETE, "/data/x")
    )
    assert answer.allowed
    assert {step.source.file for step in answer.steps} == {
        "etc/config.ini",
        "etc/user-mapping.csv",
        "etc/d.properties",
    }
    assert _verdict(found, token()) is Verdict.DENIED


@pytest.mark.parametrize(
    ("mapping", "verdict"),
    [("ALISE", Verdict.DEPENDS), ("", Verdict.DENIED), ("{{ .x }}", Verdict.DEPENDS)],
)
def test_other_mappings(mapping: str, verdict: Verdict) -> None:
    assert _verdict(_teapot(_INI.replace("FILE", mapping)), token()) is verdict


def test_a_mapping_file_that_is_not_there() -> None:
    assert _verdict(_teapot(_INI), token()) is Verdict.DEPENDS


def test_settings() -> None:
    found = _teapot(_INI + "[Storm-webdav]\nREQUIRE_CLIENT_CERT = false\n").acceptance
    values = {setting.name: setting.value for setting in found.settings}
    assert (values["mapping"], values["require_client_cert"]) == ("FILE", "false")


def test_what_configparser_refuses() -> None:
    ini = "x = 1\n[Teapot]\nmapping = FILE\nMAPPING = VO\nrubbish\n[Teapot]\n"
    assert [problem.source.line for problem in _assembled(ini).problems] == [1, 4, 5, 6]


def test_a_mapping_file_alone() -> None:
    (found,) = assemble([piece("etc/user-mapping.csv", _USERS)]).services
    assert [mapping.account.text for mapping in found.acceptance.mappings] == ["alice", "bob"]
    assert _verdict(found, token()) is Verdict.DEPENDS


@given(st.text(alphabet="[]Teapot=: \n#;,{%}$", max_size=150))
def test_any_text_can_be_read(content: str) -> None:
    text = Text("config.ini", "config.ini", content)
    for section in read(text).sections:
        for value in section.values.values():
            list(items(text, value))


def test_a_file_of_accounts_that_is_not_there() -> None:
    (found,) = _teapot(_INI).acceptance.absent
    assert (found.what, found.file.text) == ("mapping_file", "/etc/teapot/user-mapping.csv")
    assert _teapot(_INI, users=_USERS).acceptance.absent == ()
    assert _teapot(_INI.replace("FILE", "KEYCLOAK")).acceptance.absent == ()
