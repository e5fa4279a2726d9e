"""What a proxy allows, in the one value that everything is compared in."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Protocol

from tokenlint.credentials.proxy.attributes import AttributeCertificate, Signed
from tokenlint.credentials.proxy.defect import DefectKind
from tokenlint.credentials.proxy.proxy import Form, Policy, Proxy
from tokenlint.privilege.audience import ANY, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, CapabilitySet
from tokenlint.privilege.privilege import NOTHING, Privilege


class Rights(Protocol):
    """A mapping from names to what its services let them do."""

    def rights_of(
        self, names: Sequence[str], audience: Audience = ANY
    ) -> tuple[CapabilitySet, Audience] | None:
        """What all these names together may do, and where of the audience.

        None where it knows none of them, or the audience names a service that it does not know.
        """
        ...


def privilege_of_proxy(proxy: Proxy, rights: Rights | None = None) -> Privilege:
    """What the proxy allows, wherever it leaves something open the most that it can mean.

    What: all that its owner or group may do, unless `rights` says what that is.
    A limited proxy starts no jobs: the Globus definition of proxies has services that start jobs
    (gatekeepers) take full proxies only, see `without_jobs`.

    Where and how long go by whose rights count.

    - The identity: at every service, since each that trusts the authority takes it,
      as long as the chain. It outlives attribute certificates, and reaches beyond their targets.
    - The names of an attribute certificate: at its targets (RFC 5755 section 4.3.2),
      as long as both chain and attribute certificate.

    With `rights` each name counts as far as they know it: if they know the names of
    the organisation and not the identity, the shorter time holds and the targets do.
    Without them, what a service gives to the identity alone cannot be told, so it is counted in;
    but where every attribute certificate has targets, the proxy is taken to be for these hosts,
    and then the shorter time holds, too.
    Several attribute certificates count together, each at its own targets and times.

    What cannot be read, and an authority's certificate, allow nothing.
    """
    if proxy.form in {Form.UNREADABLE, Form.AUTHORITY}:
        return NOTHING
    known = None if rights is None else mapped(proxy, rights)
    whole = _unmapped(proxy) if known is None else known
    return Privilege(_narrowed(whole.capabilities, proxy), whole.audience, whole.validity)


def mapped(proxy: Proxy, rights: Rights) -> Privilege | None:
    """What a mapping makes of the identity and of each attribute certificate; None for nothing."""
    found: list[Privilege] = []
    if (own := rights.rights_of([str(proxy.identity)])) is not None:
        found.append(Privilege(*own, proxy.validity))
    for each in granted(proxy):
        theirs = rights.rights_of(plain_names(each), targets_of(each))
        if theirs is not None:
            found.append(Privilege(*theirs, proxy.validity & each.validity))
    return _together(found) if found else None


def granted(proxy: Proxy) -> tuple[AttributeCertificate, ...]:
    """The attribute certificates that name a group which a service may map.

    An independent proxy takes over no rights (RFC 3820 section 3.8.2), so none of its chain do.
    """
    if proxy.policy is Policy.INDEPENDENT:
        return ()
    return tuple(each for each in proxy.attributes if each.fqans)


def plain_names(attributes: AttributeCertificate) -> tuple[str, ...]:
    """The names of an attribute certificate as mappings write them."""
    return tuple(dict.fromkeys(fqan.plain for fqan in attributes.fqans))


def targets_of(attributes: AttributeCertificate) -> Audience:
    """Where the names of an attribute certificate count: its targets, or everywhere."""
    return Audience(frozenset(attributes.targets)) if attributes.targets else ANY


def without_jobs(capabilities: CapabilitySet) -> CapabilitySet:
    """All but starting jobs.

    Source: "GSI v2: Proxy Definitions and Behavior" of the Globus Toolkit 2.4 documentation:
    programs that start jobs ask for full proxies (`GSS_C_GLOBUS_LIMITED_PROXY_FLAG`);
    file transfer takes limited ones.
    """
    return CapabilitySet.of(each for each in capabilities if each.action is not Action.SUBMIT)


def names_of(proxy: Proxy) -> tuple[str, ...]:
    """The names that services may map: those of the organisation first, then the identity."""
    names = (name for each in granted(proxy) for name in plain_names(each))
    return tuple(dict.fromkeys((*names, str(proxy.identity))))


def _narrowed(capabilities: CapabilitySet, proxy: Proxy) -> CapabilitySet:
    return without_jobs(capabilities) if proxy.limited else capabilities


def _unmapped(proxy: Proxy) -> Privilege:
    """Everything; at targets alone where all attributes could be read, are sound and have some."""
    attributes = granted(proxy)
    unread = any(each.kind is DefectKind.UNREADABLE_ATTRIBUTES for each in proxy.defects)
    if unread or not attributes or not all(map(_is_targeted, attributes)):
        return Privilege(EVERYTHING, ANY, proxy.validity)
    times = (proxy.validity & each.validity for each in attributes)
    parts = zip(map(targets_of, attributes), times, strict=True)
    return _together([Privilege(EVERYTHING, where, time) for where, time in parts])


def _is_targeted(attributes: AttributeCertificate) -> bool:
    """Whether services hold it to its targets: one that is refused leaves the identity as it is."""
    sound = attributes.holder_fits and attributes.signed is not Signed.BROKEN
    return sound and bool(attributes.targets)


def _together(parts: Sequence[Privilege]) -> Privilege:
    return reduce(or_, parts, NOTHING)
