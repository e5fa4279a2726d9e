"""A proxy under judgement: document, words, places; and nobody's whole name in any of them."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from tests.credentials.proxy.made import attributes, file, proxy
from tests.credentials.schema import assert_valid
from tests.judging import SERVICES, settings
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.policy.judgement import Judgement
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.subject import lookup
from tokenlint.source import Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.workflows.reader import read_workflows

WORKFLOW = (
    SERVICES
    + """\
workflows:
  reading:
    kind: other
    operations: [{operation: read, service: disk, path: /data, by: payload}]
    usable_for: 1h
"""
)


def subject(*held: Any, mode: int | None = 0o600, **more: Any) -> ProxySubject:
    return ProxySubject(
        proxy(*held, **more), Source("x509up"), settings(), Calibration.default(), mode
    )


def test_the_policy_input_fits_the_schema() -> None:
    facts = subject(attributes()).facts
    assert_valid(facts)
    assert (facts["kind"], facts["format"]) == ("proxy", "tokenlint.input/1")


def test_the_document() -> None:
    made = subject(attributes("/made-up/Role=x/Capability=NULL", targets=("a.example",)))
    document = made.document
    assert document.id == f"x509up#{made.proxy.fingerprint}"
    assert (document.kind, document.title) == ("proxy", f"proxy {made.proxy.fingerprint}")
    assert document.facts == {
        "form": "RFC 3820 proxy",
        "identity": "/DC=example/DC=grid/OU=people/CN=Ma…",
        "takes over": "all rights of its owner",
        "VO made-up": "/made-up/Role=x; only at a.example; until 2026-11-21 00:00 UTC "
        "(in 12 h; lifetime 12 h); signed by the enclosed server",
        "times": "until 2026-11-21 00:00 UTC (in 12 h; lifetime 12 h)",
        "chain": "2 certificates, each signed by the next; trust in the authority is not checked",
        "private key": "in this file, without a passphrase",
        "reach": "DELETE /... at a.example until 2026-11-21 00:00 UTC",
    }
    assert document.vector is not None
    assert document.vector.scope == 1


def test_a_limited_proxy_that_was_delegated() -> None:
    facts = subject(delegations=2, policy="limited").document.facts
    assert facts["form"] == "RFC 3820 proxy, delegated once"
    assert facts["takes over"] == "limited: all rights of its owner but starting jobs"


def test_a_certificate_is_called_one() -> None:
    made = subject(form="end-entity")
    assert made.document.title.startswith("certificate ")
    assert "takes over" not in made.document.facts


def test_what_cannot_be_read_is_a_problem_and_has_no_place() -> None:
    made = replace(subject(), proxy=read_proxy(b"hello"))
    (problem,) = made.problems
    assert (problem.kind, problem.source.file) == ("unreadable-proxy", "x509up")
    assert "certificate 1 of the file" in problem.reason
    assert made.document.vector is None
    assert made.document.facts == {"form": "unreadable", "reach": "nothing"}
    assert made.texts() == {}
    assert made.location("/proxy/form").source.file == "x509up"
    assert "request" not in made.evidence(["/proxy"])
    assert_valid(made.facts)


def test_a_good_one_is_no_problem() -> None:
    assert subject(attributes(holder="other")).problems == ()


POINTERS = {
    "/proxy": "{",
    "/proxy/form": '"RFC 3820 proxy"',
    "/proxy/policy": '"limited: all rights of its owner but starting jobs"',
    "/proxy/lifetime": '"2026-11-21 00:00 UTC"',
    "/proxy/private_key": '"in this file, without a passphrase"',
    "/proxy/certificates/1": '"/DC=example/DC=grid/OU=people/CN=Ma…"',
    "/proxy/certificates/0/weak_key": '"EC of 256 bits"',
    "/proxy/certificates/0/digest": '"sha256"',
    "/proxy/attributes/0": '"made-up"',
    "/proxy/attributes/0/lifetime": '"2026-11-20 23:00 UTC"',
    "/proxy/attributes/0/targets": "[",
    "/proxy/attributes/0/digest": '"sha256"',
}


@pytest.mark.parametrize("pointer", POINTERS)
def test_places_in_the_decoded_proxy(pointer: str) -> None:
    held = attributes("/made-up/Role=x", targets=("a.example",), ends="now+11h")
    made = subject(held, policy="limited")
    place = made.location(pointer).source
    (text,) = made.texts().values()
    line = text.splitlines()[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == POINTERS[pointer]
    lookup(made.facts, pointer)


def test_defects_stand_where_they_belong() -> None:
    made = subject(attributes(holder="other"), fault="subject")
    words = {made.text(f"/proxy/defects/{n}"): made.location(f"/proxy/defects/{n}") for n in (0, 1)}
    pointers = {text: place.source.pointer for text, place in words.items()}
    assert pointers == {
        "its name is not that of its issuer and one common name more": "/chain/0/subject",
        "the attributes were granted to the holder of another certificate": "/attributes/0/vo",
    }


def test_the_words_of_messages() -> None:
    made = subject(attributes("/made-up", ends="now+6h"))
    assert made.text("/proxy/form") == "RFC 3820 proxy"
    assert made.text("/limits/proxy_longest") == "1 d"
    assert made.text("/proxy/attributes/0") == "VO made-up"
    assert made.text("/proxy/attributes/0/short_seconds") == "6 h"
    assert made.text("/credential/reach").startswith("DELETE /... at any storage")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"starts": "now+1h", "ends": "now+2h"}, "from 2026-11-20 13:00 UTC on, for 1 h"),
        (
            {"starts": "now-2h", "ends": "now-1h"},
            "until 2026-11-20 11:00 UTC (1 h ago; lifetime 1 h)",
        ),
        ({"starts": "now-10000h", "ends": "now-9999h"}, "at no time: "),
    ],
)
def test_times_in_words(more: dict[str, str], words: str) -> None:
    assert subject(**more).text("/proxy/lifetime").startswith(words)


def test_the_need_of_a_workflow_is_set_beside() -> None:
    alone = subject(attributes())
    (workflow,) = read_workflows(WORKFLOW.encode(), name="w.yaml").workflows
    limits = alone.settings.limits
    judgement = Judgement.of(workflow, alone.view, limits, alone.calibration)
    document = replace(alone, judgement=judgement).document
    assert document.need is not None
    assert document.excess is not None
    assert document.excess > 0.5
    assert document.facts["judged against"] == "reading"


def test_nothing_shows_a_person_a_key_or_a_signature() -> None:
    data = file(attributes("/made-up"), delegations=2)
    made = replace(subject(), proxy=read_proxy(data))
    said = json.dumps(
        [
            made.facts,
            made.texts(),
            made.document.facts,
            made.evidence(["/proxy"]),
            repr(made),
        ],
        ensure_ascii=False,
    )
    assert "Made Up Person" not in said.replace(repr(made.proxy), "")
    for body in re.findall(rb"[A-Za-z0-9+/]{40,}", data):
        assert body.decode()[:20] not in said
