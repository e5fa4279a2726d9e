"""The least token, or tokens, of a workflow: what others call.

least_of(workflow).tokens
least_of(workflow, implementation="xrootd:5.6.8", split=True).tokens
"""

from dataclasses import dataclass

from tokenlint.least.bounded import Bounded, Generalisation, Impossible, bounded
from tokenlint.least.cover import Cover, cover
from tokenlint.least.excess import Excess, audience_of, excess_of
from tokenlint.least.lasting import Lasting, demanded, lasting
from tokenlint.least.proof import Proof, prove
from tokenlint.least.split import divided as divide
from tokenlint.least.split import labels
from tokenlint.least.token import LeastToken
from tokenlint.least.wanted import Reading, Wanted, wanted_of
from tokenlint.policy.product import named_release
from tokenlint.policy.release import Release
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
    if not reading.wanted.requirements:
        return _nothing(workflow, reading, split=split)
    asking = _Asking(workflow, lasting(workflow), paths, latest, list(reading.problems))
    several = divide(reading.wanted)
    one = several[0] if len(several) == 1 else (reading.wanted, cover(reading.wanted))
    chosen = several if split else (one,)
    names = labels([(each, covered.capabilities) for each, covered in chosen])
    parts = [asking.part(*each, name) for name, each in zip(names, chosen, strict=True)]
    needed = [(each, covered.capabilities) for each, covered in several]
    return Least(
        workflow,
        tuple(parts),
        asking.lasts,
        excess_of([(one[0], one[1].capabilities)], needed),
        excess_of(needed, needed) if len(several) > 1 else None,
        len(several),
        split,
        reading.notes,
        tuple(dict.fromkeys(asking.problems)),
    )


def _nothing(workflow: Workflow, reading: Reading, *, split: bool) -> Least:
    problems = reading.problems or (_undeclared(workflow),)
    nothing = Excess(0, None)
    return Least(workflow, (), lasting(workflow), nothing, None, 0, split, reading.notes, problems)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What all tokens of a workflow share; `problems` grows."""

    workflow: Workflow
    lasts: Lasting
    paths: int | None
    latest: DeclaredOperation | None
    problems: list[Problem]

    def part(self, wanted: Wanted, covered: Cover, label: str) -> Part:
        """One token; a bound that cannot be kept is told, and the exact token stands."""
        self.problems.extend(covered.problems)
        exact = self._token(wanted, covered, label)
        token, bound = exact, None
        if self.paths is not None and len(exact.capabilities) > self.paths:
            answer = bounded(wanted, covered, self.paths)
            if isinstance(answer, Impossible):
                self.problems.append(self._too_few(label, self.paths, answer.fewest))
            else:
                bound, token = answer, self._token(wanted, answer.cover, label)
        proof = prove(wanted, token, self.lasts, self.latest)
        return Part(token, exact, wanted, proof, bound, demanded(self.workflow, token))

    def _token(self, wanted: Wanted, covered: Cover, label: str) -> LeastToken:
        request = self.workflow.request
        return LeastToken(
            label=label,
            issuer=request.issuer if request else None,
            audience=audience_of(wanted),
            capabilities=covered.capabilities,
            lifetime=self.lasts.seconds,
            grant=request.grant if request else None,
            extras=covered.extras,
        )

    def _too_few(self, label: str, paths: int, fewest: int) -> Problem:
        name = self.workflow.name
        which = f"the token `{label}` of {name}" if label else f"the token of {name}"
        reason = f"no token with {paths} scope(s) does all of it: {which} needs {fewest} at least"
        advice = f"the exact one is shown; --paths {fewest}"
        return Problem("bound", self.workflow.source, reason, advice)


def _undeclared(workflow: Workflow) -> Problem:
    reason = f"the workflow {workflow.name} declares no operation, so nothing tells what it needs"
    return Problem("need-not-declared", workflow.source, reason, "declare its operations")
