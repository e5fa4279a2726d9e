"""Every rule that claims a repair is repaired, in each of its bad examples or with a reason."""

import re
from collections.abc import Callable, Mapping

import pytest

from tests.conftest import ROOT
from tests.fix.mending import CATALOGUE, counted, data_after, mended, report_of
from tokenlint.fix.rules import FIXERS
from tokenlint.fix.run import Result
from tokenlint.policy.catalogue import Example
from tokenlint.policy.engine import Engine

# Bad examples that have no single right text, and what is said of them.
REFUSED = {
    ("IGN002", "date in the past"): "SCP007, which it excused, is still there",
    ("LIF009", "the refresh token ends first, too"): "longer than the default maximum",
    ("SCP009", "a workflow that asks for the SciTokens word"): "whether the issuer knows",
    ("SCP014", "a pilot that holds the refresh token"): "who is to hold the refresh token",
    ("SVC010", "one issuer in two sections"): "one of them is wrong",
    (
        "SVC010",
        "an earlier line matches every token that a later one is for",
    ): "one of them is wrong",
    ("SVC055", "a token may act as root"): "depends on what is meant",
}
EXAMPLES = [
    (code, example)
    for code in FIXERS
    for example in CATALOGUE.rules[code].examples.bad
    if example.workflow is not None or example.files
]


def _files(example: Example) -> Mapping[str, str]:
    return dict(example.files) or {"example.yaml": example.workflow or ""}


Mended = Callable[[str, Example], Result]


@pytest.fixture(scope="module")
def mended_once(engine: Engine) -> Mended:
    """The result for an example as it stands, which most tests here begin with."""
    known: dict[tuple[str, str], Result] = {}

    def of(code: str, example: Example) -> Result:
        key = (code, example.name)
        if key not in known:
            known[key] = mended(_files(example), engine, code)
        return known[key]

    return of


def _ids(value: object) -> str:
    return value.name if isinstance(value, Example) else str(value)


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=_ids)
def test_a_bad_example_is_silent_afterwards(
    code: str, example: Example, engine: Engine, mended_once: Mended
) -> None:
    result = mended_once(code, example)
    refused = REFUSED.get((code, example.name))
    if refused:
        assert result.edits == {}
        assert [refused in each.reason for each in result.left] == [True]
        return
    assert {each.plan.finding.rule for each in result.fixed} == {code}
    assert result.left == ()
    before = report_of({n: h.found.data for n, h in result.before.files.items()}, engine)
    after = report_of(data_after(result), engine)
    assert code in {each.rule for each in before.findings}
    assert code not in {each.rule for each in after.findings}
    assert counted(after) - counted(before) == {}
    assert len(after.errors) == len(before.errors)


def test_every_exception_is_still_an_example() -> None:
    assert REFUSED.keys() <= {(code, example.name) for code, example in EXAMPLES}


def test_the_catalogue_says_which_rules_are_repaired() -> None:
    told = {code for code, rule in CATALOGUE.rules.items() if rule.fix_safe is not None}
    assert told == FIXERS.keys()


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=_ids)
def test_a_rule_is_safe_as_its_entry_says(code: str, example: Example, mended_once: Mended) -> None:
    for each in mended_once(code, example).fixed:
        assert each.plan.safe is CATALOGUE.rules[code].fix_safe


def test_every_rule_has_an_example_that_is_repaired() -> None:
    assert {code for code, example in EXAMPLES if (code, example.name) not in REFUSED} == set(
        FIXERS
    )


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=_ids)
def test_without_unsafe_nothing_changes_its_meaning(
    code: str, example: Example, engine: Engine
) -> None:
    result = mended(_files(example), engine, unsafe=False)
    assert all(each.plan.safe for each in result.fixed)
    if not CATALOGUE.rules[code].fix_safe:
        assert code in {each.finding.rule for each in result.left}


LINE_ENDS = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "cr": lambda text: text.replace("\n", "\r"),
    "no end": lambda text: text.rstrip("\n"),
    "byte order mark": lambda text: "\ufeff" + text,
    "blank lines behind": lambda text: text + "\n\n",
    "a comment above": lambda text: text if text[0] in "[{" else f"# as agreed: [x] 'y\n{text}",
}


@pytest.mark.parametrize("form", LINE_ENDS)
@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=_ids)
def test_all_other_bytes_stay(
    form: str, code: str, example: Example, engine: Engine, mended_once: Mended
) -> None:
    """Mending a file in another form is the same as bringing the mended file into that form."""
    change = LINE_ENDS[form]
    plain = mended_once(code, example)
    other = mended({name: change(text) for name, text in _files(example).items()}, engine, code)
    if not other.edits:  # its product does not read this form, or says nothing of it
        assert form != "crlf" or (code, example.name) in REFUSED
        return
    expected = {name: change(data.decode()).encode() for name, data in data_after(plain).items()}
    assert data_after(other) == expected
    assert {n: h.found.data for n, h in other.after.files.items()} == expected


def test_the_page_names_every_rule_that_is_repaired() -> None:
    page = (ROOT / "docs" / "how-to" / "fix.md").read_text(encoding="utf-8")
    table = page[page.index("## What it knows") : page.index("SCP001 is not")]
    assert set(re.findall(r"[A-Z]{3}\d{3}", table)) == FIXERS.keys()
