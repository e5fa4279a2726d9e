"""A set of policies: its modules, the rules that they decide, and what follows from them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Protocol

from tokenlint.policy.entry import BoundRule, entry_module
from tokenlint.policy.portable import module_is_portable
from tokenlint.policy.rego import Module
from tokenlint.policy.rego import Path as Package
from tokenlint.source import Problem


class RuleLike(Protocol):
    """What a policy set needs to know of a catalogue entry."""

    @property
    def code(self) -> str:
        """Such as `SCP001`."""
        ...

    @property
    def name(self) -> str:
        """Such as `delete-without-modify`."""
        ...

    @property
    def family(self) -> str:
        """Such as `SCP`."""
        ...

    @property
    def kinds(self) -> Sequence[str]:
        """The kinds of documents that it judges."""
        ...


class CatalogueLike(Protocol):
    """The rules by code."""

    @property
    def rules(self) -> Mapping[str, RuleLike]:
        """Every rule that must have a policy."""
        ...


@dataclass(frozen=True)
class PolicySet:
    """Modules in the order of their packages, and the rules that they decide.

    `digest` is the same whatever order the files were read in and wherever they lay.
    `letters`: those of `path_text`, `audience_text`, `issuer_text` that a policy reads.
    """

    modules: tuple[Module, ...]
    rules: tuple[BoundRule, ...]

    @cached_property
    def digest(self) -> str:
        """64 hex digits of what is decided and how."""
        parts = sorted([".".join(module.package), module.text] for module in self.modules)
        bound = sorted([rule.code, *rule.package, *sorted(rule.kinds)] for rule in self.rules)
        return sha256(repr((parts, bound)).encode()).hexdigest()

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters that must be part of the documents."""
        return frozenset(letter for module in self.modules for letter in module.letters)

    @cached_property
    def sorts(self) -> bool:
        """Whether a policy sorts texts."""
        return any(token.is_word("sort") for module in self.modules for token in module.tokens)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of documents that at least one rule judges."""
        return tuple(sorted({kind for rule in self.rules for kind in rule.kinds}))

    def for_kind(self, kind: str) -> tuple[BoundRule, ...]:
        """The rules that judge documents of a kind, by code."""
        return tuple(rule for rule in self.rules if kind in rule.kinds)

    def entry_module(self, kind: str) -> str:
        """The generated module that gathers the findings of all rules of a kind."""
        return entry_module(kind, self.for_kind(kind), self.digest)

    def closure(self, packages: Iterable[Package]) -> tuple[Module, ...]:
        """The modules of these packages and all that they refer to, in dependency order."""
        found: dict[Package, Module] = {}
        for package in packages:
            self._collect(self.by_package[package], found, ())
        return tuple(found.values())

    @cached_property
    def by_package(self) -> Mapping[Package, Module]:
        """Each module under its package, which no other one has."""
        return {module.package: module for module in self.modules}

    def _collect(
        self, module: Module, found: dict[Package, Module], above: tuple[Package, ...]
    ) -> None:
        if module.package in found or module.package in above:
            return
        for package in self._referred[module.package]:
            self._collect(self.by_package[package], found, (*above, module.package))
        found[module.package] = module

    @cached_property
    def _referred(self) -> Mapping[Package, tuple[Package, ...]]:
        """The packages that each module refers to: one, something in it, or a folder of them."""
        below: dict[Package, list[Package]] = {}
        for package in self.by_package:
            for length in range(1, len(package) + 1):
                below.setdefault(package[:length], []).append(package)
        return {
            module.package: tuple(sorted(self._meeting(module, below))) for module in self.modules
        }

    def _meeting(self, module: Module, below: Mapping[Package, list[Package]]) -> set[Package]:
        met = {package for reference in module.references for package in below.get(reference, ())}
        parts = (ref[:length] for ref in module.references for length in range(1, len(ref)))
        return met | {part for part in parts if part in self.by_package}

    def not_portable(self, proven: Collection[str] = ()) -> tuple[Problem, ...]:
        """What keeps the policies from running embedded.

        `proven` holds fingerprints of texts that were checked before: looking at all
        shipped policies again would take a third of the time that a whole run may.
        """
        fresh = [module for module in self.modules if module.fingerprint not in proven]
        return tuple(problem for module in fresh for problem in module_is_portable(module))


def dotted(package: Package) -> str:
    """A package as Rego writes it: `tokenlint.scp["delete-without-modify"]`."""
    head, *rest = package
    return head + "".join(f".{part}" if part.isidentifier() else f'["{part}"]' for part in rest)
