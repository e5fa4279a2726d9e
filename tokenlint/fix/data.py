"""What a file says once it is loaded, and where two versions of it differ."""

import json
import tomllib
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from tokenlint.fix.edit import FixPlan, NotFixed
from tokenlint.fix.held import Held
from tokenlint.source import Pointer
from tokenlint.workflows.yaml_documents import compose
from tokenlint.workflows.yaml_nodes import plain, pointer_of, steps

_YAML = frozenset({".yaml", ".yml"})
_FEW = 1_000  # differences that are looked for; each repair makes one or two
_NOTHING = object()


def loaded(held: Held) -> tuple[Any, ...] | None:
    """The documents of a file that holds data; None for the other grammars.

    Raises NotFixed where the file does not load whole: what an edit does is not known then.
    """
    suffix = PurePath(held.name).suffix.lower()
    if suffix in _YAML:
        composed = compose(held.text, held.name)
        if composed.problems:
            raise NotFixed(f"the file does not load as YAML: {composed.problems[0].reason}")
        return tuple(plain(document) for document in composed.documents)
    try:
        if suffix == ".json":
            return (json.loads(held.text),)
        return (tomllib.loads(held.text),) if suffix == ".toml" else None
    except (ValueError, RecursionError):
        raise NotFixed(f"the file does not load as {suffix[1:].upper()}") from None


def differences(before: Any, after: Any) -> list[Pointer]:
    """Pointers to what differs, the deepest that hold it; the first thousand.

    An anchored value is one object wherever it is used, and is told at each of its places.
    """
    found: list[Pointer] = []
    alike: dict[tuple[int, int], bool] = {}
    waiting: list[tuple[Any, Any, tuple[str | int, ...]]] = [(before, after, ())]
    while waiting and len(found) < _FEW:
        one, other, path = waiting.pop()
        if _alike(one, other, alike):
            continue
        inner = _members(one, other)
        if inner is None:
            found.append(pointer_of(path))
        else:
            waiting += [(left, right, (*path, step)) for step, left, right in inner]
    return found


def _members(one: Any, other: Any) -> list[tuple[str | int, Any, Any]] | None:
    """The parts of two collections side by side; None where they cannot be compared so."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = dict.fromkeys((*one, *other))
        return [(name, one.get(name, _NOTHING), other.get(name, _NOTHING)) for name in names]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [(at, *pair) for at, pair in enumerate(zip(one, other, strict=True))]
    return None


def _alike(one: Any, other: Any, known: dict[tuple[int, int], bool]) -> bool:
    """Equal in value and type (1, 1.0 and true are three); a text may be folded elsewhere."""
    if type(one) is not type(other):
        return False
    if isinstance(one, str):
        return bool(one == other) or one.split() == other.split()
    if not isinstance(one, dict | list):
        return bool(one == other)
    key = (id(one), id(other))
    if key not in known:
        pairs = _members(one, other)
        known[key] = pairs is not None and all(_alike(a, b, known) for _, a, b in pairs)
    return known[key]


def check_data(before: Held, after: Held, plans: Sequence[FixPlan]) -> None:
    """Raise NotFixed where the data of a file differ elsewhere, or otherwise, than planned."""
    try:
        _check(loaded(before), loaded(after), plans)
    except RecursionError:
        raise NotFixed("the file nests too deep") from None


def _check(
    old: tuple[Any, ...] | None, new: tuple[Any, ...] | None, plans: Sequence[FixPlan]
) -> None:
    if old is None or new is None:
        return
    if len(old) != len(new):
        raise NotFixed("the file would hold another number of documents")
    told = [each for pair in zip(old, new, strict=True) for each in differences(*pair)]
    free = sum(plan.values for plan in plans if plan.changes is None)
    intended = {each.pointer for plan in plans for each in plan.changes or ()}
    other = [each for each in told if not _below(each, intended)]
    if len(other) > free:
        shared = "" if free else ", where the same anchor is used"
        raise NotFixed(f"it would also change {other[0] or 'the whole file'}{shared}")
    for plan in plans:
        for change in plan.changes or ():
            if not any(_alike(_at(each, change.pointer), change.value, {}) for each in new):
                raise NotFixed("the file would not say what is meant once it is loaded")


def _below(pointer: Pointer, intended: set[Pointer]) -> bool:
    return any(pointer == each or pointer.startswith(f"{each}/") for each in intended)


def _at(data: Any, pointer: Pointer) -> Any:
    for step in steps(pointer):
        if isinstance(data, dict) and step in data:
            data = data[step]
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return _NOTHING
    return data
