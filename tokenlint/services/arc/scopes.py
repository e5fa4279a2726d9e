"""`tokenscopes` in [arex/ws/jobs]: which scopes an action asks for.

Source: `ARexConfigContext::CheckOperationAllowed` in `src/services/a-rex/authop.cpp` of
nordugrid/arc (commit 5d887aa0): an action without scopes is open to every token that got so far;
otherwise one of its scopes must be in the token, as a whole word.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import State
from tokenlint.services.arc.blocks import Option
from tokenlint.services.arc.checks import Check
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.decision import Step

# A-REX has no action for changing a job as such: removing it and writing its data come nearest.
ACTIONS: Mapping[Operation, tuple[str, ...]] = {
    Operation.SUBMIT: ("jobcreate",),
    Operation.QUERY: ("jobinfo",),
    Operation.CANCEL: ("jobcancel",),
    Operation.MODIFY_JOB: ("jobdelete", "datawrite"),
}


@dataclass(frozen=True, slots=True)
class TokenScopes:
    """What is written: scopes by action; `known` is false for a form that is not `action=scope`."""

    options: tuple[Option, ...] = ()
    by_action: Mapping[str, frozenset[str]] | None = None
    known: bool = True

    def of(self, action: str) -> frozenset[str]:
        """The scopes of which an action asks for one, empty for no limitation."""
        return (self.by_action or {}).get(action, frozenset())


def token_scopes(config: Config) -> TokenScopes:
    """The scopes that the configuration asks for."""
    options = config.options(JOBS, "tokenscopes")
    found: dict[str, frozenset[str]] = {}
    known = True
    for option in options:
        known = known and option.value.known
        for word in re.split(r"[,\s]+", option.value.text):
            action, equals, scope = word.partition("=")
            if equals and scope:
                found[action] = found.get(action, frozenset()) | {scope}
            elif word:
                known = False  # a name for a set of pairs, which differs between versions
    return TokenScopes(options, found, known)


def scope_check(config: Config, operation: Operation, scopes: tuple[str, ...]) -> Check:
    """Whether a token's scopes are enough for an operation."""
    asked = token_scopes(config)
    if not asked.options:
        if config.complete:
            return Check(State.YES)
        depends = (f"a tokenscopes in [{JOBS}] that is not here",)
        return Check(State.UNKNOWN, (), depends)
    source = asked.options[-1].source
    if not asked.known:
        depends = (f"which scopes tokenscopes at {source} stands for",)
        return Check(State.UNKNOWN, (), depends)
    wanted = [asked.of(action) for action in ACTIONS[operation]]
    if any(not each or each & set(scopes) for each in wanted):
        return Check(State.YES, (Step(source, "asks for no scope that the token lacks"),))
    return Check(State.NO, (Step(source, f"asks for {' or '.join(sorted(wanted[0]))}"),))
