"""Witnesses: credentials without a scope for it that may destroy data at a service.

The service's own decision is asked with credentials that hold too little,
from the weakest (no token at all) to those that may create new files.
What passes is shown once for each line that lets it pass, by the weakest credential.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tokenlint.privilege.operation import Operation
from tokenlint.services.acceptance import Acceptance, Audience, Issuer, Service, State, WayKind
from tokenlint.services.decision import Ask, Decision, Presented, Verdict
from tokenlint.source import Source

ANY_AUDIENCE = "https://wlcg.cern.ch/jwt/v1/any"
_FOREIGN = "https://unlisted-issuer.example"
_DESTROYING = (Operation.DELETE, Operation.OVERWRITE)
_READ = "storage.read:/"
_NEW_FILE = "some-file"
_MOST_ISSUERS = 40
_MOST_PATHS = 12
_MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Witness:
    """A request that passes, or may pass, although the credential holds no scope for it.

    `credential` is the class of the credential as the policy input calls it.
    """

    credential: str
    words: str
    presented: Presented
    ask: Ask
    decision: Decision

    @property
    def sure(self) -> bool:
        """Whether it passes whatever the files do not tell."""
        return self.decision.verdict is Verdict.ALLOWED


def witnesses(service: Service, most: int = 50_000) -> tuple[Witness, ...]:
    """One witness for each deciding line, by the weakest credential; sure ones come first.

    At most `most` attempts are made.
    """
    acceptance = service.acceptance
    if acceptance.service != "storage":
        return ()
    found: dict[tuple[bool, str, int], Witness] = {}
    for name, words, presented, path in islice(_attempts(acceptance), most):
        for operation in _DESTROYING:
            ask = Ask(operation, path)
            decision = service.decide(presented, ask)
            if decision.verdict is Verdict.DENIED:
                continue
            witness = Witness(name, words, presented, ask, decision)
            found.setdefault((witness.sure, *_line(decision.by)), witness)
    return tuple(sorted(found.values(), key=lambda each: not each.sure))


def _line(source: Source | None) -> tuple[str, int]:
    return (source.file, source.line) if source else ("", 0)


def _attempts(acceptance: Acceptance) -> Iterator[tuple[str, str, Presented, str]]:
    """Credentials with too little, the weakest first: class, words, credential, path."""
    paths = _paths(acceptance)
    for path in paths:
        yield "none", "somebody without a token", Presented(), path
    for path in paths:
        presented = Presented(_FOREIGN, (ANY_AUDIENCE,))
        yield "foreign", "a token of an issuer that is not listed", presented, path
    for issuer in acceptance.issuers[:_MOST_ISSUERS]:
        if issuer.url.known and not issuer.shadowed:
            yield from _of_issuer(acceptance, issuer, paths)


def _of_issuer(
    acceptance: Acceptance, issuer: Issuer, named: list[str]
) -> Iterator[tuple[str, str, Presented, str]]:
    url = issuer.url.text
    audiences = _audiences(issuer.audience or acceptance.audience)
    own = [*_below(area.text for area in issuer.areas if area.known), *named]
    paths = list(dict.fromkeys(own))[:_MOST_PATHS]
    whose = f"a token of {url}"
    for path in paths:
        yield "unscoped", f"{whose} without any scope", Presented(url, audiences), path
    for name, words, presented in _members(acceptance, url, audiences, whose):
        for path in paths:
            yield name, words, presented, path
    for action in ("read", "stage", "create"):
        scope = f"storage.{action}:/"
        presented = Presented(url, audiences, (scope,))
        for path in paths:
            yield action, f"{whose} with {scope} alone", presented, path


def _members(
    acceptance: Acceptance, url: str, audiences: tuple[str, ...] | None, whose: str
) -> Iterator[tuple[str, str, Presented]]:
    """Tokens of the groups and subjects that the configuration names.

    Some services take no token without a scope, so a member also comes with one that only reads.
    """
    named = [way for way in acceptance.ways if way.issuer in ("", url)]
    groups = dict.fromkeys(way.who for way in named if way.kind is WayKind.GROUP)
    subjects = dict.fromkeys(way.who for way in named if way.kind is WayKind.SUBJECT)
    for group in list(groups)[:_MOST_NAMES]:
        words = f"{whose} with the group {group} and no scope"
        yield "group", words, Presented(url, audiences, groups=(group,))
        words = f"{whose} with the group {group} and {_READ} alone"
        yield "group", words, Presented(url, audiences, (_READ,), groups=(group,))
    for subject in list(subjects)[:_MOST_NAMES]:
        words = f"{whose} for the subject {subject} and no scope"
        yield "subject", words, Presented(url, audiences, subject=subject)


def _audiences(audience: Audience | None) -> tuple[str, ...] | None:
    """An audience that the service accepts; None where a token without any passes best."""
    known = [value.text for value in audience.accepted if value.known] if audience else []
    strict = audience is not None and audience.checked is State.YES
    if not known and strict and audience is not None and audience.missing is State.YES:
        return None
    return (known[0] if known else ANY_AUDIENCE,)


def _paths(acceptance: Acceptance) -> list[str]:
    """A file below each path that the configuration names, and one below the root."""
    named = [path for way in acceptance.ways for path in way.paths]
    named += [area.text for each in acceptance.issuers for area in each.areas if area.known]
    return list(dict.fromkeys(_below([*named, "/"])))[:_MOST_PATHS]


def _below(paths: "Iterator[str] | list[str]") -> list[str]:
    return [f"{path.rstrip('/')}/{_NEW_FILE}" for path in paths if path.startswith("/")]
