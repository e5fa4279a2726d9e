"""A release of a product that `rules/implementations.yaml` has rows of."""

from dataclasses import dataclass
from difflib import get_close_matches

from tokenlint.errors import UsageError
from tokenlint.policy.implementations import shipped_implementations


@dataclass(frozen=True, slots=True)
class Release:
    """A product of the table, and a version of it; empty where only what always holds is known."""

    product: str
    title: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.title} {self.version}".strip()


def release_of(text: str) -> Release:
    """`xrootd@5.5.3` or `dcache`. Raises UsageError for a product that the table lacks."""
    table = shipped_implementations()
    name, _, version = text.partition("@")
    found = table.product(name)
    if found is None:
        names = [each.product for each in table.products]
        near = table.suggest(name) or next(iter(get_close_matches(name, names, 1)), None)
        advice = f"did you mean {near}?" if near else f"there are {', '.join(names)}"
        raise UsageError(f"no rows are known of the implementation {name!r}", advice=advice)
    return Release(found.product, found.title, version.strip())
