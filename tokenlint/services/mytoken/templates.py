"""Templates and profiles of mytoken, and how they include each other.

An object may name others in `include`; where it and they write the same key, its own counts,
and of two that it includes the one that it names first. A list stands for
alternatives, and including one makes alternatives of what includes it.
In the place of an object may stand the names of templates, with a blank between.
Source: `createFinalTemplate` and `parseIncludes` in `utils/profile/template.go`,
`capabilities.go` and `restrictions.go` of oidc-mytoken/utils (0e4fa13).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tokenlint.services.mytoken.recognise import CAPABILITIES
from tokenlint.services.structured import ini
from tokenlint.services.structured.tree import Node, Tree
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

Fields = Mapping[str, Node]

_MOST = 500  # alternatives of one template
_MOST_STEPS = 5_000
_DEEPEST = 50  # templates that include each other, and lists in lists


@dataclass(frozen=True)
class Template:
    """A file: its text, and what stands in it (None where it cannot be read)."""

    text: Text
    root: Node | None


@dataclass
class Library:
    """The templates of a server by kind and name; what resolving them showed is collected.

    `missing` are names of templates that are not there, with the text that names them.
    `steps` counts includes, so that a hostile set of templates takes no time.
    """

    templates: Mapping[str, Mapping[str, Template]] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)
    missing: dict[str, tuple[str, Value, Text]] = field(default_factory=dict)
    steps: int = 0

    def named(self, kind: str) -> Iterator[tuple[str, Template]]:
        """The templates of a kind, in the order of their names."""
        yield from sorted(self.templates.get(kind, {}).items())


@dataclass(frozen=True)
class Resolver:
    """Follows the includes of one template; `open` tells that one of them is not there."""

    library: Library
    kind: str
    path: tuple[str, ...] = ()
    depth: int = 0

    def alternatives(self, node: Node, near: Text) -> "Alternatives":
        """What a place in a template stands for."""
        if self.depth > _DEEPEST:
            return Alternatives(open=True)
        if node.kind == "list":
            found = Alternatives(listed=True)
            inner = replace(self, depth=self.depth + 1)
            for item in node.items[:_MOST]:
                found = found.beside(inner.alternatives(item, near))
            return found
        if node.kind == "map":
            return self._included(Alternatives((node.children,)), _includes(node), near)
        if node.value is None:
            return Alternatives()
        names = tuple(ini.split(node.value, " "))
        if len(names) == 1:
            return self._by_name(names[0], near)
        return self._included(Alternatives(({},)), names, near)

    def _included(
        self, base: "Alternatives", names: tuple[Value, ...], near: Text
    ) -> "Alternatives":
        for name in names:
            other = self._by_name(name, near)
            base = base.beside(other) if base.listed or other.listed else base.over(other)
        return base

    def _by_name(self, name: Value, near: Text) -> "Alternatives":
        deeper = self.step(name, near)
        if deeper is None:
            return Alternatives(open=True)
        inner, template = deeper
        if template.root is None:
            return Alternatives(open=True)
        return inner.alternatives(template.root, template.text)

    def step(self, name: Value, near: Text) -> "tuple[Resolver, Template] | None":
        """The template of a name; None where there is none, or where it leads in a circle."""
        bare = name.text.removeprefix("@")
        self.library.steps += 1
        if not name.known or self.library.steps > _MOST_STEPS or self.depth > _DEEPEST:
            return None
        if bare in self.path:
            circle = " -> ".join((*self.path[self.path.index(bare) :], bare))
            reason = f"these templates of {self.kind} include each other: {circle[:200]}"
            problem = Problem("schema", name.source, reason, "leave one of them out")
            self.library.problems.setdefault(str(name.source), problem)
            return None
        template = self.library.templates.get(self.kind, {}).get(bare)
        if template is None:
            self.library.missing.setdefault(str(name.source), (self.kind, name, near))
            return None
        return replace(self, path=(*self.path, bare), depth=self.depth + 1), template


@dataclass(frozen=True)
class Alternatives:
    """Objects of which one is enough; one object that is no list, unless `listed`."""

    each: tuple[Fields, ...] = ()
    listed: bool = False
    open: bool = False

    def beside(self, other: "Alternatives") -> "Alternatives":
        """More alternatives."""
        both = (self.each + other.each)[:_MOST]
        return Alternatives(both, True, self.open or other.open)

    def over(self, other: "Alternatives") -> "Alternatives":
        """One object over another: what it writes counts, and null takes a key away."""
        fields = dict(other.each[0]) if other.each else {}
        for name, node in (self.each[0] if self.each else {}).items():
            fields[name] = node
        return Alternatives((fields,), False, self.open or other.open)


def capabilities(resolver: Resolver, node: Node, near: Text) -> Iterator[Value | None]:
    """The capabilities of a list or of words; None for a template that is not there."""
    if node.kind == "map":
        return
    words = ini.split(node.value, " ") if node.value else iter(node.values())
    for word in words:
        if not word.text.startswith("@") or resolver.kind != CAPABILITIES:
            yield word
            continue
        deeper = resolver.step(word, near)
        if deeper is None or deeper[1].root is None:
            yield None
        else:
            inner, template = deeper
            yield from capabilities(inner, template.root or node, template.text)


def read_template(text: Text, tree: Tree) -> Template:
    """A file of a template; one that holds only names is no JSON."""
    bare = text.content.strip()
    if bare[:1] in ("{", "[", '"'):
        return Template(text, tree.root)
    index = next((i for i, line in text if line.strip()), 0)
    return Template(text, Node(text.at(index), value=Value.of(bare, text.find(bare, index))))


def _includes(node: Node) -> tuple[Value, ...]:
    include = node.get("include")
    if include is None:
        return ()
    return tuple(ini.split(include.value, " ")) if include.value else include.values()
