"""The rules of EGI's Check-in validator, a mapping plugin for HTCondor-CE and ARC CE.

Source: bin/egi-check-in-validator.py of EGI-Federation/check-in-validator-plugin at 0546c1d:
section `mappings` of an INI file that Python's configparser reads,
`account = subject issuer audience scope group`, five fields with one blank between them;
`*` stands for any subject, audience or scope; issuer and group must be named.
Accounts are options of configparser, so their letters become lower case;
a `#` or `;` at the beginning of a line is a comment. The first rule that fits counts.
"""

import re
from dataclasses import dataclass

from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

ANY = "*"
_FIELDS = 5
_OPTION = re.compile(r"([^=:\s\[][^=:]*?)[ \t]*[=:][ \t]*(.*?)[ \t]*$")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the plugin."""

    account: Value
    subject: Value
    issuer: Value
    audience: Value
    scope: Value
    group: Value
    source: Source


@dataclass(frozen=True, slots=True)
class Validator:
    """The plugin's rules in their order; with a problem the plugin refuses every token."""

    text: Text
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]


def read_validator(text: Text) -> Validator:
    """Read the rules of the plugin."""
    rules: list[Rule] = []
    problems: list[Problem] = []
    # A snippet may begin below the line of the section.
    section = "mappings" if text.embedded else ""
    for index, line in text:
        bare = line.strip()
        if bare.startswith("[") and bare.endswith("]"):
            section = bare[1:-1]
        elif section == "mappings" and bare and bare[0] not in "#;":
            rule = _rule(text, index, line)
            if isinstance(rule, Problem):
                problems.append(rule)
            else:
                rules.append(rule)
    return Validator(text, tuple(rules), tuple(problems))


def _rule(text: Text, index: int, line: str) -> Rule | Problem:
    option = _OPTION.match(line)
    fields = option[2].split(" ") if option else []
    if not option or len(fields) != _FIELDS:
        return _problem(text, index, "it has not five fields with one blank between them")
    if fields[1] == ANY:
        return _problem(text, index, "its issuer is *")
    if fields[4] == ANY:
        return _problem(text, index, "its group is *")
    place = text.at(index, option.start(1), option.end(1))
    account = Value.of(option[1].lower(), place)
    subject, issuer, audience, scope, group = _values(text, index, fields, option.start(2))
    return Rule(account, subject, issuer, audience, scope, group, text.at(index))


def _values(text: Text, index: int, fields: list[str], at: int) -> list[Value]:
    values = []
    for field in fields:
        values.append(Value.of(field, text.at(index, at, at + len(field))))
        at += len(field) + 1
    return values


def _problem(text: Text, index: int, why: str) -> Problem:
    return Problem(
        "syntax",
        text.at(index),
        f"The Check-in validator refuses every token with this rule: {why}",
        "Write ACCOUNT=SUBJECT ISSUER AUDIENCE SCOPE GROUP with named issuer and group.",
    )
