"""The lines of `gplazma.conf`, each with the file that its plugin reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from tokenlint.services.absence import absent
from tokenlint.services.acceptance import Absent, Dead
from tokenlint.services.dcache.accounts import accounts, bans
from tokenlint.services.dcache.config import Account, MapLine, Plugin, PluginLine, Provider
from tokenlint.services.dcache.instances import Instance, base_of, complete
from tokenlint.services.dcache.multimap import map_lines
from tokenlint.services.dcache.recognise import AUTHZDB, BAN, KPWD, MULTIMAP, OMNISESSION
from tokenlint.services.dcache.sessions import session_lines
from tokenlint.services.dcache.stack import plugin_lines
from tokenlint.services.dcache.view import View
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

# Plugin: kind of its file, its property, where the file is by default.
_FILES = {
    "multimap": (MULTIMAP, "gplazma.multimap.file", "/etc/dcache/multi-mapfile"),
    "authzdb": (AUTHZDB, "gplazma.authzdb.file", "/etc/grid-security/storage-authzdb"),
    "omnisession": (OMNISESSION, "gplazma.omnisession.file", "/etc/dcache/omnisession.conf"),
    "banfile": (BAN, "gplazma.banfile.path", "/etc/dcache/ban.conf"),
}


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plugins of a gPlazma; `known` tells that no line of `gplazma.conf` is missing.

    `texts` are the files that plugins read,
    `accounts` and `maps` those of a file that stands alone.
    """

    plugins: tuple[Plugin, ...]
    known: bool
    texts: tuple[Text, ...] = ()
    problems: tuple[Problem, ...] = ()
    dead: tuple[Dead, ...] = ()
    absent: tuple[Absent, ...] = ()
    accounts: tuple[Account, ...] = ()
    maps: tuple[MapLine, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """What the files gave so far; a file that several plugins read is told once."""

    texts: dict[int, Text] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dead: list[Dead] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)


def plugins(instance: Instance, seen: View, providers: Sequence[Provider]) -> Plugins:
    """The plugins of an instance, or what its files let suppose where there is no gplazma.conf."""
    gathered = _Gathered()
    known = False
    if instance.gplazma is not None:
        lines, problems, templated = plugin_lines(instance.gplazma)
        gathered.problems += problems
        known = not templated and complete(instance.gplazma)
    else:
        lines = _supposed(instance, seen, providers)
    made = tuple(_with_file(instance, seen, line, gathered) for line in lines)
    if known:
        _not_read(instance, made, gathered)
    bare = instance.gplazma is None
    return Plugins(
        made,
        known,
        tuple(gathered.texts.values()),
        tuple(gathered.problems),
        tuple(gathered.dead),
        tuple(dict.fromkeys(gathered.absent)),
        next((each.accounts for each in made if bare and each.accounts), ()),
        next((each.maps for each in made if bare and each.maps), ()),
    )


def _not_read(instance: Instance, made: Sequence[Plugin], gathered: _Gathered) -> None:
    """Files beside `gplazma.conf` for whose plugin it has no line."""
    loaded = {each.line.plugin for each in made}
    plugin_of = {kind: name for name, (kind, _, _) in _FILES.items()} | {KPWD: "kpwd"}
    for piece in instance.near:
        plugin, text = plugin_of[piece.kind], piece.text
        if plugin in loaded or base_of(text) != instance.base:
            continue
        gathered.texts[id(text)] = text
        says = f"gplazma.conf has no line for the plugin {plugin}, so dCache does not read the file"
        gathered.dead.append(Dead("not-loaded", Value(text.name, text.whole), says))


def _supposed(
    instance: Instance, seen: View, providers: Sequence[Provider]
) -> tuple[PluginLine, ...]:
    """Lines that must be there for the other files to be of use."""
    names = list(dict.fromkeys(each.plugin for each in providers))
    control = "requisite" if len(names) == 1 else "optional"
    lines = [PluginLine("auth", control, name, (), seen.source) for name in names]
    for phase, name in (
        ("map", "multimap"),
        ("map", "authzdb"),
        ("account", "banfile"),
        ("session", "omnisession"),
        ("session", "authzdb"),
    ):
        kind, _, path = _FILES[name]
        text = instance.find(kind, path, written=False)
        if text is not None:
            lines.append(PluginLine(phase, "optional", name, (), text.whole))
    return tuple(lines)


def _with_file(instance: Instance, seen: View, line: PluginLine, gathered: _Gathered) -> Plugin:
    if line.plugin not in _FILES:
        return Plugin(line)
    kind, key, default = _FILES[line.plugin]
    own = line.option(key)
    value = seen.value(key)
    path = seen.expand(own) if own else value.text if value else default
    text = instance.find(kind, path, written=bool(own or value))
    if text is None:
        gathered.absent += _absent(instance, seen, line, key, path)
        return Plugin(line, path)
    first = id(text) not in gathered.texts
    gathered.texts[id(text)] = text
    plugin, problems, dead = _READERS[line.plugin](Plugin(line, text.name), text)
    if first:
        gathered.problems += problems
        gathered.dead += dead
    return plugin


def _absent(
    instance: Instance, seen: View, line: PluginLine, key: str, path: str
) -> tuple[Absent, ...]:
    """The file of a plugin, where it is named; the default path stands in no file."""
    entry = seen.entry(key)
    text = instance.gplazma
    written = line.option(key)
    if written and text is not None:
        place = text.find(written, line.source.line - text.line)
        return absent(key, Value.of(path, place), text)
    if entry is None or text is None:
        return ()
    return absent(key, Value.of(path, entry.place(entry.value)), entry.text)


_Read = tuple[Plugin, tuple[Problem, ...], tuple[Dead, ...]]


def _multimap(plugin: Plugin, text: Text) -> _Read:
    lines, dead, templated = map_lines(text)
    return replace(plugin, maps=lines, templated=_may_grow(text, templated)), (), dead


def _authzdb(plugin: Plugin, text: Text) -> _Read:
    lines, dead, templated = accounts(text)
    return replace(plugin, accounts=lines, templated=_may_grow(text, templated)), (), dead


def _omnisession(plugin: Plugin, text: Text) -> _Read:
    lines, problems, templated = session_lines(text)
    return replace(plugin, sessions=lines, templated=_may_grow(text, templated)), problems, ()


def _banfile(plugin: Plugin, text: Text) -> _Read:
    lines, problems, templated = bans(text)
    return replace(plugin, bans=lines, templated=_may_grow(text, templated)), problems, ()


def _may_grow(text: Text, templated: bool) -> bool:
    return templated or not complete(text)


_READERS: dict[str, Callable[[Plugin, Text], _Read]] = {
    "multimap": _multimap,
    "authzdb": _authzdb,
    "omnisession": _omnisession,
    "banfile": _banfile,
}
