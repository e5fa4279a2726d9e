"""One release of the server, all its configurations: what `apart` starts in a network of its own.

Writes what was seen, and no token, as JSON.
"""

import argparse
from pathlib import Path

import msgspec

from tests.real.xrootd.apart import raise_loopback
from tests.real.xrootd.configurations import configurations
from tests.real.xrootd.lab import Bounds, run
from tests.real.xrootd.plan import part, whole
from tests.real.xrootd.programs import programs_in


def main() -> None:
    """Run the lab as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.xrootd.inside", description=__doc__)
    parser.add_argument("--programs", type=Path, required=True, help="folder of xrootd and xrdfs")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--part", action="store_true", help="only what CI runs")
    parser.add_argument("--only", nargs="*", default=[], help="only these configurations")
    parser.add_argument("--apart", action="store_true", help="the network is our own")
    parser.add_argument("--discovery", action="store_true", help="the file system is our own")
    arguments = parser.parse_args()
    if arguments.apart:
        raise_loopback()
    every = configurations()
    chosen = [each for each in every if not arguments.only or each.name in arguments.only]
    visits = (part if arguments.part else whole)(chosen)
    bounds = Bounds(open_ports=not arguments.apart, discovery=arguments.discovery)
    seen = run(programs_in(arguments.programs), visits, bounds)
    arguments.out.write_bytes(msgspec.json.encode(seen))


if __name__ == "__main__":
    main()
