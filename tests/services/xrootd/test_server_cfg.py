"""`xrootd*.cfg`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.xrootd.texts import SERVER, text
from tokenlint.services.xrootd.config import Server
from tokenlint.services.xrootd.continued import server_lines
from tokenlint.services.xrootd.links import Shelf
from tokenlint.services.xrootd.server_cfg import ServerFile, read_server


def read(content: str, *, embedded: bool = False, name: str = "xrootd.cfg") -> ServerFile:
    return read_server(server_lines(text(content, name, embedded=embedded), Shelf([])))


def server(lines: str) -> Server:
    return read("all.export /data\n" + lines).value


def names(value: Server) -> list[tuple[str, bool]]:
    return [(library.name, library.chained) for library in value.libraries]


def test_a_whole_server_is_known() -> None:
    value = read(SERVER).value
    assert value.authorize is True
    assert value.authorize_source.line == 8
    assert names(value) == [("libXrdAccSciTokens.so", True)]
    config = value.libraries[0].config
    assert config is not None
    assert (config.text, config.source.column) == ("/etc/xrootd/scitokens.cfg", 45)
    assert value.authdb is not None
    assert (value.header2cgi, value.http, value.ztn, value.tls) == (True, True, True, True)
    assert value.open_directives == ()


def test_authorize_takes_no_value() -> None:
    file = read("all.export /\nofs.authorize 0\n")
    assert file.value.authorize is True
    assert [dead.reason for dead in file.dead] == ["ignored-value"]


def test_without_authorize_libraries_are_not_asked() -> None:
    file = read("all.export /\nofs.authlib libXrdAccSciTokens.so\n")
    assert file.value.authorize is False
    assert [dead.reason for dead in file.dead] == ["not-loaded"]


def test_the_last_library_that_is_pushed_is_asked_first() -> None:
    value = server("ofs.authlib ++ a.so\nofs.authlib ++ b.so\nofs.authlib c.so\n")
    assert names(value) == [("b.so", True), ("a.so", True), ("c.so", False)]


def test_a_library_without_plus_replaces_the_one_before() -> None:
    file = read("all.export /\nofs.authorize\nofs.authlib a.so\nofs.authlib b.so\n")
    assert names(file.value) == [("b.so", False)]
    assert [dead.what.text for dead in file.dead] == ["a.so"]


def test_macaroons_ask_the_library_that_they_are_given() -> None:
    value = server("ofs.authlib libXrdMacaroons.so libXrdAccSciTokens.so config=/x\n")
    assert names(value) == [("libXrdMacaroons.so", True), ("libXrdAccSciTokens.so", False)]
    assert names(server("ofs.authlib libXrdMacaroons.so\n")) == [("libXrdMacaroons.so", True)]


def test_a_database_that_is_not_chained_is_dead() -> None:
    lines = "ofs.authorize\nofs.authlib libXrdAccSciTokens.so\nacc.authdb /etc/authdb\n"
    assert [dead.what.text for dead in read("all.export /\n" + lines).dead] == ["/etc/authdb"]
    assert read("all.export /\n" + lines.replace("libXrd", "++ libXrd")).dead == ()


def test_variables_are_filled_in_and_those_of_the_environment_are_unknown() -> None:
    value = server("set dir = /etc/x\nset other = $HOME\nacc.authdb ${dir}/authdb\n")
    assert value.authdb is not None
    assert (value.authdb.text, value.authdb.known) == ("/etc/x/authdb", True)
    value = server("set dir = $HOME\nacc.authdb $dir/authdb\n")
    assert value.authdb is not None
    assert not value.authdb.known


@pytest.mark.parametrize(
    ("condition", "authorize"),
    [
        ("if exec xrootd", True),
        ("if exec cmsd", False),
        ("if *", True),
        ("if named a b", None),
        ("if host.example", None),
        ("if defined ?x", False),
        ("set x = 1\nif defined ?x", True),
        ("if defined ?~ENV", None),
        ("set x = 1\nif defined ?x && named a", None),
    ],
)
def test_conditions_are_decided_where_the_files_tell(
    condition: str, authorize: bool | None
) -> None:
    assert server(f"{condition}\nofs.authorize\nfi\n").authorize is authorize


def test_what_both_branches_say_is_known() -> None:
    value = server("if named a\nofs.authorize\nelse\nofs.authorize 1\nfi\n")
    assert value.authorize is True
    value = server(
        "ofs.authorize\nif defined ?~X\nofs.authlib ++ a.so config=/x\n"
        "else\nofs.authlib ++ a.so config=/y\nfi\n"
    )
    assert names(value) == [("a.so", True)]
    assert value.libraries[0].config is not None
    assert not value.libraries[0].config.known


def test_else_if_takes_the_first_branch_that_holds() -> None:
    value = server(
        "if exec cmsd\nacc.authdb /a\nelse if exec xrootd\nacc.authdb /b\nelse\nacc.authdb /c\nfi\n"
    )
    assert value.authdb is not None
    assert value.authdb.text == "/b"


@pytest.mark.parametrize(
    "lines",
    ["if exec xrootd\n", "fi\n", "else\n", "if exec xrootd\nif exec xrootd\nfi\n", "if\nfi\n"],
)
def test_wrong_conditions_stop_the_server(lines: str) -> None:
    assert read("all.export /\n" + lines).problems


def test_an_addition_leaves_open_what_it_does_not_say() -> None:
    file = read("ofs.authorize\n", name="config.d/10-authz.cfg")
    assert file.partial
    assert "ofs.authlib" in file.value.open_directives
    assert file.value.authorize is True
    assert read("all.export /\n", embedded=True, name="README.md").value.authorize is None


def test_a_template_that_writes_lines_leaves_the_rest_open() -> None:
    assert read("all.export /\n<%= key %> <%= val %>\n").value.authorize is None
    value = read("all.export /\n{{ if .x }}\nofs.authorize\n{{ end }}\n").value
    assert value.authorize is None


def test_eos_has_its_own_libraries() -> None:
    value = server("mgmofs.macaroonslib libXrdMacaroons.so /usr/lib64/libXrdAccSciTokens.so\n")
    assert value.eos
    assert names(value) == [
        ("libXrdMacaroons.so", True),
        ("/usr/lib64/libXrdAccSciTokens.so", False),
    ]


def test_ztn_needs_the_security_library() -> None:
    assert not server("sec.protocol ztn\n").ztn
    assert server("xrootd.seclib libXrdSec.so\nsec.protocol /usr/lib64 ztn -maxsz 4k\n").ztn


def test_many_questions_take_no_long_time() -> None:
    lines = [
        f"if named a{n}\nofs.authorize\nelse if h{n}.example\nacc.authdb /{n}\nfi"
        for n in range(60)
    ]
    assert server("\n".join(lines)).authorize is None


@given(
    st.lists(
        st.sampled_from(
            [
                *SERVER.splitlines(),
                "if named a",
                "if x",
                "else",
                "fi",
                "set a = $b",
                "continue $a/b",
                "\\",
            ]
        ),
        max_size=20,
    )
)
def test_nearly_valid_texts_are_read(lines: list[str]) -> None:
    read("\n".join(lines))


@given(st.text(max_size=100))
def test_any_text_is_read(content: str) -> None:
    read(content)
