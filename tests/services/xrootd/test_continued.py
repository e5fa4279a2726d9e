"""`continue`, and the order of a `config.d`."""

from tests.services.xrootd.texts import pieces, text
from tokenlint.services.xrootd.continued import ServerLines, addition_lines, server_lines
from tokenlint.services.xrootd.links import Shelf


def follow(**files: str) -> ServerLines:
    found = pieces(**files)
    return server_lines(found[0].text, Shelf(found))


def test_the_files_of_a_folder_are_read_in_the_order_of_their_names() -> None:
    found = follow(
        xrootd__cfg="all.export /\ncontinue /etc/xrootd/config.d\n",
        config__d_in_20__cfg="ofs.authorize\n",
        config__d_in_10__cfg="acc.authdb /a\n",
        config__d_in_30__cfg__rpmnew="acc.authdb /b\n xrd.port 1\n",
    )
    assert [line.first for line in found.lines] == ["all.export", "acc.authdb", "ofs.authorize"]
    assert not found.missing


def test_suffixes_choose_files() -> None:
    found = follow(
        xrootd__cfg="all.export /\ncontinue /etc/config.d *.conf\n",
        config__d_in_a__conf="xrd.port 1\nofs.authorize\n",
        config__d_in_b__cfg="xrd.port 1\nofs.authorize\n",
    )
    assert [each.name for each in found.texts] == ["xrootd.cfg", "a.conf"]


def test_nothing_after_continue_is_read() -> None:
    found = follow(
        xrootd__cfg="set d = $HOME\ncontinue $d/common.cfg\nofs.authorize\n",
        common__cfg="all.export /\n",
    )
    assert [line.first for line in found.lines] == ["set", "all.export"]
    assert [dead.what.source.line for dead in found.dead] == [3]


def test_a_file_that_is_not_there_is_missing_unless_it_may_be() -> None:
    assert follow(xrootd__cfg="all.export /\ncontinue /etc/other.cfg\n").missing
    assert not follow(xrootd__cfg="all.export /\ncontinue ?/etc/other.cfg\n").missing


def test_files_that_continue_with_each_other_are_no_loop() -> None:
    found = follow(
        a__cfg="all.export /\ncontinue b.cfg\n",
        b__cfg="xrd.port 1\ncontinue a.cfg\n",
    )
    assert [line.first for line in found.lines] == ["all.export", "xrd.port", "continue"]


def test_additions_without_a_main_file_are_a_part() -> None:
    found = addition_lines([text("b\n", "config.d/2.cfg"), text("a\n", "config.d/1.cfg")])
    assert [line.first for line in found.lines] == ["a", "b"]
    assert found.missing
