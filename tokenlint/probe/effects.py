"""What an operation would make of what is stored, and what became of it."""

from collections.abc import Mapping

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cases import Aim
from tokenlint.probe.cell import Effect
from tokenlint.probe.stored import Stored, Thing

Seen = Mapping[str, Stored]
_NOTHING = Stored(Thing.ABSENT)


def wanted(operation: Operation, aim: Aim, before: Seen, uploaded: Stored) -> Seen:
    """What stands at the concerned paths after the operation, if it is done."""
    if operation in {Operation.CREATE, Operation.OVERWRITE}:
        return {aim.source: uploaded}
    if operation is Operation.DELETE:
        return {aim.source: _NOTHING}
    if operation is Operation.MKDIR:
        return {aim.source: Stored(Thing.DIRECTORY)}
    if operation in {Operation.RENAME, Operation.RENAME_OVER}:
        return {aim.source: _NOTHING, aim.goal: before[aim.source]}
    raise ValueError(f"{operation} changes nothing")


def effect_of(before: Seen, after: Seen, done: Seen, *, beside: bool) -> Effect:
    """What the looks show together; `beside`: whether something else in the folder changed.

    A path that could not be seen leaves it open, unless another one is seen to have changed.
    """
    seen = [path for path in before if after[path].thing is not Thing.UNKNOWN]
    changed = [path for path in seen if after[path] != before[path]]
    if len(seen) < len(before):
        return Effect.OTHERWISE if changed or beside else Effect.UNSEEN
    if beside:
        return Effect.OTHERWISE
    if not changed:
        return Effect.UNCHANGED
    return Effect.DONE if all(after[path] == done[path] for path in done) else Effect.OTHERWISE
