import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tokenlint.services.acceptance import Assembled, Service
from tokenlint.services.offer import Holder, Public
from tokenlint.services.oidcagent.reader import assemble
from tokenlint.services.oidcagent.recognise import ACCOUNT, ENCRYPTED, ISSUERS, PARAMETERS
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.workflows.declaration import TokenRequest, Workflow

ISSUER = "https://issuer.example/"
ISSUERS_TEXT = """\
[
  {
    "issuer": "https://issuer.example/",
    "register": "https://issuer.example/register",
    "pubclient": {
      "client_id": "agent",
      "client_secret": "sesame",
      "scope": "openid storage.read:/ wlcg.groups",
      "redirect_uri": []
    },
    "legacy_aud_mod": true,
    "pw-store": true
  },
  {"issuer": "https://people.example/", "pubclient": {"client_id": "a", "scope": "openid email"}}
]
"""
PARAMETERS_TEXT = """\
[
  {"parameter": "audience", "value": "https://s.example https://t.example",
   "for_issuer": ["https://issuer.example/"], "request": ["refresh"]},
  {"parameter": "audience", "value": "$A", "for_account": ["alpha"], "request": ["auth_url"]},
  {"parameter": "audience", "value": "x", "for_account": ["alpha"], "request": ["revocation"]},
  {"parameter": "resource", "value": "y", "for_account": ["alpha"]},
  {"parameter": "other", "value": "z", "request": ["refresh"], "for_isuer": ["a"]}
]
"""


def read(*files: tuple[str, str, str]) -> Assembled:
    return assemble([Piece(kind, Text(f, f.rpartition("/")[2], c)) for kind, f, c in files])


def one(*files: tuple[str, str, str]) -> Service:
    (service,) = read(*files).services
    return service


def request(workflow: Workflow) -> TokenRequest:
    assert workflow.request is not None
    return workflow.request


def scopes(workflow: Workflow) -> list[str]:
    return [item.text for item in request(workflow).scope_items]


def account(**fields: Any) -> Workflow:
    written = {"name": "alpha", "issuer_url": ISSUER, "client_id": "a"} | fields
    (asked,) = one((ACCOUNT, "a/alpha.json", json.dumps(written))).requests
    return asked


def test_what_can_be_had_with_a_public_client() -> None:
    service = one((ISSUERS, "a/issuer.config", ISSUERS_TEXT))
    held = service.acceptance
    assert (held.product, held.service) == ("oidc-agent", "client")
    assert (held.issues_for, held.issuers, service.requests) == ((), (), ())
    (offer,) = held.offers  # a login at the other one is no grid token
    assert (offer.kind, offer.name.text) == ("public client", "of https://issuer.example/")
    assert [each.text for each in offer.scopes] == ["openid", "storage.read:/", "wlcg.groups"]
    assert (offer.holder, offer.public, offer.audiences) == (Holder.USER, Public.YES, ())
    place = offer.scopes[1].source
    assert (place.line, place.column, place.end_column) == (8, 24, 38)


def test_unknown_keys_and_settings() -> None:
    held = one((ISSUERS, "a/issuer.config", ISSUERS_TEXT)).acceptance
    keys = [(each.key.text, each.section, each.suggestion) for each in held.unknown_keys]
    assert keys == [
        ("legacy_aud_mod", "", "legacy_aud_mode"),
        ("redirect_uri", "pubclient", "redirect_uris"),
    ]
    assert [(each.name, each.value) for each in held.settings] == [("pw-store", "true")]


def test_an_account_asks_for_its_scopes_and_more() -> None:
    asked = account(scope="openid storage.read:/a", audience="https://s.example")
    assert (asked.name, asked.kind) == ("account alpha", "interactive-user")
    assert scopes(asked) == ["openid", "storage.read:/a", "offline_access"]
    assert request(asked).audience == ("https://s.example",)
    assert not request(account(scope="max")).scope_declared


