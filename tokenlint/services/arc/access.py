"""Access to an interface or a queue: `allowaccess` and `denyaccess`, the first that fits decides.

Source: `LegacyPDP` in `src/hed/shc/legacy/LegacyPDP.cpp` of nordugrid/arc and arc.conf.reference:
without any of the two, everybody authenticated passes; with one, who fits none is refused.
"""

from dataclasses import dataclass

from tokenlint.services.acceptance import State
from tokenlint.services.arc.blocks import Block
from tokenlint.services.arc.checks import Check, settled
from tokenlint.services.arc.membership import Memberships
from tokenlint.services.decision import Step
from tokenlint.services.value import Value
from tokenlint.source import Source

_KEYS = ("allowaccess", "denyaccess")


@dataclass(frozen=True, slots=True)
class Entry:
    """One authgroup on one line, allowed or refused."""

    allows: bool
    group: Value
    source: Source


def entries(block: Block) -> tuple[Entry, ...]:
    """The groups of a block in their order; several may stand on one line."""
    return tuple(
        Entry(option.key.text == "allowaccess", word, option.source)
        for option in block.of(*_KEYS)
        for word in option.words()
    )


def permissions(block: Block) -> dict[str, bool] | None:
    """For each group that a block names whether it lets it in; None where it names none."""
    found: dict[str, bool] = {}
    for entry in entries(block):
        found.setdefault(entry.group.text, entry.allows)
    return found or None


def access(block: Block, groups: Memberships, *, complete: bool) -> Check:
    """Whether the block lets in who is in these groups."""
    lines = entries(block)
    if not lines:
        state = State.YES if complete else State.UNKNOWN
        says = "names no authgroup, so that everybody authenticated passes"
        depends = () if complete else (f"an allowaccess in [{block.keyword}] that is not here",)
        return Check(state, (Step(block.source, says),), depends)
    possible: list[State] = []
    depends_on: list[str] = []
    steps: list[Step] = []
    for entry in lines:
        group = groups.get(entry.group.text, _absent(entry, complete=complete))
        if group.state is State.NO:
            continue
        possible.append(State.YES if entry.allows else State.NO)
        steps += [*group.steps[-1:], Step(entry.source, _says(entry))]
        if group.state is State.YES:
            break
        depends_on += group.depends_on
    else:
        possible.append(State.NO)
        steps = steps or [Step(block.source, "lets none of the credential's authgroups in")]
    return Check(settled(possible), tuple(steps), tuple(depends_on))


def _says(entry: Entry) -> str:
    return f"{'lets in' if entry.allows else 'keeps out'} the authgroup {entry.group}"


def _absent(entry: Entry, *, complete: bool) -> Check:
    if complete and entry.group.known:
        return Check(State.NO)
    return Check(State.UNKNOWN, (), (f"who is in the authgroup {entry.group}",))
