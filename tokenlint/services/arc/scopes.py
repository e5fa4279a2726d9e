"""`tokenscopes` in [arex/ws/jobs]: that actions may ask for scopes.

Source: `ARexConfigContext::CheckOperationAllowed` in `src/services/a-rex/authop.cpp` of
nordugrid/arc (commit 5d887aa0): an action without scopes is open to every token that got so far;
otherwise one of its scopes must be in the token, as a whole word.
How the option spells actions and scopes is not in the reference that was read (commit 97883437),
so whatever it says, the answer depends on it.
"""

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import State
from tokenlint.services.arc.checks import Check
from tokenlint.services.arc.config import JOBS, Config

OPERATIONS = frozenset({Operation.SUBMIT, Operation.QUERY, Operation.CANCEL, Operation.MODIFY_JOB})
"""What a computing element does for its clients."""


def asks_for_scopes(config: Config) -> bool:
    """Whether actions may ask for scopes."""
    return bool(config.options(JOBS, "tokenscopes"))


def scope_check(config: Config) -> Check:
    """Whether a token's scopes are enough: yes where no action asks for one."""
    options = config.options(JOBS, "tokenscopes")
    if options:
        source = options[-1].source
        return Check(State.UNKNOWN, (), (f"which scopes tokenscopes asks for ({source})",))
    if config.complete:
        return Check(State.YES)
    return Check(State.UNKNOWN, (), (f"a tokenscopes in [{JOBS}] that is not here",))
