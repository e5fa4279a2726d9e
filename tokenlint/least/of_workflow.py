"""The least token, or tokens, of a workflow: what others call.

least_of(workflow).tokens
least_of(workflow, implementation="xrootd:5.6.8", split=True).tokens
"""

from dataclasses import dataclass

from tokenlint.least.bounded import Bounded, Generalisation, Impossible, bounded
from tokenlint.least.cover import Cover, cover
from tokenlint.least.excess import Excess, audience_of, excess_of
from tokenlint.least.lasting import Lasting, demanded, lasting
from tokenlint.least.product import named_release
from tokenlint.least.proof import Proof, prove
from tokenlint.least.split import divided as divide
from tokenlint.least.split import labels
from tokenlint.least.token import LeastToken
from tokenlint.least.wanted import Wanted, wanted_of
from tokenlint.permissions.release import Release
from tokenlint.source import Problem
from tokenlint.workflows.declaration import DeclaredOperation, Workflow
from tokenlint.workflows.mitigations import MitigationState


@dataclass(frozen=True, slots=True)
class Part:
    """One token with its reasons.

    `exact` is the same token without a bound on its scopes; equal to `token` where none was given.
    `bound` tells of the generalisation, None where nothing was generalised.
    `mitigations` are demanded by a lifetime over the default maximum.
    """

    token: LeastToken
    exact: LeastToken
    wanted: Wanted
    proof: Proof
    bound: Bounded | None = None
    mitigations: tuple[MitigationState, ...] = ()

    @property
    def generalised(self) -> tuple[Generalisation, ...]:
        """The scopes that stand for several."""
        return self.bound.generalised if self.bound else ()


@dataclass(frozen=True, slots=True)
class Least:
    """The answer for one workflow.

    `tokens` is empty where no operation could be used; `problems` say why.
    `excess` is what the one token allows that nobody needs, `excess_split` what is left of it
    with the tokens of a split; the second is None where a split would change nothing.
    `split_into` is how many tokens a split makes.
    """

    workflow: Workflow
    parts: tuple[Part, ...]
    lasts: Lasting
    excess: Excess
    excess_split: Excess | None
    split_into: int
    split: bool
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def tokens(self) -> tuple[LeastToken, ...]:
        """What to ask the issuer for."""
        return tuple(part.token for part in self.parts)


def least_of(
    workflow: Workflow,
    *,
    implementation: str | Release | None = None,
    split: bool = False,
    paths: int | None = None,
    latest: DeclaredOperation | None = None,
) -> Least:
    """The least token of a workflow, by the profile and by the product of each service.

    `implementation` (`xrootd:5.6.8`) judges in place of the products that the inventory names.
    `split` makes several tokens where one would allow more than is needed.
    `paths` bounds the number of scopes of each token.
    `latest` is the operation that was seen last, for the proof of the lifetime.
    Raises UsageError for an implementation without rows.
    """
    release = named_release(implementation) if isinstance(implementation, str) else implementation
    reading = wanted_of(workflow, release)
    lasts = lasting(workflow)
    whole = reading.wanted
    if not whole.requirements:
        told = reading.problems or (_undeclared(workflow),)
        nothing = Excess(0, None)
        return Least(workflow, (), lasts, nothing, None, 0, split, reading.notes, told)
    several = divide(whole)
    one = several[0] if len(several) == 1 else (whole, cover(whole))
    chosen = several if split else (one,)
    names = labels([(each, covered.capabilities) for each, covered in chosen])
    problems = list(reading.problems)
    parts = []
    for name, (wanted, covered) in zip(names, chosen, strict=True):
        part = _part(workflow, wanted, covered, name, lasts, paths, latest, problems)
        parts.append(part)
    needed = [(each, covered.capabilities) for each, covered in several]
    excess = excess_of([one[1].capabilities], [whole], needed)
    rest = None
    if len(several) > 1:
        rest = excess_of([each for _, each in needed], [each for each, _ in several], needed)
    return Least(
        workflow,
        tuple(parts),
        lasts,
        excess,
        rest,
        len(several),
        split,
        reading.notes,
        tuple(dict.fromkeys(problems)),
    )


def _part(
    workflow: Workflow,
    wanted: Wanted,
    covered: Cover,
    label: str,
    lasts: Lasting,
    paths: int | None,
    latest: DeclaredOperation | None,
    problems: list[Problem],
) -> Part:
    """One token; a bound that cannot be kept is told, and the exact token stands."""
    problems += covered.problems
    exact = _token(workflow, wanted, covered, label, lasts)
    token, bound = exact, None
    if paths is not None and len(exact.capabilities) > paths:
        answer = bounded(wanted, covered, paths)
        if isinstance(answer, Impossible):
            problems.append(_too_few(workflow, label, paths, answer.fewest))
        else:
            bound, token = answer, _token(workflow, wanted, answer.cover, label, lasts)
    proof = prove(wanted, token, lasts, latest)
    return Part(token, exact, wanted, proof, bound, demanded(workflow, token))


def _token(
    workflow: Workflow, wanted: Wanted, covered: Cover, label: str, lasts: Lasting
) -> LeastToken:
    request = workflow.request
    return LeastToken(
        label=label,
        issuer=request.issuer if request else None,
        audience=audience_of(wanted),
        capabilities=covered.capabilities,
        lifetime=lasts.seconds,
        grant=request.grant if request else None,
        extras=covered.extras,
    )


def _too_few(workflow: Workflow, label: str, paths: int, fewest: int) -> Problem:
    which = f"the token `{label}` of {workflow.name}" if label else f"the token of {workflow.name}"
    reason = f"no token with {paths} scope(s) does all of it: {which} needs {fewest} at least"
    return Problem("bound", workflow.source, reason, f"the exact one is shown; --paths {fewest}")


def _undeclared(workflow: Workflow) -> Problem:
    reason = f"the workflow {workflow.name} declares no operation, so nothing tells what it needs"
    return Problem("need-not-declared", workflow.source, reason, "declare its operations")
