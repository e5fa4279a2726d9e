"""RSEs in JSON or YAML, as the client prints and the export writes them, and in `rse info`.

A map with a list of `protocols`, each with a `scheme`; `attributes` stand beside it, as a map
or as a list of `key` and `value`. Source: rucio/rucio, lib/rucio/core/exporter.py and
etc/rse_repository.json; `rucio-admin rse info` prints headings with a line of `=` below.
"""

import re
from collections.abc import Iterator, Mapping

from tokenlint.services.rucio.rse import BASE, TOKENS, TYPE, Protocol, Rse
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_PLAIN = (TOKENS, BASE, TYPE, "fts", "overwrite", "overwrite_when_only_on_disk")
_USES = ("read", "write", "delete", "third_party_copy_read", "third_party_copy_write")
_LINE = re.compile(r"([ ]*)([A-Za-z_][\w.-]*)(?::[ ]?(.*))?[ \t]*")
_RULER = re.compile(r"=+[ \t]*")
_ITEM_INDENT = 4


def rses_of_tree(text: Text) -> tuple[tuple[Rse, ...], tuple[Problem, ...]]:
    """The RSEs of a dump, and what could not be read of it."""
    tree = read_tree(text)
    nodes = (node for root in tree.documents for node in root.walk())
    found = (_rse(node, text) for node in nodes if node.get("protocols"))
    return tuple(each for each in found if each is not None), tree.problems


def _rse(node: Node, text: Text) -> Rse | None:
    protocols = tuple(_protocols(node))
    name = node.text("rse") or node.text("name") or node.key
    if name is None or not protocols:
        return None
    return Rse(name, _attributes(node), protocols, (text.file,))


def _attributes(node: Node) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name in _PLAIN:
        value = node.text(name)
        if value is not None:
            found[name] = value
    listed = node.get("attributes")
    for child in listed.each() if listed else ():
        key, value = child.text("key"), child.text("value")
        if child.value is not None and child.key is not None:
            found[child.key.text] = child.value
        elif key is not None and value is not None:
            found[key.text] = value
    return found


def _protocols(node: Node) -> Iterator[Protocol]:
    for each in node.each("protocols"):
        scheme = each.text("scheme")
        if scheme is not None:
            wan = each.get("domains", "wan")
            off = frozenset(use for use in _USES if wan is not None and wan.number(use) == 0)
            host, prefix = each.text("hostname"), each.text("prefix")
            yield Protocol(scheme, host, prefix, each.source, off)


def rses_of_info(text: Text) -> tuple[Rse, ...]:
    """The RSEs in what `rucio-admin rse info` prints, one after the other."""
    reader = _Info(text)
    for index, line in text:
        found = _LINE.fullmatch(line)
        if found is None:
            continue
        if found[1]:
            reader.item(found, text.at(index, *found.span(3)) if found[3] else text.at(index))
        elif _ruled(text, index):
            reader.heading(found[2])
    reader.end()
    return tuple(reader.rses)


def _ruled(text: Text, index: int) -> bool:
    lines = text.lines
    return index + 1 < len(lines) and _RULER.fullmatch(lines[index + 1]) is not None


class _Info:
    """The parts of the print of one RSE, and the RSEs before it."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._part = ""
        self._settings: dict[str, Value] = {}
        self._attributes: dict[str, Value] = {}
        self._protocols: list[dict[str, Value]] = []
        self.rses: list[Rse] = []

    def heading(self, name: str) -> None:
        if name == "Settings":
            self.end()
        self._part = name

    def item(self, found: re.Match[str], place: Source) -> None:
        value = Value.of((found[3] or "").strip(), place)
        if self._part == "Settings":
            self._settings[found[2]] = value
        elif self._part == "Attributes":
            self._attributes[found[2]] = value
        elif self._part == "Protocols":
            if len(found[1]) < _ITEM_INDENT or not self._protocols:
                self._protocols.append({})
            self._protocols[-1][found[2]] = value

    def end(self) -> None:
        """Keep the RSE that was read, and begin another one."""
        name = self._settings.get("rse")
        if name is not None:
            kind = {TYPE: self._settings[TYPE]} if TYPE in self._settings else {}
            ways = tuple(_printed(each) for each in self._protocols if "scheme" in each)
            self.rses.append(Rse(name, {**self._attributes, **kind}, ways, (self._text.file,)))
        self._settings, self._attributes, self._protocols = {}, {}, []


def _printed(items: Mapping[str, Value]) -> Protocol:
    scheme = items["scheme"]
    return Protocol(scheme, items.get("hostname"), items.get("prefix"), scheme.source)
