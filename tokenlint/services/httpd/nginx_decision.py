"""The answer of nginx and of the authorizer for SciTokens beside it.

Sources: `authorizer.py` of nginx-scitokens (1ecc03e), scitokens-python (bb22dd2),
nginx documentation of `location`.
"""

from dataclasses import dataclass
from typing import Final

from tokenlint.privilege.operation import Operation
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.httpd.nginx_conf import Location
from tokenlint.services.httpd.words import paths
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile
from tokenlint.source import Source

METHODS: Final = {
    Operation.READ: "GET",
    Operation.CREATE: "PUT",
    Operation.OVERWRITE: "PUT",
    Operation.MKDIR: "MKCOL",
    Operation.RENAME: "MOVE",
    Operation.RENAME_OVER: "MOVE",
    Operation.DELETE: "DELETE",
}
REGULAR: Final = ("~", "~*")


@dataclass(frozen=True)
class Gate:
    """The authorizer's file and nginx's own; None for one that is not there."""

    source: Source
    authorizer: ScitokensFile | None
    issuers: tuple[IssuerSection, ...]
    places: tuple[Location, ...] | None


def decide(gate: Gate, presented: Presented, ask: Ask) -> Decision:
    """The answer: who nginx asks at this path, then what the authorizer makes of the token."""
    method = METHODS.get(ask.operation)
    if method is None:
        return Decision(Verdict.DENIED, (Step(gate.source, "knows no request for this"),))
    place = _place(gate, ask.path)
    answer = place if isinstance(place, Decision) else _by_location(place, method)
    if answer is not None:
        return answer
    if presented.issuer is None and gate.places is None:
        return Decision(Verdict.DEPENDS, (), ("which requests nginx.conf asks for a token",))
    if presented.issuer is None:
        return _denied(gate.source, "asks every request for a token")
    if gate.authorizer is None:
        return Decision(Verdict.DEPENDS, (), ("the authorizer that nginx asks",))
    return _authorized(gate, gate.authorizer, presented, ask)


def _by_location(place: Location | None, method: str) -> Decision | None:
    """What the location itself decides; None where it leaves the request to the authorizer."""
    if place is None:
        return None
    if method not in place.methods and method != "GET":
        return _denied(place.path.source, f"does not offer {method}")
    if place.asks is not None:
        return None
    source = place.methods_source or place.path.source
    step = Step(source, "asks nobody, so the request passes without a token")
    return Decision(Verdict.ALLOWED, (step,))


def _place(gate: Gate, path: str) -> Location | Decision | None:
    """The location of a path; a decision where regular expressions leave it open."""
    places = [each for each in gate.places or () if not each.internal]
    if gate.places is None or not places:
        return None
    if any(each.modifier in REGULAR or not each.path.known for each in places):
        return Decision(Verdict.DEPENDS, (), ("which location of nginx.conf the path belongs to",))
    fitting = [each for each in places if _fits(each, path)]
    exact = [each for each in fitting if each.modifier == "="]
    if not fitting:
        return _denied(gate.source, "has no location for this path")
    return exact[0] if exact else max(fitting, key=lambda each: len(each.path.text))


def _fits(place: Location, path: str) -> bool:
    if place.modifier == "=":
        return path == place.path.text
    return path.startswith(place.path.text)


def _authorized(gate: Gate, file: ScitokensFile, presented: Presented, ask: Ask) -> Decision:
    section = next((each for each in gate.issuers if each.url.text == presented.issuer), None)
    if section is None:
        if any(not each.url.known for each in gate.issuers) or file.value.partial:
            return Decision(Verdict.DEPENDS, (), ("the issuers that are trusted",))
        return _denied(gate.source, "does not trust the issuer")
    if presented.profile == "wlcg":
        return _denied(section.source, "does not read tokens of the WLCG profile")
    listed = file.value.audiences
    accepted = {value.text for value in listed if value.known} | {"ANY"}
    if presented.audiences and not accepted & set(presented.audiences):
        if file.value.partial or any(not value.known for value in listed):
            return Decision(Verdict.DEPENDS, (), ("the audiences that are accepted",))
        return _denied(file.value.audience_source, "does not hold the token's audience")
    return _by_scope(section, presented, ask)


def _by_scope(section: IssuerSection, presented: Presented, ask: Ask) -> Decision:
    base = section.base_paths[0] if section.base_paths else None
    if base is None or not base.known:
        return Decision(Verdict.DEPENDS, (), ("the `base_path` of the issuer",))
    if not ask.path.startswith(base.text):
        return _denied(base.source, "does not begin the path")
    within = "/" + ask.path[len(base.text) :].lstrip("/")
    action = "read" if ask.operation is Operation.READ else "write"
    if any(within.startswith(path) for path in paths(presented.scopes, action)):
        step = Step(section.source, f"lets scopes `{action}` pass below its `base_path`")
        return Decision(Verdict.ALLOWED, (step,))
    return _denied(section.source, f"asks for a scope `{action}` for this path")


def _denied(source: Source, says: str) -> Decision:
    return Decision(Verdict.DENIED, (Step(source, says),))
