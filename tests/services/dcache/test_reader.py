import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import (
    GPLAZMA,
    ISSUER,
    MULTIMAP,
    STACK,
    only,
    provider,
    read,
    site,
    text,
)
from tokenlint.services.acceptance import State
from tokenlint.services.dcache.reader import assemble
from tokenlint.services.dcache.recognise import (
    AUTHZDB,
    BAN,
    DCACHE,
    KPWD,
    LAYOUT,
    OMNISESSION,
)
from tokenlint.services.dcache.recognise import GPLAZMA as GPLAZMA_KIND
from tokenlint.services.dcache.recognise import MULTIMAP as MULTIMAP_KIND
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text

KINDS = [AUTHZDB, BAN, DCACHE, GPLAZMA_KIND, KPWD, LAYOUT, MULTIMAP_KIND, OMNISESSION]


def test_a_site_is_one_service() -> None:
    acceptance = only(site(provider("-profile=wlcg -prefix=/data/vo"))).acceptance
    assert (acceptance.product, acceptance.title, acceptance.name) == ("dcache", "dCache", GPLAZMA)
    (issuer,) = acceptance.issuers
    assert (issuer.name.text, issuer.url.text, issuer.scopes) == ("VO", ISSUER, State.YES)
    assert [area.text for area in issuer.areas] == ["/data/vo"]
    assert issuer.areas[0].source.line == 4
    assert acceptance.audience is not None
    assert (acceptance.audience.checked, acceptance.audience.missing) == (State.YES, State.YES)
    assert [each.text for each in acceptance.audience.accepted] == ["https://door.example"]


@pytest.mark.parametrize(
    ("options", "scopes"),
    [
        ("", State.NO),
        ("-profile=oidc", State.NO),
        ("-profile=scitokens -prefix=/", State.YES),
        ("{{ .Values.options }}", State.UNKNOWN),
    ],
)
def test_whether_scopes_count(options: str, scopes: State) -> None:
    (issuer,) = only(site(provider(options))).acceptance.issuers
    assert issuer.scopes is scopes


def test_a_suppressed_audience_is_the_issuer_s_own() -> None:
    (issuer,) = only(site(provider("-suppress=audience"))).acceptance.issuers
    assert issuer.audience is not None
    assert issuer.audience.checked is State.NO
    assert issuer.audience.source == issuer.source


def test_audiences_of_the_old_plugin() -> None:
    lines = f"gplazma.scitoken.issuer!X = {ISSUER}x /x uid:1\ngplazma.scitoken.audience-targets=a\n"
    stack = "auth optional oidc\nauth optional scitoken\n"
    first, second = only(site(provider() + lines, stack=stack, accounts="")).acceptance.issuers
    assert first.audience is None
    assert second.audience is not None
    assert [each.text for each in second.audience.accepted] == ["a"]
    (alone,) = only(site(lines, stack=stack, accounts="")).acceptance.issuers
    assert alone.audience is None


def test_a_file_of_its_own_is_a_service_of_its_own() -> None:
    service = only({MULTIMAP: "op:VO username:a uid:0\n"})
    assert service.acceptance.audience is None
    (mapping,) = service.acceptance.mappings
    assert mapping.account.text == "username:a uid:0"


def test_entries_of_a_config_map_make_one_service() -> None:
    def entry(name: str, content: str, line: int) -> Text:
        return Text("templates/map.yaml", name, content, line=line, indent=4, embedded=True)

    layout = f"[d]\n[d/gplazma]\n{provider('-suppress=audience')}{{{{ .Values.extra }}}}\n"
    pieces = [
        Piece(LAYOUT, entry("door", layout, 10)),
        Piece(
            GPLAZMA_KIND, entry("gplazma.conf", "auth optional oidc\nmap sufficient multimap\n", 30)
        ),
        Piece(MULTIMAP_KIND, entry("multi-mapfile", "op:VO username:a uid:1 gid:2,true\n", 40)),
    ]
    (service,) = assemble(pieces).services
    (issuer,) = service.acceptance.issuers
    assert (issuer.url.source.line, issuer.url.source.column) == (13, 32)
    (mapping,) = service.acceptance.mappings
    assert (mapping.source.line, mapping.source.column) == (40, 5)


def test_problems_are_told_once() -> None:
    files = site(provider("-profile=wlgc"), stack=f"{STACK}auth optional\n")
    assert len(read(files).problems) == 2


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.text(
                alphabet="gplazma.oidc.provider!A=htps:/-fw\\\n[]{}<%>$ authorize op:,\"'\t\r0",
                max_size=150,
            ),
            st.sampled_from(["d/a", "d/layouts/b", "e/gplazma.conf", "c.yaml", "d.md"]),
            st.booleans(),
        ),
        max_size=5,
    )
)
def test_any_files_are_read(files: list[tuple[str, str, str, bool]]) -> None:
    pieces = [
        Piece(kind, text(content, file, embedded=embedded))
        for kind, content, file, embedded in files
    ]
    made = assemble(pieces)
    assert len(made.services) <= len(pieces) or not pieces
