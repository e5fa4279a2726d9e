"""Tokens that DIRAC asks for on behalf of FTS, for each file of a transfer.

They are used where the agent has `UseTokens`, and both storage elements `TokenSupport`.
Source: DIRACGrid/DIRAC @b5bc25c, DataManagementSystem/Agent/FTS3Agent.py and Client/FTS3Job.py:
the source's token reads, the destination's modifies and reads, both with `offline_access`
for FTS to refresh them, and neither with an audience. The path is that of the file,
relative to `WLCGTokenBasePath` (Resources/Storage/GFAL2_StorageBase.py).
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tokenlint.services.asked import Asked
from tokenlint.services.dirac.cfg import Section
from tokenlint.services.value import Value, has_placeholder

_YES = frozenset({"true", "yes"})
_AGENT_YES = frozenset({"y", "yes", "true", "1"})
_DEEPEST_BASE = 10
_A_FILE = "a-file"  # stands for the path of each file, which nobody knows before


def requests(root: Section) -> Iterator[Asked]:
    """The tokens of each storage element, as the source and as the destination of a transfer."""
    if _switched_on(root) is None:
        return
    for storage in root.below("Resources", "StorageElements"):
        chain = _chain(root, storage)
        support = _option(chain, "TokenSupport")
        if support is not None and support.text.lower() in _YES:
            yield from _of_storage(chain, support)


def _switched_on(root: Section) -> Value | None:
    """The line that makes FTS transfers use tokens."""
    for system in root.below("Systems"):
        for section in system.walk():
            value = section.value("UseTokens") if section.name.text == "FTS3Agent" else None
            if value and value.known and value.text.lower() in _AGENT_YES:
                return value
    return None


def _of_storage(chain: Sequence[Section], support: Value) -> Iterator[Asked]:
    """Nothing without a base path, since DIRAC asks for no token then."""
    storage, base = chain[0], _option(chain, "WLCGTokenBasePath")
    prefix = _prefix(chain, base) if base else None
    if base is None or prefix is None or not base.known or has_placeholder(prefix):
        return
    for verb, actions in (("from", ["read"]), ("to", ["modify", "read"])):
        scopes = [Value(f"storage.{each}:{prefix}/{_A_FILE}", base.source) for each in actions]
        yield Asked(
            name=f"transfers {verb} {storage.name.text}",
            source=support.source,
            kind="third-party-copy",
            description=f"each file {verb} {storage.name.text}, for FTS",
            scopes=(*scopes, Value("offline_access", support.source)),
            audiences=None,
            grant="client-credentials",
            refresh=support.source,
            refresh_held_by="fts",
        )


def _prefix(chain: Sequence[Section], base: Value) -> str | None:
    """The path of the storage below the base path of its tokens; None where it is not below."""
    for protocol in (each for section in chain for each in section.sections.values()):
        path = protocol.value("Path")
        if path and PurePosixPath(path.text).is_relative_to(base.text):
            below = PurePosixPath(path.text).relative_to(base.text).as_posix()
            return "" if below == "." else f"/{below}"
    return None


def _chain(root: Section, storage: Section) -> Sequence[Section]:
    """A storage element and those that it is based on, the nearest first."""
    chain: Sequence[Section] = [storage]
    while len(chain) < _DEEPEST_BASE:
        named = chain[-1].value("BaseSE")
        base = root.at("Resources", "StorageElementBases", named.text) if named else None
        if base is None or any(base is each for each in chain):
            break
        chain = [*chain, base]
    return chain


def _option(chain: Sequence[Section], name: str) -> Value | None:
    """An option of the nearest section that has it."""
    return next((value for section in chain if (value := section.value(name))), None)
