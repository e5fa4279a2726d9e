"""`make demo`: run tokenlint on examples/ as a user would, and say whether all went as expected.

First one workflow is shown in full, then what is found in all files, a line for a finding,
then a storage in full,
then two captured tokens, minted by examples/mint.py with a key that is thrown away.
tokenlint exits with 1, since the examples are full of findings; the demo exits with 0
when the findings are exactly those that `examples/expected.json` lists.

    python scripts/demo.py            run and compare
    python scripts/demo.py --write    run and write the findings down as the expected ones
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXPECTED = ROOT / "examples" / "expected.json"
INSTANT = "2026-11-20T12:00:00Z"
COMMON = ("--no-config", "--no-progress", "--at", INSTANT)
TOKENS = ("transfer-log", "stage-out")
CLEAN, FINDINGS = 0, 1  # exit codes of tokenlint
SEVERITIES = ("critical", "high", "medium", "low", "info")

Codes = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One command: what is said about it, its arguments, and the exit code that it must have."""

    says: str
    arguments: tuple[str, ...]
    ends_with: int = FINDINGS
    token: str = ""  # the name that the token's findings have in `examples/expected.json`


STEPS = (
    Step(
        "The flagship. A service deletes files with a token that may only read and create.\n"
        "# At one site that works, because the storage there is too old to refuse it.",
        ("check", *COMMON, "examples/reaper.yaml"),
    ),
    Step(
        "All workflows and services of examples/, one line for a finding.",
        ("check", *COMMON, "--format=concise", "examples"),
    ),
    Step(
        "A storage that lets a token delete which may only read: one line of its authdb does it.\n"
        "# The clean-up job beside it works because of that line, and nobody knows.",
        ("check", *COMMON, "--select=SVC001,SCP001", "examples/storage"),
    ),
    Step(
        "An issuer, a broker, a client and the storage that takes their tokens.\n"
        "# Rucio is told a base path that leaves nothing of its scopes.",
        ("check", *COMMON, "--select=SCP004,WKF005,ISS005", "examples/issuers"),
    ),
    Step(
        "The log of a gateway beside the tokens used there: deletions that no scope permits,\n"
        "# a token that was used after its end, and a right that nobody needed.",
        ("audit", *COMMON, "--format=concise", "--tokens", "examples/audit/tokens.jsonl",
         "--log-mapping", "examples/audit/gateway.yaml", "examples/audit/access.jsonl"),
    ),
    Step(
        "A token as it was found in the log of a transfer service: what is it good for?",
        ("token", *COMMON, "--format=concise", "transfer-log.token"),
        token="transfer-log, by itself",
    ),
    Step(
        "The same token against the work that it was used for: what of it was not needed?",
        ("token", *COMMON, "--format=concise",
         "--workflow", "examples/fts-exchanged.yaml#copy-exchanged", "transfer-log.token"),
        token="transfer-log, against copy-exchanged",
    ),
    Step(
        "The token of a job against the declared work of that job: this is what good looks like.",
        ("token", *COMMON, "--jwks", "keys.json",
         "--workflow", "examples/stage-out.yaml#stage-out", "stage-out.token"),
        CLEAN,
        token="stage-out, against stage-out",
    ),
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run all steps; 0 when they found what was expected."""
    seen: Codes = {}
    severities: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        _furnish(Path(folder))
        for step in STEPS:
            report = _run(step, Path(folder))
            new = {name: codes for name, codes in _codes(report, step).items() if name not in seen}
            seen |= new
            severities.update(_severities(report, new, step))
    if "--write" in arguments:
        EXPECTED.write_text(json.dumps(seen, indent=2) + "\n")
        return 0
    return _compare(seen, json.loads(EXPECTED.read_text()), severities)


def _furnish(folder: Path) -> None:
    """The examples and freshly minted tokens side by side, so that commands are short."""
    (folder / "examples").symlink_to(ROOT / "examples")
    mint = ["examples/mint.py", *TOKENS, "--into", str(folder), "--at", INSTANT]
    subprocess.run([sys.executable, *mint], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _run(step: Step, folder: Path) -> dict[str, Any]:
    """Show the command and its output; return its report."""
    print(f"\n# {step.says}\n$ {_told(step)}\n", flush=True)
    shown = [] if any(a.startswith("--format") for a in step.arguments) else ["--format=full"]
    file = folder / "report.json"
    command = [sys.executable, "-m", "tokenlint", *step.arguments, *shown, f"--format=json={file}"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, check=False)
    if done.returncode != step.ends_with:
        sys.exit(f"demo: tokenlint ended with {done.returncode}, expected {step.ends_with}")
    report: dict[str, Any] = json.loads(file.read_text())
    if report["errors"]:
        sys.exit(f"demo: not everything could be read: {report['errors']}")
    return report


def _told(step: Step) -> str:
    """The command as a user would type it."""
    left_out = {"--no-config", "--no-progress"}
    return shlex.join(["tokenlint", *(a for a in step.arguments if a not in left_out)])


def _codes(report: dict[str, Any], step: Step) -> Codes:
    """The codes that were found, by document."""
    names = _names(report, step)
    codes: Codes = {name: [] for name in names.values()}
    for finding in report["findings"]:
        codes[names[finding["document"]]].append(finding["rule"])
    return {name: sorted(found) for name, found in sorted(codes.items())}


def _names(report: dict[str, Any], step: Step) -> dict[str, str]:
    """A minted token has a new fingerprint each time; its name in the demo stays the same."""
    return {each["id"]: step.token or str(each["id"]) for each in report["documents"]}


def _severities(report: dict[str, Any], new: Mapping[str, Any], step: Step) -> Iterator[str]:
    names = _names(report, step)
    for finding in report["findings"]:
        if names[finding["document"]] in new:
            yield finding["severity"]


def _compare(seen: Codes, expected: Codes, severities: Counter[str]) -> int:
    differences = list(_differences(seen, expected))
    for line in differences:
        print(f"demo: {line}", file=sys.stderr)
    if differences:
        return 1
    _sum_up(seen, severities)
    return 0


def _differences(seen: Codes, expected: Codes) -> Iterable[str]:
    for name in sorted(seen.keys() | expected.keys()):
        if seen.get(name) != expected.get(name):
            yield f"{name}: found {seen.get(name)}, expected {expected.get(name)}"


def _sum_up(seen: Codes, severities: Counter[str]) -> None:
    found = " · ".join(f"{severities[each]} {each}" for each in SEVERITIES if severities[each])
    clean = [name for name, codes in seen.items() if not codes]
    print("\n# In short")
    print(f"  judged    {len(seen)} workflows, services and tokens, in {len(STEPS)} runs")
    print(f"  found     {sum(severities.values())} findings: {found}")
    print(f"  in order  {len(clean)}, among them copies with tokens of four days (fts-narrow.yaml)")
    print("            and a poll token of eight days (monitoring.yaml): long is not always wrong")
    print("  next      tokenlint explain SCP001; README.md; docs/tutorial/first-token.md")
    print("The demo is over, and every finding is the expected one.")
    print("tokenlint itself ended with exit code 1 (findings), as it does in a gate.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
