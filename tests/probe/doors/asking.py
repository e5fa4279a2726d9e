"""Doors and demands as the tests of the doors need them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tokenlint.privilege.operation import Operation
from tokenlint.probe.demand import Answer, Demand, Said
from tokenlint.probe.doors.address import read_address
from tokenlint.probe.doors.http import HttpDoor
from tokenlint.probe.doors.settings import Limits, Settings
from tokenlint.probe.token import Token

IMPATIENT = Limits(connect_seconds=0.5, step_seconds=0.4, total_seconds=0.6, idle_seconds=1)
SECRET = "made-up-" + "x" * 40
USUAL = Limits(connect_seconds=5, step_seconds=5, total_seconds=10)


def door_to(url: str, limits: Limits = USUAL, **settings: Any) -> HttpDoor:
    return HttpDoor(read_address(url), Settings(limits=limits, **settings))


def ask(url: str, operation: Operation, path: str, token: str | None, **settings: Any) -> Answer:
    """One request through a door of its own; `content` and `target` go into the demand."""
    parts = {name: settings.pop(name) for name in ("content", "target") if name in settings}
    demand = replace(Demand(operation, path), **parts)
    door = door_to(url, **settings)
    try:
        return door.ask(demand, Token(token) if token else None)
    finally:
        door.close()


def planted(root: Path) -> None:
    """A small tree: /data/f, /data/folder, /database/f."""
    (root / "data" / "folder").mkdir(parents=True)
    (root / "database").mkdir()
    (root / "data" / "f").write_bytes(b"content of f")
    (root / "database" / "f").write_bytes(b"of the sibling")


def nothing(answer: Answer) -> tuple[str, str]:
    """Status and reason of what is no answer, in words and with advice, without the token."""
    assert answer.said is Said.NOTHING
    assert answer.why.isprintable()
    assert answer.facts.get("advice")
    assert SECRET not in repr((answer, answer.content, answer.curl))
    return answer.status, answer.why
