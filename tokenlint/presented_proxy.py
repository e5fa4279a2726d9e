"""An X.509 proxy, or another certificate, as one value to compare with any other credential."""

from collections.abc import Iterator

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.privilege import (
    granted,
    mapped,
    names_of,
    privilege_of_proxy,
    without_jobs,
)
from tokenlint.credentials.proxy.proxy import Form, Policy, PrivateKey, Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.policy.proxy_facts import judged_defects
from tokenlint.policy.proxy_words import defect_words, proxy_title, unread
from tokenlint.policy.reach import cut
from tokenlint.policy.words import human_duration
from tokenlint.presented import Kind, Presented, Surroundings, mapping_notes, unmapped_note
from tokenlint.source import Problem, Source
from tokenlint.trustspace.vector import place

_HELD = {
    PrivateKey.PLAIN: "it takes its private key to use it; whoever holds this file has that key",
    PrivateKey.ENCRYPTED: "it takes its private key to use it, here under a passphrase",
    PrivateKey.ABSENT: "it takes its private key to use it, which is not in this file",
}


def read_proxy_file(
    data: bytes, name: str, source: Source, around: Surroundings
) -> Presented | Problem:
    """The chain of a file; a problem where a part of it cannot be read. The key is not read."""
    proxy = read_proxy(data)
    problems = unread(proxy, source)
    if problems:
        return problems[0]
    privilege = privilege_of_proxy(proxy, around.mapping)
    return Presented(
        name=name,
        kind=Kind.PROXY,
        title=proxy_title(proxy),
        privilege=privilege,
        vector=place(privilege, around.calibration),
        source=source,
        dated=True,
        notes=tuple(_notes(proxy, around)),
    )


def _notes(proxy: Proxy, around: Surroundings) -> Iterator[str]:
    if proxy.form is Form.AUTHORITY:
        yield "a certificate of an authority is no credential: it allows nothing"
        return
    yield from _times(proxy, around.at)
    yield from _names(proxy, around)
    if proxy.limited:
        yield "it is limited: services that start jobs refuse it"
    yield _HELD[proxy.private_key]
    wrong = [defect_words(each) for each in judged_defects(proxy)]
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        yield f"services may refuse it: {cut(wrong[0])}{more}"


def _times(proxy: Proxy, at: int) -> Iterator[str]:
    validity = proxy.validity
    if validity.empty:
        yield "its certificates are never valid together"
    elif validity.expiry is not None and at >= validity.expiry:
        ago = human_duration(at - validity.expiry + 1)  # the certificate names its last second
        yield f"it expired {ago} ago; its whole lifetime counts"


def _names(proxy: Proxy, around: Surroundings) -> Iterator[str]:
    """By what it counts, and where and until when its attributes do."""
    rights = around.mapping
    known = rights is not None and mapped(proxy, rights) is not None
    if rights is not None and known:
        yield from mapping_notes(
            rights, names_of(proxy), without_jobs if proxy.limited else lambda granted: granted
        )
    else:
        yield unmapped_note(rights)
    if proxy.policy is Policy.INDEPENDENT:
        yield "it is independent: it takes over no right, and would need a mapping of its own"
    for each in granted(proxy):
        yield from _attributes(each, proxy, alone=not known)


def _attributes(each: AttributeCertificate, proxy: Proxy, *, alone: bool) -> Iterator[str]:
    ends, mine = proxy.validity.expiry or 0, each.validity.expiry or 0
    if mine < ends:
        yield f"its attributes of {cut(each.vo)} end {human_duration(ends - mine)} before it does"
    if each.targets:
        where = f"its attributes of {cut(each.vo)} are for {cut(', '.join(each.targets))} only"
        yield f"{where}; only a mapping tells of its identity elsewhere" if alone else where
