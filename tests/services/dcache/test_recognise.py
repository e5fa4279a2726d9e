import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.dcache.sites import ACCOUNTS, STACK, layout, text
from tokenlint.services.dcache.recognise import kind_of, plain_name

KNOWN = [
    ("gplazma.conf", STACK, "gplazma.conf"),
    ("gplazma.conf", "# nothing yet\n", "gplazma.conf"),
    ("gplazma.conf.erb", STACK, "gplazma.conf"),
    ("dcache.conf", "# empty\n", "dcache.conf"),
    ("dcache.conf", "dcache.layout = site\n", "dcache.conf"),
    ("my.conf", "gplazma.oidc.provider!VO = https://vo.example/\n", "dcache.conf"),
    ("site.conf", layout("a = b"), "layout"),
    ("block.ini", "[d/webdav]\nwebdav.authz.readonly=true\n", "layout"),
    ("multi-mapfile.oidc", "# oidc:x@VO username:a\nop:VO username:a uid:1\n", "multi-mapfile"),
    ("multi-mapfile", "", "multi-mapfile"),
    ("users", '"dn:/CN=Some One" username:a\nop:VO username:b gid:1,true\n', "multi-mapfile"),
    ("storage-authzdb", ACCOUNTS, "storage-authzdb"),
    ("authzdb.epp", "authorize <%= $login -%>\n", "storage-authzdb"),
    ("omnisession.conf", "DEFAULT root:/ home:/\n", "omnisession.conf"),
    ("block", "username:paul root:/ home:/Users/paul\n", "omnisession.conf"),
    ("ban.conf", "alias name=org.dcache.auth.LoginNamePrincipal\nban name:x\n", "ban.conf"),
    ("dcache.kpwd", 'version 2.1\nmapping "/CN=x" x\n', "dcache.kpwd"),
]
OTHERS = [
    ("sshd", "auth required pam_unix.so\naccount required pam_nologin.so\n"),
    ("README.md", STACK),
    ("values.yaml", "email: a\nlayout:\n  [d/gplazma]\n"),
    ("xrootd.cfg", "xrootd.fslib libXrdOfs.so\nall.export /data\n"),
    ("some.ini", "[a]\nb = c\n"),
    ("defaults.properties", "(immutable)gplazma.cell.replicable = true\ngplazma.x = 1\n"),
    ("kafka.properties", "pool.size = 3\nserver.port = 1\n"),
    ("90-ban.conf", "# nobody yet\n"),
    ("users.txt", "email:a@vo.example is the address of a\n"),
    ("empty", ""),
    ("", STACK),
]


@pytest.mark.parametrize(("name", "content", "kind"), KNOWN)
def test_files_of_dcache(name: str, content: str, kind: str) -> None:
    assert kind_of(text(content, name)) == kind


@pytest.mark.parametrize(("name", "content"), OTHERS)
def test_files_of_others(name: str, content: str) -> None:
    assert kind_of(text(content, name or ".")) is None


def test_a_template_s_suffix_does_not_matter() -> None:
    assert plain_name("Gplazma.conf.epp") == "gplazma.conf"
    assert plain_name("gplazma.conf") == "gplazma.conf"


@given(st.text(max_size=300), st.sampled_from(["gplazma.conf", "a.conf", "multi-mapfile", "x"]))
def test_any_text_is_judged(content: str, name: str) -> None:
    assert kind_of(text(content, name)) is None or name
