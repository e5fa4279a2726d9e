"""A proxy under judgement: its facts, its words, its places in the decoded chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tokenlint.credentials.audience import ABSENT
from tokenlint.credentials.proxy.privilege import Rights, privilege_of_proxy
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.policy.credential_view import CredentialView
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.proxy_facts import judged_defects, proxy_facts
from tokenlint.policy.proxy_view import ProxyView
from tokenlint.policy.proxy_words import (
    FORMS,
    KEYS,
    POLICIES,
    attribute_words,
    chain_words,
    defect_words,
    form_words,
    key_words,
    period_words,
    proxy_title,
    unread,
)
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.words import human_duration
from tokenlint.source import Pointer, Problem, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

if TYPE_CHECKING:  # most proxies are judged alone, and the rooms behind it take time to import
    from tokenlint.policy.judgement import Judgement


@dataclass(frozen=True)
class ProxySubject:
    """One proxy, or another certificate with its key.

    `mode` is that of its file, None where it came from elsewhere.
    `rights` is a mapping of names to rights, where one is given;
    `judgement` tells the need of a workflow, where one is given.
    """

    proxy: Proxy
    source: Source
    settings: Settings
    calibration: Calibration
    mode: int | None = None
    rights: Rights | None = field(default=None, repr=False)
    judgement: "Judgement | None" = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """`proxy 8f14e45fceea`; of another certificate `certificate ...`."""
        return proxy_title(self.proxy)

    @cached_property
    def view(self) -> CredentialView:
        """The proxy as one credential among others: whatever its groups or its owner may do."""
        privilege = privilege_of_proxy(self.proxy, self.rights)
        return CredentialView(
            name=self.name,
            captured=True,
            dialect="other",
            audience=ABSENT,
            scope_form="missing",
            items=(),
            group_based=True,
            privilege=privilege,
            lifetime={"form": "bounded"},
            vector=place(privilege, self.calibration),
            dated=True,
        )

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `proxy`."""
        limits = self.settings.limits
        return {
            "format": FORMAT,
            "kind": "proxy",
            "limits": dict(limits),
            "proxy": proxy_facts(self.proxy, self.settings.at, limits, self.mode),
        }

    @cached_property
    def document(self) -> Document:
        """The proxy as a report names it."""
        placed = bool(self.proxy.chain) and not self.view.privilege.empty
        return Document(
            id=f"{self.source.file}#{self.proxy.fingerprint}",
            kind="proxy",
            title=self.name,
            source=self.source,
            facts=self._known(),
            vector=self.view.axes() if placed else None,
            need=self.judgement.need_axes() if self.judgement else None,
            excess=self.judgement.excess(self.view.vector) if self.judgement else None,
        )

    def _known(self) -> dict[str, str]:
        proxy, at = self.proxy, self.settings.at
        known = {"form": form_words(proxy)}
        if not proxy.chain:
            return known | {"reach": "nothing"}
        known["identity"] = cut(proxy.identity.shown())
        if proxy.policy is not None:
            known["takes over"] = POLICIES[proxy.policy]
        for each in proxy.attributes:
            known[f"VO {cut(each.vo) or '(none)'}"] = attribute_words(each, at)
        known |= {
            "times": period_words(proxy.validity, at),
            "chain": chain_words(proxy),
            "private key": KEYS[proxy.private_key],
            "reach": self.view.reach(),
        }
        if self.judgement:
            known["judged against"] = self.judgement.workflow.name
        return known

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read and is therefore not judged."""
        return unread(self.proxy, self.source)

    @cached_property
    def _view(self) -> ProxyView:
        return ProxyView(self.proxy, self.source)

    @cached_property
    def _phrases(self) -> Phrases:
        proxy, at = self.proxy, self.settings.at
        return Phrases(
            {
                "/credential/reach": self.view.reach,
                "/limits/proxy_longest": lambda: human_duration(
                    self.settings.limits["proxy_longest"]
                ),
                "/proxy": lambda: self.name,
                "/proxy/form": lambda: FORMS[proxy.form],
                "/proxy/policy": lambda: POLICIES[proxy.policy] if proxy.policy else "none",
                "/proxy/lifetime": lambda: period_words(proxy.validity, at),
                "/proxy/attributes/*": lambda index: cut(f"VO {proxy.attributes[index].vo}"),
                "/proxy/attributes/*/lifetime": lambda index: period_words(
                    proxy.attributes[index].validity, at
                ),
                "/proxy/certificates/*": lambda index: cut(proxy.chain[index].subject.shown()),
                "/proxy/certificates/*/weak_key": lambda index: key_words(proxy.chain[index]),
                "/proxy/defects/*": lambda index: defect_words(judged_defects(proxy)[index]),
            }
        )

    def texts(self) -> dict[str, str]:
        """What code frames are cut from."""
        return self._view.texts()

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Where the node at a pointer into the facts stands in the decoded chain."""
        return self._view.location(pointer)

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness: what somebody who holds the proxy and its key could do."""
        known = {"fingerprint": self.proxy.fingerprint}
        return {"request": self.view.reach(), **known} if self.proxy.chain else known
