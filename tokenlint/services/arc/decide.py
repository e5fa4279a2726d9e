"""What an ARC CE does with a request: one check after the other, all must pass."""

from collections.abc import Iterator
from itertools import chain

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import State
from tokenlint.services.arc.access import access
from tokenlint.services.arc.checks import Check
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.arc.identity import identity
from tokenlint.services.arc.membership import Memberships, memberships
from tokenlint.services.arc.scopes import OPERATIONS, scope_check
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict


def decide(config: Config, presented: Presented, ask: Ask) -> Decision:
    """The verdict on a request, with the lines that led to it."""
    if ask.operation not in OPERATIONS:
        return _denied(Step(config.whole, "is a computing element, which holds no files"))
    if presented.issuer is None:
        return _denied(Step(config.place(JOBS), "serves nobody who shows no credential"))
    groups = memberships(config, presented)
    return _joined(tuple(_checks(config, groups, ask.operation)))


def _checks(config: Config, groups: Memberships, operation: Operation) -> Iterator[Check]:
    yield _present(config, "authtokens", "reads no tokens")
    yield _present(config, JOBS, "offers no interface for jobs")
    yield scope_check(config)
    yield identity(config, groups)
    if operation is Operation.SUBMIT:
        yield _new_jobs(config, groups)
        yield _queue(config, groups)
    for block in config.all(JOBS)[:1]:
        yield access(block, groups, complete=config.complete)


def _present(config: Config, keyword: str, says: str) -> Check:
    if config.first(keyword):
        return Check(State.YES)
    if config.complete:
        return Check(State.NO, (Step(config.whole, f"has no [{keyword}], and {says}"),))
    return Check(State.UNKNOWN, (), (f"whether the rest of the configuration has [{keyword}]",))


def _new_jobs(config: Config, groups: Memberships) -> Check:
    """`allownew=no` closes the CE, but for the groups of `allownew_override`."""
    closed = config.last(JOBS, "allownew")
    if closed is None:
        return Check(State.YES)
    if not closed.value.known:
        return Check(State.UNKNOWN, (), (f"allownew at {closed.source}",))
    if closed.value.text != "no":
        return Check(State.YES)
    words = chain.from_iterable(o.words() for o in config.options(JOBS, "allownew_override"))
    states = {groups.get(word.text, Check(State.NO)).state for word in words}
    if State.YES in states:
        return Check(State.YES)
    says = "takes no new jobs"
    state = State.UNKNOWN if State.UNKNOWN in states else State.NO
    return Check(
        state, (Step(closed.source, says),), ("who is in the groups of allownew_override",)
    )


def _queue(config: Config, groups: Memberships) -> Check:
    """One open queue is enough; none written: nothing is known to forbid it."""
    checks = [access(block, groups, complete=config.complete) for block in config.all("queue")]
    if not checks:
        return Check(State.YES)
    order = (State.YES, State.UNKNOWN, State.NO)
    return min(checks, key=lambda check: order.index(check.state))


def _denied(step: Step) -> Decision:
    return Decision(Verdict.DENIED, (step,))


def _joined(checks: tuple[Check, ...]) -> Decision:
    for check in checks:
        if check.state is State.NO:
            return Decision(Verdict.DENIED, check.steps)
    steps = tuple(dict.fromkeys(step for check in checks for step in check.steps))
    depends = tuple(dict.fromkeys(word for check in checks for word in check.depends_on))
    if any(check.state is State.UNKNOWN for check in checks):
        return Decision(Verdict.DEPENDS, steps, depends)
    return Decision(Verdict.ALLOWED, steps)
