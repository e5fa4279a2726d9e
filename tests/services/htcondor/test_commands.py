"""Tokens that scripts create."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.services.htcondor.files import acceptance, text
from tokenlint.services.acceptance import Acceptance
from tokenlint.services.htcondor.commands import commands
from tokenlint.services.htcondor.recognise import SCRIPT, kind_of
from tokenlint.services.offer import Holder

SCRIPT_TEXT = """#!/bin/bash
# condor_token_create -identity nobody@pool.example
sudo -u condor condor_token_create -identity startd@pool.example \\
    -authz ADVERTISE_STARTD -authz READ -lifetime 3600 > /etc/condor/tokens.d/x
/usr/bin/condor_token_create -identity "$USER@pool.example" -key POOL
echo condor_token_create
condor_token_request_auto_approve -netblock 10.0.0.0/8 -lifetime 3660
"""


def read(content: str) -> Acceptance:
    return acceptance({"bin/tokens.sh": content})


def test_tokens_that_a_script_creates() -> None:
    first, second = read(SCRIPT_TEXT).offers
    assert (first.name.text, first.holder, first.source.line) == (
        "startd@pool.example",
        Holder.ACCOUNT,
        3,
    )
    assert [each.text for each in first.scopes] == ["condor:/ADVERTISE_STARTD", "condor:/READ"]
    assert [(each.seconds, each.unlimited) for each in first.lifetimes] == [(3_600, False)]
    assert (second.who, second.name.known, second.all_scopes) == ("", False, True)
    (endless,) = second.lifetimes
    assert (endless.unlimited, endless.written, endless.source.line) == (True, False, 5)


def test_requests_that_are_approved() -> None:
    (block,) = read(SCRIPT_TEXT).settings
    assert (block.name, block.value, block.source.line, block.source.column) == (
        "condor_token_request_auto_approve.netblock",
        "10.0.0.0/8",
        7,
        45,
    )


def test_a_lifetime_that_is_not_known() -> None:
    (offer,) = read("condor_token_create -identity a@b -lifetime $LIFE\n").offers
    assert [(each.seconds, each.unlimited) for each in offer.lifetimes] == [(None, False)]


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        ("x.sh", SCRIPT_TEXT, SCRIPT),
        ("entrypoint", SCRIPT_TEXT, SCRIPT),
        ("x.sh", "# condor_token_create -identity a@b\necho condor_token_create\n", None),
        ("x.md", "    condor_token_create -identity a@b\n", None),
        ("x.sh", "which condor_token_create\n", None),
    ],
)
def test_which_scripts(file: str, content: str, kind: str | None) -> None:
    assert kind_of(text(content, file)) == kind


def test_documentation_is_no_script() -> None:
    assert kind_of(text("condor_token_create -identity a@b\n", "block.sh", embedded=True)) is None


@settings(max_examples=examples(60))
@given(st.text(alphabet="condr_tkeas -'\"\\\n$|", max_size=60))
def test_any_text_is_read(noise: str) -> None:
    for content in (noise, f"condor_token_create {noise}", SCRIPT_TEXT[: len(noise) * 5] + noise):
        list(commands(text(content, "x.sh")))
