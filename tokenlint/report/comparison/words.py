"""A comparison in words: what each may do, how two stand to each other, and the proofs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tokenlint.policy.reach import cut, gravity, operation_word
from tokenlint.policy.words import human_duration, human_instant
from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import EVERYTHING, Action, CapabilitySet
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.privilege.operation import Operation
from tokenlint.privilege.order import Relation
from tokenlint.privilege.privilege import (
    AudiencePart,
    Axis,
    Difference,
    LifetimePart,
    Part,
    Privilege,
    ScopePart,
)
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity

LETTERS = "ABCDEFGHIJKL"
_MOST_CAPABILITIES = 4
_ON_JOBS = frozenset({Operation.SUBMIT, Operation.QUERY, Operation.MODIFY_JOB, Operation.CANCEL})
_RELATIONS = {
    Relation.EQUIVALENT: "{one} and {other} are equivalent",
    Relation.COVERED: "{one} is covered by {other}",
    Relation.COVERS: "{one} covers {other}",
    Relation.INCOMPARABLE: "{one} and {other} are incomparable",
}


def relation_words(relation: Relation, one: str, other: str) -> str:
    """`A is covered by B`."""
    return _RELATIONS[relation].format(one=one, other=other)


def privilege_words(privilege: Privilege, *, dated: bool) -> str:
    """What, where and how long, in one line."""
    if privilege.empty:
        return "nothing"
    what = capabilities_words(privilege.capabilities)
    where = audience_words(privilege.audience)
    return f"{what} · {where} · {validity_words(privilege.validity, dated=dated)}"


def capabilities_words(capabilities: CapabilitySet) -> str:
    """As scopes; the strongest come first."""
    if capabilities == EVERYTHING:
        return "everything"
    ordered = sorted(capabilities, key=lambda each: -gravity(each.action))
    scopes = [cut(str(each)) for each in ordered]
    more = len(scopes) - _MOST_CAPABILITIES
    return " ".join(scopes[:_MOST_CAPABILITIES]) + (f" and {more} more" if more > 0 else "")


def audience_words(audience: Audience) -> str:
    """`any service`, `https://a.example and 3 more`."""
    if audience.endpoints is None:
        return "any service"
    by_endpoint = {endpoint_key(name): name for name in sorted(audience.endpoints, reverse=True)}
    names = sorted(by_endpoint.values())
    return cut(names[0]) + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def validity_words(validity: Validity, *, dated: bool) -> str:
    """`6 h`; with instants `6 h until 2026-11-20 18:00 UTC`."""
    length = human_duration(validity.seconds)
    if not dated or validity.expiry is None:
        return length
    return f"{length} until {human_instant(validity.expiry)}"


@dataclass(frozen=True, slots=True)
class Proof:
    """One part of what a credential has beyond another, and a request that shows it."""

    axis: Axis
    part: Part
    witness: Request

    def words(self, spelled: Mapping[str, str]) -> str:
        """The part as the reader writes it: a scope, a service, two lengths.

        `spelled` tells how the other one spells a service.
        """
        match self.part:
            case ScopePart(rest=rest):
                return cut(str(rest.capability))
            case AudiencePart(rest=rest) if rest.endpoint is not None:
                same = spelled.get(rest.endpoint)
                tail = f" (the same endpoint as {cut(same)}, spelled otherwise)" if same else ""
                return cut(rest.endpoint) + tail
            case AudiencePart(besides=besides):
                return "any service" if besides.empty else "every other service"
            case LifetimePart():
                return _longer(self.part)

    def witness_words(self, *, instants: bool) -> str:
        """The request; its instant only where the proof is about time."""
        request = self.witness
        target = "" if _is_on_jobs(request) else f" {cut(str(request.path))}"
        text = f"{operation_word(request.operation)}{target} {self._where()}"
        if not isinstance(self.part, LifetimePart):
            return text
        if instants:
            return f"{text}, {human_instant(request.instant)}"
        return f"{text}, {human_duration(request.instant)} after it begins"

    def _where(self) -> str:
        """The endpoint; in words where it was made up because any will do."""
        whole, besides = self.part.whole.audience, self.part.besides.audience
        named = besides.endpoints or frozenset()
        if whole.endpoints is not None or self.witness.endpoint in named:
            return f"at {cut(self.witness.endpoint)}"
        kind = "service" if _is_on_jobs(self.witness) else "storage"
        return f"at any other {kind}" if named else f"at any {kind}"


def _is_on_jobs(request: Request) -> bool:
    return request.operation in _ON_JOBS or request.operation is Operation.ADMINISTER


def _longer(part: LifetimePart) -> str:
    """Two lengths; or the interval in which only the whole is valid."""
    whole, besides = part.whole.validity, part.besides.validity
    if besides.empty:
        return human_duration(whole.seconds)
    if whole.not_before == besides.not_before:
        return f"{human_duration(whole.seconds)} in place of {human_duration(besides.seconds)}"
    end = "on" if part.rest.expiry is None else f"to {human_instant(part.rest.expiry)}"
    return f"from {human_instant(part.rest.not_before)} {end}"


def proofs(difference: Difference, most: int) -> Iterator[Proof]:
    """At most `most` of each axis, the gravest actions first, each with its witness.

    To administer an issuer comes last: groups may seldom do that.
    """
    axes: tuple[Sequence[Part], ...] = (
        difference.audience[:most],
        sorted(difference.scope, key=_gravest_first)[:most],
        difference.lifetime[::-1][:most],
    )
    for parts in axes:
        for part in parts:
            yield Proof(part.axis, part, part.witness())


def _gravest_first(part: ScopePart) -> int:
    action = part.rest.capability.action
    return 0 if action is Action.ADMINISTER else -gravity(action)


def counts(difference: Difference) -> dict[Axis, int]:
    """How many parts each axis has."""
    return {
        "audience": len(difference.audience),
        "scope": len(difference.scope),
        "lifetime": len(difference.lifetime),
    }
