"""Lines of an ARC configuration that have no effect."""

from collections.abc import Iterator
from itertools import islice

from tokenlint.services.acceptance import Dead
from tokenlint.services.arc.config import JOBS, Config
from tokenlint.services.arc.identity import map_rules
from tokenlint.services.arc.rules import ANY, CLAIMS, FIELDS, TOKENS, Group, Rule
from tokenlint.services.value import Value
from tokenlint.source import Source

_USERS = ("allowaccess", "denyaccess", "allownew_override", "cacheaccess")


def dead(config: Config) -> Iterator[Dead]:
    """Patterns that are none, rules after one that takes all, groups that nothing uses."""
    for group in config.groups:
        yield from _patterns(group)
        yield from _covered(group)
    yield from _mapped_twice(config)
    if config.complete:
        yield from _without_tokens(config)
        yield from _undefined(config)
        yield from _unused(config)


def _patterns(group: Group) -> Iterator[Dead]:
    for rule in group.rules:
        if rule.command != TOKENS or not rule.complete:
            continue
        for name in FIELDS:
            value = rule.field(name)
            if value.known and ANY in value.text and value.text != ANY:
                says = f"ARC compares the {name} letter by letter, only * alone stands for any"
                yield Dead("never-matches", value, says)


def _covered(group: Group) -> Iterator[Dead]:
    """A rule after one that matches all that it matches; one rule is compared with few others."""
    decided: dict[tuple[str, ...], Source] = {}
    for rule in group.rules:
        if not rule.complete:
            return
        by = _covering(rule, decided)
        if by is not None:
            yield Dead("shadowed", rule.option.value, "an earlier rule decides for the same", by)
        if not rule.inverted:
            decided.setdefault(_key(rule), rule.option.source)


def _key(rule: Rule) -> tuple[str, ...]:
    if rule.command == TOKENS:
        return (TOKENS, *(word.text for word in rule.words[: len(FIELDS)]))
    return (rule.command, rule.option.value.text)


def _covering(rule: Rule, decided: dict[tuple[str, ...], Source]) -> Source | None:
    """The place of a rule that goes before: one for all, the same, or one with wider fields."""
    everybody = decided.get(("all", "yes"))
    if everybody or rule.inverted:
        return everybody
    if rule.command != TOKENS:
        return decided.get(_key(rule))
    fields = _key(rule)[1:]
    for wider in range(1 << len(fields)):
        key = tuple(ANY if wider >> at & 1 else word for at, word in enumerate(fields))
        if (TOKENS, *key) in decided:
            return decided[(TOKENS, *key)]
    return None


def _mapped_twice(config: Config) -> Iterator[Dead]:
    """A second mapping of a group that never gets past the first one."""
    first: dict[str, Source] = {}
    for rule in map_rules(config):
        name = rule.group.text
        if name in first:
            says = f"the authgroup {name} is mapped by an earlier line, where the search ends"
            yield Dead("shadowed", rule.option.value, says, first[name])
        elif {"map", "nomap"} <= rule.ends and rule.group.known:
            first[name] = rule.option.source


def _without_tokens(config: Config) -> Iterator[Dead]:
    """The first rule for tokens, where ARC reads none."""
    if config.first("authtokens"):
        return
    rules = (rule for group in config.groups for rule in group.rules)
    for rule in islice((rule for rule in rules if rule.command in {TOKENS, CLAIMS}), 1):
        says = "there is no block [authtokens], so that ARC reads no tokens"
        yield Dead("unreachable", rule.option.value, says)


def _undefined(config: Config) -> Iterator[Dead]:
    """Names of groups that are not there, or only further down."""
    defined: set[str] = set()
    for group in config.groups:
        for rule in group.rules:
            for word in rule.words if rule.command == "authgroup" else ():
                if word.known and word.text not in defined:
                    yield Dead("never-matches", word, "no authgroup of this name stands above")
        defined.add(group.name.text)
    if any(not group.name.known for group in config.groups):
        return
    for word in _named(config):
        if word.known and word.text not in defined:
            yield Dead("never-matches", word, "there is no authgroup of this name")


def _named(config: Config) -> Iterator[Value]:
    for block in config.blocks:
        for option in block.of("allowaccess", "denyaccess"):
            yield from option.words()
    yield from (rule.group for rule in map_rules(config))


def _unused(config: Config) -> Iterator[Dead]:
    used = {
        word.text
        for block in config.blocks
        for option in block.options
        if option.key.text in _USERS or option.key.text.lstrip("+-!") == "authgroup"
        for word in option.words()
    }
    used |= {rule.group.text for rule in map_rules(config)}
    if not config.first(JOBS) or any(not value.known for value in _users(config)):
        return
    for group in config.groups:
        if group.name.known and group.name.text and group.name.text not in used:
            says = "no allowaccess, no mapping and no other authgroup names it"
            yield Dead("unreachable", group.name, says)


def _users(config: Config) -> Iterator[Value]:
    for block in config.blocks:
        yield from (option.value for option in block.of(*_USERS))
