"""One known finding as a value."""

from dataclasses import dataclass

from tokenlint.policy.finding import Severity


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What stays the same of a finding when its file is moved about in or reformatted.

    `file` is relative to the folder of the baseline. `pointer` is an RFC 6901 pointer whose
    positions in lists are `*`, or the name of the item; empty where the file has no such structure.
    `fingerprint` stands for the content of the places that the finding names.
    """

    file: str
    rule: str
    pointer: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A known finding; `ordinal` counts those with one key from 1.

    `severity` is what it had when it was written: a graver one is not known.
    """

    key: Key
    ordinal: int
    severity: Severity


@dataclass(frozen=True, slots=True)
class Baseline:
    """The known findings, sorted, and the paths that they were looked for in.

    The paths are relative to the folder of the baseline, as the files of the keys.
    """

    entries: tuple[Entry, ...] = ()
    paths: tuple[str, ...] = ()


def in_order(entry: Entry) -> tuple[Key, int]:
    """The order of entries in a file."""
    return entry.key, entry.ordinal
