"""Authorisation rules of an authgroup: sign, inversion, command and words.

Source: `AuthUser::evaluate` in `src/hed/shc/legacy/auth.cpp` of nordugrid/arc (commit c09ffe17).
"""

from dataclasses import dataclass

from tokenlint.services.arc.blocks import Block, Option
from tokenlint.services.value import Value

ANY = "*"
FIELDS = ("subject", "issuer", "audience", "scope", "group")
TOKENS = "authtokens"
CLAIMS = "authtokensgen"
# What decides on something else than a token's claims.
BY_CERTIFICATE = frozenset({"subject", "voms"})
OUTSIDE = frozenset({"file", "userlist", "plugin"})
COMMANDS = BY_CERTIFICATE | OUTSIDE | {"all", "authgroup", TOKENS, CLAIMS}


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of an authgroup.

    `refuses` (sign `-`): who matches is kept out; `inverted` (`!`): who does not match, matches.
    """

    command: str
    refuses: bool
    inverted: bool
    words: tuple[Value, ...]
    option: Option

    @property
    def complete(self) -> bool:
        """Whether ARC can use it: five fields for a token, yes or no for `all`."""
        if self.command == TOKENS:
            return len(self.words) >= len(FIELDS)
        if self.command == "all":
            value = self.option.value
            return value.text in {"yes", "no"} or not value.known
        return self.command in COMMANDS

    def field(self, name: str) -> Value:
        """A field of a rule for tokens: subject, issuer, audience, scope or group."""
        return self.words[FIELDS.index(name)]

    def any(self, name: str) -> bool:
        """Whether a field lets everything pass."""
        return self.field(name).text == ANY

    @property
    def lets_in(self) -> bool:
        """Whether it is a plain positive rule, complete and not inverted."""
        return self.complete and not self.refuses and not self.inverted


@dataclass(frozen=True, slots=True)
class Group:
    """An authgroup: its rules in their order, the first that matches decides."""

    name: Value
    block: Block
    rules: tuple[Rule, ...]


def group_of(block: Block) -> Group:
    """The authgroup that a block describes; `name=` in it goes before the block's own name."""
    named = block.last("name")
    rules = tuple(rule_of(option) for option in block.options if option.key.text != "name")
    return Group(named.value if named else block.name, block, rules)


def rule_of(option: Option) -> Rule:
    """The rule that an option is; a distinguished name alone is a rule for that subject."""
    key = option.key.text
    refuses = key.startswith("-")
    key = key[1:] if key[:1] in {"-", "+"} else key
    inverted = key.startswith("!")
    key = key.removeprefix("!")
    if key[:1] in {"/", '"'}:
        key = "subject"
    return Rule(key, refuses, inverted, option.words(), option)
