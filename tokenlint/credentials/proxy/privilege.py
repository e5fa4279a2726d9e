"""What a proxy allows, in the one value that everything is compared in."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.proxy import Form, Policy, Proxy
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, CapabilitySet
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import NEVER, Validity


class Rights(Protocol):
    """A mapping from names to what its services let them do."""

    def rights_of(self, names: Sequence[str]) -> tuple[CapabilitySet, Audience] | None:
        """What all these names together may do, and where; None where it knows none of them."""
        ...


def privilege_of_proxy(proxy: Proxy, rights: Rights | None = None) -> Privilege:
    """What the proxy allows, wherever it leaves something open the most that it can mean.

    What: all that its owner or group may do, unless `rights` says what that is.
    A limited proxy starts no jobs: the Globus definition of proxies has services that start jobs
    (gatekeepers) take full proxies only, see `without_jobs`.

    Where: every service, since each that trusts authority and organisation takes it.
    Targets of the attribute certificates (RFC 5755 section 4.3.2) narrow it to these hosts,
    where every one of them has targets.

    How long: as long as the chain. The names that an attribute certificate grants are gone with it,
    but the identity stays, and what a service gives to that alone cannot be told from the proxy;
    with `rights` that know the names of the organisation and not the identity,
    it is as long as the attribute certificates, too.

    What cannot be read, and an authority's certificate, allow nothing.
    """
    if proxy.form in {Form.UNREADABLE, Form.AUTHORITY}:
        return NOTHING
    usable = tuple(each for each in proxy.attributes if each.fqans)
    place = _targets(usable)
    known = None if rights is None else _known(proxy, usable, rights)
    if known is None:
        return Privilege(_narrowed(EVERYTHING, proxy), place, proxy.validity)
    return Privilege(_narrowed(known.capabilities, proxy), known.audience & place, known.validity)


def without_jobs(capabilities: CapabilitySet) -> CapabilitySet:
    """All but starting jobs.

    Source: "GSI v2: Proxy Definitions and Behavior" of the Globus Toolkit 2.4 documentation:
    programs that start jobs ask for full proxies (`GSS_C_GLOBUS_LIMITED_PROXY_FLAG`);
    file transfer takes limited ones.
    """
    return CapabilitySet.of(each for each in capabilities if each.action is not Action.SUBMIT)


def names_of(proxy: Proxy) -> tuple[str, ...]:
    """The names that services may map: those of the organisation first, then the identity."""
    fqans = (fqan.plain for each in proxy.attributes for fqan in each.fqans)
    return tuple(dict.fromkeys((*fqans, str(proxy.identity))))


def _narrowed(capabilities: CapabilitySet, proxy: Proxy) -> CapabilitySet:
    return without_jobs(capabilities) if proxy.limited else capabilities


def _targets(attributes: Iterable[AttributeCertificate]) -> Audience:
    named = [each.targets for each in attributes]
    if not named or not all(named):
        return ANY
    return Audience(frozenset(host for hosts in named for host in hosts))


def _known(
    proxy: Proxy, attributes: Sequence[AttributeCertificate], rights: Rights
) -> Privilege | None:
    """What a mapping makes of the identity and of each attribute certificate; None for nothing."""
    found: list[tuple[CapabilitySet, Audience, Validity]] = []
    if (own := rights.rights_of([str(proxy.identity)])) is not None:
        found.append((*own, proxy.validity))
    if proxy.policy is not Policy.INDEPENDENT:
        for each in attributes:
            granted = rights.rights_of([fqan.plain for fqan in each.fqans])
            if granted is not None:
                found.append((*granted, proxy.validity & each.validity))
    if not found:
        return None
    capabilities, place, time = CapabilitySet(), Audience(frozenset()), NEVER
    for part in found:
        capabilities, place, time = capabilities | part[0], place | part[1], time | part[2]
    return Privilege(capabilities, place, time)
