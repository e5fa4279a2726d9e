"""Scans to be told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.judging import always
from tests.judging import workflow as declared
from tests.scan.making import log_lines, scanned
from tests.scan.sieving import cut, odd, regular, wrapped
from tokenlint.policy.engine import EngineFault
from tokenlint.scan.run import Scan
from tokenlint.scan.statistics import Estimate, Seen
from tokenlint.scan.summary import Place


def scan(top: Path, **more: Any) -> Scan:
    """Of a log with a bit of everything."""
    tokens = b"\n".join(
        (*odd(), *(each.shown for each in cut()), wrapped("base64", 0), regular()[0], regular()[1])
    )
    (top / "log").write_bytes(log_lines(40) + tokens)
    return scanned([top / "log"], **({"answer": always("SCP003")} | more))


def needy(top: Path) -> Scan:
    """With a workflow to compare with."""
    return scan(top, against=declared().workflow)


def troubled(top: Path) -> Scan:
    """Nothing could be judged, and one input is not there."""
    found = scanned([*[top / "gone"]], answer=lambda _: EngineFault("it fell over", "pick it up"))
    return replace(found, plan=scan(top).plan)


def estimated(top: Path) -> Scan:
    """So many tokens that nobody counts the distinct ones."""
    found = scan(top)
    about = Estimate(1_234_567, exact=False)
    return replace(found, statistics=replace(found.statistics, distinct=about, subjects=about))


def hostile(top: Path) -> Scan:
    """What comes from the input and from names of files tries to speak to the terminal."""
    found = scan(top)
    evil = "\x1b[31m\r\n\u202e" + "x" * 300
    seen = (Seen(evil, 3, ((Place(evil, 5), ""),)),)
    groups = tuple(replace(group, name=evil) for group in found.statistics.issuers)
    numbers = replace(found.statistics, issuers=groups, broken=seen, wrapped=seen)
    return replace(found, statistics=numbers)
