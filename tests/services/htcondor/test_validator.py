"""The rules of EGI's Check-in validator."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.htcondor.files import text
from tokenlint.services.htcondor.validator import Validator, read_validator

RULE = "Foo=* https://issuer.example * compute.create urn:g:role=member#x"


def read(content: str, *, embedded: bool = False) -> Validator:
    return read_validator(text(content, "egi-check-in-validator.ini", embedded=embedded))


def test_a_rule_with_its_places() -> None:
    (rule,) = read(f"# c\n[mappings]\n{RULE}\n[logger]\nconfig_path=/x\n").rules
    assert (rule.account.text, rule.subject.text, rule.scope.text) == ("foo", "*", "compute.create")
    assert rule.group.text == "urn:g:role=member#x"
    assert (rule.issuer.source.line, rule.issuer.source.column) == (3, 7)


def test_what_the_plugin_refuses() -> None:
    found = read(
        "[mappings]\na=* * * x g\nb=* https://i.example * x *\nc=* https://i.example x g\nd\n"
    )
    assert found.rules == ()
    assert [problem.source.line for problem in found.problems] == [2, 3, 4, 5]
    assert "its issuer is *" in found.problems[0].reason


def test_a_snippet_may_lack_its_section() -> None:
    assert read(RULE).rules == ()
    assert len(read(RULE, embedded=True).rules) == 1


@given(st.text(max_size=100) | st.text(alphabet="[mapings]=* \n:/.x", max_size=100))
def test_any_text_is_read(content: str) -> None:
    read(content)
    read("[mappings]\n" + content)
