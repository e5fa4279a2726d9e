"""Settings of Rucio by section, from `rucio.cfg` or from the values of its Helm charts.

The charts write `config.SECTION.NAME` into a `rucio.cfg`. Names are compared without case.
Source: rucio/rucio at 2e14c41, lib/rucio/common/config.py; rucio/helm-charts, values.yaml.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.services.structured.ini import read_ini
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_CONFIGS = ("config", "optional_config")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting."""

    section: str
    name: Value
    value: Value

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return self.name.text.casefold()


@dataclass(frozen=True)
class Config:
    """The settings of a text; `complete`: what is not written is at its default."""

    text: Text = field(repr=False)
    entries: tuple[Entry, ...] = ()
    headers: tuple[Value, ...] = ()
    problems: tuple[Problem, ...] = ()
    complete: bool = True

    def of(self, section: str) -> Iterator[Entry]:
        """The settings of a section, in their order."""
        return (each for each in self.entries if each.section == section)

    def get(self, section: str, name: str) -> Entry | None:
        """The setting that counts."""
        found = [each for each in self.of(section) if each.key == name]
        return found[-1] if found else None

    def value(self, section: str, name: str) -> Value | None:
        """Its value; None where it is not written or empty."""
        entry = self.get(section, name)
        return entry.value if entry is not None and entry.value.text else None

    def place(self, section: str) -> Source:
        """The header of a section, else the text as a whole."""
        named = (each.source for each in self.headers if each.text == section)
        return next(named, self.text.whole)

    def has(self, section: str) -> bool:
        """Whether the section is there."""
        return any(each.text == section for each in self.headers)


def from_ini(text: Text) -> Config:
    """The settings of a `rucio.cfg`."""
    ini = read_ini(text)
    entries = tuple(Entry(each.section, each.name, each.value) for each in ini.options)
    complete = not (ini.open or text.embedded)
    return Config(text, entries, ini.sections, ini.problems, complete)


def from_values(text: Text) -> Config:
    """The settings in the values of a chart, also where it is a part of another one.

    Not complete: the image brings defaults of its own, and other values may be laid over these.
    """
    tree = read_tree(text)
    entries: list[Entry] = []
    headers: list[Value] = []
    for root in tree.documents:
        for config in _configs(root, 0):
            for section in config.children.values():
                if section.key is not None and section.children:
                    headers.append(section.key)
                    entries += _entries(section, section.key.text)
    return Config(text, tuple(entries), tuple(headers), tree.problems, complete=False)


def _configs(node: Node, depth: int) -> Iterator[Node]:
    for name, child in node.children.items():
        if name in _CONFIGS:
            yield child
        elif depth < _DEEPEST:
            yield from _configs(child, depth + 1)


def _entries(section: Node, name: str) -> Iterator[Entry]:
    for child in section.children.values():
        if child.key is not None and child.value is not None:
            yield Entry(name, child.key, child.value)
