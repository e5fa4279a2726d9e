"""`tokenlint audit` on log lines in JSON, against reading and decoding the same lines alone."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import BinaryIO

from benchmarks.measure import in_turn, row, title
from benchmarks.watched import Watched, watched

_LINES = 10_000_000
_TOKENS = 1_000
_WORKERS = 2
_RUNS = 2
_LEAST_RATIO = 0.5
_MOST_MEMORY = 500
_START = 1_795_176_000
_AT = "2026-11-20T12:00:00Z"
_PART = 64 << 20
_MAPPING = """\
tokenlint: log-mapping/1
name: storage-access
members:
  {operation: op, path: path, time: time, status: status, client: client, service: service,
   token_id: jti}
time: {format: seconds}
allowed: [2xx]
operations: {GET: read, PUT: create, HEAD: stat, DELETE: delete}
"""


def run(folder: Path, count: int = _LINES) -> None:
    """The rate, the memory, and whether the one planted line is the first finding."""
    title(f"Audit ({count:,} lines of {_TOKENS:,} tokens, {_WORKERS} processes, {_RUNS} in turn)")
    log, facts, mapping = (folder / name for name in ("access.jsonl", "facts.jsonl", "log.yaml"))
    mapping.write_text(_MAPPING)
    facts.write_text("".join(f"{json.dumps(each)}\n" for each in _claims()))
    with log.open("w", encoding="ascii") as out:
        out.writelines(_lines(count))
    row("bytes a line", f"{log.stat().st_size / count:.0f}")
    last: dict[str, Watched] = {}

    def taken(name: str, *command: str) -> float:
        last[name] = watched((sys.executable, "-m", *command), _WORKERS)
        return last[name].seconds

    audit = ("tokenlint", "audit", "--no-config", "--at", _AT, "--format", "json")
    more = ("--workers", str(_WORKERS), "--tokens", str(facts), "--log-mapping", str(mapping))
    seconds = in_turn(
        _RUNS,
        {
            "decode": lambda: taken("decode", "benchmarks.audit", str(log)),
            "audit": lambda: taken("audit", *audit, *more, str(log)),
        },
    )
    _told(count, seconds, last)
    log.unlink()


def _told(count: int, seconds: dict[str, float], last: dict[str, Watched]) -> None:
    row("read and decode with msgspec, whole command", f"{count / seconds['decode']:,.0f} /s")
    row("audit, whole command", f"{count / seconds['audit']:,.0f} /s")
    ratio = seconds["decode"] / seconds["audit"]
    row("rate against decoding", f"{ratio:.2f}", f">= {_LEAST_RATIO}", met=ratio >= _LEAST_RATIO)
    memory = last["audit"].mebibytes
    row("memory of all processes", f"{memory:.0f} MiB", f"< {_MOST_MEMORY}", met=memory < 500)
    data = json.loads(last["audit"].output)
    first = data["findings"][0]["rule"] if data["findings"] else "none"
    row("the first finding", first, "LOG001", met=first == "LOG001")
    if last["decode"].output != str(count).encode():
        raise SystemExit("not every line was decoded")


def _claims() -> Iterator[dict[str, object]]:
    for number in range(_TOKENS):
        yield {
            "iss": f"https://issuer-{number % 5}.example",
            "sub": f"subject-{number}",
            "jti": _id(number),
            "aud": "https://se.example",
            "client_id": f"production-{number % 10}",
            "scope": f"storage.read:/ storage.create:/vo/out/{number % 20}",
            "nbf": _START - 60,
            "exp": _START + 10**7,
            "wlcg.ver": "1.0",
        }


def _id(number: int) -> str:
    return f"{number:08d}-5d1c-4a6e-9f00-0123456789ab"


def _lines(count: int) -> Iterator[str]:
    """Lines as a storage writes them; the one in the middle deletes what nobody may delete."""
    draw = Random(7)  # noqa: S311 - the same lines in each run
    for at in range(count):
        number = draw.randrange(_TOKENS)
        operation = draw.choice(("GET", "GET", "HEAD", "PUT"))
        yield _line(at, number, "DELETE" if at == count // 2 else operation)


def _line(at: int, number: int, operation: str) -> str:
    return (
        f'{{"time":{_START + at / 100:.2f},"op":"{operation}",'
        f'"path":"/vo/out/{number % 20}/run{at % 100}/file-{at:09d}.root","status":200,'
        f'"client":"192.0.2.{number % 7}","service":"https://se.example:443",'
        f'"jti":"{_id(number)}","user":"vo001","bytes":{at * 37 % 10**9},"duration":0.25,'
        f'"protocol":"davs","session":"s{at:09d}"}}\n'
    )


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
