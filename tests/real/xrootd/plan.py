"""Which requests are sent: everything, or the fixed part that continuous integration runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.real.xrootd.configurations import Configuration
from tests.real.xrootd.demands import EVERYWHERE, HERE_AND_AROUND, Demand
from tests.real.xrootd.tokens import KINDS, Kind
from tokenlint.privilege.operation import Operation

ALWAYS = ("none", "bare", "read", "create", "modify", "read-modify")
"""Kinds of tokens that the whole comparison presents to every configuration."""

WHOLE_TABLE = ("base", "audience-base")
"""Configurations that get every kind of token in the whole comparison."""

BY_XRDFS = ("base", "base-no-login")
"""Configurations that are asked with the command line clients, too: each request takes a while."""

OF_XRDFS = ("read", "create", "modify", "read-modify")

OVER_HTTP = frozenset(Operation) - {Operation.STAGE}
"""XrdHttp has no request for staging."""


@dataclass(frozen=True, slots=True)
class Request:
    """A demand with a kind of token, over one or several protocols in turn."""

    kind: Kind
    demand: Demand
    protocols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One configuration, and the requests that are sent to its server."""

    configuration: Configuration
    requests: tuple[Request, ...]


def whole(configurations: Iterable[Configuration]) -> Iterator[Visit]:
    """Every configuration with many tokens."""
    for configuration in configurations:
        everything = configuration.name in WHOLE_TABLE
        names = KINDS if everything else dict.fromkeys((*ALWAYS, *configuration.tokens))
        demands = EVERYWHERE if everything else HERE_AND_AROUND
        yield Visit(configuration, tuple(_requests(configuration, names, demands)))


def part(configurations: Iterable[Configuration]) -> Iterator[Visit]:
    """Every configuration with the tokens that tell most about it."""
    for configuration in configurations:
        requests = _requests(configuration, configuration.tokens, HERE_AND_AROUND)
        yield Visit(configuration, tuple(requests))


def _requests(
    configuration: Configuration, names: Iterable[str], demands: Iterable[Demand]
) -> Iterator[Request]:
    for name in names:
        kind = KINDS[name]
        for demand in demands:
            if demand.target and (kind.one_file or configuration.one_file):
                continue  # the model is asked about one path, and this request names two
            shell = configuration.name in BY_XRDFS and name in OF_XRDFS and _by_xrdfs(demand)
            http = demand.operation in OVER_HTTP
            protocols = (("http",) if http else ()) + ("root",) + (("xrdfs",) if shell else ())
            yield Request(kind, demand, protocols)


def _by_xrdfs(demand: Demand) -> bool:
    return demand.path.startswith("/data/foo") and demand.operation in OVER_HTTP
