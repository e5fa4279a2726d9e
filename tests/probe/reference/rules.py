"""Which right lets a request pass: WLCG profile 1.3 section 2.2.1, and the planted flaws."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.probe.reference.acceptance import Right
from tests.probe.reference.flaws import Planted

CREATING = frozenset({"create", "modify"})
ALLOWING: Mapping[str, frozenset[str]] = {
    "stat": CREATING | {"read", "stage"},
    "list": frozenset({"read"}),
    "read": frozenset({"read"}),
    "create": CREATING,
    "mkdir": CREATING,
    "rename": CREATING,
    "rename-over": frozenset({"modify"}),
    "rename-folder": frozenset({"modify"}),
    "overwrite": frozenset({"modify"}),
    "delete": frozenset({"modify"}),
    "stage": frozenset({"stage"}),
    "poll": frozenset({"stage", "poll"}),
    "evict": frozenset({"stage"}),
}
_MORE: Mapping[Planted, tuple[tuple[str, ...], frozenset[str]]] = {
    Planted.READ_WRITES: (
        ("create", "mkdir", "overwrite", "rename", "rename-over", "delete"),
        frozenset({"read"}),
    ),
    Planted.CREATE_READS: (("read",), frozenset({"create"})),
    Planted.CREATE_OVERWRITES: (("overwrite",), frozenset({"create"})),
    Planted.CREATE_DELETES: (("delete",), frozenset({"create"})),
    Planted.CREATE_RENAMES_OVER: (("rename-over",), frozenset({"create"})),
    Planted.MODIFY_READS: (("read",), frozenset({"modify"})),
    Planted.STAGE_READS: (("read",), frozenset({"stage"})),
    Planted.POLL_STATS: (("stat",), frozenset({"poll"})),
    Planted.READ_STAGES: (("stage", "evict"), frozenset({"read"})),
}


@dataclass(frozen=True)
class Rules:
    """What a server lets pass, by its flaws."""

    flaws: frozenset[Planted] = frozenset()

    def allow(self, operation: str, path: tuple[str, ...], rights: Iterable[Right]) -> bool:
        """Whether any of the rights lets the operation pass at a path, by its components."""
        if operation == "stat" and Planted.ANYBODY_STATS in self.flaws:
            return True
        words = self._words(operation)
        return any(right.word in words and self._covers(right.path, path) for right in rights)

    def _words(self, operation: str) -> frozenset[str]:
        words = ALLOWING[operation]
        for flaw in self.flaws & _MORE.keys():
            operations, more = _MORE[flaw]
            if operation in operations:
                words |= more
        if operation == "create" and Planted.CREATE_REFUSED in self.flaws:
            words -= {"create"}
        return words

    def _covers(self, granted: tuple[str, ...], path: tuple[str, ...]) -> bool:
        if Planted.PREFIX_PATHS in self.flaws:
            return "/".join(("", *path)).startswith("/".join(("", *granted)))
        return path[: len(granted)] == granted
