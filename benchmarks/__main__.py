"""`python -m benchmarks [startup|workflows|frontier|services|volume|... ...]`; `_ALL` names all."""

import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import cluster, engines, frontier, services, startup, verified, volume, workflows

_ALL = ("startup", "workflows", "frontier", "services", "volume", "verified", "engines", "cluster")


def main(wanted: list[str]) -> None:
    """Print the figures of the wanted groups, or of all."""
    print(f"tokenlint benchmarks: Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for group in wanted or _ALL:
            if group == "startup":
                startup.run(folder)
            elif group == "workflows":
                workflows.run(folder)
            elif group == "frontier":
                frontier.run(folder)
            elif group == "services":
                services.run(folder)
            elif group == "volume":
                volume.run(folder)
            elif group == "verified":
                verified.run()
            elif group == "engines":
                engines.run()
            elif group == "cluster":
                cluster.run(folder)
            else:
                raise SystemExit(f"no benchmark is called {group}; there are {', '.join(_ALL)}")


if __name__ == "__main__":
    main(sys.argv[1:])
