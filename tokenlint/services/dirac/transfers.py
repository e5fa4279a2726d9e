"""Tokens that DIRAC asks for on behalf of FTS, for each file of a transfer.

They are used where the agent has `UseTokens`, and both storage elements `TokenSupport`.
Source: DIRACGrid/DIRAC @b5bc25c, DataManagementSystem/Agent/FTS3Agent.py and Client/FTS3Job.py:
the source's token reads, the destination's modifies and reads, both with `offline_access`
for FTS to refresh them, and neither with an audience. The path is that of the file,
relative to `WLCGTokenBasePath` (Resources/Storage/GFAL2_StorageBase.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from tokenlint.services.asked import Asked
from tokenlint.services.dirac.cfg import Section
from tokenlint.services.value import Value

_YES = frozenset({"true", "yes"})
_AGENT_YES = frozenset({"y", "yes", "true", "1"})
_DEEPEST_BASE = 10


def requests(root: Section) -> Iterator[Asked]:
    """The tokens of each storage element, as the source and as the destination of a transfer."""
    if _switched_on(root) is None:
        return
    for storage in root.below("Resources", "StorageElements"):
        options = _inherited(root, storage)
        support = options.get("TokenSupport")
        if support is not None and support.text.lower() in _YES:
            yield from _of_storage(storage, options, support)


def _switched_on(root: Section) -> Value | None:
    """The line that makes FTS transfers use tokens."""
    for system in root.below("Systems"):
        for section in system.walk():
            value = section.value("UseTokens") if section.name.text == "FTS3Agent" else None
            if value and value.known and value.text.lower() in _AGENT_YES:
                return value
    return None


def _of_storage(storage: Section, options: Mapping[str, Value], support: Value) -> Iterator[Asked]:
    place = options.get("WLCGTokenBasePath", support)
    path = f"{_prefix(storage, options)}/<file>"
    for verb, actions in (("from", ["read"]), ("to", ["modify", "read"])):
        # The file is known only when it is transferred.
        scopes = [Value(f"storage.{each}:{path}", place.source, known=False) for each in actions]
        yield Asked(
            name=f"transfers {verb} {storage.name.text}",
            source=support.source,
            kind="third-party-copy",
            description=f"a file {verb} {storage.name.text}, for FTS",
            scopes=(*scopes, Value("offline_access", support.source)),
            audiences=None,
            grant="client-credentials",
            refresh=support.source,
            refresh_held_by="fts",
        )


def _prefix(storage: Section, options: Mapping[str, Value]) -> str:
    """The path of the storage below the base path of its tokens."""
    base = options.get("WLCGTokenBasePath")
    for protocol in storage.sections.values():
        path = protocol.value("Path")
        if base and path and PurePosixPath(path.text).is_relative_to(base.text):
            return f"/{PurePosixPath(path.text).relative_to(base.text)}".removesuffix("/.")
    return ""


def _inherited(root: Section, storage: Section) -> Mapping[str, Value]:
    """The options of a storage element and of those that it is based on."""
    chain: Sequence[Section] = [storage]
    while len(chain) < _DEEPEST_BASE:
        named = chain[-1].value("BaseSE")
        base = root.at("Resources", "StorageElementBases", named.text) if named else None
        if base is None or base in chain:
            break
        chain = [*chain, base]
    return {
        name: option.value
        for section in reversed(chain)
        for name, option in section.options.items()
    }
