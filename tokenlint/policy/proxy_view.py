"""A decoded proxy as code frames show it, and where each of its facts stands there.

Of names of persons only a beginning is shown; signatures and keys are not in it at all.
"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tokenlint.credentials.proxy.attributes import AttributeCertificate
from tokenlint.credentials.proxy.defect import Defect
from tokenlint.credentials.proxy.proxy import Certificate, Policy, Proxy
from tokenlint.credentials.render import Rendered, render
from tokenlint.policy.finding import Location
from tokenlint.policy.proxy_facts import judged_defects
from tokenlint.policy.proxy_words import FORMS, KEYS, POLICIES, key_words
from tokenlint.policy.words import human_instant
from tokenlint.source import Pointer, Source

_DEFECT = re.compile(r"/proxy/defects/(\d+)")
_PLACES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), place)
    for pattern, place in (
        (r"/proxy/certificates/(\d+)/weak_key", r"/chain/\1/key"),
        (r"/proxy/certificates/(\d+)/digest", r"/chain/\1/signature"),
        (r"/proxy/certificates/(\d+).*", r"/chain/\1/subject"),
        (r"/proxy/attributes/(\d+)/(?:lifetime|short_seconds)", r"/attributes/\1/until"),
        (r"/proxy/attributes/(\d+)/digest", r"/attributes/\1/signature"),
        (r"/proxy/attributes/(\d+)/targets", r"/attributes/\1/targets"),
        (r"/proxy/attributes/(\d+).*", r"/attributes/\1/vo"),
        (r"/proxy/lifetime.*", "/until"),
        (r"/proxy/(?:form|delegations)", "/form"),
        (r"/proxy/(?:policy|limited|path_length)", "/policy"),
        (r"/proxy/(?:private_key|readable_by)", "/key"),
    )
)


@dataclass(frozen=True)
class ProxyView:
    """Renders a proxy once, and finds the place of a pointer into its facts."""

    proxy: Proxy
    source: Source

    @property
    def file(self) -> str:
        """The name under which it is shown."""
        return f"<proxy {self.proxy.fingerprint}>"

    def texts(self) -> dict[str, str]:
        """What code frames are cut from; nothing where nothing could be read."""
        return {self.file: self.rendered.text} if self.proxy.chain else {}

    @cached_property
    def rendered(self) -> Rendered:
        """The proxy, laid out for people."""
        return render(json.dumps(_decoded(self.proxy), ensure_ascii=False))

    def location(self, pointer: Pointer) -> Location:
        """The closest place that shows what a pointer into the facts means."""
        if not self.proxy.chain:
            return Location(self.source)
        shown = self._shown(pointer)
        place = self.rendered.value(shown) or self.rendered.value("")
        if place is None:
            return Location(self.source)
        return Location(Source(self.file, place.line, place.column, place.end, shown))

    def _shown(self, pointer: Pointer) -> Pointer:
        if found := _DEFECT.match(pointer):
            return self._place_of(judged_defects(self.proxy)[int(found[1])])
        for pattern, place in _PLACES:
            if found := pattern.fullmatch(pointer):
                return found.expand(place)
        return ""

    def _place_of(self, defect: Defect) -> Pointer:
        for number, each in enumerate(self.proxy.attributes):
            if defect in each.defects and defect not in self.proxy.defects:
                return f"/attributes/{number}/vo"
        return "/form" if defect.link is None else f"/chain/{defect.link}/subject"


def _decoded(proxy: Proxy) -> dict[str, Any]:
    validity = proxy.validity
    policy = {} if proxy.policy is None else {"policy": _policy(proxy.policy, proxy.path_length)}
    return {
        "form": FORMS[proxy.form],
        "identity": proxy.identity.shown(),
        **policy,
        "from": human_instant(validity.not_before),
        "until": human_instant(validity.expiry or 0),
        "key": KEYS[proxy.private_key],
        "attributes": [_attributes(each) for each in proxy.attributes],
        "chain": [_certificate(each) for each in proxy.chain],
    }


def _policy(policy: Policy, path_length: int | None) -> str:
    words = POLICIES[policy]
    return words if path_length is None else f"{words}; at most {path_length} proxies may follow"


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "form": FORMS[certificate.form],
        "subject": certificate.subject.shown(),
        "issuer": certificate.issuer.shown(),
        "from": human_instant(certificate.not_before),
        "until": human_instant(certificate.not_after + 1),
        "key": key_words(certificate),
        "signature": certificate.digest or certificate.key,
    }


def _attributes(attributes: AttributeCertificate) -> dict[str, Any]:
    more: dict[str, Any] = {"targets": list(attributes.targets)} if attributes.targets else {}
    if attributes.generic:  # their values may name a person
        more["generic"] = [each.name for each in attributes.generic]
    return {
        "vo": attributes.vo,
        "server": attributes.uri,
        "issuer": attributes.issuer.shown(),
        "names": [each.text for each in attributes.fqans],
        "from": human_instant(attributes.not_before),
        "until": human_instant(attributes.not_after + 1),
        "signature": attributes.digest,
        **more,
    }
