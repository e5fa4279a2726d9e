"""The files of HTCondor and HTCondor-CE as services: one for each CE or pool."""

from collections.abc import Iterator, Sequence

from tokenlint.services.acceptance import (
    Absent,
    Acceptance,
    Assembled,
    Dead,
    Mapping,
    Service,
    Subjects,
    UnknownKey,
    Way,
    WayKind,
)
from tokenlint.services.decision import Verdict
from tokenlint.services.htcondor import commands, credmon, idtokens
from tokenlint.services.htcondor.authorisation import LEVEL_OF, granted, identity
from tokenlint.services.htcondor.decision import Decider, without_credential
from tokenlint.services.htcondor.inclusions import missing_configs, missing_mapfiles, nested
from tokenlint.services.htcondor.knobs import unknown_knobs
from tokenlint.services.htcondor.mapfile import Include
from tokenlint.services.htcondor.pool import Pool, pools
from tokenlint.services.htcondor.principals import Principal, issuers
from tokenlint.services.htcondor.recognise import METHODS, SCRIPT
from tokenlint.services.htcondor.settings import settings
from tokenlint.services.htcondor.shadows import dead_lines
from tokenlint.services.htcondor.tokens import audience
from tokenlint.services.htcondor.validator import ANY, Rule
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.workflows.declaration import Workflow

_JOBS = ("query", "submit", "modify-job", "cancel")
_METHODS = dict.fromkeys(METHODS, "")


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """All files of the run as services, one for each CE or pool."""
    found = pools([piece for piece in pieces if piece.kind != SCRIPT])
    services = tuple(
        Service(_acceptance(pool), Decider(pool), requests=_requests(pool)) for pool in found
    )
    scripts = tuple(Service(_of_script(each.text)) for each in pieces if each.kind == SCRIPT)
    problems = tuple(problem for pool in found for problem in pool.problems())
    return Assembled((*services, *scripts), problems)


def _requests(pool: Pool) -> tuple[Workflow, ...]:
    return (*credmon.requests(pool), *idtokens.requests(pool))


def _of_script(text: Text) -> Acceptance:
    """The tokens that a script has HTCondor create or approve."""
    return Acceptance(
        product="htcondor",
        title="HTCondor token commands",
        name=text.file,
        source=text.whole,
        files=(text.file,),
        service="issuer",
        settings=tuple(commands.settings(text)),
        offers=tuple(commands.offers(text)),
    )


def _acceptance(pool: Pool) -> Acceptance:
    lines = pool.principals
    patterns = (line.pattern() for line in lines)
    return Acceptance(
        product="htcondor-ce" if pool.is_ce else "htcondor",
        title="HTCondor-CE" if pool.is_ce else "HTCondor",
        name=pool.source.file,
        source=pool.source,
        files=tuple(dict.fromkeys(piece.text.file for piece in pool.pieces)),
        service="compute",
        audience=audience(pool) if lines or pool.configs else None,
        issuers=tuple(issuers(lines)),
        ways=tuple(_ways(pool)),
        mappings=tuple(_mappings(pool)),
        patterns=tuple(pattern for pattern in patterns if pattern),
        unknown_keys=tuple(_unknown(pool)),
        dead=(
            *dead_lines(lines),
            *_dead_rules(pool),
            *nested(pool.mapfiles),
            *credmon.dead(pool),
        ),
        settings=settings(pool),
        absent=tuple(_absent(pool)),
        offers=(*credmon.offers(pool), *idtokens.offers(pool)),
        issues_for=credmon.issuers(pool),
    )


def _absent(pool: Pool) -> Iterator[Absent]:
    """Files that the files of the pool name and that are not among them."""
    yield from missing_configs(pool.configs)
    held = pool.macros.held("CERTIFICATE_MAPFILE")
    place = held.source if held else None
    near = next(
        (each.text for each in pool.configs if place and each.text.file == place.file), None
    )
    written = Value(held.text, held.source, held.known) if held else None
    yield from missing_mapfiles(pool.mapfiles, written, near)


def _mappings(pool: Pool) -> Iterator[Mapping]:
    """Lines that give an account; a ban gives none."""
    for line in pool.principals:
        if not line.is_ban:
            yield line.mapping()
    for validator in pool.validators:
        for rule in validator.rules:
            yield Mapping("EGI", rule.issuer.text, Subjects.SOME, rule.account, rule.source)


def _ways(pool: Pool) -> Iterator[Way]:
    for line in pool.principals:
        if not line.is_ban and not line.by_plugin:
            yield _way(pool, line)
    for validator in pool.validators:
        for rule in validator.rules:
            yield _way_of_rule(rule)
    for operation, level in LEVEL_OF.items():
        answer = without_credential(pool, level)
        if answer.verdict is Verdict.ALLOWED:
            place = answer.steps[-1].source
            everybody = WayKind.ANONYMOUS
            yield Way(everybody, "everybody", frozenset({operation.value}), (), place, flat=True)


def _way(pool: Pool, line: Principal) -> Way:
    account = line.line.account
    depends = ""
    if line.chosen_by_token or not account.known:
        depends = "the account that the token becomes"
    else:
        answer = granted(pool, "WRITE", identity(pool, account.text))
        depends = answer.depends_on if answer.verdict is Verdict.DEPENDS else ""
    return Way(
        WayKind.CAPABILITY,
        account.text,
        frozenset(_JOBS),
        (),
        line.line.source,
        issuer=line.issuer if line.names_whole_issuer else "",
        sure=not depends,
        depends_on=depends,
    )


def _way_of_rule(rule: Rule) -> Way:
    return Way(
        WayKind.GROUP,
        rule.group.text,
        frozenset(_JOBS),
        (),
        rule.source,
        issuer=rule.issuer.text,
        sure=False,
        depends_on="the rights of the account",
    )


def _unknown(pool: Pool) -> Iterator[UnknownKey]:
    yield from unknown_knobs(pool.knobs, pool.macros.referenced)
    for mapfile in pool.mapfiles:
        for entry in mapfile.entries:
            method = None if isinstance(entry, Include) else entry.method
            if method and method.known and method.text.upper() not in _METHODS:
                yield unknown_key(method, "mapfile", _METHODS)


def _dead_rules(pool: Pool) -> Iterator[Dead]:
    """Rules of EGI's plugin that an earlier one takes everything from."""
    for validator in pool.validators:
        for number, rule in enumerate(validator.rules):
            by = next((one for one in validator.rules[:number] if _wider(one, rule)), None)
            if by:
                says = f"the earlier rule for {by.account.text} fits all that this one fits"
                yield Dead("shadowed", rule.account, says, by.source)


def _wider(one: Rule, other: Rule) -> bool:
    return (
        one.issuer.text == other.issuer.text
        and one.group.text == other.group.text
        and all(
            _covers(wide, narrow)
            for wide, narrow in (
                (one.subject, other.subject),
                (one.audience, other.audience),
                (one.scope, other.scope),
            )
        )
    )


def _covers(wide: Value, narrow: Value) -> bool:
    return wide.known and narrow.known and wide.text in {ANY, narrow.text}
