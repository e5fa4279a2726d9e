"""Which files are XRootD's."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import SCITOKENS, SERVER, text
from tokenlint.services.xrootd.recognise import kind_of

AUTHDB = "# all\nu * /data rl \\\n    /scratch a\ng /vo /data a-d\n"
MAPFILE = '[{"sub": "alice", "result": "vo001"}]'


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        ("scitokens.cfg", SCITOKENS, "scitokens.cfg"),
        ("anything.txt", SCITOKENS, "scitokens.cfg"),
        ("scitokens.cfg.erb", "<% if x -%>\n[Issuer a]\nbase_path = /\n", "scitokens.cfg"),
        ("scitokens-empty.cfg", "[Global]\naudience = a\n", "scitokens.cfg"),
        ("scitokens.cfg", "# nothing yet\n", "scitokens.cfg"),
        ("authorizer.cfg", SCITOKENS, None),  # nginx's, with the same grammar
        ("rucio.cfg", "[Global]\naudience = a\n", None),
        ("some.ini", "[Issuer]\nissuer = a\n", None),
        ("xrootd-clustered.cfg", SERVER, "xrootd.cfg"),
        ("xrd.cf.mgm", "mgmofs.macaroonslib libXrdMacaroons.so\n", "xrootd.cfg"),
        ("10-port.cfg", "xrd.port 1094\n", "xrootd.cfg"),
        ("xrootd/10-vars.cfg", "set a = b\nif defined ?~X\nset c = d\nfi\n", "xrootd.cfg"),
        ("app.properties", "http.port = 80\nxrootd.tls = all\n", None),
        ("README.md", SERVER + SCITOKENS, None),
        ("authdb", AUTHDB, "authdb"),
        ("Authfile-auth", "u * / lr\n", "authdb"),
        ("authdb", "u * /data lr\nusers\n", "authdb"),
        ("authdb", "prose that is\nno authdb\n", None),
        ("scitokens.cfg", "[Issuer\nbase_path = /\n", "scitokens.cfg"),
        ("xrootd.cfg", "all.exprot /\n", "xrootd.cfg"),
        ("nameless", "u * /data lr\n", "authdb"),
        ("nameless", "u * somewhere else\n", None),
        ("grid-mapfile", '"/CN=somebody" account\n', None),
        ("digauth.cfg", "all allow gsi g=/vo\n", None),
        ("mapfile.json", MAPFILE, "name_mapfile"),
        ("other.json", MAPFILE, "name_mapfile"),
        ("other.json", '[{"result": "ok"}]', None),
        ("mapfile.json", '[{"sub": "alice", "result": ', "name_mapfile"),
        ("map.json", "[]", "name_mapfile"),
        ("name_mapfile.json", " [ ]\n", "name_mapfile"),
        ("vo-mapping.json", '[{"sub": "alice"}]', "name_mapfile"),
        ("map.json", '[{"sub": "alice", "x": 1}]', None),
        ("map.json", '[{"path": "a"}]', None),
        ("map.json", "[1]", None),
        ("map.json", "[{", None),
        ("sitemap.json", "[]", None),
        ("data.json", "[]", None),
        ("authdb", "v * /data rl\n", "authdb"),
        ("authdb", "a word /then some more\n", None),
        ("package.json", '{"result": []}', None),
    ],
)
def test_kind_is_told_by_name_and_content(file: str, content: str, kind: str | None) -> None:
    assert kind_of(text(content, file)) == kind


def test_a_fence_in_a_document_is_recognised_by_its_content_alone() -> None:
    assert kind_of(text("ofs.authorize\n", "README.md", embedded=True)) == "xrootd.cfg"


@given(st.text(max_size=200) | st.sampled_from([SERVER, SCITOKENS, AUTHDB, MAPFILE]), st.text())
def test_any_text_has_a_kind_or_none(content: str, name: str) -> None:
    assert kind_of(text(content + name, name)) in {
        None,
        "scitokens.cfg",
        "xrootd.cfg",
        "authdb",
        "name_mapfile",
    }


@pytest.mark.parametrize(
    "sign", ["[]", "[", "u ", "{{", "{{if", "<%", "\\\n", " ", "[issuer ", "<a"]
)
def test_long_texts_take_no_long_time(sign: str) -> None:
    begun = time.perf_counter()
    kind_of(text(sign * 200_000, "authdb"))
    kind_of(text(sign * 200_000, "scitokens.cfg"))
    kind_of(text(sign * 200_000, "map.json"))
    assert time.perf_counter() - begun < 30  # a hang, not slowness
