"""A credential against a need: what is missing, what is too much, and a proof of each.

The same comparison judges a token that a workflow requests and a captured token.
"""

from dataclasses import dataclass

from tokenlint.privilege.audience import Audience
from tokenlint.privilege.capability import CapabilitySet
from tokenlint.privilege.endpoint import WILDCARDS, endpoint_key
from tokenlint.privilege.privilege import Privilege, difference
from tokenlint.privilege.request import Request
from tokenlint.privilege.validity import Validity
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.held import Held
from tokenlint.workflows.item_needs import ItemNeed, item_needs
from tokenlint.workflows.missing import Missing, missing_operations
from tokenlint.workflows.need import Need, need_of
from tokenlint.workflows.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result; items and entries are in the order of the credential's own.

    An item of None grants nothing, or cannot be decided;
    so does an entry that is a wildcard or could belong to a service that no inventory names.
    """

    workflow: Workflow
    held: Held
    need: Need
    missing: tuple[Missing, ...]
    items: tuple[ItemNeed | None, ...]
    entries: tuple[bool | None, ...]

    @property
    def excess(self) -> bool:
        """Whether the credential allows something that the need does not.

        An axis on which nothing is declared holds no excess.
        """
        scope_or_audience = bool(self.workflow.operations) and (
            self.held.group_based
            or any(each is not None and each.needed != "yes" for each in self.items)
            or self.held.audience.unlimited
            or False in self.entries
        )
        return scope_or_audience or bool(self.excess_seconds)

    @property
    def excess_seconds(self) -> int | None:
        """Lifetime beyond the declared time of use; None where either is not declared."""
        if self.need.usable_seconds is None or self.held.seconds is None:
            return None
        return max(0, self.held.seconds - self.need.usable_seconds)

    @property
    def missing_seconds(self) -> int:
        """Declared time of use beyond the lifetime; 0 where either is not declared."""
        if self.need.usable_seconds is None or self.held.seconds is None:
            return 0
        return max(0, self.need.usable_seconds - self.held.seconds)

    def item_witness(self, index: int) -> Request | None:
        """A request that this item allows and the need does not; None where there is none."""
        capabilities = CapabilitySet.of(self.held.items[index].capabilities)
        held = self.held.privilege
        parts = difference(Privilege(capabilities, held.audience, held.validity), self._need())
        return parts.scope[-1].witness() if parts.scope else None

    def entry_witness(self, index: int) -> Request | None:
        """A request at this entry of the audience that the need does not allow, if there is one."""
        entry = self.held.audience_values[index]
        if not isinstance(entry, str):
            return None
        held = self.held.privilege
        part = Privilege(held.capabilities, Audience.of((entry,)), held.validity)
        parts = difference(part, self._need())
        return parts.audience[0].witness() if parts.audience else None

    def witness(self) -> Request | None:
        """A request that the credential allows and the need does not; None without excess.

        The gravest action comes first, then a place, then an instant.
        """
        if not self.excess:
            return None
        parts = difference(self.held.privilege, self._need())
        first = parts.scope[-1:] or parts.audience[:1] or parts.lifetime[-1:]
        return first[0].witness() if first else None

    def _need(self) -> Privilege:
        """The need from the instant on at which the credential begins, with all spellings."""
        need, validity = self.need.privilege, self.held.privilege.validity
        if self.need.usable_seconds is not None:
            validity = Validity(validity.not_before, validity.not_before + self.need.usable_seconds)
        return Privilege(need.capabilities, need.audience | Audience(self.need.spellings), validity)


def compare(
    workflow: Workflow, held: Held, by_products: tuple[Requirement, ...] = ()
) -> Comparison:
    """What the credential lacks for the workflow, and what it holds beyond it.

    `by_products` as for `need_of`.
    """
    need = need_of(workflow, by_products)
    decidable = bool(workflow.operations) and not held.group_based
    nothing = (None,) * len(held.items)
    return Comparison(
        workflow=workflow,
        held=held,
        need=need,
        missing=tuple(missing_operations(workflow, held, need)),
        items=item_needs(held.items, need) if decidable else nothing,
        entries=_entries(workflow, held, need),
    )


def _entries(workflow: Workflow, held: Held, need: Need) -> tuple[bool | None, ...]:
    """For each value of the audience, whether an operation goes to the endpoint it spells."""
    keys = {endpoint_key(spelling) for spelling in need.spellings}
    found: list[bool | None] = []
    for value in held.audience_values:
        if not isinstance(value, str) or value.strip() in WILDCARDS or not workflow.operations:
            found.append(None)
        elif endpoint_key(value) in keys:
            found.append(True)
        else:
            found.append(None if need.missing_services else False)
    return tuple(found)
