"""One release of XRootD, probed in every case: what runs in a network of its own.

Writes what was seen, and no token, as JSON.
"""

import argparse
import json
from pathlib import Path

from tests.real.probe.lab import lab, visits
from tests.real.xrootd.apart import raise_loopback
from tests.real.xrootd.programs import programs_in


def main() -> None:
    """Run the lab as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.probe.inside", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="folder of xrootd and xrdfs")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--only", nargs="*", default=[], help="only these cases")
    parser.add_argument("--apart", action="store_true", help="the network is our own")
    parser.add_argument("--discovery", action="store_true", help="the file system is our own")
    arguments = parser.parse_args()
    if arguments.apart:
        raise_loopback()
    with lab(programs_in(arguments.programs)) as made:
        seen = list(visits(made, frozenset(arguments.only)))
    arguments.out.write_text(json.dumps(seen))


if __name__ == "__main__":
    main()
