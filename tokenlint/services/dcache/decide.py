"""The answer of a dCache to a credential and a request.

Where scopes of a token count, they decide alone and switch off the permissions of the namespace
(The Book, chapter on gPlazma, plugin oidc). Everybody else is subject to those permissions,
which no configuration file holds: then the answer depends on them.
"""

from tokenlint.privilege.operation import Operation
from tokenlint.services.dcache.config import Configuration
from tokenlint.services.dcache.doors import openings, unknown_doors
from tokenlint.services.dcache.login import Login, login
from tokenlint.services.dcache.scopes import READING, STORAGE, inside, permits
from tokenlint.services.decision import Ask, Decision, Presented, Step, Verdict
from tokenlint.services.value import Value

NAMESPACE = "namespace permissions"
_FALLBACK = "dcache.enable.authn.anonymous-fallback-on-failed-login"


def decide(configuration: Configuration, shown: Presented, ask: Ask) -> Decision:
    """Allowed, denied, or what it depends on."""
    if ask.operation not in STORAGE:
        return Decision(Verdict.DENIED)
    if shown.issuer is None:
        return _anonymous(configuration, ask)
    state = login(configuration, shown)
    if state.refused:
        return _refused(configuration, state, ask)
    for limit in (_of_session(state, ask), _of_scopes(state, ask)):
        if limit is not None:
            return limit
    if not state.scoped and not state.superuser:
        state.depends_on.append(NAMESPACE)
    steps = (*state.steps, *_deciding(state))
    verdict = Verdict.DEPENDS if state.depends_on else Verdict.ALLOWED
    return Decision(verdict, steps, tuple(state.depends_on))


def _deciding(state: Login) -> tuple[Step, ...]:
    """The line that lets the request pass, last: the provider's, or that of the mapping."""
    if state.granted is not None:
        says = "lets the token's scopes decide, and no permission of the namespace"
        return (Step(state.granted.source, says),)
    if state.mapped is not None:
        return (state.mapped,)
    return tuple(Step(first.source, "lets the token log in") for first in state.steps[:1])


def _anonymous(configuration: Configuration, ask: Ask) -> Decision:
    for opening in openings(configuration):
        if opening.covers(ask.operation, ask.path):
            says = f"takes requests without a credential ({opening.level})"
            step = Step(opening.source, says)
            return Decision(Verdict.DEPENDS, (step,), (f"{NAMESPACE} for everybody",))
    if unknown_doors(configuration):
        return Decision(Verdict.DEPENDS, (), ("the doors, which the files do not hold",))
    says = "has no door that takes requests without a credential"
    return Decision(Verdict.DENIED, (Step(configuration.source, says),))


def _refused(configuration: Configuration, state: Login, ask: Ask) -> Decision:
    """A login that fails counts as none, where the doors are told to fall back."""
    if configuration.view.text(_FALLBACK, "false") == "true":
        entry = configuration.view.entry(_FALLBACK)
        fallback = _anonymous(configuration, ask)
        before = (Step(entry.source, "takes a failed login for none"),) if entry else ()
        return Decision(fallback.verdict, (*before, *fallback.steps), fallback.depends_on)
    last = state.steps[-1].source if state.steps else configuration.source
    return Decision(Verdict.DENIED, (*state.steps, Step(last, state.refused)))


def _of_session(state: Login, ask: Ask) -> Decision | None:
    """What root, prefix and read-only of the session refuse."""
    if state.read_only is not None and ask.operation not in READING:
        step = Step(state.read_only.source, "makes the session read-only")
        return Decision(Verdict.DENIED, (*state.steps, step))
    limits = [*state.prefixes, *([state.root] if state.root else [])]
    for limit in limits:
        outside = _outside(state, limit, ask)
        if outside is not None:
            return outside
    return None


def _outside(state: Login, limit: Value, ask: Ask) -> Decision | None:
    if not limit.known:
        state.depends_on.append("the root directory of the account")
        return None
    if inside(ask.path, limit.text):
        return None
    if ask.operation in {Operation.STAT, Operation.LIST} and inside(limit.text, ask.path):
        return None
    step = Step(limit.source, f"keeps the session below {limit}")
    return Decision(Verdict.DENIED, (*state.steps, step))


def _of_scopes(state: Login, ask: Ask) -> Decision | None:
    """What the scopes of the token refuse; nothing is asked after that."""
    if not state.scoped or all(permits(each, ask.operation, ask.path) for each in state.grants):
        return None
    if ask.operation is Operation.EVICT and _stages(state, ask):
        state.depends_on.append("what the service bulk asks for")
        return None
    if any("prefix" in each for each in state.depends_on):
        return None
    says = "finds no scope of the token for this"
    last = (Step(state.granted.source, says),) if state.granted else ()
    return Decision(Verdict.DENIED, (*state.steps, *last))


def _stages(state: Login, ask: Ask) -> bool:
    return all(permits(each, Operation.STAGE, ask.path) for each in state.grants)
