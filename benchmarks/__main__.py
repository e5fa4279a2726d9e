"""`python -m benchmarks [startup|workflows|services|volume|verified|engines|cluster|least ...]`."""

import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import cluster, engines, least, services, startup, verified, volume, workflows

_ALL = ("startup", "workflows", "services", "volume", "verified", "engines", "cluster", "least")


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
            elif group == "least":
                least.run(folder)
            else:
                raise SystemExit(f"no benchmark is called {group}; there are {', '.join(_ALL)}")


if __name__ == "__main__":
    main(sys.argv[1:])
