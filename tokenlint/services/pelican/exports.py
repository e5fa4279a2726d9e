"""The exports of an origin: which part of the storage stands where in the federation.

`Origin.ExportVolumes` wins over `Origin.Exports`, which wins over the settings for one export.
The capabilities of an entry of `Origin.Exports` are those that it lists, none where it lists none;
the others have those of `Origin.Enable*`. Public reads bring reads.
Source: `GetOriginExports` and `StringListToCapsHookFunc` of `server_utils/origin.go`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tokenlint.services.pelican.params import Params, child
from tokenlint.services.structured.tree import Node
from tokenlint.services.value import Value
from tokenlint.source import Source

WORDS: Final = ("PublicReads", "Reads", "Writes", "Listings", "DirectReads", "Copies")
DEFAULTS: Final = {"PublicReads": False, "Reads": True, "Writes": True, "Listings": True}
POSIX: Final = ("posix", "posixv2")


@dataclass(frozen=True, slots=True)
class Export:
    """One export; `can` are its capabilities, None where one cannot be told.

    `source` is the line that gives the capabilities. `node` is its entry in `Origin.Exports`.
    """

    storage: Value | None
    federation: Value
    can: dict[str, bool | None]
    source: Source
    public_source: Source
    issuers: tuple[Value, ...] = ()
    node: Node | None = None

    @property
    def public(self) -> bool:
        """Whether everybody may read for sure."""
        return self.can["PublicReads"] is True

    @property
    def by_token(self) -> bool:
        """Whether tokens have a say: something may need one."""
        private = self.can["Reads"] is not False and not self.public
        return private or self.can["Writes"] is not False


def storage_type(params: Params) -> Value | None:
    """The kind of storage as it is written; None stands for `posix`."""
    return params.value("Origin.StorageType")


def is_posix(params: Params) -> bool:
    """Whether the origin exports a file system of its host."""
    written = storage_type(params)
    return written is None or (written.known and written.text in POSIX)


def exports(params: Params) -> tuple[Export, ...]:
    """The exports that count."""
    volumes = params.values("Origin.ExportVolumes")
    if volumes:
        return tuple(_volume(params, each) for each in volumes)
    listed = params.get("Origin.Exports")
    if listed is not None:
        items = listed.node.items
        return tuple(found for each in items if (found := _listed(each)) is not None)
    single = params.value("Origin.FederationPrefix")
    if single is None or not single.text:
        return ()
    can, public = _enabled(params)
    storage = params.value("Origin.StoragePrefix")
    return (Export(storage, single, can, single.source, public or single.source),)


def _volume(params: Params, value: Value) -> Export:
    """`STORAGE:FEDERATION`, or one path for both."""
    left, colon, _ = value.text.partition(":")
    storage = _part(value, 0, len(left))
    start = len(left) + 1 if colon else 0
    federation = _part(value, start, len(value.text))
    can, public = _enabled(params)
    bucket = not is_posix(params)
    return Export(
        None if bucket else storage, federation, can, value.source, public or value.source
    )


def _part(value: Value, start: int, end: int) -> Value:
    source = value.source
    if source.column and source.end_column - source.column == len(value.text):
        source = Source(source.file, source.line, source.column + start, source.column + end)
    return Value.of(value.text[start:end], source)


def _enabled(params: Params) -> tuple[dict[str, bool | None], Source | None]:
    """The capabilities by `Origin.Enable*`, and where public reads are switched on."""
    can: dict[str, bool | None] = {
        word: params.switch(f"Origin.Enable{word}", default=default)
        for word, default in DEFAULTS.items()
    }
    if can["PublicReads"]:
        can["Reads"] = True
    public = params.get("Origin.EnablePublicReads")
    return can, public.source if public else None


def _listed(node: Node) -> Export | None:
    """An entry of `Origin.Exports`; None for one without a place in the federation."""
    federation = _text(node, "FederationPrefix")
    if federation is None:
        return None
    given = child(node, "Capabilities")
    words = given.values() if given else ()
    can = _capabilities(words)
    source = given.key.source if given and given.key else federation.source
    public = next((each.source for each in words if each.text == "PublicReads"), source)
    issuers = child(node, "IssuerUrls")
    return Export(
        _text(node, "StoragePrefix"),
        federation,
        can,
        source,
        public,
        issuers.values() if issuers else (),
        node,
    )


def _capabilities(words: tuple[Value, ...]) -> dict[str, bool | None]:
    opened = any(not each.known for each in words)
    written = {each.text for each in words}
    can: dict[str, bool | None] = {}
    for word in DEFAULTS:
        can[word] = True if word in written else None if opened else False
    if can["PublicReads"]:
        can["Reads"] = True
    return can


def _text(node: Node, name: str) -> Value | None:
    found = child(node, name)
    return found.value if found else None


def overridden(params: Params) -> Iterator[tuple[Value, str, Source]]:
    """Settings without effect beside the exports that count: name, clause, the line that wins.

    `Origin.Enable*` counts for the server as a whole where there are several exports.
    """
    volumes, listed = params.get("Origin.ExportVolumes"), params.get("Origin.Exports")
    if volumes and params.values("Origin.ExportVolumes"):
        if listed:
            says = "Pelican passes over `Origin.Exports` where `Origin.ExportVolumes` is set"
            yield listed.name, says, volumes.source
        return
    found = exports(params)
    if listed is None or len(found) != 1 or len(listed.node.items) != 1:
        return
    export = found[0]
    for word in DEFAULTS:
        param = params.get(f"Origin.Enable{word}")
        written = params.switch(f"Origin.Enable{word}", default=False) if param else None
        if param and written is not None and export.can[word] is (not written):
            has = "lists" if export.can[word] else "does not list"
            says = f"the capabilities of the export count, and its list {has} `{word}`"
            yield param.name, says, export.source
