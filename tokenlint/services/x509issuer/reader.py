"""The files of x509-scitokens-issuer as services: one for each installation."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from tokenlint.services.acceptance import Acceptance, Assembled, Service, Setting
from tokenlint.services.offer import Holder, Lifetime, Offer, Public
from tokenlint.services.pieces import Piece
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.x509issuer.config import assignments, held, settings, unknown_keys
from tokenlint.services.x509issuer.recognise import CFG, CONF, PRODUCT, RULES
from tokenlint.services.x509issuer.rules import Rule, dead, offer, read_rules, request
from tokenlint.source import Problem

_VERIFY = re.compile(r"[ \t]*(SSLVerifyClient)[ \t]+(\S+)", re.IGNORECASE)


def assemble(pieces: Sequence[Piece]) -> Assembled:
    """One service for each folder; `conf.d` belongs to the folder above it."""
    grouped: dict[str, list[Piece]] = {}
    for piece in pieces:
        grouped.setdefault(_key(piece.text), []).append(piece)
    services = []
    problems: list[Problem] = []
    for group in grouped.values():
        rules, wrong = _rules(group)
        problems.extend(wrong)
        asked = (request(rule) for rule in rules)
        requests = tuple(each for each in asked if each)
        services.append(Service(_acceptance(group, rules), requests=requests))
    return Assembled(tuple(services), tuple(problems))


def _key(text: Text) -> str:
    if text.embedded:
        return text.file
    folder = PurePosixPath(text.folder)
    return str(folder.parent if folder.name == "conf.d" else folder)


def _rules(group: Sequence[Piece]) -> tuple[tuple[Rule, ...], list[Problem]]:
    rules: list[Rule] = []
    problems: list[Problem] = []
    for piece in group:
        if piece.kind == RULES:
            found, wrong = read_rules(piece.text)
            rules.extend(found)
            problems.extend(wrong)
    return tuple(rules), problems


def _acceptance(group: Sequence[Piece], rules: tuple[Rule, ...]) -> Acceptance:
    configs = [piece.text for piece in group if piece.kind == CFG]
    main = (configs or [group[0].text])[0]
    found = assignments(configs)
    told = tuple(settings(found, main.whole, told=bool(configs)))
    issuer = held(found, "ISSUER")
    return Acceptance(
        product=PRODUCT,
        title="X.509 SciTokens issuer",
        name=main.file,
        source=main.whole,
        files=tuple(dict.fromkeys(piece.text.file for piece in group)),
        service="issuer",
        unknown_keys=tuple(unknown_keys(found)),
        dead=tuple(dead(rules)),
        settings=(*told, *_of_apache(group)),
        offers=tuple(_offers(rules, main, issuer, _lifetime(told))),
        issues_for=(issuer,) if issuer and issuer.known and issuer.text else (),
    )


def _lifetime(told: Sequence[Setting]) -> Lifetime:
    (setting,) = [each for each in told if each.name == "lifetime"]
    return Lifetime("access", setting.seconds, setting.source, written=setting.written)


def _offers(
    rules: tuple[Rule, ...], main: Text, issuer: Value | None, lifetime: Lifetime
) -> Iterator[Offer]:
    """What each rule gives, and what holds of all tokens."""
    given = [made for rule in rules if (made := offer(rule))]
    yield from given
    if given:
        name = issuer if issuer and issuer.text else Value(main.name, main.whole)
        yield Offer(
            "service",
            name,
            Holder.USER,
            lifetime.source,
            audiences=(),
            public=Public.NO,
            lifetimes=(lifetime,),
        )


def _of_apache(group: Sequence[Piece]) -> Iterator[Setting]:
    """How Apache asks for the certificate."""
    for piece in group:
        for index, line in piece.text if piece.kind == CONF else ():
            found = _VERIFY.match(line)
            if found:
                place = piece.text.at(index, found.start(2), found.end(2))
                yield Setting("sslverifyclient", found[2].lower(), place)
