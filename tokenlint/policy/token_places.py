"""Where the facts of a token stand in its decoded header and claims."""

import re
from collections.abc import Mapping

from tokenlint.credentials.anomaly import AnomalyKind, PartName
from tokenlint.credentials.facts import anomaly_of
from tokenlint.credentials.privilege_of import scope_items
from tokenlint.credentials.profile import scope_claim
from tokenlint.credentials.render import Place, Rendered, render
from tokenlint.credentials.token import Token
from tokenlint.policy.finding import Location
from tokenlint.source import Pointer, Source

_ITEM = re.compile(r"/credential/items/(\d+)(?:/.*)?")
_ENTRY = re.compile(r"/credential/audience/entries/(\d+)(?:/.*)?")
_GROUP = re.compile(r"/credential/token/claims/groups/(\d+)(?:/.*)?")
_NAMED = re.compile(r"/credential/token/(header|claims)/([^/]+)")
_ANOMALY = re.compile(r"/credential/token/anomalies/(\d+)(?:/.*)?")
# The member of header or claims behind a fact; the longest beginning decides.
_MEMBERS: Mapping[Pointer, tuple[PartName, *tuple[Pointer, ...]]] = {
    "/credential": (PartName.CLAIMS, "/scope", "/scp", "/wlcg.groups", ""),
    "/credential/audience": (PartName.CLAIMS, "/aud"),
    "/credential/items": (PartName.CLAIMS, "/scope", "/scp"),
    "/credential/scope_form": (PartName.CLAIMS, "/scope", "/scp"),
    "/credential/actions": (PartName.CLAIMS, "/scope", "/scp"),
    "/credential/lifetime": (PartName.CLAIMS, "/exp"),
    "/credential/token/claims/version": (PartName.CLAIMS, "/wlcg.ver", "/ver"),
    "/credential/token/claims/issuer": (PartName.CLAIMS, "/iss"),
    "/credential/token/claims/subject": (PartName.CLAIMS, "/sub"),
    "/credential/token/claims/subject_readable": (PartName.CLAIMS, "/sub"),
    "/credential/token/claims/token_id": (PartName.CLAIMS, "/jti"),
    "/credential/token/claims/token_id_reused": (PartName.CLAIMS, "/jti"),
    "/credential/token/claims/groups": (PartName.CLAIMS, "/wlcg.groups"),
    "/credential/token/claims/delegation_depth": (PartName.CLAIMS, "/act"),
    "/credential/token": (PartName.CLAIMS, ""),
    "/credential/token/header": (PartName.HEADER, ""),
    "/credential/token/header/algorithm": (PartName.HEADER, "/alg"),
    "/credential/token/header/allowed": (PartName.HEADER, "/alg"),
    "/credential/token/header/key_id": (PartName.HEADER, "/kid"),
    "/credential/token/header/critical": (PartName.HEADER, "/crit"),
    "/credential/token/header/critical_malformed": (PartName.HEADER, "/crit"),
    "/credential/token/header/type": (PartName.HEADER, "/typ"),
}
# Facts below these that have no line of their own are named like the member that they are about.
_WHOLE_PARTS = frozenset({"/credential/token", "/credential/token/header"})


class TokenPlaces:
    """Renders header and claims once, and finds the place of a pointer into the facts."""

    def __init__(self, token: Token, source: Source) -> None:
        self._token = token
        self._source = source
        self._rendered: dict[PartName, Rendered] = {}

    def file(self, part: PartName) -> str:
        """The name under which a part is shown."""
        return f"<{part.value} of {self._token.fingerprint}>"

    def texts(self) -> dict[str, str]:
        """Header and claims as code frames show them, without the signature."""
        parts = (PartName.HEADER, PartName.CLAIMS)
        return {self.file(part): self.rendered(part).text for part in parts}

    def rendered(self, part: PartName) -> Rendered:
        """One part, laid out for people."""
        if part not in self._rendered:
            token = self._token
            text = token.header_text if part is PartName.HEADER else token.claims_text
            self._rendered[part] = render(text)
        return self._rendered[part]

    def location(self, pointer: Pointer) -> Location:
        """The closest place that shows what a pointer into the facts means."""
        if match := _ITEM.fullmatch(pointer):
            return self._item(int(match[1]))
        if match := _ANOMALY.fullmatch(pointer):
            return self._anomaly(int(match[1]))
        for pattern, claim in ((_ENTRY, "/aud"), (_GROUP, "/wlcg.groups")):
            if match := pattern.fullmatch(pointer):
                return self._member(PartName.CLAIMS, f"{claim}/{match[1]}", claim)
        start = pointer
        while start and start not in _MEMBERS:
            start = start.rpartition("/")[0]
        if not start:
            return self._whole("")
        if start in _WHOLE_PARTS and (match := _NAMED.match(pointer)):
            return self._member(PartName(match[1]), f"/{match[2]}", "")
        part, *members = _MEMBERS[start]
        return self._member(part, *members)

    def member(self, part: PartName, name: str) -> Location:
        """The place of a claim or header member by its name."""
        return self._member(part, f"/{name}")

    def _item(self, index: int) -> Location:
        claim = f"/{scope_claim(self._token.claims)}"
        item = scope_items(self._token)[index]
        pointer = claim if item.element is None else f"{claim}/{item.element}"
        place = self.rendered(PartName.CLAIMS).part(pointer, item.start, item.end)
        return self._at(PartName.CLAIMS, place, pointer)

    def _anomaly(self, index: int) -> Location:
        anomaly = anomaly_of(self._token, index)
        if anomaly.part not in (PartName.HEADER, PartName.CLAIMS):
            return self._whole("")
        rendered = self.rendered(anomaly.part)
        doubled = anomaly.kind is AnomalyKind.DUPLICATE_MEMBER
        place = rendered.key(anomaly.pointer) if doubled else rendered.value(anomaly.pointer)
        return self._at(anomaly.part, place, anomaly.pointer)

    def _member(self, part: PartName, *pointers: Pointer) -> Location:
        for pointer in pointers:
            place = self.rendered(part).value(pointer)
            if place is not None:
                return self._at(part, place, pointer)
        return self._at(part, None, pointers[-1])

    def _at(self, part: PartName, place: Place | None, pointer: Pointer) -> Location:
        if place is None:
            return self._whole(pointer, part)
        line, column, end = place
        return Location(Source(self.file(part), line, column, end, pointer))

    def _whole(self, pointer: Pointer, part: PartName = PartName.CLAIMS) -> Location:
        """The opening bracket of a part; the token's own place where nothing can be shown."""
        place = self.rendered(part).value("")
        if place is None:
            return Location(self._source)
        return Location(Source(self.file(part), place.line, place.column, place.end, pointer))
