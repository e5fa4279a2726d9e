"""Scope matchers: which scopes a client may ask for that registered one of the same family.

A path matcher is read as the expression `PATH.*`, so that it ends where the text ends and not
at a component of the path; a regexp matcher has to match the whole scope. A scope without
a matcher is compared letter by letter. Sources: IAM at commits 66ee2f28 and 0aecd8ca,
`StructuredPathScopeMatcher`, `RegexpScopeMatcher`, `DefaultScopeMatcherRegistry`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tokenlint.services.acceptance import Dead, Pattern, Setting
from tokenlint.services.iam.deployment import Deployment, in_prose
from tokenlint.services.pattern import Matched, analyse, expression
from tokenlint.services.structured.spring import Node
from tokenlint.services.value import Value

_TYPES: Final = frozenset({"path", "regexp"})
# Scopes with a path of the WLCG Common JWT Profiles 1.3, section 2.2.1.
PARAMETRIC: Final = (
    "storage.read",
    "storage.create",
    "storage.modify",
    "storage.stage",
    "storage.poll",
)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One matcher; `prefix` and `path` for a path, `regexp` for an expression."""

    node: Node
    prefix: Value | None = None
    path: Value | None = None
    regexp: Value | None = None

    def covers(self, word: str) -> bool:
        """Whether it matches a scope of this name with a path."""
        if self.prefix is not None:
            return self.prefix.text == word
        if self.regexp is None:
            return False
        read = expression(self.regexp.text, whole=True)
        return not read.understood or read.accepts(f"{word}:/") or read.accepts(f"{word}:/a")


def matchers(deployment: Deployment) -> tuple[Matcher, ...]:
    """The matchers that hold: Spring replaces a list as a whole."""
    node = deployment.node("scope.matchers")
    return tuple(_matcher(item) for item in node.items) if node else ()


def _matcher(node: Node) -> Matcher:
    kind = node.text("type")
    word = kind.text.strip().casefold() if kind else ""
    if word == "regexp":
        return Matcher(node, regexp=node.text("regexp"))
    if word == "path":
        return Matcher(node, prefix=node.text("prefix"), path=node.text("path"))
    return Matcher(node)


def settings(found: tuple[Matcher, ...], deployment: Deployment) -> Iterator[Setting]:
    """`scope.matchers.path` of each, and of all `scope.matchers.missing` and `.foreign`.

    Missing are scopes of the profile beside others that have a matcher;
    foreign are storage scopes that the profile does not have.
    """
    for each in found:
        if each.path is not None:
            text = each.path.text if each.path.known else ""
            yield Setting("scope.matchers.path", text, each.path.source, known=each.path.known)
    prefixes = [each.prefix for each in found if each.prefix is not None]
    for prefix in prefixes:
        if prefix.known and prefix.text.startswith("storage.") and prefix.text not in PARAMETRIC:
            yield Setting("scope.matchers.foreign", prefix.text, prefix.source)
    if any(prefix.text in PARAMETRIC for prefix in prefixes):
        yield from _missing(found, deployment)


def _missing(found: tuple[Matcher, ...], deployment: Deployment) -> Iterator[Setting]:
    application = deployment.application
    node = deployment.node("scope.matchers")
    open_ = any(not value.known for each in found for value in _values(each))
    if node is None or open_ or application is None or application.templated:
        return
    if any(in_prose(layer.text) for layer in application.layers):
        return
    for word in PARAMETRIC:
        if not any(each.covers(word) for each in found):
            yield Setting("scope.matchers.missing", word, node.source)


def _values(matcher: Matcher) -> list[Value]:
    return [each for each in (matcher.prefix, matcher.path, matcher.regexp) if each is not None]


def patterns(found: tuple[Matcher, ...]) -> Iterator[Pattern]:
    """The expressions, as what else than meant they match."""
    for each in found:
        if each.regexp is not None:
            yield analyse(each.regexp.text, each.regexp, "scope", Matched.WORD, whole=True)


def dead(found: tuple[Matcher, ...]) -> Iterator[Dead]:
    """Members that the type of a matcher does not look at."""
    for each in found:
        kind = each.node.text("type")
        if kind is None or not kind.known or kind.text.strip().casefold() not in _TYPES:
            continue
        unused = ("regexp",) if each.regexp is None else ("prefix", "path")
        for name in unused:
            value = each.node.text(name)
            node = each.node.get(name)
            if value is not None and node is not None and node.key is not None:
                says = f"a matcher of the type {kind.text.strip()} does not look at {name}"
                yield Dead("ignored-value", node.key, says)
