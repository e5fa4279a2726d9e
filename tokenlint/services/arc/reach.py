"""Which rules lead into which groups, through groups of groups, and where these groups may go."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tokenlint.privilege.operation import Operation
from tokenlint.services.arc.access import permissions
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.arc.rules import Group, Rule
from tokenlint.services.arc.scopes import OPERATIONS


@dataclass(frozen=True)
class Reach:
    """What the lines of a configuration open to whom, without any credential in view."""

    config: Config

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups that [arex/ws/jobs] lets in, in the order of their blocks."""
        block = self.config.first(JOBS)
        if block is None:
            return ()
        lets_in = permissions(block)
        return tuple(
            name for name in self.config.by_name if lets_in is None or lets_in.get(name, False)
        )

    @cached_property
    def open_to_all(self) -> bool:
        """Whether [arex/ws/jobs] names no group, so that every token passes that ARC reads."""
        block = self.config.first(JOBS)
        tokens = self.config.first("authtokens")
        wanted = self.config.complete and tokens is not None and block is not None
        return wanted and block is not None and permissions(block) is None

    @cached_property
    def _exempt(self) -> frozenset[str] | None:
        """The groups that may submit to a closed CE; None where it is open."""
        closed = self.config.last(JOBS, "allownew")
        if closed is None or closed.value.text != "no":
            return None
        options = self.config.options(JOBS, "allownew_override")
        return frozenset(word.text for option in options for word in option.words())

    @cached_property
    def _queued(self) -> frozenset[str] | None:
        """The groups that some queue names; None where a queue is open to all, or none is here."""
        queues: list[Mapping[str, bool] | None] = [
            permissions(block) for block in self.config.all("queue")
        ]
        if not queues or None in queues:
            return None
        return frozenset(name for queue in queues if queue for name, ok in queue.items() if ok)

    def operations(self, group: str) -> frozenset[str]:
        """What members of a group may do."""
        found = set(OPERATIONS)
        for named in (self._exempt, self._queued):
            if named is not None and group not in named:
                found.discard(Operation.SUBMIT)
        return frozenset(operation.value for operation in found)

    def rules(self, name: str) -> Iterator[Rule]:
        """The positive rules that lead into a group, also through groups that it takes in."""
        seen = {name}
        waiting = [name]
        for current in waiting:
            for group in self.config.by_name.get(current, ()):
                for rule in _live(group):
                    if rule.lets_in and rule.command != "authgroup":
                        yield rule
                    elif rule.lets_in:
                        new = [word.text for word in rule.words if word.text not in seen]
                        seen.update(new)
                        waiting += new


def _live(group: Group) -> Iterator[Rule]:
    """The rules up to the first that ends the group: one for all, or one that ARC cannot use."""
    for rule in group.rules:
        if not rule.complete:
            return
        yield rule
        if rule.command == "all" and rule.option.value.text == "yes" and not rule.inverted:
            return
