from tests.services.dcache.sites import STACK, provider, read, text
from tokenlint.services.dcache.instances import Instance
from tokenlint.services.dcache.plugins import Plugins, plugins
from tokenlint.services.dcache.properties import properties
from tokenlint.services.dcache.recognise import BAN, MULTIMAP
from tokenlint.services.dcache.view import View
from tokenlint.services.pieces import Piece


def _plugins(stack: str, *near: Piece, dcache: str = "") -> Plugins:
    main = text(stack, "d/gplazma.conf")
    table = properties(text(dcache)).sections[0].table
    return plugins(Instance(main, None, (), near, "d"), View((table,), main.at(0), open=False), ())


def _map(file: str, content: str = "op:VO username:a\n") -> Piece:
    return Piece(MULTIMAP, text(content, file))


def test_a_file_by_the_line_s_own_property() -> None:
    near = _map("d/one"), _map("d/two")
    stack = "map optional multimap gplazma.multimap.file=${dcache.paths.etc}/two\n"
    (plugin,) = _plugins(stack, *near).plugins
    assert plugin.maps is not None
    assert plugin.maps[0].source.file == "d/two"


def test_a_file_by_the_property_of_the_layout() -> None:
    near = _map("d/one"), _map("d/two")
    dcache = "gplazma.multimap.file = /x/one\n"
    (plugin,) = _plugins("map optional multimap\n", *near, dcache=dcache).plugins
    assert plugin.maps is not None
    assert plugin.maps[0].source.file == "d/one"


def test_a_file_that_is_not_at_hand_is_named() -> None:
    (plugin,) = _plugins("map optional multimap\n").plugins
    assert plugin.maps is None
    assert plugin.file == "/etc/dcache/multi-mapfile"


def test_a_file_that_two_plugins_read_is_told_once() -> None:
    read = _plugins("map optional multimap\n" * 2, _map("d/multi-mapfile", "op:VO\n"))
    assert len(read.plugins) == 2
    assert len(read.dead) == 1


def test_a_file_without_its_plugin_is_not_loaded() -> None:
    piece = Piece(BAN, text("ban op:VO\n", "d/ban.conf"))
    (dead,) = _plugins(STACK, piece).dead
    assert dead.reason == "not-loaded"
    assert "banfile" in dead.says


def test_a_template_leaves_the_stack_open() -> None:
    assert _plugins(STACK).known
    assert not _plugins(f"{STACK}<% more %>\n").known


def test_without_gplazma_conf_its_lines_are_supposed() -> None:
    one = text(provider(), "d/dcache.conf")
    instance = Instance(None, one, (), (_map("d/multi-mapfile"),), "d")
    made = plugins(instance, View((), one.at(0), open=True), ())
    assert not made.known
    assert [plugin.line.plugin for plugin in made.plugins] == ["multimap"]
    assert made.maps


def test_what_a_file_refuses_is_told() -> None:
    files = {"d/gplazma.conf": "account optional banfile\n", "d/ban.conf": "ban ernie\nban a:b\n"}
    (problem,) = read(files).problems
    assert problem.source.file == "d/ban.conf"


def test_a_file_that_is_named_and_not_at_hand() -> None:
    stack = "map optional multimap gplazma.multimap.file=${dcache.paths.etc}/gone\n"
    (found,) = _plugins(stack + "account requisite banfile\n").absent
    assert (found.what, found.file.text) == ("gplazma.multimap.file", "/etc/dcache/gone")
    dcache = "gplazma.banfile.path = /x/ban\n"
    (found,) = _plugins("account requisite banfile\n", dcache=dcache).absent
    assert (found.what, found.file.text) == ("gplazma.banfile.path", "/x/ban")
    assert _plugins(stack, _map("d/gone")).absent == ()
