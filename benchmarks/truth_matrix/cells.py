"""The folder of a matrix: cells, tokens and configurations."""

import csv
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One request to one server, and what it came to: allow, deny, error or noop."""

    server: str
    group: str
    config: str
    token: str
    operation: str
    path: str
    outcome: str


def read_cells(folder: Path) -> Iterator[Cell]:
    """The cells of `cells.tsv` or `cells.tsv.gz`; raises OSError where there is neither."""
    with _opened(folder) as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            yield Cell(**{name: row[name] for name in Cell.__slots__})


def _opened(folder: Path) -> IO[str]:
    packed = folder / "cells.tsv.gz"
    if packed.exists():
        return gzip.open(packed, "rt", encoding="utf-8", newline="")
    return (folder / "cells.tsv").open(encoding="utf-8", newline="")


def read_tokens(folder: Path) -> dict[str, Any]:
    """What `tokens.json` tells of every token; empty where it is missing."""
    file = folder / "tokens.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return found
