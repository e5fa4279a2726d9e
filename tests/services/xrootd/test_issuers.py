"""Audiences and issuers."""

import pytest

from tests.services.xrootd.texts import ISSUER, SCITOKENS, SERVER, acceptance
from tokenlint.services.acceptance import Issuer, State

MAPFILE = '[{"sub": "alice", "result": "vo001"}]'


def issuer(authdb: str = "", more: str = "", server: str = SERVER, **files: str) -> Issuer:
    if authdb:
        files["authdb"] = authdb
    return acceptance(xrootd__cfg=server, scitokens__cfg=SCITOKENS + more, **files).issuers[0]


def test_an_issuer_has_its_areas() -> None:
    found = issuer(more="restricted_path = /a\n")
    assert (found.name.text, found.url.text) == ("vo", ISSUER)
    assert [each.text for each in found.areas] == ["/data"]
    assert [each.text for each in found.restricted] == ["/a"]
    assert (found.url.source.line, found.source.line) == (4, 3)


@pytest.mark.parametrize(
    ("authdb", "more", "kinds"),
    [
        ("", "", ("group",)),  # the database is not among the files
        ("u * / lr\n", "", ("anonymous",)),
        ("g /vo /data a\n", "", ("group",)),
        ("g /vo /data a\n", "authorization_strategy = capability\n", ()),
        (f"o {ISSUER} /data a\n", "authorization_strategy = capability\n", ("issuer",)),
        ("o https://other.example /data a\n", "", ()),
        ("u vo001 /data a\n", "name_mapfile = map.json\n", ("account",)),
        ("u vo001 /data a\n", "default_user = vo001\n", ()),
    ],
)
def test_what_is_asked_when_no_scope_fits(authdb: str, more: str, kinds: tuple[str, ...]) -> None:
    assert (
        issuer(authdb, more, map__json=MAPFILE).falls_through == kinds
        if "map" in more
        else (issuer(authdb, more).falls_through == kinds)
    )


def test_a_capability_is_final_where_nothing_is_chained() -> None:
    assert issuer("g /vo /data a\n", server=SERVER.replace("++ ", "")).falls_through == ()


def test_onmissing_allow_asks_nobody() -> None:
    scitokens = SCITOKENS.replace("[Issuer", "onmissing = allow\n[Issuer")
    found = acceptance(xrootd__cfg=SERVER, scitokens__cfg=scitokens).issuers[0]
    assert found.falls_through == ("anonymous",)


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ("", State.YES),
        ("authorization_strategy = group\n", State.NO),
        ("authorization_strategy = {{ .x }}\n", State.UNKNOWN),
        ("authorization_strategy = nothing\n", State.YES),
    ],
)
def test_whether_scopes_count(more: str, state: State) -> None:
    assert issuer(more=more).scopes is state


def test_scopes_do_not_count_without_authorization() -> None:
    assert issuer(server=SERVER.replace("ofs.authorize\n", "")).scopes is State.NO


def test_a_second_section_of_an_issuer_is_shadowed() -> None:
    found = acceptance(scitokens__cfg=SCITOKENS + SCITOKENS.replace("[Issuer vo]", "[Issuer wo]"))
    assert [each.shadowed for each in found.issuers] == [False, True]


def test_the_audience_is_always_checked() -> None:
    found = acceptance(scitokens__cfg=SCITOKENS).audience
    assert found is not None
    assert (found.checked, found.missing) == (State.YES, State.NO)
    found = acceptance(scitokens__cfg=SCITOKENS.replace("audience", "# audience")).audience
    assert found is not None
    assert (found.accepted, found.missing) == ((), State.UNKNOWN)
    assert acceptance(authdb="u * / lr\n").audience is None