ALPHA = {"name": "alpha", "issuer": "https://x.example/", "scope": "storage.read:/a"}


def test_added_parameters_name_the_audience() -> None:
    service = one(
        (ISSUERS, "a/issuer.config", ISSUERS_TEXT),
        (PARAMETERS, "a/custom_parameters.config", PARAMETERS_TEXT),
        (ACCOUNT, "a/alpha.json", json.dumps(ALPHA)),
    )
    (public,), (alpha,) = service.acceptance.offers, service.requests
    assert public.audiences is not None
    assert [each.text for each in public.audiences] == ["https://s.example", "https://t.example"]
    assert public.audiences[1].source.line == 2
    assert request(alpha).audience == ()
    assert "audience" in request(alpha).unknown  # it stands in a variable


def test_parameters_that_are_for_nothing() -> None:
    held = one((PARAMETERS, "a/custom_parameters.config", PARAMETERS_TEXT)).acceptance
    assert [(each.what.text, each.what.source.line) for each in held.dead] == [
        ("resource", 6),
        ("other", 7),
    ]
    assert [each.suggestion for each in held.unknown_keys] == ["for_issuer"]


def test_a_folder_and_the_file_beside_it_are_one_agent() -> None:
    folder = '{"issuer": "https://b.example/", "pubclient": {"scope": "compute.read"}}'
    service = one(
        (ISSUERS, "a/issuer.config", ISSUERS_TEXT), (ISSUERS, "a/issuer.config.d/b", folder)
    )
    assert len(service.acceptance.offers) == 2
    assert service.acceptance.files == ("a/issuer.config", "a/issuer.config.d/b")
    assert len(read((ISSUERS, "a/x", folder), (ISSUERS, "b/x", folder)).services) == 2


def test_the_old_form_and_open_addresses() -> None:
    lines = "https://a.example/ one\n  http://b.example/\n"
    (issuer,) = one((ISSUERS, "issuer.config", lines)).acceptance.issuers
    assert (issuer.url.text, issuer.url.source.line, issuer.url.source.column) == (
        "http://b.example/",
        2,
        3,
    )
    held = one((ISSUERS, "issuer.config", '[{"issuer": "http://b.example"}]')).acceptance
    assert [each.url.text for each in held.issuers] == ["http://b.example"]


def test_comments_on_lines_of_their_own() -> None:
    service = one((ISSUERS, "issuer.config", f"# ours\n{ISSUERS_TEXT}"))
    assert service.acceptance.offers[0].scopes[0].source.line == 9


def test_placeholders_are_unknown() -> None:
    asked = account(scope="openid storage.read:/a ${MORE}")
    assert "scope" in request(asked).unknown


def test_encrypted_accounts_tell_nothing() -> None:
    assert read((ENCRYPTED, "a/alpha", "x")) == Assembled()


def test_broken_files_are_problems() -> None:
    found = read((ISSUERS, "a/issuer.config", ISSUERS_TEXT[:-3]))
    assert [each.kind for each in found.problems] == ["syntax"]


@st.composite
def nearly_valid(draw: st.DrawFn) -> str:
    """A valid text with a part cut out and another one put in."""
    whole = draw(st.sampled_from((ISSUERS_TEXT, PARAMETERS_TEXT, "https://a.example one\n")))
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 40)))
    middle = draw(st.text(alphabet="\n\t :-[]{}'\"a=,<%>#", max_size=8))
    return whole[:start] + middle + whole[end:]


KINDS = st.sampled_from((ISSUERS, PARAMETERS, ACCOUNT, ENCRYPTED))


@settings(max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(KINDS, st.sampled_from("abc"), nearly_valid()), max_size=3))
def test_any_text_is_read(files: list[tuple[str, str, str]]) -> None:
    read(*files)


def test_nothing_makes_nothing() -> None:
    assert assemble([]) == Assembled()
