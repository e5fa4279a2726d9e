"""The services of one run, found by the audiences that they list.

Each workflow is compared with them, so the way from an audience to its services is kept.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import urlsplit

from tokenlint.privilege.endpoint import WILDCARDS, endpoint_key
from tokenlint.services.acceptance import Acceptance, Service, State
from tokenlint.services.value import Value

_STORES = frozenset({"storage", "compute", "transfer"})


class Neighbours:
    """The services of a run, in their order."""

    def __init__(self, services: Iterable[Service] = ()) -> None:
        self.services = tuple(services)

    def __bool__(self) -> bool:
        return bool(self.services)

    @cached_property
    def issuers(self) -> tuple[Value, ...]:
        """The addresses under which issuers of the run issue tokens."""
        return tuple(
            value for each in self.services for value in each.acceptance.issues_for if value.known
        )

    def issuer(self, url: str) -> Value | None:
        """The issuer of the run with this address, or with one that is nearly the same.

        Nearly: but for a slash at the end and the case of letters.
        """
        exact, alike = self._issuers
        return exact.get(url) or alike.get(_plain(url))

    @cached_property
    def _issuers(self) -> tuple[dict[str, Value], dict[str, Value]]:
        exact = {value.text: value for value in reversed(self.issuers)}
        return exact, {_plain(value.text): value for value in reversed(self.issuers)}

    def accepting(self, audience: str) -> tuple[int, ...]:
        """Which services list an audience, in one of the spellings of the same endpoint."""
        return self._by_endpoint.get(endpoint_key(audience), ())

    def taking(self, audience: str) -> bool:
        """Whether a service lists an audience letter by letter."""
        return audience in self._listed

    def at_host(self, host: str) -> tuple[tuple[Service, Value], ...]:
        """The services that check audiences and list one of a host, each with the first of it.

        Without those that list one which a template fills in: it may be any.
        """
        return self._by_host.get(host, ()) if host else ()

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts of all audiences that are checked somewhere."""
        checking = [each.acceptance for each in self._stores if _checks(each.acceptance)]
        return frozenset(host_of(value.text) for each in checking for value in listed(each))

    @cached_property
    def _stores(self) -> tuple[Service, ...]:
        return tuple(each for each in self.services if each.acceptance.service in _STORES)

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(value.text for each in self._stores for value in listed(each.acceptance))

    @cached_property
    def _by_endpoint(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        found: dict[tuple[str, ...], dict[int, None]] = {}
        for number, service in enumerate(self.services):
            for value in listed(service.acceptance):
                if value.known and value.text not in WILDCARDS:
                    found.setdefault(endpoint_key(value.text), {})[number] = None
        return {key: tuple(numbers) for key, numbers in found.items()}

    @cached_property
    def _by_host(self) -> dict[str, tuple[tuple[Service, Value], ...]]:
        found: dict[str, list[tuple[Service, Value]]] = {}
        for service in self._stores:
            for host, value in _hosts(service.acceptance):
                found.setdefault(host, []).append((service, value))
        return {host: tuple(pairs) for host, pairs in found.items()}


def listed(acceptance: Acceptance) -> Iterator[Value]:
    """The audiences of a service, those of single issuers too."""
    for check in (acceptance.audience, *(each.audience for each in acceptance.issuers)):
        yield from check.accepted if check else ()


def _hosts(acceptance: Acceptance) -> Iterator[tuple[str, Value]]:
    values = list(listed(acceptance))
    if not _checks(acceptance) or not all(value.known for value in values):
        return
    first: dict[str, Value] = {}
    for value in values:
        first.setdefault(host_of(value.text), value)
    yield from first.items()


def _checks(acceptance: Acceptance) -> bool:
    audience = acceptance.audience
    return audience is not None and audience.checked is State.YES and bool(audience.accepted)


def _plain(url: str) -> str:
    return url.rstrip("/").casefold()


def host_of(audience: str) -> str:
    """The host of an audience in any of its spellings: `https://h:443`, `h:9619`, `h`."""
    bare = audience if "://" in audience else f"//{audience}"
    try:
        return (urlsplit(bare).hostname or "").casefold()
    except ValueError:
        return ""
