"""Least tokens: 100,000 observed operations, and the best 20 scopes over as many paths."""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Cost, process, row, title

_OPERATIONS = 100_000
_MOST_SECONDS, _MOST_MEBIBYTES = 10, 300
_MOST_SECONDS_BOUNDED = 30
_INVENTORY = """\
tokenlint: workflows/1
services:
  disk: {audience: "https://disk.example", kind: storage}
  tape: {audience: "https://tape.example", kind: storage, implementation: xrootd, version: "5.5.3"}
"""


def run(folder: Path) -> None:
    """The command as a whole: exact, bounded, and bounded over a tree of all actions."""
    title(f"Least tokens of {_OPERATIONS:,} observed operations")
    (folder / "inventory.yaml").write_text(_INVENTORY)
    for name, lines in (("datasets", _datasets()), ("deep tree", _deep())):
        log = folder / f"{name.replace(' ', '-')}.jsonl"
        with log.open("w") as stream:
            stream.writelines(json.dumps(line) + "\n" for line in lines)
        exact = _least(folder, log)
        _told(f"{name}: exact", exact, _MOST_SECONDS, _MOST_MEBIBYTES)
        bounded = _least(folder, log, "--paths", "20")
        _told(f"{name}: --paths 20", bounded, _MOST_SECONDS_BOUNDED, _MOST_MEBIBYTES)


def _least(folder: Path, log: Path, *options: str) -> Cost:
    tool = str(Path(sys.executable).with_name("tokenlint"))
    inventory = str(folder / "inventory.yaml")
    cost = process([tool, "least", "--observed", str(log), "--services", inventory, *options])
    if cost.exit_code:
        raise SystemExit(f"tokenlint least ended with {cost.exit_code}")
    return cost


def _told(name: str, cost: Cost, seconds: int, mebibytes: int) -> None:
    row(name, f"{cost.seconds:.1f} s", f"<= {seconds} s", met=cost.seconds <= seconds)
    held = cost.mebibytes
    row("  memory", f"{held:.0f} MiB", f"<= {mebibytes} MiB", met=held <= mebibytes)


def _datasets() -> Iterator[dict[str, object]]:
    """Files of 800 datasets, read, looked at and written at two services."""
    chance = random.Random(1)  # noqa: S311 - made-up paths
    for number in range(_OPERATIONS):
        kind, run_ = chance.choice(("mc", "data")), chance.randrange(8)
        path = f"/vo/{kind}/run{run_}/set{chance.randrange(50)}/file{number}.root"
        yield _line(chance.choice(("read", "read", "stat", "create")), path, number, chance)


def _deep() -> Iterator[dict[str, object]]:
    """A tree of eight children a node and six levels, with every action of storage in it."""
    chance = random.Random(2)  # noqa: S311 - made-up paths
    operations = ("read", "create", "delete", "stage", "poll")
    for number in range(_OPERATIONS):
        steps = "/".join(chance.choice("abcdefgh") for _ in range(6))
        yield _line(chance.choice(operations), f"/vo/{steps}/file{number}", number, chance)


def _line(operation: str, path: str, number: int, chance: random.Random) -> dict[str, object]:
    # Tape answers a stage request with staging rights only at the service without a product.
    service = "disk" if operation == "stage" else chance.choice(("disk", "tape"))
    time = 1_795_000_000 + number / 10
    return {"operation": operation, "service": service, "path": path, "time": time}
