"""The plan of an endpoint, whatever sort it is, and the names of the tokens that it wants."""

from collections.abc import Callable, Iterable, Mapping

from tokenlint.privilege.operation import Operation
from tokenlint.probe.cell import Kind
from tokenlint.probe.job_kinds import job_kinds, job_plan, job_wish
from tokenlint.probe.kinds import storage_kinds
from tokenlint.probe.layout import Layout
from tokenlint.probe.matrix import Plan, entitled_wish, storage_plan
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import TokenSource, Wish

JOB_PROTOCOLS = frozenset({"arc", "condor"})
ENTITLED = "entitled"
"""The name of the token with which things are made, looked at and taken away."""


def plan_for(
    settings: Settings,
    can: Callable[[Operation], bool],
    source: TokenSource,
    name: str = "",
) -> Plan:
    """The plan by the protocol; `name` is a chosen name for the test folder of a storage.

    Raises UsageError where nothing at all could be tested, and for a name that is none.
    """
    if settings.protocol in JOB_PROTOCOLS:
        return job_plan(settings, can, source)
    return storage_plan(settings, can, source, name)


def wished(settings: Settings, name: str) -> Mapping[Wish, tuple[str, ...]]:
    """Every token of the plan with the names of its kinds, the entitled one among them.

    One token may serve as several: where nothing is written, `read` is entitled, too.
    """
    kinds: Iterable[Kind]
    if settings.protocol in JOB_PROTOCOLS:
        kinds, entitled = job_kinds(settings), job_wish(settings)
    else:
        layout = Layout.of(settings, name)
        kinds, entitled = storage_kinds(settings, layout), entitled_wish(settings, layout)
    named: dict[Wish, tuple[str, ...]] = {entitled: (ENTITLED,)}
    for kind in kinds:
        named[kind.wish] = (*named.get(kind.wish, ()), kind.name)
    return named
