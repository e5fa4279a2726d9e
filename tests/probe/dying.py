"""A program that probes one service, to be killed: `python -m tests.probe.dying URL RECORD KEYS`.

It makes a key, publishes its public half in the file KEYS for the service, and begins.
"""

import json
import sys
from contextlib import ExitStack, closing
from pathlib import Path

from tokenlint.probe.doors.opened import open_door
from tokenlint.probe.forge import Mint
from tokenlint.probe.journal import opened
from tokenlint.probe.matrix import storage_plan
from tokenlint.probe.outcome import Probe
from tokenlint.probe.pacing import Pace
from tokenlint.probe.run import run
from tokenlint.probe.settings import Settings
from tokenlint.probe.signing import key_set, new_key
from tokenlint.probe.sources.minted import MintSource

ISSUER = "https://issuer.example"


def probe(url: str, record: Path, keys: Path) -> Probe:
    """The whole matrix in the folder `area` of the service."""
    key = new_key("ES256")
    fresh = keys.with_suffix(".new")
    fresh.write_text(json.dumps(key_set([key])))
    fresh.replace(keys)
    with ExitStack() as stack:
        door = open_door(f"{url}/area")
        stack.callback(door.close)
        source = MintSource(Mint(ISSUER, key))
        endpoint = f"{url}/area"
        settings = Settings(endpoint, door.protocol, url, "/area", allow_write=True)
        plan = storage_plan(settings, door.can, source)
        journal = stack.enter_context(closing(opened(record)))
        return run(plan, door, source, journal, pace=Pace(per_second=0))


if __name__ == "__main__":
    done = probe(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    sys.exit(4 if done.problems else 0)
