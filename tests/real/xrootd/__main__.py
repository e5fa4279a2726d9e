"""The whole comparison of the acceptance model with real servers: `python -m tests.real.xrootd`.

Prints a table by server and configuration, the disagreements, and as its last line
`agree A disagree D depends P of N`.
Ends with code 1 where a disagreement is not explained.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.real.xrootd.apart import collect
from tests.real.xrootd.cells import Run
from tests.real.xrootd.comparison import differences, report
from tests.real.xrootd.programs import MISSING, Programs, built, installed, programs_in

PATIENCE = 3600
"""Seconds that one release may take."""


def main() -> int:
    """Compare, print, and say whether all is explained."""
    arguments = _arguments()
    system = installed()
    releases = [*([system] if system else []), *built()]
    if arguments.programs:
        releases = [programs_in(arguments.programs)]
    if not releases:
        sys.stdout.write(f"{MISSING}\n")
        return 0
    runs = list(_runs(releases, arguments))
    sys.stdout.writelines(f"{line}\n" for line in report(runs))
    found = differences(cell for run in runs for cell in run.cells)
    return int(any(each.explanation is None for each in found))


def _runs(releases: Iterable[Programs], arguments: argparse.Namespace) -> Iterable[Run]:
    with tempfile.TemporaryDirectory() as folder:
        for programs in releases:
            sys.stderr.write(f"asking XRootD {programs.version}\n")
            out = Path(folder) / f"{programs.version}.json"
            yield collect(programs, out, PATIENCE, only_part=arguments.part, only=arguments.only)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.real.xrootd", description=__doc__)
    parser.add_argument("--part", action="store_true", help="only what CI runs")
    parser.add_argument("--only", nargs="*", default=[], help="only these configurations")
    parser.add_argument("--programs", type=Path, help="only the release in this folder")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
