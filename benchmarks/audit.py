"""`tokenlint audit` on log lines in JSON, against reading and decoding the same lines alone."""

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

from benchmarks.audit_lines import AT, PLAIN, TOKENS, WAYS, claims, lines, mapping
from benchmarks.measure import in_turn, row, title
from benchmarks.watched import Watched, watched

_LINES = 10_000_000
_WORKERS = 2
_RUNS = 2
_LEAST_RATIO = 0.5
_SHARE = 5  # of so many lines one in each way that needs more
_LEAST_OF_WAYS = 0.25
_MOST_MEMORY = 500
_PART = 64 << 20


def run(folder: Path, count: int = _LINES) -> None:
    """The rate, the memory, and whether the one planted line is the first finding."""
    title(f"Audit ({count:,} lines of {TOKENS:,} tokens, {_WORKERS} processes, {_RUNS} in turn)")
    (folder / "facts.jsonl").write_text(
        "".join(f"{json.dumps(claims(n))}\n" for n in range(TOKENS))
    )
    seconds, last = _taken(folder, count, PLAIN, _RUNS)
    _told(count, seconds, last)
    title(f"Audit in ways that need more ({count // _SHARE:,} lines each)")
    for way in WAYS:
        _compared(way, *_taken(folder, count // _SHARE, way, 1))


def _taken(
    folder: Path, count: int, way: str, runs: int
) -> tuple[dict[str, float], dict[str, Watched]]:
    """Seconds of decoding and of the audit, in turn; and the last of each."""
    log, facts, mapped = (folder / name for name in ("access.jsonl", "facts.jsonl", "log.yaml"))
    mapped.write_text(mapping(way))
    with log.open("w", encoding="ascii") as out:
        out.writelines(lines(count, way))
    last: dict[str, Watched] = {}

    def taken(name: str, *command: str) -> float:
        last[name] = watched((sys.executable, "-m", *command), _WORKERS)
        return last[name].seconds

    audit = ["tokenlint", "audit", "--no-config", "--at", AT, "--format", "json"]
    audit += ["--workers", str(_WORKERS), "--log-mapping", str(mapped), str(log)]
    audit += [] if way == "scopes" else ["--tokens", str(facts)]
    audit += ["--observed", str(folder / "observed.jsonl")] if way == "observed" else []
    seconds = in_turn(
        runs,
        {
            "decode": lambda: taken("decode", "benchmarks.audit", str(log)),
            "audit": lambda: taken("audit", *audit),
        },
    )
    log.unlink()
    if last["decode"].output != str(count).encode():
        raise SystemExit("not every line was decoded")
    return seconds, last


def _compared(way: str, seconds: dict[str, float], last: dict[str, Watched]) -> None:
    ratio = seconds["decode"] / seconds["audit"]
    met = ratio >= _LEAST_OF_WAYS and _first(last) == "LOG001"
    row(f"rate against decoding: {way}", f"{ratio:.2f}", f">= {_LEAST_OF_WAYS}", met=met)


def _first(last: dict[str, Watched]) -> str:
    """The first finding."""
    findings = json.loads(last["audit"].output)["findings"]
    return str(findings[0]["rule"]) if findings else "none"


def _told(count: int, seconds: dict[str, float], last: dict[str, Watched]) -> None:
    row("read and decode with msgspec, whole command", f"{count / seconds['decode']:,.0f} /s")
    row("audit, whole command", f"{count / seconds['audit']:,.0f} /s")
    ratio = seconds["decode"] / seconds["audit"]
    row("rate against decoding", f"{ratio:.2f}", f">= {_LEAST_RATIO}", met=ratio >= _LEAST_RATIO)
    memory = last["audit"].mebibytes
    row("memory of all processes", f"{memory:.0f} MiB", f"< {_MOST_MEMORY}", met=memory < 500)
    row("the first finding", _first(last), "LOG001", met=_first(last) == "LOG001")


def decoded(path: str, start: int, end: int) -> int:
    """Decode the lines of a part, as simply as can be; how many there are."""
    import gc

    import msgspec

    gc.disable()
    decode = msgspec.json.Decoder().decode
    count = 0
    with Path(path).open("rb") as stream:
        if start:
            stream.seek(start - 1)
            stream.readline()  # it belongs to the part before
        left = end - stream.tell()
        while left > 0 and (lines := _some(stream, min(left, 1 << 20))):
            for line in lines:
                decode(line)
            count += len(lines)
            left = end - stream.tell()
    return count


def _some(stream: BinaryIO, size: int) -> list[bytes]:
    """The lines that begin in the next bytes; `readlines` goes on where they end exactly there."""
    return stream.readlines(size - 1) if size > 1 else [stream.readline()]


def main(path: str) -> None:
    """Decode a file with two processes, and print how many lines there were."""
    size = Path(path).stat().st_size
    starts = range(0, size, _PART)
    context = get_context("spawn")
    with ProcessPoolExecutor(_WORKERS, mp_context=context) as pool:
        found = [pool.submit(decoded, path, at, min(at + _PART, size)) for at in starts]
        print(sum(each.result() for each in found), end="")


if __name__ == "__main__":
    main(sys.argv[1])
