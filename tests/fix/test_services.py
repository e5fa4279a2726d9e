"""Repairs of configurations, beyond the examples of the catalogue."""

import pytest

from tests.fix.mending import mended, text
from tokenlint.policy.engine import Engine

SCITOKENS = """\
[Global]
audience = https://storage.example

[Issuer Alpha]
issuer = https://issuer.example
base_path = /alpha

[Issuer Alpha Two]
issuer = https://issuer.example
base_path = /alpha
"""
VOMS = '"alpha" "voms.example" "15000" "/DC=example/CN=voms.example" "alpha"\n'


def test_a_line_of_another_section_is_no_repetition(engine: Engine) -> None:
    result = mended({"scitokens.cfg": SCITOKENS}, engine, "SVC010")
    assert result.edits == {}
    assert {each.finding.rule for each in result.left} == {"SVC010"}


def test_a_repetition_goes_whatever_its_blanks(engine: Engine) -> None:
    other = VOMS.replace('" "', '"   "')
    result = mended({"vomses": f"# ours\n{VOMS}# again\n{other}# end\n"}, engine, "SVC010")
    assert text(result, "vomses") == f"# ours\n{VOMS}# again\n# end\n"
    assert [each.plan.safe for each in result.fixed] == [True]


def test_a_repetition_that_names_something_else_stays(engine: Engine) -> None:
    other = VOMS.replace("CN=voms.example", "CN=other.example")
    result = mended({"vomses": VOMS + other}, engine, "SVC010")
    assert result.edits == {}
    assert ["one of them is wrong" in each.reason for each in result.left] == [True]


@pytest.mark.parametrize(("old", "new"), [("True", "False"), ("true", "false"), ("TRUE", "FALSE")])
def test_a_switch_is_written_like_the_old_word(old: str, new: str, engine: Engine) -> None:
    result = mended({"fts3config": f"SiteName=A\nLogTokenRequests={old}\n"}, engine, "SVC052")
    assert text(result, "fts3config") == f"SiteName=A\nLogTokenRequests={new}\n"


@pytest.mark.parametrize(("old", "new"), [("2592000", "21600"), ("30d", None), ("720h", None)])
def test_a_bound_is_written_in_the_unit_that_is_there(
    old: str, new: str | None, engine: Engine
) -> None:
    config = f"all.export /data\nhttp.exthandler xrdmacaroons lib.so\nmacaroons.maxduration {old}\n"
    result = mended({"xrootd.cfg": config}, engine, "SVC014")
    assert text(result, "xrootd.cfg") == config.replace(old, new or old)


def test_yaml_of_a_service_that_is_shared_is_not_changed_elsewhere(engine: Engine) -> None:
    config = "OIDC:\n  ClientID: a\nTLSSkipVerify: &off true\nOther: *off\n"
    result = mended({"pelican.yaml": config}, engine, "SVC055")
    assert text(result, "pelican.yaml") == config
    assert all("same anchor" in each.reason or "change" in each.reason for each in result.left)
