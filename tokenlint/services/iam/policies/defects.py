"""Everything that is odd about a set of scope policies, in the order of the policies."""

from dataclasses import dataclass

from tokenlint.services.iam.policies.alone import alone
from tokenlint.services.iam.policies.difference import differences, in_both
from tokenlint.services.iam.policies.language import side_by_side
from tokenlint.services.iam.policies.matching import matcher
from tokenlint.services.iam.policies.model import Engine, PolicySet
from tokenlint.services.iam.policies.overlap import overlaps
from tokenlint.services.iam.policies.reach import Reach, clients, everybodys, reaches
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.offer import PolicyDefect


class TooMany(Exception):
    """The policies tell more scopes apart than can be compared."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is odd about a set, and what can be obtained; nothing of the latter if it is not known.

    Where nothing can be said about what one policy matches, only each one by itself is judged.
    """

    defects: tuple[PolicyDefect, ...]
    reaches: tuple[Reach, ...] = ()


def judge(policies: PolicySet) -> Judged:
    """Judge a set of policies by its engine.

    Raises:
        TooMany: nothing was judged.
    """
    both = side_by_side(in_both(policies))
    if both is None:
        raise TooMany
    own = 0 if policies.engine is Engine.JAVA else 1
    table = Table(policies, list(dict.fromkeys(pair[own] for pair in both)))
    told = list(alone(table))
    known = not any(matcher(each, policies.engine).opaque for each in policies.policies)
    if known:
        told += [*overlaps(table), *everybodys(table), *clients(table)]
        told += differences(policies, both)
    found = tuple(sorted(told, key=lambda each: (each.source.line, each.source.column)))
    return Judged(found, reaches(table) if known and policies.complete else ())


def defects(policies: PolicySet) -> tuple[PolicyDefect, ...]:
    """What is odd about a set; raises TooMany."""
    return judge(policies).defects
