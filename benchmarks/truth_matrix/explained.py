"""Disagreements that `rules/implementations.yaml` lists, with the reason, as observed behaviour.

A row of the product xrootd may hold `seen_instead`: a list of cells that it explains, each with
any of config, token, operation, path and outcome; what is left out holds for all.
It speaks of the versions in its `observed_on`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from benchmarks.truth_matrix.compare import Compared
from tokenlint import shipped

_LIMITS = ("group", "config", "token", "operation", "path", "outcome")


def rows() -> tuple[Mapping[str, Any], ...]:
    """The rows of XRootD that explain cells."""
    import yaml

    text = (shipped.rules_dir() / "implementations.yaml").read_text("utf-8")
    products = yaml.safe_load(text)
    found = (row for each in products if each["product"] == "xrootd" for row in each["rows"])
    return tuple(row for row in found if row.get("seen_instead"))


def reason(compared: Compared, rows: Iterable[Mapping[str, Any]]) -> str:
    """The id of the row that explains a cell, empty where there is none."""
    for row in rows:
        if compared.cell.server not in row.get("observed_on", ()):
            continue
        if any(_covers(each, compared) for each in row["seen_instead"]):
            return str(row["id"])
    return ""


def _covers(entry: Mapping[str, str], compared: Compared) -> bool:
    limits = {name: entry[name] for name in _LIMITS if name in entry}
    return all(getattr(compared.cell, name) == value for name, value in limits.items())
