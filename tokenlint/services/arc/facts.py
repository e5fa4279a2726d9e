"""What the rules of a CE say about issuers, ways in and accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tokenlint.services.acceptance import (
    Audience,
    Issuer,
    Mapping,
    State,
    Subjects,
    Way,
    WayKind,
)
from tokenlint.services.arc import claims
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.arc.identity import TO_USER, map_rules
from tokenlint.services.arc.reach import Reach
from tokenlint.services.arc.rules import ANY, CLAIMS, TOKENS, Rule
from tokenlint.services.arc.scopes import asks_for_scopes
from tokenlint.services.value import Value

_CLAIM_OF = {
    "subject": "sub",
    "issuer": "iss",
    "audience": "aud",
    "scope": "scope",
    "group": "wlcg.groups",
}
_MOST = 10_000  # ways or mappings of one service
_KINDS = {
    "subject": WayKind.SUBJECT,
    "group": WayKind.GROUP,
    "scope": WayKind.CAPABILITY,
    "issuer": WayKind.ISSUER,
}


@dataclass(frozen=True, slots=True)
class Conditions:
    """What one rule asks of a token; a field that is missing lets everything pass.

    A value that is empty and unknown stands for a condition that is no single value.
    """

    rule: Rule
    by_field: dict[str, Value]

    def text(self, name: str) -> str:
        """The value of a field, empty where it may be any."""
        value = self.by_field.get(name)
        return value.text if value else ""


def conditions(rule: Rule) -> Conditions | None:
    """The conditions of a rule for tokens, None for any other rule."""
    if rule.command == TOKENS:
        fields = {name: rule.field(name) for name in _CLAIM_OF if not rule.any(name)}
        return Conditions(rule, fields)
    if rule.command != CLAIMS:
        return None
    value = rule.option.value
    try:
        node = claims.parse(value.text)
    except claims.MalformedError:
        return None
    equal, looked_at = claims.equalities(node), claims.names(node)
    found = {}
    for name, claim in _CLAIM_OF.items():
        if claim in looked_at:
            word = equal.get(claim, "")
            place = rule.option.text.find(word, rule.option.index, rule.option.start)
            found[name] = Value.of(word, place) if word else Value("", value.source, known=False)
    if looked_at - set(_CLAIM_OF.values()):
        found.setdefault("group", Value("", value.source, known=False))
    return Conditions(rule, found)


def issuers(config: Config) -> tuple[Issuer, ...]:
    """The issuers that rules name; a rule for any issuer is a way, not an issuer."""
    by_url: dict[str, list[Conditions]] = {}
    for group in config.groups:
        for rule in group.rules:
            found = conditions(rule) if rule.lets_in else None
            if found is not None and found.text("issuer"):
                by_url.setdefault(found.text("issuer"), []).append(found)
    limited = asks_for_scopes(config)
    return tuple(_issuer(rules, limited=limited) for rules in by_url.values())


def _issuer(rules: list[Conditions], *, limited: bool) -> Issuer:
    url = rules[0].by_field["issuer"]
    # A rule that asks for neither scope, group nor subject takes every token of the issuer.
    flat = [c for c in rules if not {"scope", "group", "subject"} & c.by_field.keys()]
    return Issuer(
        name=url,
        url=url,
        source=rules[0].rule.option.source,
        scopes=State.UNKNOWN if limited else State.NO if flat else State.YES,
        audience=_audience(rules),
    )


def _audience(rules: list[Conditions]) -> Audience:
    unchecked = [each for each in rules if "audience" not in each.by_field]
    accepted = {each.text("audience"): each.by_field.get("audience") for each in rules}
    deciding = (unchecked or rules)[0].rule
    return Audience(
        checked=State.NO if unchecked else State.YES,
        missing=State.YES if unchecked else State.NO,
        accepted=tuple(value for text, value in accepted.items() if text and value),
        source=deciding.field("audience").source
        if deciding.command == TOKENS
        else deciding.option.source,
    )


def ways(reach: Reach) -> tuple[Way, ...]:
    """The ways to jobs: by rule of a group that [arex/ws/jobs] lets in."""
    found = dict.fromkeys(islice(_ways(reach), _MOST))
    return tuple(found)


def _ways(reach: Reach) -> Iterator[Way]:
    if reach.open_to_all:
        source = reach.config.place(JOBS)
        who = "everybody authenticated"
        yield Way(WayKind.ANY_TOKEN, who, reach.operations(""), (), source, flat=True)
    for name in reach.groups:
        for rule in reach.rules(name):
            yield _way(reach, name, rule)


def _way(reach: Reach, group: str, rule: Rule) -> Way:
    source = rule.option.source
    limited = asks_for_scopes(reach.config)
    if rule.command == "all":
        rights = reach.operations(group)
        return Way(WayKind.ANY_TOKEN, "everybody", rights, (), source, flat=not limited)
    asked = conditions(rule)
    if asked is None:
        who = f"{rule.command} {rule.option.value}".strip()
        rights = reach.operations(group)
        return Way(WayKind.OTHER, who, rights, (), source, sure=False, depends_on=who)
    filled_in = any(value.text and not value.known for value in asked.by_field.values())
    kind = next((kind for name, kind in _KINDS.items() if name in asked.by_field), None)
    field = next((name for name in _KINDS if name in asked.by_field), "")
    return Way(
        kind=kind or WayKind.ANY_TOKEN,
        who=asked.text(field) or (rule.option.value.text if field else "any token"),
        operations=reach.operations(group),
        paths=(),
        source=source,
        issuer=asked.text("issuer"),
        flat="scope" not in asked.by_field and not limited,
        sure=not filled_in,
        depends_on=f"what stands in the rule at {source}" if filled_in else "",
    )


def mappings(reach: Reach) -> tuple[Mapping, ...]:
    """Lines of [mapping], for each issuer and kind of subject that come into their group."""
    return tuple(dict.fromkeys(islice(_mappings(reach), _MOST)))


def _mappings(reach: Reach) -> Iterator[Mapping]:
    for line in map_rules(reach.config):
        known = line.method == TO_USER
        account = line.target if known else Value("", line.target.source, known=False)
        for rule in reach.rules(line.group.text):
            asked = conditions(rule)
            if asked is None:
                continue
            anyone = "issuer" not in asked.by_field
            yield Mapping(
                method=line.method,
                issuer=ANY if anyone else asked.text("issuer"),
                subjects=_subjects(asked),
                account=account,
                source=line.option.source,
                any_issuer=anyone,
            )


def _subjects(asked: Conditions) -> Subjects:
    """Whom a rule takes; a scope or a group is something that the issuer gives to some."""
    if "subject" in asked.by_field:
        value = asked.by_field["subject"]
        return Subjects.ONE if value.text and value.known else Subjects.SOME
    return Subjects.SOME if {"group", "scope"} & asked.by_field.keys() else Subjects.ANY
