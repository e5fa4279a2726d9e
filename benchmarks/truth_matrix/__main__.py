"""`python -m benchmarks.truth_matrix [FOLDER]`; exit code 1 for a disagreement without a reason.

Without a folder, `xrootd-matrix` in the folder `shared` beside the checkout, which is extra data.
"""

import sys
from pathlib import Path

from benchmarks.truth_matrix import explained
from benchmarks.truth_matrix.compare import compare
from benchmarks.truth_matrix.report import Result, lines

_DEFAULT = Path(__file__).resolve().parents[2].parent / "shared" / "xrootd-matrix"


def main(arguments: list[str]) -> int:
    """Compare the cells of a folder with the model."""
    if len(arguments) > 1:
        print("usage: python -m benchmarks.truth_matrix [FOLDER]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]) if arguments else _DEFAULT
    if not any((folder / name).exists() for name in ("cells.tsv", "cells.tsv.gz")):
        print(f"skipped: there is no matrix (cells.tsv or cells.tsv.gz) in {folder}")
        return 0
    rows = explained.rows()
    result = Result(tuple(compare(folder)), lambda each: explained.reason(each, rows))
    for line in lines(result):
        print(line)
    return 0 if result.good else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
