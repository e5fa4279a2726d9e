from hypothesis import given
from hypothesis import strategies as st

from tests.services.rucio.configs import text
from tokenlint.services.rucio.dumps import rses_of_info, rses_of_tree
from tokenlint.services.rucio.rse import Rse

EXPORT = """\
{"rses": {
  "A": {"rse_type": "TAPE", "attributes": {"oidc_support": true, "fts": "https://fts.example:8446"},
    "protocols": [
      {"scheme": "davs", "hostname": "dav.example", "prefix": "/a",
       "domains": {"wan": {"delete": 0}}},
      {"scheme": "root", "hostname": "b", "prefix": "//a"}]},
  "B": {"rse": "BETA", "attributes": [{"key": "oidc_support", "value": "True"}],
    "protocols": {"davs": {"scheme": "davs"}}},
  "C": {"protocols": []}
}}
"""
INFO = """\
Settings:
=========
  availability: 7
  rse: A
  rse_type: DISK
Attributes:
===========
  A: True
  oidc_base_path: /data
  oidc_support: True
Protocols:
==========
  davs
    domains: {"wan": {"read": 1}}
    hostname: dav.example
    prefix: /data/a/
    scheme: davs
  root
    hostname: b
    scheme: root
Usage:
======
  rucio
    files: 1
Settings:
=========
  rse: B
"""
BITS = [*INFO.splitlines(keepends=True), *EXPORT.splitlines(keepends=True), "=\n", "  :\n"]


def tree(content: str, name: str = "rse.json") -> tuple[Rse, ...]:
    return rses_of_tree(text(content, name))[0]


def test_an_export() -> None:
    one, two = tree(EXPORT)
    assert (one.name.text, two.name.text) == ("A", "BETA")
    assert one.yes("oidc_support")
    assert two.yes("oidc_support")
    assert one.tape
    (webdav,) = one.webdav
    assert webdav.off == {"delete"}
    assert webdav.prefix is not None
    assert (webdav.prefix.source.line, webdav.prefix.text) == (4, "/a")


def test_the_same_in_yaml() -> None:
    content = "A:\n  oidc_support: {{ on }}\n  protocols:\n    - scheme: davs\n      prefix: /a\n"
    (one,) = tree(content, "rse.yaml")
    assert one.attributes["oidc_support"].known is False
    assert not one.yes("oidc_support")


def test_what_is_broken_is_told() -> None:
    rses, problems = rses_of_tree(text(EXPORT[:-6], "rse.json"))
    assert problems
    del rses


def test_a_print_of_the_client() -> None:
    one, two = rses_of_info(text(INFO, "rse.txt"))
    assert (one.name.text, two.name.text) == ("A", "B")
    assert one.yes("oidc_support")
    assert [each.scheme.text for each in one.protocols] == ["davs", "root"]
    (webdav,) = one.webdav
    assert webdav.hostname is not None
    assert webdav.prefix is not None
    assert (webdav.hostname.text, webdav.prefix.source.line) == ("dav.example", 16)
    assert INFO.splitlines()[15][webdav.prefix.source.column - 1 :] == "/data/a/"


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=16).map("".join))
def test_any_text_is_read(content: str) -> None:
    tree(content)
    rses_of_info(text(content))
