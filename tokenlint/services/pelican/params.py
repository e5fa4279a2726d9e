"""The parameters that the files of one server set, by name; the file that is read last wins.

Names are compared without case, as viper does. A name that was deprecated sets the one
that replaces it, unless that is set too (`config.go` of Pelican, `handleDeprecatedConfig`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tokenlint.services.products import KeySet, key_set
from tokenlint.services.structured.tree import Node, read_tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_OBJECTS = frozenset(
    "geoipoverrides issuer.authorizationtemplates issuer.oidcauthenticationrequirements"
    " lotman.policydefinitions origin.exports registry.customregistrationfields"
    " registry.institutions shoveler.ipmapping origin.ssh.remotepelicanbinaryoverrides".split()
)
_VARIABLE = re.compile(r"\s*(?:export\s+)?((?:PELICAN|OSDF)_([A-Z0-9_]+))=(.*)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_DURATION = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?(?:ns|us|µs|ms|s|m|h))+")
_PART = re.compile(r"([0-9]+(?:\.[0-9]*)?)(ns|us|µs|ms|s|m|h)")


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: its whole name at the place of its last part, and what is below it."""

    name: Value
    node: Node

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return self.name.text.casefold()

    @property
    def source(self) -> Source:
        """Where the value stands; the name, where it holds more than one."""
        return self.node.value.source if self.node.value else self.name.source


@dataclass(frozen=True)
class Params:
    """The parameters of one server, in the order of its texts.

    `open`: a template's directives, or other files, may set more than is written.
    """

    texts: tuple[Text, ...]
    written: tuple[Param, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False
    by_key: Mapping[str, Param] = field(default_factory=dict)

    def get(self, name: str) -> Param | None:
        """The parameter as it counts, also by its old name."""
        key = name.casefold()
        return self.by_key.get(key) or next(
            (self.by_key[old] for old in _old_names(key) if old in self.by_key), None
        )

    def value(self, name: str) -> Value | None:
        """The value of a parameter that is a scalar; None where none is written."""
        param = self.get(name)
        return param.node.value if param else None

    def values(self, name: str) -> tuple[Value, ...]:
        """The values of a list; a text with commas stands for one, as in the environment."""
        param = self.get(name)
        if param is None:
            return ()
        if param.node.value is not None:
            return (param.node.value,) if param.node.value.text else ()
        return param.node.values()

    def switch(self, name: str, *, default: bool) -> bool | None:
        """A switch; None where it is written and cannot be told."""
        param = self.get(name)
        return default if param is None else _switch(param.node)


def known_parameters() -> KeySet:
    """All parameters, also those of newer releases."""
    base, newer = key_set("pelican", "parameters"), key_set("pelican", "newer parameters")
    return KeySet(
        base.name, base.versions, {**base.keys, **newer.keys}, dict(base.renamed), dict(base.dead)
    )


def read_params(texts: Iterable[Text], environment: Iterable[Text] = ()) -> Params:
    """The parameters of files that are read in this order, then of the environment."""
    written: list[Param] = []
    problems: list[Problem] = []
    opened = False
    names: list[Text] = []
    for text in texts:
        names.append(text)
        tree = read_tree(text)
        problems += tree.problems
        opened = opened or tree.open or text.embedded
        for document in tree.documents[:1]:
            written += _flat(document, "")
    for text in environment:
        names.append(text)
        written += _variables(text)
        opened = True
    by_key = {param.key: param for param in written}
    return Params(tuple(names), tuple(written), tuple(problems), opened, by_key)


def child(node: Node, name: str) -> Node | None:
    """The setting of this name below a node, compared without case."""
    wanted = name.casefold()
    return next((each for key, each in node.children.items() if key.casefold() == wanted), None)


def seconds(text: str) -> int | None:
    """A duration of Go (`1h30m`) in seconds; None for anything else."""
    if not _DURATION.fullmatch(text.strip()):
        return None
    return int(sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text)))


def _flat(node: Node, prefix: str) -> Iterator[Param]:
    """The settings below a node with their whole names; an object is one setting."""
    for key, below in node.children.items():
        if below.key is None or not below.key.known:
            continue
        name = f"{prefix}{key}"
        if below.kind == "map" and below.children and name.casefold() not in _OBJECTS:
            yield from _flat(below, f"{name}.")
        else:
            yield Param(Value(name, below.key.source), below)


def _variables(text: Text) -> Iterator[Param]:
    """The parameters that variables of an environment set: `PELICAN_ORIGIN_STORAGETYPE=posix`."""
    keys = known_parameters()
    names = {
        each.upper().replace(".", "_"): each for each in (*keys.keys, *keys.renamed, *keys.dead)
    }
    for index, line in text:
        found = _VARIABLE.match(line)
        if not found or found[2] not in names:
            continue
        bare = found[3].strip()
        start = found.start(3) + len(found[3]) - len(found[3].lstrip())
        if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
            bare, start = bare[1:-1], start + 1
        name = Value(names[found[2]], text.at(index, found.start(1), found.end(1)))
        value = Value.of(bare, text.at(index, start, start + len(bare)))
        yield Param(name, Node(name.source, name, value, bare))


def _switch(node: Node) -> bool | None:
    """As Go's `strconv.ParseBool` reads it."""
    if node.value is None or not node.value.known:
        return None
    words = {"1": True, "t": True, "true": True, "0": False, "f": False, "false": False}
    return words.get(node.value.text.strip().casefold())


def _old_names(key: str) -> Iterator[str]:
    for old, new in key_set("pelican", "parameters").renamed.items():
        if new.casefold() == key:
            yield old.casefold()
