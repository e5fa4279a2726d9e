"""Regular expressions of `authtokensgen` that ARC cannot compile.

Source: `ArcRegex.cpp` of nordugrid/arc (commit 0ad4df61): they are extended expressions of POSIX,
and one that `regcomp` refuses matches nothing. Only what both grammars refuse is told.
"""

from collections.abc import Iterator

from tokenlint.services.acceptance import Pattern
from tokenlint.services.arc import claims
from tokenlint.services.arc.config import Config
from tokenlint.services.arc.rules import CLAIMS, Rule
from tokenlint.services.pattern import expression
from tokenlint.services.value import Value

_OPEN = "a parenthesis is not closed"
_BRACKET = "a square bracket is not closed"  # in POSIX a backslash there stands for itself
_BACKSLASH = "it ends in a backslash"


def patterns(config: Config) -> Iterator[Pattern]:
    """The broken ones."""
    for group in config.groups:
        for rule in group.rules:
            if rule.command == CLAIMS:
                yield from _broken(rule)


def _broken(rule: Rule) -> Iterator[Pattern]:
    option = rule.option
    try:
        node = claims.parse(option.value.text)
    except claims.MalformedError:
        return
    for text in claims.expressions(node):
        place = option.text.find(text, option.index, option.start)
        value = Value.of(text, place)
        if value.known and _refused(text):
            yield Pattern(value, "claim", ("broken",))


def _refused(text: str) -> bool:
    why = expression(text).broken
    return why in {_OPEN, _BACKSLASH} or (why == _BRACKET and "\\" not in text)
