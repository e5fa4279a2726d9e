"""Everything that is odd about a set of scope policies, in the order of the policies."""

from tokenlint.services.iam.policies.alone import alone
from tokenlint.services.iam.policies.difference import differences, in_both
from tokenlint.services.iam.policies.language import side_by_side
from tokenlint.services.iam.policies.matching import matcher
from tokenlint.services.iam.policies.model import Engine, PolicySet
from tokenlint.services.iam.policies.overlap import overlaps
from tokenlint.services.iam.policies.reach import clients, everybodys
from tokenlint.services.iam.policies.table import Table
from tokenlint.services.offer import PolicyDefect


class TooMany(Exception):
    """The policies tell more scopes apart than can be compared."""


def defects(policies: PolicySet) -> tuple[PolicyDefect, ...]:
    """What is odd about a set.

    Where nothing can be said about what one policy matches, only each one by itself is judged.

    Raises:
        TooMany: nothing was judged.
    """
    both = side_by_side(in_both(policies))
    if both is None:
        raise TooMany
    own = 0 if policies.engine is Engine.JAVA else 1
    table = Table(policies, list(dict.fromkeys(pair[own] for pair in both)))
    told = list(alone(table))
    if not any(matcher(each, policies.engine).opaque for each in policies.policies):
        told += [*overlaps(table), *everybodys(table), *clients(table)]
        told += differences(policies, both)
    return tuple(sorted(told, key=lambda each: (each.source.line, each.source.column)))
