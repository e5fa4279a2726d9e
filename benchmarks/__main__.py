"""`python -m benchmarks [startup|workflows|frontier|services|volume|... ...]`; `_ALL` names all."""

import platform
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import (
    cluster,
    engines,
    frontier,
    html,
    services,
    startup,
    verified,
    volume,
    workflows,
)

_ALL: Mapping[str, Callable[[Path], None]] = {
    "startup": startup.run,
    "workflows": workflows.run,
    "frontier": frontier.run,
    "services": services.run,
    "volume": volume.run,
    "verified": lambda _: verified.run(),
    "engines": lambda _: engines.run(),
    "cluster": cluster.run,
    "html": html.run,
}


def main(wanted: list[str]) -> None:
    """Print the figures of the wanted groups, or of all."""
    print(f"tokenlint benchmarks: Python {platform.python_version()}, {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        for group in wanted or _ALL:
            if group not in _ALL:
                raise SystemExit(f"no benchmark is called {group}; there are {', '.join(_ALL)}")
            _ALL[group](Path(name))


if __name__ == "__main__":
    main(sys.argv[1:])
