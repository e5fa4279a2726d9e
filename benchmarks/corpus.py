"""`python -m benchmarks.corpus [FOLDER]`: what tokenlint makes of a folder of real configurations.

Runs the command line as a user would, and prints files, what was recognised, what could not be read
and the findings by rule. An `INDEX.tsv` in the folder (system, repository, path) gives the systems.
"""

import collections
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_DEFAULT = Path(__file__).resolve().parent.parent.parent / "shared" / "config-corpus"


def main(arguments: Sequence[str]) -> int:
    """Exit code 0, also where the folder is missing: it is extra data."""
    folder = Path(arguments[0]) if arguments else _DEFAULT
    if not folder.is_dir():
        print(f"skipped: there is no folder {folder.name} beside the checkout")
        return 0
    started = time.perf_counter()
    report, kinds = _run(folder)
    seconds = time.perf_counter() - started
    _print_files(kinds, report, folder)
    _print_findings(report)
    print(
        f"files {len(kinds)} recognised {sum(map(_is_known, kinds.values()))} "
        f"services {sum(each['kind'] == 'service' for each in report['documents'])} "
        f"not read {len(report['errors'])} findings {len(report['findings'])} "
        f"in {seconds:.1f} s"
    )
    return 0


def _run(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The JSON report, and what each file was recognised as."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name) / "report.json"
        command = [sys.executable, "-m", "tokenlint", "check", str(folder), "--no-config"]
        command += ["--show-files", "--no-progress", "--format", f"json={report}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not report.exists():
            raise SystemExit(f"tokenlint ended with {done.returncode}: {done.stderr[-2000:]}")
        data = json.loads(report.read_text(encoding="utf-8"))
    root = f"{folder}/"
    rows = (line.rpartition(root) for line in done.stderr.splitlines() if root in line)
    kinds: dict[str, str] = {}
    for kind, _, rest in rows:
        path, _, why = rest.partition("  (")
        if not path.endswith("INDEX.tsv"):
            kinds[path] = f"other: {why.rstrip(')')}" if why else kind.strip()
    return data, kinds


def _print_files(kinds: Mapping[str, str], report: Mapping[str, Any], folder: Path) -> None:
    """One line a system: the first part of the path; then the files that nobody claims there."""
    totals: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    broken = {each["source"]["file"].removeprefix(f"{folder}/") for each in report["errors"]}
    for path, kind in kinds.items():
        row = totals[path.partition("/")[0]]
        row["files"] += 1
        row["recognised"] += _is_known(kind)
        row["parsed"] += _is_known(kind) and path not in broken
    for each in report["findings"]:
        path = each["locations"][0]["file"].removeprefix(f"{folder}/")
        totals[path.partition("/")[0]]["findings"] += 1
    columns = ("files", "recognised", "parsed", "findings")
    print(f"{'system':22}" + "".join(f"{name:>12}" for name in columns))
    for system, row in sorted(totals.items()):
        print(f"{system:22}" + "".join(f"{row[name]:12}" for name in columns))
    print()
    for system in sorted(totals):
        _print_others(system, kinds)
    for each in report["errors"]:
        place = each["source"]
        print(f"not read: {place['file'].removeprefix(f'{folder}/')}:{place['line']}")
        print(f"  {each['reason']}")
    print()


def _is_known(kind: str) -> bool:
    return not kind.startswith("other")


def _print_others(system: str, kinds: Mapping[str, str]) -> None:
    """Files whose name and content no reader claims, each with the reason."""
    others = {
        path.partition("/")[2]: kind.removeprefix("other: ")
        for path, kind in kinds.items()
        if path.startswith(f"{system}/") and not _is_known(kind)
    }
    if others:
        print(f"{system}: {len(others)} that no reader claims:")
        for path, why in others.items():
            print(f"  {path}: {why}")


def _print_findings(report: Mapping[str, Any]) -> None:
    counts = collections.Counter(
        (each["rule"], each["name"], each["severity"]) for each in report["findings"]
    )
    for (rule, name, severity), count in sorted(counts.items()):
        print(f"{rule:8} {name:34} {severity:9} {count:5}")
    print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
