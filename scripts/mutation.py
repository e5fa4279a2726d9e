"""`make mutation`: change the algebra in small ways and see whether its tests notice.

    python scripts/mutation.py --at-least 90

Runs mutmut on what `[tool.mutmut]` in pyproject.toml names, prints what survived,
and ends with 1 when fewer mutants are killed than asked for, in percent.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATISTICS = ROOT / "mutants" / "mutmut-cicd-stats.json"
DETECTED = ("killed", "timeout", "suspicious", "segfault")


def main() -> int:
    """Run mutmut, print its result and compare it with the demand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at-least", type=float, default=90.0, help="percent of mutants killed")
    demand = parser.parse_args().at_least
    _mutmut("run", "--max-children", "2")
    _mutmut("results")
    _mutmut("export-cicd-stats")
    counts: dict[str, int] = json.loads(STATISTICS.read_text())
    detected = sum(counts.get(name, 0) for name in DETECTED)
    total = counts["total"] - counts.get("skipped", 0)
    share = 100 * detected / total if total else 0.0
    print(f"mutation: {detected} of {total} mutants killed: {share:.1f} % ({counts})")
    return 0 if share >= demand else 1


def _mutmut(*arguments: str) -> None:
    """With the gate's number of examples: an ordinary run of the tests searches less."""
    environment = {"HYPOTHESIS_PROFILE": "ci", **os.environ}
    command = [sys.executable, "-m", "mutmut", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, env=environment)


if __name__ == "__main__":
    sys.exit(main())
