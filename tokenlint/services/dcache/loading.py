"""From the files of one dCache to its configurations: one for each gPlazma that sees others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from tokenlint.services.acceptance import Absent, Dead, UnknownKey
from tokenlint.services.dcache.arguments import arguments
from tokenlint.services.dcache.config import Audiences, Configuration, Door, Provider
from tokenlint.services.dcache.doors import KINDS
from tokenlint.services.dcache.instances import Instance, complete
from tokenlint.services.dcache.plugins import Plugins, plugins
from tokenlint.services.dcache.properties import Entry, PropertyFile, Section, properties
from tokenlint.services.dcache.providers import providers
from tokenlint.services.dcache.view import View
from tokenlint.services.value import Value
from tokenlint.source import Problem

_GPLAZMA = ("gplazma.", "dcache.oidc.")
_TARGETS = {
    "oidc": "gplazma.oidc.audience-targets",
    "scitoken": "gplazma.scitoken.audience-targets",
}


_MOST_GPLAZMAS = 50
_MOST_DOORS = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration, and what was found on the way."""

    configuration: Configuration
    problems: tuple[Problem, ...] = ()
    unknown: tuple[UnknownKey, ...] = ()
    dead: tuple[Dead, ...] = ()
    absent: tuple[Absent, ...] = ()
    used: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Files:
    """The files of properties of one dCache."""

    dcache: PropertyFile | None
    layouts: tuple[PropertyFile, ...]

    @property
    def every(self) -> tuple[PropertyFile, ...]:
        """All of them, `dcache.conf` first."""
        return (*([self.dcache] if self.dcache else []), *self.layouts)


@dataclass(frozen=True, slots=True)
class Cell:
    """A section `[domain/service]` with the layers of properties that it sees."""

    section: Section
    layout: PropertyFile
    layers: tuple[Mapping[str, Entry], ...]  # the innermost first


def load(instance: Instance) -> Iterator[Loaded]:
    """The configurations of an instance; what its files have in common is told with the first."""
    dcache = properties(instance.dcache) if instance.dcache else None
    files = Files(dcache, tuple(properties(text) for text in instance.layouts))
    for number, (seen, cells) in enumerate(_views(instance, files)):
        yield _load(instance, files, seen, cells, first=number == 0)


def cells(files: Files) -> Iterator[Cell]:
    """The cells of all layouts."""
    base = files.dcache.sections[0].table if files.dcache else {}
    for layout in files.layouts:
        above = layout.sections[0].table
        domains = {each.domain: each.table for each in layout.sections if not each.service}
        for section in layout.sections:
            if section.service:
                domain = domains.get(section.domain, {})
                yield Cell(section, layout, (section.table, domain, above, base))


def _views(instance: Instance, files: Files) -> list[tuple[View, tuple[Cell, ...]]]:
    """What each gPlazma sees; those that see the same are one."""
    distinct: dict[tuple[tuple[str, str], ...], tuple[View, tuple[Cell, ...]]] = {}
    for cell in islice(_of_services(files, frozenset({"gplazma"})), _MOST_GPLAZMAS):
        seen = View(cell.layers, cell.section.source, _open(files, cell.layout))
        own = seen.entries(_GPLAZMA)
        key = tuple(sorted((name, entry.value) for name, entry in own.items()))
        if key in distinct:
            known, same = distinct[key]
            distinct[key] = (known, (*same, cell))
        else:
            distinct[key] = (seen, (cell,))
    return list(distinct.values()) or [(_without_cell(instance, files), ())]


def _without_cell(instance: Instance, files: Files) -> View:
    """What a gPlazma sees whose section is in no layout that is at hand."""
    layers = tuple(each.sections[0].table for each in reversed(files.every[:2]))
    source = files.every[0].text.whole if files.every else instance.main.whole
    return View(layers, source, open=True)


def _open(files: Files, layout: PropertyFile) -> bool:
    return layout.open or files.dcache is None or files.dcache.open


def _load(
    instance: Instance, files: Files, seen: View, mine: tuple[Cell, ...], *, first: bool
) -> Loaded:
    readings = list(providers(seen))
    known = tuple(each.provider for each in readings if each.provider is not None)
    read: Plugins = plugins(instance, seen, known)
    doors = tuple(_doors(files, mine, first=first))
    problems = [problem for each in readings for problem in each.problems]
    dead = [line for each in readings for line in each.dead]
    if first:
        problems += [*read.problems, *_homeless(files)]
        dead += read.dead
    return Loaded(
        _configuration(instance, files, seen, read, known, doors),
        tuple(problems),
        tuple(key for each in readings for key in each.unknown),
        tuple(dead),
        read.absent,
        frozenset(id(text) for text in read.texts),
    )


def _configuration(
    instance: Instance,
    files: Files,
    seen: View,
    read: Plugins,
    known: tuple[Provider, ...],
    doors: tuple[Door, ...],
) -> Configuration:
    texts = [instance.main, *(each.text for each in files.every), *read.texts]
    return Configuration(
        source=instance.main.whole,
        view=seen,
        plugins=read.plugins,
        stack_known=read.known,
        providers=known,
        providers_known=not seen.open,
        audiences={plugin: _audiences(seen, key) for plugin, key in _TARGETS.items()},
        doors=doors,
        doors_known=bool(doors) and not any(each.open for each in files.every),
        files=tuple(dict.fromkeys(text.file for text in texts)),
        accounts=read.accounts,
        maps=read.maps,
    )


def _doors(files: Files, mine: Sequence[Cell], *, first: bool) -> Iterator[Door]:
    """The doors of the layouts of these cells; those of other layouts go with the first."""
    own = {id(cell.layout) for cell in mine}
    gplazmas = _of_services(files, frozenset({"gplazma"}))
    with_gplazma = {id(cell.layout) for cell in gplazmas}
    for cell in islice(_of_services(files, frozenset(KINDS)), _MOST_DOORS):
        if id(cell.layout) in own or (first and id(cell.layout) not in with_gplazma):
            seen = View(cell.layers, cell.section.source, _open(files, cell.layout))
            yield Door(cell.section.service, cell.section.source, seen)


def _of_services(files: Files, services: frozenset[str]) -> Iterator[Cell]:
    return (cell for cell in cells(files) if cell.section.service in services)


def _audiences(seen: View, key: str) -> Audiences:
    entry = seen.entry(key)
    if entry is None:
        return Audiences((), seen.source, seen.open)
    words = arguments(seen.expand(entry.value)).words
    values = tuple(Value.of(word, entry.place(word)) for word in words if word)
    return Audiences(values, entry.source)


def _homeless(files: Files) -> Iterator[Problem]:
    """Sections of services whose domain is not declared before them."""
    for layout in files.layouts:
        declared: set[str] = set()
        if layout.open or not complete(layout.text):
            continue
        for section in layout.sections:
            if not section.service:
                declared.add(section.domain)
            elif section.domain not in declared:
                declared.add(section.domain)
                reason = (
                    f"dCache discards this section: the domain {section.domain} is not declared."
                )
                advice = f"Write [{section.domain}] before its first service."
                yield Problem("syntax", section.source, reason, advice)
