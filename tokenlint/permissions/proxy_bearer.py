"""The bearer of an X.509 proxy: its names decide, each as long and where it counts."""

from collections.abc import Iterator

from tokenlint.credentials.proxy.privilege import granted, plain_names, targets_of
from tokenlint.credentials.proxy.proxy import Form, Proxy
from tokenlint.permissions.bearer import Bearer, Names
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.reach import cut
from tokenlint.privilege.audience import ANY
from tokenlint.privilege.validity import NEVER


def bearer_of_proxy(subject: ProxySubject) -> Bearer:
    """The bearer of a proxy, or of another certificate with its key; the key is not looked at.

    Any service may be asked, since each knows the identity, and as long as the chain is good.
    A certificate of an authority is accepted at no time.
    """
    proxy = subject.proxy
    pointers = {"exp": "/proxy/lifetime"} if proxy.chain else {}
    return Bearer(
        document=subject.document,
        privilege=subject.view.privilege,
        audience=ANY,
        validity=NEVER if proxy.form is Form.AUTHORITY else proxy.validity,
        group_based=True,
        places={name: subject.location(pointer).source for name, pointer in pointers.items()},
        texts=subject.texts(),
        names=tuple(_names(proxy)),
        limited=proxy.limited,
    )


def _names(proxy: Proxy) -> Iterator[Names]:
    for each in granted(proxy):
        validity = proxy.validity & each.validity
        what = f"its attributes of {cut(each.vo)}"
        yield Names(what, plain_names(each), validity, targets_of(each), exact=False)
    yield Names("its identity", (str(proxy.identity),), proxy.validity, ANY, exact=False)
