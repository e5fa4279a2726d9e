"""The namespaces of a virtual organisation: who may come to what below which path.

Of the authorizations of a path `PUBLIC` alone counts where it is among them. An entry of
`SciTokens` without `Issuer` or `Base Path`, or with a `Map Subject` that is no boolean,
is left out of what is generated. The older form, a map from paths to authorizations, is read too.
Source: `src/webapp/data_federation.py` (commit 48ed97b).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Dead
from tokenlint.services.structured.ini import split
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_STRATEGIES = ("OAuth2", "Vault")


@dataclass(frozen=True, slots=True)
class Trusted:
    """A token issuer of a namespace, as it goes into the configuration of caches and origins."""

    url: Value
    base: tuple[Value, ...]
    restricted: tuple[Value, ...]
    map_subject: Value | None  # where it is true
    source: Source


@dataclass(frozen=True, slots=True)
class Namespace:
    """One path; `public` is the line that opens it, `others` are identities that read."""

    path: Value
    source: Source
    public: Source | None
    trusted: tuple[Trusted, ...]
    others: tuple[Value, ...]
    writeback: bool
    generation: Node | None


@dataclass(frozen=True, slots=True)
class Federation:
    """All namespaces of a file, lines without effect, and what keeps it from being read."""

    namespaces: tuple[Namespace, ...] = ()
    dead: tuple[Dead, ...] = ()
    problems: tuple[Problem, ...] = ()


def federation(root: Node) -> Federation:
    """The namespaces of a virtual organisation."""
    found: dict[str, Namespace] = {}
    dead: list[Dead] = []
    problems: list[Problem] = []
    for node, path, authorizations in _entries(root):
        if path.text in found:
            says = "this path has an entry already, and the topology refuses a second one"
            dead.append(Dead("duplicate", path, says, found[path.text].source))
            continue
        made, lost = _namespace(node, path, authorizations)
        found[path.text] = made
        dead += lost
        if made.generation:
            problems += _generation(made.generation)
    return Federation(tuple(found.values()), tuple(dead), tuple(problems))


def _entries(root: Node) -> Iterator[tuple[Node, Value, tuple[Node, ...]]]:
    """Each namespace: its node, its path, its authorizations."""
    node = root.get("DataFederations", "StashCache", "Namespaces")
    for each in node.items if node else ():
        path = each.text("Path")
        if path is not None:
            yield each, path, _items(each.get("Authorizations"))
    for each in node.children.values() if node else ():
        if each.key is not None:
            yield each, each.key, each.items


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if node else ()


def _namespace(
    node: Node, path: Value, authorizations: tuple[Node, ...]
) -> tuple[Namespace, list[Dead]]:
    public = next((each for each in authorizations if _is_public(each)), None)
    trusted: list[Trusted] = []
    others: list[Value] = []
    dead: list[Dead] = []
    for each in authorizations:
        if each is public:
            continue
        name = _name(each)
        if public is not None and name is not None:
            says = f"`PUBLIC` is among the authorizations of {path}, and then counts alone"
            dead.append(Dead("shadowed", name, says, public.source))
            continue
        scitokens = each.get("SciTokens")
        if scitokens is None:
            others += [name] if name is not None else []
            continue
        made = _trusted(scitokens)
        if isinstance(made, Trusted):
            trusted.append(made)
        elif name is not None:
            dead.append(Dead("ignored-value", name, made))
    namespace = Namespace(
        path,
        path.source,
        public.source if public else None,
        tuple(trusted),
        tuple(others),
        node.text("Writeback") is not None,
        node.get("CredentialGeneration"),
    )
    return namespace, dead


def _is_public(node: Node) -> bool:
    return node.value is not None and node.value.text.strip() == "PUBLIC"


def _name(node: Node) -> Value | None:
    """An authorization in one value: `FQAN: /vo`, or the word `SciTokens`."""
    if node.value is not None:
        return node.value
    key, below = next(iter(node.children.items()), ("", None))
    if below is None or below.key is None:
        return None
    if below.value is None:
        return below.key
    return Value(f"{key}: {below.value}", below.value.source, below.value.known)


def _trusted(node: Node) -> Trusted | str:
    """The issuer of an entry, or why the generators leave it out."""
    url = node.text("Issuer")
    base = node.text("BasePath") or node.text("Base Path")
    if url is None or not url.text:
        return "the generators leave out an entry without `Issuer`"
    if base is None or not base.text:
        return "the generators leave out an entry without `Base Path`"
    restricted = node.text("RestrictedPath") or node.text("Restricted Path")
    mapped = node.text("MapSubject") or node.text("Map Subject")
    if mapped is not None and mapped.known and mapped.text.casefold() not in _BOOLEANS:
        return "the generators leave out an entry whose `Map Subject` is no boolean"
    return Trusted(
        url,
        tuple(split(base)),
        tuple(split(restricted)) if restricted else (),
        mapped if mapped and _BOOLEANS.get(mapped.text.casefold()) else None,
        url.source,
    )


def _generation(node: Node) -> Iterator[Problem]:
    """What the topology refuses of a `CredentialGeneration`; it then drops the namespace."""
    strategy, issuer = node.text("Strategy"), node.text("Issuer")
    place = node.key.source if node.key else node.source
    if strategy is None or (strategy.known and strategy.text not in _STRATEGIES):
        yield _refused(strategy, place, "`Strategy` must be OAuth2 or Vault")
    if issuer is None or (issuer.known and not issuer.text.startswith("https://")):
        yield _refused(issuer, place, "`Issuer` must be an https address")
    depth, written = node.number("MaxScopeDepth"), node.text("MaxScopeDepth")
    if written is not None and written.known and (depth is None or depth < 0):
        yield _refused(written, place, "`MaxScopeDepth` must be a whole number, 0 or more")
    vault = strategy is not None and strategy.text == "Vault"
    if vault and node.text("VaultServer") is None:
        yield _refused(strategy, place, "the strategy Vault needs a `VaultServer`")
    for name in () if vault else ("VaultServer", "VaultIssuer"):
        if (value := node.text(name)) is not None and strategy is not None and strategy.known:
            yield _refused(value, place, f"`{name}` is only for the strategy Vault")


def _refused(value: Value | None, place: Source, reason: str) -> Problem:
    advice = "the topology refuses the namespace: mend it"
    return Problem("syntax", value.source if value else place, reason, advice)
