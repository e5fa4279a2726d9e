"""The policies of a run: read from folders, checked, joined to the catalogue of rules.

Shipped policies lie in `policies/`; their package is `tokenlint.` and the path of their folder.

A site's own lie in any folders (`--policy DIR`).
Their packages do not begin with `tokenlint`, and the last two parts of a rule's package are
the family, in lower case, and the name of its catalogue entry:
`package site.scp["no-tape-writes"]` decides the rule `no-tape-writes` of the family SCP.
Every other package of a site is a helper; helpers define no `findings`.
One file, one package. Files that end in `_test.rego` are left out.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tokenlint import shipped
from tokenlint.errors import PolicyError
from tokenlint.policy.entry import BoundRule
from tokenlint.policy.policy_set import CatalogueLike, PolicySet, RuleLike, dotted
from tokenlint.policy.portable import module_is_pure
from tokenlint.policy.rego import Module, fingerprint, known_module, read_module
from tokenlint.policy.rego import Path as Package
from tokenlint.source import Problem, Source

__all__ = ["OWN", "PROVEN", "CatalogueLike", "PolicySet", "dotted", "load_policies", "proven"]

OWN = "tokenlint"
MAX_BYTES = 1_000_000

_SEE = "docs/how-to describes a site's own policies"


PROVEN = "policies"
"""Member of the compiled data: the shipped policies that were read and checked when built."""


def proven() -> Mapping[str, Mapping[str, Any]]:
    """What is known of the shipped policies, by the fingerprint of their text."""
    known: Mapping[str, Mapping[str, Any]] = shipped.compiled().get(PROVEN, {})
    return known


def load_policies(
    dirs: Sequence[Path], catalogue: CatalogueLike, *, site_dirs: Sequence[Path] = ()
) -> PolicySet:
    """The policies of the shipped folders `dirs` and of a site's folders.

    Raises PolicyError that lists everything wrong in all files, each with its place.
    """
    own, problems = _read(dirs)
    sites, more = _read(site_dirs)
    problems += more
    for folder, module in own:
        problems += _package_is_folder(folder, module)
    for _, module in sites:
        problems += _package_is_free(module)
    modules = [module for _, module in (*own, *sites)]
    problems += _twice(modules)
    rules, unjoined = _join(modules, catalogue)
    problems += unjoined
    for module in modules:
        problems += () if module.fingerprint in proven() else module_is_pure(module)
    if not modules or not rules:
        problems.append(_empty(dirs))
    if problems:
        first = problems[0]
        raise PolicyError(
            f"{len(problems)} problem(s) in the policies; first: {first.source}: {first.reason}",
            tuple(problems),
            advice=first.advice,
        )
    return PolicySet(tuple(sorted(modules, key=lambda module: module.package)), rules)


_Found = list[tuple[Package, Module]]
"""Modules with the path of the folder that they lie in, below the folder that was given."""


def _read(dirs: Sequence[Path]) -> tuple[_Found, list[Problem]]:
    found: _Found = []
    problems: list[Problem] = []
    for folder in dirs:
        usable = os.path.isdir(folder)  # noqa: PTH112  # of a name that is too long pathlib raises
        files = sorted(folder.rglob("*.rego")) if usable else []
        if not usable:
            problems.append(Problem("unreadable", Source(str(folder)), "no such folder"))
        for file in files:
            if file.name.endswith("_test.rego"):
                continue
            try:
                found.append((file.relative_to(folder).parent.parts, _module(file)))
            except PolicyError as error:
                problems += error.problems
    return found, problems


def _module(file: Path) -> Module:
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "this is not UTF-8 text"
        problem = Problem("unreadable", Source(str(file)), str(reason))
        raise PolicyError(problem.reason, (problem,)) from error
    if len(data) > MAX_BYTES:
        reason = f"a policy is at most {MAX_BYTES} bytes"
        problem = Problem("unreadable", Source(str(file)), reason)
        raise PolicyError(problem.reason, (problem,))
    known = proven().get(fingerprint(text))
    return known_module(str(file), text, known) if known else read_module(str(file), text)


def _package_is_folder(folder: Package, module: Module) -> Iterator[Problem]:
    wanted = (OWN, *folder)
    if module.package != wanted:
        reason = f"its package is {dotted(module.package)}, its folder says {dotted(wanted)}"
        yield Problem("package", module.source, reason, "rename the package or the folder")


def _package_is_free(module: Module) -> Iterator[Problem]:
    if module.package[0] == OWN:
        reason = f"a site's package must not begin with {OWN}"
        yield Problem("package", module.source, reason, "begin it with `site`")


def _twice(modules: Sequence[Module]) -> Iterator[Problem]:
    seen: dict[Package, Module] = {}
    for module in modules:
        first = seen.setdefault(module.package, module)
        if first is not module:
            reason = f"its package {dotted(module.package)} is also that of {first.file}"
            yield Problem("package", module.source, reason, "one file, one package")


def _join(
    modules: Sequence[Module], catalogue: CatalogueLike
) -> tuple[tuple[BoundRule, ...], list[Problem]]:
    """Each rule of the catalogue with its module, and what has no other half."""
    entries = {(rule.family.lower(), rule.name): rule for rule in catalogue.rules.values()}
    problems: list[Problem] = []
    bound: dict[str, BoundRule] = {}
    for module in modules:
        rule = entries.get((module.package[-2], module.package[-1]) if _deep(module) else ("", ""))
        if rule is not None and rule.code in bound:
            reason = f"{rule.code} has another policy, {dotted(bound[rule.code].package)}"
            problems.append(Problem("package", module.source, reason, "one rule, one policy"))
        elif rule is not None:
            bound[rule.code] = BoundRule(rule.code, module.package, tuple(rule.kinds))
        if (rule is not None) != ("findings" in module.rules):
            problems.append(_half(module, rule))
    problems += [
        _without_policy(rule) for code, rule in catalogue.rules.items() if code not in bound
    ]
    return tuple(bound[code] for code in sorted(bound)), problems


def _deep(module: Module) -> bool:
    return len(module.package) > 2  # noqa: PLR2004 - owner, family, name


def _half(module: Module, rule: RuleLike | None) -> Problem:
    if rule is None:
        reason = (
            f"it defines findings, but no rule of the catalogue has it for {dotted(module.package)}"
        )
        return Problem("catalogue", module.source, reason, f"write its entry; {_SEE}")
    reason = f"it is the policy of {rule.code}, but defines no set `findings`"
    return Problem("catalogue", module.source, reason, "write `findings contains ... if`")


def _without_policy(rule: RuleLike) -> Problem:
    reason = f"the rule {rule.code} ({rule.name}) has no policy"
    return Problem("catalogue", Source(f"<{rule.code}>"), reason, _SEE)


def _empty(dirs: Sequence[Path]) -> Problem:
    place = str(dirs[0]) if dirs else "<policies>"
    return Problem("empty", Source(place), "no rule has a policy, so nothing would be judged")
