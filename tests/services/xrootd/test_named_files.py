"""Files that a server names and that are not among the files."""

from tests.services.xrootd.texts import SCITOKENS, acceptance

SERVER = (
    "all.export /data\nofs.authorize\nacc.authdb /etc/xrootd/nofile\n"
    "ofs.authlib ++ libXrdAccSciTokens.so config=/etc/xrootd/nowhere.cfg\n"
)


def absent(**files: str) -> list[tuple[str, str]]:
    return [(each.what, each.file.text) for each in acceptance(**files).absent]


def test_of_a_server() -> None:
    gone = ("scitokens.cfg", "/etc/xrootd/nowhere.cfg")
    assert absent(xrootd__cfg=SERVER) == [gone, ("authdb", "/etc/xrootd/nofile")]
    assert absent(xrootd__cfg=SERVER, nofile="u * /data a\n") == [gone]


def test_of_a_server_that_asks_nobody() -> None:
    assert absent(xrootd__cfg=SERVER.replace("ofs.authorize\n", "")) == []


def test_what_it_continues_with() -> None:
    lines = "continue ?/etc/x/perhaps.cfg\ncontinue /etc/x/gone.cfg\n"
    assert absent(xrootd__cfg=f"all.export /\n{lines.splitlines()[0]}\n") == []
    found = absent(xrootd__cfg=f"all.export /\n{lines.splitlines()[1]}\n")
    assert found == [("continued configuration", "/etc/x/gone.cfg")]


def test_a_name_mapfile() -> None:
    named = SCITOKENS + "name_mapfile = /etc/xrootd/map.json\n"
    assert absent(scitokens__cfg=named) == [("name_mapfile", "/etc/xrootd/map.json")]
    assert absent(scitokens__cfg=named, map__json='[{"sub": "a", "result": "b"}]') == []
