import pytest

from tests.services.oa4mp.files import QDL, acceptance, text
from tokenlint.services.oa4mp.script import returns


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (QDL, "the groups"),
        ("#!/usr/bin/env qdl-run\n// returns nothing at all.\nx := 1;\n", "nothing at all"),
        ("/* a script */ x := 1; // returns y", ""),
        ("x := 1;", ""),
        ("/*" + "x" * 10_000, ""),
    ],
)
def test_the_head_tells_what_it_returns(content: str, told: str) -> None:
    assert returns(text(content, "a.qdl")) == told


def test_a_script_is_a_service_without_facts() -> None:
    found = acceptance(QDL, "vo/at.qdl")
    assert (found.title, found.offers, found.issues_for) == ("OA4MP script", (), ())
    (only,) = found.settings
    assert (only.name, only.known) == ("qdl script", False)
