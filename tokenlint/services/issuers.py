"""Known issuers: which are in production, which are for tests, which serve anybody.

The table is `rules/issuers.yaml`, each row with its source.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from tokenlint import shipped

_LABEL_SPLIT = re.compile(r"[.\-_/]+")


@dataclass(frozen=True, slots=True)
class KnownIssuer:
    """One row: the exact address, and its standing (production, test or public)."""

    issuer: str
    standing: str
    vo: str = ""


@dataclass(frozen=True, slots=True)
class KnownIssuers:
    """The table, and the words in a host's name that say that it is for tests."""

    rows: tuple[KnownIssuer, ...]
    test_labels: frozenset[str] = frozenset()

    def standing(self, url: str) -> str:
        """`production`, `test` or `public` by the table; else `named-test` or `unlisted`.

        A slash at the end does not matter. `named-test`: only the name of the host says so.
        """
        for row in self.rows:
            if row.issuer.rstrip("/") == url.rstrip("/"):
                return row.standing
        return "named-test" if self._says_test(url) else "unlisted"

    def _says_test(self, url: str) -> bool:
        return bool(self.test_labels & set(_LABEL_SPLIT.split(_host(url))))

    def near(self, urls: Sequence[str]) -> dict[str, str]:
        """The spelling that an address nearly is, for each of these addresses that is a slip.

        Services compare issuers exactly, so an address that differs from a known one,
        or from another of these, by a slash at the end, by the case of letters
        or by two letters that changed places is taken for a slip.
        """
        rows = [row.issuer for row in self.rows]
        alike: dict[str, list[str]] = {}
        for url in (*rows, *urls):
            alike.setdefault(_plain(url), []).append(url)
        found: dict[str, str] = {}
        for url in urls:
            same = [each for each in alike[_plain(url)] if each != url]
            swapped = [each for each in rows if _swapped(url, each)]
            if url not in rows and (same or swapped):
                found[url] = [*same, *swapped][0]
        return found


def _plain(url: str) -> str:
    return url.rstrip("/").casefold()


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").casefold()
    except ValueError:
        return ""


def _swapped(one: str, other: str) -> bool:
    """Whether the first labels of two hosts hold the same letters in another order."""
    first, _, rest = _host(one).partition(".")
    known, _, known_rest = _host(other).partition(".")
    return bool(rest) and rest == known_rest and first != known and sorted(first) == sorted(known)


@cache
def known_issuers() -> KnownIssuers:
    """The table that ships with tokenlint."""
    data = shipped.compiled().get("issuers", {})
    rows = tuple(
        KnownIssuer(row["issuer"], row["standing"], row.get("vo", ""))
        for row in data.get("issuers", ())
    )
    return KnownIssuers(rows, frozenset(data.get("test_labels", ())))


def near_issuers(urls: Sequence[str]) -> dict[str, str]:
    """`KnownIssuers.near` with the shipped table."""
    return known_issuers().near(urls)
