"""Volume: `tokenlint scan` on captured tokens, against a plain decode of the same ones."""

import base64
import json
import sys
from pathlib import Path
from statistics import median

import jwt
import msgspec

from benchmarks.captured import SHAPES, segments, write_lines, write_log
from benchmarks.measure import exponent, in_turn, row, seconds_of, title
from benchmarks.watched import Watched, watched

_MILLION = 1_000_000
_SIZES = (10_000, 100_000, _MILLION, 10 * _MILLION)
_LOG = 10**9
_RUNS = 3
_SAMPLE = 50_000  # tokens that PyJWT decodes
_MOST_MEMORY = 300
_SCAN = (sys.executable, "-m", "tokenlint", "scan", "--no-config", "--format", "json")


def run(folder: Path) -> None:
    """A million tokens, the same with paths of their own, ten million, and a gigabyte of log."""
    title(f"Volume ({_MILLION:,} JSON lines of {SHAPES} shapes, medians of {_RUNS} in turn)")
    lines = write_lines(folder / "lines.jsonl", _MILLION)
    own = write_lines(folder / "own.jsonl", _MILLION, own_paths=True)
    _rates(lines, own)
    own.unlink()
    _log(write_log(folder / "mixed.log", _LOG))
    (folder / "mixed.log").unlink()
    _growth(folder, lines)


def scanned(file: Path, workers: int, *more: str) -> Watched:
    """Scan a file with so many processes on so many cores; what it found is checked."""
    done = watched((*_SCAN, "--workers", str(workers), *more, str(file)), workers)
    if done.exit_code not in (0, 1):
        raise SystemExit(f"the scan ended with {done.exit_code}")
    return done


def _rates(lines: Path, own: Path) -> None:
    claims = list(segments(lines))
    tokens = [json.loads(line)["token"] for line in lines.open("rb").readlines(1200 * _SAMPLE)]
    last: dict[str, Watched] = {}

    def scan(name: str, file: Path, workers: int) -> float:
        last[name] = scanned(file, workers)
        return last[name].seconds

    seconds = in_turn(
        _RUNS,
        {
            "one": lambda: scan("one", lines, 1),
            "own": lambda: scan("own", own, 1),
            "two": lambda: scan("two", lines, 2),
            "decode": lambda: seconds_of(lambda: _decode(claims)),
            "pyjwt": lambda: seconds_of(lambda: _pyjwt(tokens)) / len(tokens) * _MILLION,
        },
    )
    rate = {name: _MILLION / value for name, value in seconds.items()}
    row("scan, one core, whole process", f"{rate['one']:,.0f} /s")
    row("base64 and msgspec, the same claims alone", f"{rate['decode']:,.0f} /s")
    _goal("  rate against these", rate["one"] / rate["decode"], 0.35)
    row("PyJWT, without verification", f"{rate['pyjwt']:,.0f} /s")
    _goal("  rate against PyJWT", rate["one"] / rate["pyjwt"], 4.0)
    row("scan, both cores", f"{rate['two']:,.0f} /s")
    _goal("  rate against one core", rate["two"] / rate["one"], 1.7)
    row("scan, one core, a path of its own in every token", f"{rate['own']:,.0f} /s")
    _goal("  rate against the same without", rate["own"] / rate["one"], 0.7)
    _found(last)


def _found(last: dict[str, Watched]) -> None:
    for name in ("one", "two", "own"):
        data = json.loads(last[name].output)
        if data["tokens"]["found"] != _MILLION:
            raise SystemExit(f"{name}: {data['tokens']['found']} of {_MILLION} tokens")
        evaluated, shapes = data["shapes"]["evaluated"], data["shapes"]["found"]
        met = evaluated <= shapes
        row(f"  evaluations, {name}", f"{evaluated}", f"<= {shapes} shapes", met=met)
        memory = last[name].mebibytes
        met = memory < _MOST_MEMORY
        row(f"  memory of all processes, {name}", f"{memory:.0f} MiB", "< 300", met=met)


def _log(file: Path) -> None:
    title(f"Log text ({file.stat().st_size:,} bytes, a token in one of 200 lines)")
    seconds = in_turn(
        _RUNS,
        {
            "scan": lambda: scanned(file, 2).seconds,
            "start": lambda: scanned(_empty(file), 2).seconds,
            "grep": lambda: watched(("grep", "-c", "eyJ", str(file))).seconds,
        },
    )
    size = file.stat().st_size
    for name, value in seconds.items():
        row(f"{name}, whole process", f"{value:.2f} s", f"{size / value / 1e6:,.0f} MB/s")
    _goal("rate of the scan against grep", seconds["grep"] / seconds["scan"], 0.5)
    alone = seconds["scan"] - seconds["start"]
    row("  the same without the start of the process", f"{seconds['grep'] / alone:.2f}")


def _empty(file: Path) -> Path:
    """A file with a single line of the other one: what the start of a process costs."""
    small = file.with_suffix(".small")
    with file.open("rb") as stream:
        small.write_bytes(b"".join(stream.readline() for _ in range(200)))
    return small


def _growth(folder: Path, million: Path) -> None:
    title("Cost per token by size (both cores)")
    seconds = []
    for size in _SIZES:
        file = million if size == _MILLION else write_lines(folder / "grown.jsonl", size)
        runs = [scanned(file, 2) for _ in range(_RUNS if size < 10 * _MILLION else 1)]
        taken = median(run.seconds for run in runs)
        seconds.append(taken)
        memory = max(run.mebibytes for run in runs)
        cost = f"{taken / size * 1e6:.2f} us"
        met = memory < _MOST_MEMORY
        row(f"{size:,} tokens, a token", cost, f"{memory:.0f} MiB of all processes", met=met)
    start = seconds[0]  # mostly the start of the processes, which is no cost of a token
    grown = [value - start for value in seconds[1:]]
    row("exponent, without the start", f"{exponent(_SIZES[1:], grown):.3f}", "1 is flat")


def _goal(name: str, ratio: float, goal: float) -> None:
    row(name, f"{ratio:.2f}", f">= {goal}", met=ratio >= goal)


def _decode(claims: list[bytes]) -> None:
    decode, unpack = msgspec.json.decode, base64.urlsafe_b64decode
    for segment in claims:
        decode(unpack(segment + b"=="))


def _pyjwt(tokens: list[str]) -> None:
    for token in tokens:
        jwt.decode(token, options={"verify_signature": False})
