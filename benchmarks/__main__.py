"""`python -m benchmarks [GROUP...]`; `_ALL` names the groups, each a module beside this one.

`GROUP=COUNT` runs a group that takes a count with another one: `audit=1000000`.
"""

import platform
import sys
import tempfile
from importlib import import_module
from inspect import signature
from pathlib import Path

_ALL = (
    "startup",
    "workflows",
    "frontier",
    "services",
    "volume",
    "verified",
    "engines",
    "cluster",
    "simulation",
    "least",
    "html",
    "audit",
    "probe",
)


def main(wanted: list[str]) -> None:
    """Print the figures of the wanted groups, or of all."""
    print(f"tokenlint benchmarks: Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for named in wanted or _ALL:
            group, _, count = named.partition("=")
            if group not in _ALL:
                raise SystemExit(f"no benchmark is called {group}; there are {', '.join(_ALL)}")
            run = import_module(f"benchmarks.{group}").run
            if count:
                run(folder, int(count))
            else:
                run(folder) if signature(run).parameters else run()


if __name__ == "__main__":
    main(sys.argv[1:])
