"""Computing elements that DIRAC sends pilots to with tokens, and the tokens that it asks for.

A tag `Token`, or `Token:<VO>` for one virtual organisation, makes the Site Director ask the
identity provider for a token with all four compute scopes; the audience comes from the type.
Source: DIRACGrid/DIRAC @b5bc25c: WorkloadManagementSystem/Client/PilotScopes.py,
Utilities of the same system (`setPilotCredentials`), Resources/Computing/ComputingElement.py
(no audience), HTCondorCEComputingElement.py (`host:9619`, whatever `Port` says),
AREXComputingElement.py (`https://host:port`, 443 if none is written). No lifetime is asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Dead
from tokenlint.services.asked import Asked, Doing
from tokenlint.services.dirac.cfg import Cfg, Section
from tokenlint.services.dirac.providers import issuer_of, registered
from tokenlint.services.value import Value

_SCOPES = ("compute.cancel", "compute.create", "compute.modify", "compute.read")
# HTCondor takes submissions only with all of create, modify and cancel (condor_scitokens.cpp);
# at AREX, DIRAC renews the credentials of pilots that it has submitted.
_DOINGS = tuple(
    Doing(operation, by="submit-host")
    for operation in (Operation.SUBMIT, Operation.QUERY, Operation.CANCEL, Operation.MODIFY_JOB)
)
_TOKEN = "Token"
_CONDOR_PORT = "9619"
_AREX_PORT = "443"
_AREX = frozenset({"AREX", "AREXEnhanced"})


@dataclass(frozen=True, slots=True)
class Element:
    """A computing element; `tags` are those of it and its queues that speak of tokens."""

    site: str
    section: Section
    tags: tuple[Value, ...]
    vos: tuple[Value, ...]

    @property
    def kind(self) -> Value | None:
        """Its type, `HTCondorCE` for example."""
        return self.section.value("CEType")


def elements(root: Section) -> Iterator[Element]:
    """The computing elements of all sites."""
    for grid in root.below("Resources", "Sites"):
        for site in grid.sections.values():
            for section in site.below("CEs"):
                parts = (section, *section.below("Queues"))
                tags = [tag for part in parts for tag in part.words("Tag") if _of_tokens(tag)]
                vos = tuple(vo for part in parts for vo in part.words("VO"))
                yield Element(site.name.text, section, tuple(tags), vos)


def requests(root: Section) -> Iterator[Asked]:
    """The token for pilots of each element that is marked for tokens."""
    for element in elements(root):
        tags = [tag for tag in element.tags if _takes_effect(tag)]
        if tags:
            yield _request(root, element, tags[0])


def _request(root: Section, element: Element, tag: Value) -> Asked:
    kind = element.kind.text if element.kind else "unknown"
    return Asked(
        name=f"pilots to {element.section.name.text}",
        source=tag.source,
        kind="pilot-submission",
        description=f"pilots of DIRAC to {element.site}, a computing element of type {kind}",
        scopes=tuple(Value(scope, tag.source) for scope in _SCOPES),
        audiences=_audience(root, element),
        issuer=_issuer(root, element),
        grant="client-credentials",
        doings=_DOINGS,
        at_kind="compute",
        composed=True,
    )


def _audience(root: Section, element: Element) -> tuple[Value, ...] | None:
    """The audience; None where the class of its type names none."""
    host, kind = element.section.name, element.kind
    if kind is None or not kind.known:
        return (Value(host.text, host.source, known=False),)
    if kind.text == "HTCondorCE":
        return (Value(f"{host.text}:{_CONDOR_PORT}", host.source, host.known),)
    if kind.text not in _AREX:
        return None
    port = _port(root, element)
    known = host.known and (port is None or port.known)
    number = port.text if port else _AREX_PORT
    return (Value(f"https://{host.text}:{number}", host.source, known),)


def _port(root: Section, element: Element) -> Value | None:
    """The port of an element: its own, that of its type, or that of all."""
    kind = element.kind.text if element.kind else ""
    computing = root.at("Resources", "Computing")
    defaults = computing.at("CEDefaults") if computing else None
    of_type = [place.at(kind) for place in (computing, defaults) if place]
    places = (element.section, *of_type, defaults)
    found = (place.value("Port") for place in places if place)
    return next((port for port in found if port), None)


def _issuer(root: Section, element: Element) -> Value | None:
    """The one issuer of all organisations that the tags are for; None where there are several."""
    named = [tag.text.partition(":")[2] for tag in element.tags if ":" in tag.text]
    every = any(tag.text == _TOKEN for tag in element.tags)
    allowed = [vo.text for vo in element.vos] or list(registered(root))
    found = [issuer_of(root, vo) for vo in (allowed if every else named)]
    addresses = {each.text: each for each in found if each}
    return next(iter(addresses.values())) if len(addresses) == 1 else None


def dead(cfg: Cfg) -> Iterator[Dead]:
    """Tags that name no registered organisation, or that a comment makes unknown."""
    known = registered(cfg.root)
    for element in elements(cfg.root):
        for tag in element.tags:
            vo = tag.text.partition(":")[2].strip()
            if "#" in tag.text:
                says = "behind a value, DIRAC takes a comment for a part of it; write the tag alone"
                yield Dead("ignored-value", tag, says)
            elif vo and tag.known and known and vo not in known and not cfg.open:
                yield Dead("never-matches", tag, f"Registry/VO has no organisation {vo[:40]}")


def _of_tokens(tag: Value) -> bool:
    return tag.text.split("#")[0].strip().partition(":")[0] == _TOKEN


def _takes_effect(tag: Value) -> bool:
    return "#" not in tag.text
