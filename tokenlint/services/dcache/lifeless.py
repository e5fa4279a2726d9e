"""Lines without effect, and properties that dCache does not know."""

from collections.abc import Iterator

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.dcache.config import Configuration, MapLine, Plugin, Provider
from tokenlint.services.dcache.known import FAMILIES, FORBIDDEN, OBSOLETE
from tokenlint.services.dcache.principals import Principal
from tokenlint.services.dcache.properties import Entry, PropertyFile
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem

_MARKS = (*FAMILIES, "gplazma.oidc-te.")
_ABSENT = "gplazma.conf has no line `auth ... {plugin}`, so dCache does not read it"


def unknown_keys(files: tuple[PropertyFile, ...]) -> Iterator[UnknownKey]:
    """Keys of closed families that are not among their names."""
    for section, entry in _entries(files):
        family = next((each for each in FAMILIES if entry.key.startswith(each)), None)
        if family is None or has_placeholder(entry.key):
            continue
        if entry.key in FORBIDDEN or entry.key in OBSOLETE or _is_known(entry.key, family):
            continue
        yield unknown_key(Value(entry.key, entry.source), section, FAMILIES[family])


def _is_known(key: str, family: str) -> bool:
    names = FAMILIES[family]
    prefix, mark, alias = key.partition("!")
    if mark and alias:
        return any(name.startswith(f"{prefix}!") for name in names)
    return key in names and "!" not in key


def forbidden(files: tuple[PropertyFile, ...]) -> Iterator[Problem]:
    """Properties with which dCache does not start."""
    for _, entry in _entries(files):
        instead = FORBIDDEN.get(entry.key)
        if instead:
            reason = f"dCache does not start with the property {entry.key}."
            yield Problem("syntax", entry.source, reason, f"Use {instead} instead.")


def _entries(files: tuple[PropertyFile, ...]) -> Iterator[tuple[str, Entry]]:
    for file in files:
        for section in file.sections:
            name = "/".join(filter(None, (section.domain, section.service)))
            for entry in section.entries:
                yield (f"[{name}]" if name else file.text.name), entry


def overwritten(files: tuple[PropertyFile, ...]) -> Iterator[Dead]:
    """Keys of gPlazma's token plugins that are written twice in one section, or in another's."""
    for file in files:
        for section in file.sections:
            mine = [each for each in section.entries if each.key.startswith(_MARKS)]
            last = {each.key: each for each in mine}
            for entry in mine:
                what, winner = Value(entry.key, entry.source), last[entry.key]
                if section.service and section.service != "gplazma":
                    says = f"the service {section.service} does not read properties of gPlazma"
                    yield Dead("not-loaded", what, says)
                elif winner is not entry and not file.templated:
                    says = "the same property is written again below, and the last one counts"
                    yield Dead("shadowed", what, says, winner.source)


def dead_lines(configuration: Configuration) -> Iterator[Dead]:
    """Lines that no login reaches, or that match nobody."""
    yield from _not_loaded(configuration)
    yield from _twice(configuration)
    yield from _after_roles(configuration)
    yield from _shadowed_plugin(configuration)
    if configuration.providers_known and configuration.stack_known:
        yield from _for_nobody(configuration)
    yield from _after_issuer(configuration)


def _not_loaded(configuration: Configuration) -> Iterator[Dead]:
    if not configuration.stack_known:
        return
    loaded = {each.line.plugin for each in configuration.stack("auth")}
    for provider in configuration.providers:
        if provider.plugin not in loaded:
            what = Value(provider.alias, provider.source)
            yield Dead("not-loaded", what, _ABSENT.format(plugin=provider.plugin))


def _twice(configuration: Configuration) -> Iterator[Dead]:
    """The plugins keep their providers by address and do not load with one address twice."""
    first: dict[tuple[str, str], Provider] = {}
    for provider in configuration.providers:
        if not provider.url.known:
            continue
        before = first.setdefault((provider.plugin, provider.url.text), provider)
        if before is not provider:
            says = f"the plugin {provider.plugin} takes one provider for each issuer"
            yield Dead("duplicate", Value(provider.alias, provider.source), says, before.source)


def _after_roles(configuration: Configuration) -> Iterator[Dead]:
    """The plugin roles succeeds for everybody who asks for no role."""
    ended: Plugin | None = None
    for plugin in configuration.stack("session"):
        if ended is not None:
            says = "`session sufficient roles` above it ends the phase for everybody"
            what = Value(plugin.line.plugin, plugin.line.source)
            yield Dead("unreachable", what, says, ended.line.source)
        elif plugin.line.plugin == "roles" and plugin.line.control == "sufficient":
            ended = plugin


def _shadowed_plugin(configuration: Configuration) -> Iterator[Dead]:
    """Issuers of a plugin that comes after another one which takes the same tokens."""
    order = [
        each for each in configuration.stack("auth") if each.line.plugin in {"oidc", "scitoken"}
    ]
    if len(order) < len({"oidc", "scitoken"}) or order[0].line.control != "sufficient":
        return
    winner = order[0].line.plugin
    first = {p.url.text: p for p in configuration.providers if p.plugin == winner and p.url.known}
    for provider in configuration.providers:
        other = first.get(provider.url.text)
        if provider.plugin != winner and other is not None and not other.refused:
            says = f"`auth sufficient {winner}` comes first and takes the tokens of this issuer"
            yield Dead("shadowed", Value(provider.alias, provider.source), says, other.source)


def _lines(configuration: Configuration) -> Iterator[MapLine]:
    for plugin in configuration.stack("map"):
        yield from plugin.maps or ()


def _alias(matcher: Principal) -> str:
    """The provider that a matcher names, empty for none."""
    if matcher.kind == "op":
        return matcher.name
    return matcher.name.rpartition("@")[2] if matcher.kind == "oidc" else ""


def _for_nobody(configuration: Configuration) -> Iterator[Dead]:
    aliases = {each.alias for each in configuration.providers}
    if any(has_placeholder(alias) for alias in aliases):
        return
    for line in _lines(configuration):
        alias = _alias(line.matcher)
        if line.matcher.known and alias and alias not in aliases:
            says = f"no provider has the alias {alias}"
            yield Dead("never-matches", Value(str(line.matcher), line.source), says)


def _after_issuer(configuration: Configuration) -> Iterator[Dead]:
    """Lines for a provider whose every token an earlier `map sufficient` has already mapped."""
    done: dict[str, MapLine] = {}
    for plugin in configuration.stack("map"):
        lines = plugin.maps or ()
        for line in lines:
            winner = done.get(_alias(line.matcher))
            if winner is not None and winner.source != line.source:
                says = "an earlier `map sufficient multimap` maps every token of the provider"
                what = Value(str(line.matcher), line.source)
                yield Dead("shadowed", what, says, winner.source)
        if plugin.line.control == "sufficient":
            own = [each for each in lines if each.matcher.kind == "op" and each.matcher.known]
            done |= {each.matcher.name: each for each in own if each.matcher.name not in done}
