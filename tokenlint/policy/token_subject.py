"""A captured token under judgement: its facts, its words, its places in the decoded claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tokenlint.credentials.audience import ABSENT, audience_of
from tokenlint.credentials.facts import anomaly_of, token_facts
from tokenlint.credentials.mapping import Mapping as Rights
from tokenlint.credentials.privilege_of import (
    is_group_based,
    mapped_rights,
    privilege_of,
    scope_form,
    scope_items,
)
from tokenlint.credentials.times import lifetime_facts, read_times
from tokenlint.credentials.token import Form, Token
from tokenlint.credentials.vocabulary import ScopeKind
from tokenlint.policy.credential_view import CredentialView
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.speech import credential_speakers
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.policy.token_places import TokenPlaces
from tokenlint.policy.words import human_instant, human_times
from tokenlint.source import Pointer, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place

if TYPE_CHECKING:  # most tokens are judged alone, and the rooms behind it take time to import
    from tokenlint.policy.judgement import Judgement


@dataclass(frozen=True)
class TokenSubject:
    """One captured token.

    `verification` is a word of the schema, `verified_by` tells the reader by which key.
    `judgement` compares it with the need of a workflow, where one is given.
    `mapping` tells what its groups may do, which counts where it names nothing else.
    """

    token: Token
    source: Source
    settings: Settings
    calibration: Calibration
    letters: frozenset[str] = frozenset()
    verification: str = "claimed"
    verified_by: str = ""
    token_id_reused: bool = False
    judgement: "Judgement | None" = field(default=None, repr=False)
    mapping: Rights | None = field(default=None, repr=False)

    @cached_property
    def view(self) -> CredentialView:
        """What it has in common with a requested token."""
        token, at = self.token, self.settings.at
        items = scope_items(token) if token.readable else ()
        privilege = privilege_of(token, at, self.mapping)
        refreshable = any(item.kind is ScopeKind.REFRESH for item in items)
        return CredentialView(
            name=f"token {token.fingerprint}",
            captured=True,
            dialect=token.dialect.value,
            audience=token.claims.get("aud", ABSENT),
            scope_form=scope_form(token.claims),
            items=items,
            group_based=token.form is Form.ENCRYPTED or is_group_based(token, items),
            privilege=privilege,
            lifetime=lifetime_facts(
                token.claims, at, self.settings.limits, refreshable=refreshable
            ),
            vector=place(privilege, self.calibration),
            dated=True,
        )

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `token`."""
        credential = self.view.facts(self.letters)
        credential["token"] = token_facts(
            self.token,
            self.settings.limits,
            verification=self.verification,
            token_id_reused=self.token_id_reused,
        )
        issuer = self.token.claims.get("iss")
        if "issuer_text" in self.letters and isinstance(issuer, str) and self.token.readable:
            credential["token"]["claims"]["issuer"]["issuer_text"] = issuer
        facts = {
            "format": FORMAT,
            "kind": "token",
            "limits": dict(self.settings.limits),
            "credential": credential,
        }
        return self.judgement.added_to(facts) if self.judgement else facts

    @cached_property
    def document(self) -> Document:
        """The token as a report names it."""
        return Document(
            id=f"{self.source.file}#{self.token.fingerprint}",
            kind="token",
            title=self.view.name,
            source=self.source,
            facts=self._known(),
            vector=self.view.axes() if self._placed else None,
            need=self.judgement.need_axes() if self.judgement else None,
            excess=self.judgement.excess(self.view.vector) if self.judgement else None,
        )

    @property
    def _placed(self) -> bool:
        """What no service can read has no place in trust space."""
        return self.token.form is not Form.UNREADABLE

    def _known(self) -> dict[str, str]:
        token = self.token
        times = read_times(token.claims)
        lifetime = self.view.privilege.validity.seconds
        known = {
            "profile": token.profile.value,
            "issuer": cut(str(token.claims.get("iss", "(none)"))),
            "signature": self.verified_by or self.verification,
            "times": human_times(times.exp, self.settings.at, lifetime),
            "issued": human_instant(times.iat) if times.iat is not None else "(not said)",
            "reach": self.view.reach(),
        }
        if self.mapping and self.view.group_based:
            known["mapping"] = self._mapped(self.mapping)
        if self.judgement:
            known["judged against"] = self.judgement.workflow.name
        return known if self._placed else {"profile": token.profile.value, "reach": "nothing"}

    def _mapped(self, mapping: Rights) -> str:
        """What the mapping made of the token, for the reader of the report."""
        audience = audience_of(self.token.claims.get("aud", ABSENT))
        if not self.token.readable or mapped_rights(self.token, audience, mapping) is None:
            return f"{mapping.file} does not tell what its groups may do, so it stands for all"
        return f"{mapping.file} tells what its groups may do"

    @cached_property
    def _places(self) -> TokenPlaces:
        return TokenPlaces(self.token, self.source)

    @cached_property
    def _phrases(self) -> Phrases:
        speakers = dict(credential_speakers(self.view))
        speakers |= {
            "/credential/token/claims/issuer": lambda: self._claim("iss"),
            "/credential/token/claims/subject": lambda: "the subject",
            "/credential/token/claims/version": lambda: self._claim("wlcg.ver", "ver"),
            "/credential/token/claims/groups/*": self._group,
            "/credential/token/header/algorithm": lambda: self._header("alg"),
            "/credential/token/header/key_id": lambda: self._header("kid"),
            "/credential/token/header/type": lambda: self._header("typ"),
            "/credential/token/anomalies/*": self._anomaly,
            "/credential/token/size": lambda: f"{self.token.size} bytes",
        }
        speakers |= self.judgement.speakers() if self.judgement else {}
        return Phrases(speakers)

    def _claim(self, *names: str) -> str:
        values = (self.token.claims[name] for name in names if name in self.token.claims)
        return cut(str(next(values, "(none)")))

    def _header(self, name: str) -> str:
        return cut(str(self.token.header.get(name, "(none)")))

    def _group(self, index: int) -> str:
        groups = self.token.claims["wlcg.groups"]
        return cut(str(groups[index] if isinstance(groups, list) else groups))

    def _anomaly(self, index: int) -> str:
        anomaly = anomaly_of(self.token, index)
        return anomaly.detail or f"{anomaly.kind.value} in the {anomaly.part.value}"

    def texts(self) -> dict[str, str]:
        """What code frames are cut from."""
        return self._places.texts()

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def location(self, pointer: Pointer) -> Location:
        """Where the node at a pointer into the facts stands in the decoded token."""
        if self.judgement and pointer.startswith(("/workflow", "/comparison")):
            return self.judgement.location(pointer)
        location = self._places.location(pointer)
        if pointer != "/credential":
            return location
        if self.view.group_based and self._placed:
            return replace(location, label="grants what the group or the person may do")
        return replace(location, label=f"grants {self.text('/credential/actions')}")

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness: what the credential allows that the finding is about."""
        request = self._request(pointers)
        known = {"fingerprint": self.token.fingerprint, "verification": self.verification}
        return {"request": request, **known} if request else known

    def _request(self, pointers: Sequence[Pointer]) -> str:
        if not self._placed:
            return ""
        for pointer in pointers:
            if self.judgement and (words := self.judgement.witness(pointer)):
                return words
            if pointer.startswith(("/credential/items/", "/credential/audience/entries/")):
                return self.text("/".join(pointer.split("/")[: _depth(pointer)]) + "/witness")
        return self.view.reach()


def _depth(pointer: Pointer) -> int:
    """How many steps of a pointer name the item or entry that it lies in."""
    return 4 if pointer.startswith("/credential/items/") else 5
