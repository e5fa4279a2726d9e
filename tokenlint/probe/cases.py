"""The columns of the matrix: what is asked, how its path is written, and where that leads."""

from dataclasses import dataclass
from urllib.parse import unquote

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Case, Reach
from tokenlint.probe.layout import Layout

_O, _R = Operation, Reach
STORAGE_CASES = (
    Case("stat", "stat", _O.STAT, _R.INSIDE),
    Case("list", "list", _O.LIST, _R.INSIDE),
    Case("read", "read", _O.READ, _R.INSIDE),
    Case("read-sibling", "read beside", _O.READ, _R.SIBLING),
    Case("read-outside", "read elsewhere", _O.READ, _R.OUTSIDE),
    Case("read-traversal", "read via /../", _O.READ, _R.TRAVERSAL),
    Case("read-encoded-dot", "read via /%2e%2e/", _O.READ, _R.ENCODED_DOT),
    Case("read-encoded-separator", "read via /..%2f", _O.READ, _R.ENCODED_SEPARATOR),
    Case("create", "create", _O.CREATE, _R.INSIDE),
    Case("create-sibling", "create beside", _O.CREATE, _R.SIBLING),
    Case("create-outside", "create elsewhere", _O.CREATE, _R.OUTSIDE),
    Case("create-over", "overwrite", _O.OVERWRITE, _R.INSIDE),
    Case("mkdir", "make a folder", _O.MKDIR, _R.INSIDE),
    Case("rename", "rename", _O.RENAME, _R.INSIDE),
    Case("rename-over", "rename over a file", _O.RENAME_OVER, _R.INSIDE),
    Case("rename-out", "rename to beside", _O.RENAME, _R.SIBLING),
    Case("overwrite-sibling", "overwrite beside", _O.OVERWRITE, _R.SIBLING),
    Case("delete", "delete", _O.DELETE, _R.INSIDE),
    Case("delete-sibling", "delete beside", _O.DELETE, _R.SIBLING),
    Case("delete-outside", "delete elsewhere", _O.DELETE, _R.OUTSIDE),
    Case("delete-traversal", "delete via /../", _O.DELETE, _R.TRAVERSAL),
    Case("delete-encoded-dot", "delete via /%2e%2e/", _O.DELETE, _R.ENCODED_DOT),
    Case("delete-encoded-separator", "delete via /..%2f", _O.DELETE, _R.ENCODED_SEPARATOR),
    Case("stage", "stage", _O.STAGE, _R.INSIDE),
    Case("poll", "ask where it lies", _O.POLL, _R.INSIDE),
)
SHORT_CASES = frozenset({"read", "create", "create-over", "delete"})
"""What the flawed tokens meet: one of each sort is enough to see a token accepted."""
READING = frozenset({_O.STAT, _O.LIST, _O.READ, _O.STAGE, _O.POLL, _O.QUERY})
"""Operations that change nothing that is stored."""
_RENAMING = frozenset({_O.RENAME, _O.RENAME_OVER})
_ON_FILES = frozenset({_O.OVERWRITE, _O.DELETE, _O.RENAME, _O.RENAME_OVER})


@dataclass(frozen=True, slots=True)
class Aim:
    """What one cell is about.

    `path` and `target` are as they are sent, `source` and `goal` where they lead (decoded).
    `standing` are the files of its own that must stand there before, `made` the paths that the
    request may make, `folder` whether it makes a folder.
    """

    path: str
    source: str
    target: str = ""
    goal: str = ""
    standing: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    folder: bool = False

    @property
    def concerned(self) -> tuple[str, ...]:
        """Every path at which something could be seen of it."""
        return tuple(path for path in (self.source, self.goal) if path)


def aim(case: Case, kind: str, layout: Layout) -> Aim:
    """Where this case leads for this kind; a cell that may destroy something has its own files."""
    operation, reach = case.operation, case.reach
    if operation is Operation.LIST:
        return Aim(layout.granted, layout.granted)
    leaf = f"{kind}.{case.name}"
    if operation in _RENAMING:
        return _rename(case, leaf, layout)
    area = {Reach.INSIDE: layout.granted, Reach.SIBLING: layout.beside}.get(reach, layout.other)
    source = layout.shared(area) if operation in READING else f"{area}/{leaf}"
    sent = _spelled(source, reach, layout)
    standing = (source,) if operation in _ON_FILES else ()
    made = () if operation in READING or operation is Operation.DELETE else (source,)
    return Aim(sent, source, standing=standing, made=made, folder=operation is Operation.MKDIR)


def _rename(case: Case, leaf: str, layout: Layout) -> Aim:
    source = f"{layout.granted}/{leaf}"
    area = layout.granted if case.reach is Reach.INSIDE else layout.beside
    goal = f"{area}/{leaf}.to"
    over = case.operation is Operation.RENAME_OVER
    standing = (source, goal) if over else (source,)
    return Aim(source, source, goal, goal, standing, (goal,))


def _spelled(path: str, reach: Reach, layout: Layout) -> str:
    """The path as it is sent: written as if it were in the granted folder."""
    way = {
        Reach.TRAVERSAL: "/../",
        Reach.ENCODED_DOT: "/%2e%2e/",
        Reach.ENCODED_SEPARATOR: "/..%2f",
    }.get(reach)
    if way is None:
        return path
    rest = path.removeprefix(f"{layout.other.rpartition('/')[0]}/")
    return f"{layout.granted}{way}{rest}"


def leads_to(sent: str) -> str:
    """Where a service that decodes and resolves comes to; always what the plan says."""
    kept: list[str] = []
    for step in unquote(sent).split("/"):
        if step == "..":
            del kept[-1:]
        elif step not in {"", "."}:
            kept.append(step)
    return f"/{'/'.join(kept)}"
