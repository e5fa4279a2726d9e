"""What products let a scope do, as rows of `rules/implementations.yaml`: look-ups only.

The profile says what a scope means; a service may let more pass, or less.
Actions and operations are the words of `policies/schema/policy-input.json`.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal

from tokenlint import shipped
from tokenlint.errors import PolicyError
from tokenlint.policy.finding import Reference
from tokenlint.source import Problem, Source

VersionKey = tuple[int, ...]

_FILE = Source("rules/implementations.yaml")
_MOST_DIGITS = 9  # a longer number is no part of a version


def version_key(text: str) -> VersionKey | None:
    """A version as numbers to compare, None when the text does not begin with any.

    `5.4.3-1.el9`, `v5.4.3` and `5.4.3` are the same; so are `5.5` and `5.5.0`.
    What comes after the numbers (a release candidate, a package's release) is not compared.
    """
    numbers: list[int] = []
    for part in text.strip().lower().removeprefix("v").split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not 0 < len(digits) <= _MOST_DIGITS:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    if not numbers:
        return None
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Versions:
    """A range of versions: `since` and `through` belong to it, `before` does not."""

    since: str = ""
    before: str = ""
    through: str = ""

    def __contains__(self, version: VersionKey | None) -> bool:
        """Whether a version is in the range; an unknown version is only in the range of all."""
        if not (self.since or self.before or self.through):
            return True
        if version is None:
            return False
        since, before, through = map(version_key, (self.since, self.before, self.through))
        return (
            (since is None or since <= version)
            and (before is None or version < before)
            and (through is None or version <= through)
        )

    def problem(self) -> str:
        """Why the range cannot be used, empty when it can."""
        for text in filter(None, (self.since, self.before, self.through)):
            if version_key(text) is None:
                return f"{text!r} is no version"
        first = version_key(self.since)
        if first is not None and first not in self:
            return "no version is in the range"
        return ""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: with these actions held, these operations pass, or do not.

    `when` is empty for a scope as the profile writes it;
    else the row speaks of a special spelling only and never answers a look-up by actions.
    """

    id: str
    scopes: tuple[str, ...]
    holds: frozenset[str]
    allows: frozenset[str]
    status: Literal["documented", "observed"]
    source: Reference
    says: str
    versions: Versions = field(default_factory=Versions)
    refuses: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    when: Literal["", "pathless", "sibling-path", "scitokens-word"] = ""
    observed_on: tuple[str, ...] = ()

    def problems(self) -> Iterator[str]:
        """What contradicts itself in the row."""
        if reason := self.versions.problem():
            yield reason
        if self.allows & self.refuses:
            yield f"both allows and refuses {', '.join(sorted(self.allows & self.refuses))}"
        if (self.status == "observed") != bool(self.observed_on):
            yield "observed_on goes with the status observed, and only with it"
        if any(version_key(text) not in self.versions for text in self.observed_on):
            yield "observed outside its range of versions"
        if not (self.holds and self.scopes):
            yield "names no scope or no action"


@dataclass(frozen=True, slots=True)
class Product:
    """One product and its rows; `also_called` are other names that declarations use for it."""

    product: str
    title: str
    rows: tuple[Row, ...]
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Implementations:
    """The whole table. A product that it does not know has no rows: nothing is said about it."""

    products: tuple[Product, ...]

    def product(self, name: str) -> Product | None:
        """The product of this name, however it is capitalised or hyphenated; None if unknown."""
        wanted = _plain(name)
        for product in self.products:
            if wanted in map(_plain, (product.product, product.title, *product.also_called)):
                return product
        return None

    def suggest(self, name: str) -> str | None:
        """The product that an unknown name probably stands for."""
        names = {_plain(n): p.product for p in self.products for n in (p.product, *p.also_called)}
        close = get_close_matches(_plain(name), names, n=1, cutoff=0.6)
        return names[close[0]] if close else None

    def rows(self, product: str, version: str = "") -> tuple[Row, ...]:
        """The rows of a product that hold in a version, in the order of the file.

        Of an unknown version (empty, `latest`), only what holds in all versions is known.
        """
        known = self.product(product)
        key = version_key(version)
        return tuple(row for row in known.rows if key in row.versions) if known else ()

    def lenient(
        self, product: str, version: str, operation: str, held: AbstractSet[str]
    ) -> tuple[str, ...]:
        """Ids of the rows by which held actions do an operation there, sorted.

        Asked for an operation that the profile does not allow with `held`,
        the answer says by which rows the product is more lenient than the profile.
        """
        rows = self._speaking(product, version, held)
        return tuple(sorted(row.id for row in rows if operation in row.allows))

    def stricter(
        self, product: str, version: str, operation: str, held: AbstractSet[str]
    ) -> tuple[str, ...]:
        """Ids of the rows by which held actions do not do an operation there, sorted.

        Empty when another row lets it pass.
        Asked for an operation that the profile allows with `held`,
        the answer says by which rows the product is stricter than the profile.
        """
        rows = self._speaking(product, version, held)
        if any(operation in row.allows for row in rows):
            return ()
        return tuple(sorted(row.id for row in rows if operation in row.refuses))

    def row(self, row_id: str) -> Row | None:
        """The row of an id, None when there is none."""
        every = (row for product in self.products for row in product.rows)
        return next((row for row in every if row.id == row_id), None)

    def _speaking(self, product: str, version: str, held: AbstractSet[str]) -> tuple[Row, ...]:
        rows = self.rows(product, version)
        return tuple(row for row in rows if not row.when and row.holds <= held)


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def read_implementations(data: Any) -> Implementations:
    """The table from its data; raises PolicyError that lists everything wrong in it."""
    import msgspec  # lazily, since `--version` must not pay for it

    try:
        products = msgspec.convert(data, tuple[Product, ...])
    except msgspec.ValidationError as error:
        raise _broken([str(error)]) from error
    table = Implementations(products)
    problems = [*_row_problems(products), *_twice(products)]
    if problems:
        raise _broken(problems)
    return table


def _row_problems(products: Iterable[Product]) -> Iterator[str]:
    for product in products:
        for row in product.rows:
            yield from (f"row {row.id}: {reason}" for reason in row.problems())


def _twice(products: Iterable[Product]) -> Iterator[str]:
    seen: set[str] = set()
    for row_id in (row.id for product in products for row in product.rows):
        if row_id in seen:
            yield f"row {row_id}: the id is used twice"
        seen.add(row_id)


def _broken(reasons: list[str]) -> PolicyError:
    problems = tuple(Problem("schema", _FILE, reason) for reason in reasons)
    return PolicyError(
        f"{len(reasons)} problem(s) in the table of implementations: {reasons[0]}", problems
    )


@cache
def shipped_implementations() -> Implementations:
    """The table that ships with tokenlint."""
    return read_implementations(shipped.compiled().get("implementations", []))
