"""From files with scope policies to what is odd about them.

Each set of policies is an issuer of its own: what IAM adds (clients, settings) is in other files.
No offers are made of them, since policies only hold back what a client may ask for.
"""

import re
from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import Acceptance, Assembled, Pattern, Service
from tokenlint.services.iam.policies import recognise
from tokenlint.services.iam.policies.defects import Judged, TooMany, judge
from tokenlint.services.iam.policies.model import Engine, Matching, PolicySet
from tokenlint.services.iam.policies.reach import Reach
from tokenlint.services.iam.policies.reading import read_policies
from tokenlint.services.iam.policies.rego import read_rules
from tokenlint.services.pattern import Matched, analyse
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.source import Problem

PRODUCT = "indigo-iam"
_TITLES = {
    Engine.JAVA: "INDIGO IAM, scope policies",
    Engine.OPA: "INDIGO IAM, scope policies of OPA",
}
_ACTION = re.compile(r"^(\^?[a-z]+)\.(?=[a-z]+:)")
_MOST_SHOWN = 6  # scopes of one asker
_ENGINES = {recognise.JAVA: Engine.JAVA, recognise.OPA: Engine.OPA}


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each set of policies; pieces of other kinds are passed over."""
    regos = [piece.text for piece in pieces if piece.kind == recognise.RULES]
    services: list[Service] = []
    problems: list[Problem] = []
    for piece in pieces:
        engine = _ENGINES.get(piece.kind)
        if engine is None:
            continue
        policies, unread = read_policies(piece.text, engine, read_rules(regos))
        found, more = _judged(policies)
        services += [Service(_acceptance(piece.text, policies, found, regos))]
        problems += [*unread, *more]
    return Assembled(tuple(services), tuple(problems))


def _judged(policies: PolicySet) -> tuple[Judged, tuple[Problem, ...]]:
    try:
        return judge(policies), ()
    except TooMany:
        reason = "the scope policies tell too many scopes apart to be compared with each other"
        problem = Problem("limit", policies.source, reason, "split the file, or simplify REGEXP")
        return Judged(()), (problem,)


def _acceptance(
    text: Text, policies: PolicySet, found: Judged, regos: Sequence[Text]
) -> Acceptance:
    beside = [each.file for each in regos] if policies.engine is Engine.OPA else []
    return Acceptance(
        product=PRODUCT,
        title=_TITLES[policies.engine],
        name=text.name,
        source=text.whole,
        files=tuple(dict.fromkeys((text.file, *beside))),
        service="issuer",
        patterns=tuple(_patterns(policies)),
        scope_policies=found.defects,
        outcomes=tuple((each.who, _obtains(each)) for each in found.reaches),
    )


def _obtains(reach: Reach) -> str:
    """`obtains storage.read:/vo*, but not storage.read:/vo/secret`."""
    scopes = _some(reach.scopes)
    if not scopes:
        return "obtains nothing"
    return f"obtains {scopes}" + (f", but not {_some(reach.but)}" if reach.but else "")


def _some(scopes: Sequence[str]) -> str:
    more = len(scopes) - _MOST_SHOWN
    shown = ", ".join(scopes[:_MOST_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _patterns(policies: PolicySet) -> Iterator[Pattern]:
    """The expressions of Java, which compares the whole scope; broken ones are told elsewhere."""
    for policy in policies.policies if policies.engine is Engine.JAVA else ():
        for scope in policy.scopes if policy.matching is Matching.REGEXP else ():
            text = _ACTION.sub(r"\1\.", scope.text)
            found = analyse(text, scope, "scope", Matched.WORD, whole=True)
            kept = tuple(each for each in found.defects if each not in _told(found))
            yield Pattern(found.text, found.about, kept, found.also if kept else "")


def _told(found: Pattern) -> tuple[str, ...]:
    """Defects that are no news: the dot of `storage.read` stands for nothing that exists."""
    action = found.also.partition(":")[0]
    dotted = "any-sign" in found.defects and "." not in action
    return ("broken", "any-sign") if dotted else ("broken",)
