"""Repairs of the audience that a declared workflow asks for.

A service of the inventory knows itself by the strings that it lists, the main one first;
that one is written.
"""

from dataclasses import dataclass

from tokenlint.fix.case import Asked, Case
from tokenlint.fix.edit import Edit, FixPlan, NotFixed
from tokenlint.fix.listing import Listing, is_plain
from tokenlint.privilege.endpoint import WILDCARDS, endpoint_key
from tokenlint.workflows.compare import Comparison
from tokenlint.workflows.declaration import Service
from tokenlint.workflows.yaml_nodes import Mapping, Scalar

_AUDIENCE = "/token/audience"
_ENTRIES = "/credential/audience/entries"


@dataclass(frozen=True, slots=True)
class _Named:
    """The audience as written, and the services of the declared operations."""

    asked: Asked
    listing: Listing

    @classmethod
    def of(cls, case: Case) -> "_Named":
        asked = Asked.of(case)
        listing = asked.listing(_AUDIENCE)
        if listing.form == "words" and len(listing.texts) != 1:
            raise NotFixed("the audience is not one word")
        return cls(asked, listing)

    def entry(self) -> int:
        """The value that the finding is about."""
        return self.asked.one_at(_ENTRIES, len(self.listing.texts))

    def without(self, gone: set[int], says: str) -> FixPlan:
        edits, left = self.listing.without(gone)
        return self.asked.plan(_AUDIENCE, edits, self.listing.value(left), says)

    def replaced(self, entry: int, names: list[str], says: str) -> FixPlan:
        if self.listing.form == "words" and len(names) > 1:
            return self._as_list(names, says)
        edits, texts = self.listing.replaced(entry, names)
        return self.asked.plan(_AUDIENCE, edits, self.listing.value(texts), says)

    def _as_list(self, names: list[str], says: str) -> FixPlan:
        """A single text becomes a list in flow form, quotes and all."""
        start, end = self.listing.spans[0]
        if self.listing.quote in ("|", ">"):
            raise NotFixed("the audience stands in a block of text")
        inset = len(self.listing.quote)
        edit = Edit(start - inset, end + inset, _flow(names))
        return self.asked.plan(_AUDIENCE, (edit,), names, says)

    def added(self, names: list[str], says: str) -> FixPlan:
        if self.listing.form == "words":
            return self.replaced(0, [*self.listing.texts, *names], says)
        edits, texts = self.listing.added(names)
        return self.asked.plan(_AUDIENCE, edits, self.listing.value(texts), says)


def _flow(names: list[str]) -> str:
    return "[" + ", ".join(name if is_plain(name) else f'"{name}"' for name in names) + "]"


def _services(asked: Asked) -> list[Service]:
    """The services of all declared operations, each once. Raises NotFixed where one is unknown."""
    workflow = asked.subject.workflow
    if not workflow.operations:
        raise NotFixed("no declared operation tells for which services the token is")
    names = dict.fromkeys(each.service for each in workflow.operations)
    unknown = [name for name in names if name not in workflow.services]
    if unknown:
        raise NotFixed(f"the service {unknown[0]} is in no inventory, so its audience is not known")
    return [workflow.services[name] for name in names]


def _lacking(services: list[Service], kept: set[str]) -> list[str]:
    """The main strings of services that none of the kept strings is for."""
    mains = (each.audiences[0] for each in services if kept.isdisjoint(each.audiences))
    return list(dict.fromkeys(mains))


def name_services(case: Case) -> FixPlan:
    """AUD001: the services of the declared operations stand in the place of the wildcard."""
    named = _Named.of(case)
    entry = named.entry()
    kept = {text for at, text in enumerate(named.listing.texts) if at != entry}
    names = _lacking(_services(named.asked), kept)
    written = named.listing.texts[entry]
    if not names:
        return named.without({entry}, f"take {written} out of the audience")
    return named.replaced(entry, names, f"write {', '.join(names)} for {written}")


def write_audience(case: Case) -> FixPlan:
    """AUD002: a request without an audience gets the services of the declared operations."""
    asked = Asked.of(case)
    names = _lacking(_services(asked), set())
    place = asked.subject.workflow.places
    if place.node(_AUDIENCE) is not None:
        raise NotFixed("the audience is there, and holds nothing that can be replaced")
    token = place.node("/token")
    if token is None or not isinstance(token.node, Mapping):
        raise NotFixed("the request is no mapping")
    own = {name: each.key for name, each in token.node.entries.items() if each.merged is None}
    if not own:
        raise NotFixed("the request has no line of its own")
    key = own.get("scope") or next(iter(own.values()))
    edit = _before(asked, token.node, key, f"audience: {_flow(names)}")
    return asked.plan(_AUDIENCE, (edit,), names, f"write the audience {', '.join(names)}")


def _before(asked: Asked, mapping: Mapping, key: Scalar, words: str) -> Edit:
    """One more entry before a key, on a line of its own or inside of the braces."""
    held = asked.held
    at = held.offset(key.line, key.column)
    opened = held.text[held.offset(mapping.line, mapping.column)] == "{"
    between = ", " if opened else held.newline(at) + " " * (key.column - 1)
    return Edit(at, at, words + between)


def drop_surplus(case: Case) -> FixPlan:
    """AUD003: the endpoints go where no declared operation goes."""
    named = _Named.of(case)
    comparison = _comparison(named.asked)
    gone = set(named.asked.at(_ENTRIES, len(named.listing.texts)))
    if not gone or any(comparison.entries[at] is not False for at in gone):
        raise NotFixed("which endpoints no operation needs is not known")
    words = ", ".join(named.listing.texts[at] for at in sorted(gone))
    return named.without(gone, f"take {words} out of the audience")


def respell(case: Case) -> FixPlan:
    """AUD004, AUD005: the service's main string stands in the place of another spelling of it."""
    named = _Named.of(case)
    entry = named.entry()
    written = named.listing.texts[entry]
    services = named.asked.subject.workflow.services.values()
    key = endpoint_key(written)
    mains = {
        each.audiences[0]
        for each in services
        if written in each.audiences or any(endpoint_key(name) == key for name in each.audiences)
    }
    if written in WILDCARDS or len(mains) != 1 or written in mains:
        raise NotFixed("no service of the inventory tells a better spelling")
    main = mains.pop()
    if main in named.listing.texts:
        return named.without({entry}, f"take {written} out of the audience, beside {main}")
    return named.replaced(entry, [main], f"write {main} for {written}")


def add_service(case: Case) -> FixPlan:
    """AUD007: the service of an operation is named, or spelled as it spells itself."""
    named = _Named.of(case)
    operations = named.asked.subject.workflow.operations
    told = set(named.asked.at("/workflow/operations", len(operations)))
    missing = [
        each
        for each in _comparison(named.asked).missing
        if each.cause == "audience" and each.index in told and each.service
    ]
    mains = list(dict.fromkeys(each.service.audiences[0] for each in missing if each.service))
    if not mains:
        raise NotFixed("which service is missing cannot be told")
    near = {spelling for each in missing for spelling in each.equivalent}
    if len(mains) == 1 and len(near) == 1:
        written = near.pop()
        says = f"write {mains[0]} for {written}"
        return named.replaced(named.listing.texts.index(written), mains, says)
    return named.added(mains, f"add {', '.join(mains)} to the audience")


def _comparison(asked: Asked) -> Comparison:
    judged = asked.subject.judgement
    if judged is None:
        raise NotFixed("the workflow asks for no token")
    return judged.comparison
