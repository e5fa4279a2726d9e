"""What the lines of a mapfile mean for a token: whose it is for, and which account it gives.

HTCondor compares `issuer,subject` of a token with the lines whose method is SCITOKENS,
in their order, and takes the first one that matches anywhere in that text (PCRE search).
Source: MapFile.cpp (at commit 03d30c1), and the review of opensciencegrid/topology#1769.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from tokenlint.services.acceptance import Issuer, Mapping, Pattern, State, Subjects
from tokenlint.services.htcondor.mapfile import MapLine
from tokenlint.services.pattern import Expression, analyse, expression, principals, universal
from tokenlint.services.value import Value

METHOD = "SCITOKENS"
ABOUT = "issuer and subject"
BANNED = "banned.htcondor.org"
PLUGIN = "PLUGIN:"
_REFERENCE = re.compile(r"\\[0-9]")
_PROBES = ("anyone", "somebody-else")
# A template that adds the comma itself unless the value `contains ","`: with a comma in it,
# the value ends in a subject, and nothing closes that before the slash.
_LEAVES_END_OPEN = re.compile(r'contains\s+","[^$]*\}\}/[iU]*$')
_LONGER_SUBJECT = "https://issuer.example,subject-other"
_LITERAL_ISSUER = re.compile(r"https?://[^\s,]+")


@dataclass(frozen=True)
class Principal:
    """A SCITOKENS line with what it matches."""

    line: MapLine

    @cached_property
    def expression(self) -> Expression:
        """What the principal is compared with."""
        if self.line.literal:
            return expression(_escaped(self.line.principal), whole=True)
        return expression(self.line.principal, caseless=self.line.caseless)

    @property
    def understood(self) -> bool:
        """Whether it can be told what it matches."""
        return self.line.known and self.expression.understood

    @cached_property
    def examples(self) -> list[str]:
        """Principals that it was written for."""
        return principals(self.expression) if self.understood else []

    @cached_property
    def any_issuer(self) -> bool:
        """Whether it is for every issuer, also for those that nobody knows."""
        return self.understood and universal(self.expression)

    @cached_property
    def issuer(self) -> str:
        """The issuer that it names, as far as it names one; empty for any or unknown."""
        if self.any_issuer or not self.examples:
            return ""
        return self.examples[0].partition(",")[0]

    @cached_property
    def names_whole_issuer(self) -> bool:
        """Whether its issuer is written out and closed, so that it is that one and no other."""
        longer = f"{self.issuer}x,"
        return bool(_LITERAL_ISSUER.fullmatch(self.issuer)) and not any(
            self.expression.accepts(longer + probe) for probe in _PROBES
        )

    @property
    def is_ban(self) -> bool:
        """Whether it maps to the domain whose users HTCondor-CE refuses."""
        return self.line.account.text.partition("@")[2].lower() == BANNED

    @property
    def by_plugin(self) -> bool:
        """Whether a plugin chooses the account."""
        return self.line.account.text.upper().startswith(PLUGIN)

    @property
    def chosen_by_token(self) -> bool:
        """Whether a part of the principal becomes the account's name."""
        return _REFERENCE.search(self.line.account.text) is not None

    def matches(self, issuer: str, subject: str) -> bool | None:
        """Whether a token is matched; None where that cannot be told."""
        if not self.understood:
            return None if not self.expression.broken else False
        return self.expression.accepts(f"{issuer},{subject}")

    @cached_property
    def subjects(self) -> Subjects:
        """Whose tokens it is for."""
        if not self.understood or self.by_plugin:
            return Subjects.UNKNOWN
        issuer = self.issuer or "https://issuer.example"
        if all(self.expression.accepts(f"{issuer},{probe}") for probe in _PROBES):
            return Subjects.ANY
        return Subjects.SOME if self._varies else Subjects.ONE

    @property
    def _varies(self) -> bool:
        """Whether it matches more than one subject: with a sign put in, or another alternative."""
        if len({example.partition(",")[2] for example in self.examples}) != 1:
            return True
        issuer, comma, subject = self.examples[0].partition(",")
        return any(
            self.expression.accepts(f"{issuer}{comma}{subject[:at]}x{subject[at:]}")
            for at in range(len(subject) + 1)
        )

    def mapping(self) -> Mapping:
        """The line as a mapping."""
        account = self.line.account
        if self.by_plugin:
            account = Value(account.text, account.source, known=False)
        return Mapping(
            METHOD,
            self.issuer,
            self.subjects,
            account,
            self.line.source,
            chosen_by_token=self.chosen_by_token,
            any_issuer=self.any_issuer,
        )

    def pattern(self) -> Pattern | None:
        """What the expression matches beyond what it was written for."""
        if self.line.literal:
            return None
        line = self.line
        if _LEAVES_END_OPEN.search(line.written.text):
            written = Value(line.written.text, line.written.source)
            return Pattern(written, ABOUT, ("open-end",), _LONGER_SUBJECT)
        return analyse(line.principal, line.written, ABOUT, caseless=line.caseless)


def issuers(lines: list[Principal]) -> Iterator[Issuer]:
    """One for each issuer that lines name in full; capabilities of HTCondor are its scopes.

    Source: condor_scitokens.cpp (at commit 7491a145f6): the scopes of a token limit it.
    """
    seen: set[str] = set()
    for line in lines:
        if line.is_ban or not line.names_whole_issuer or line.issuer in seen:
            continue
        seen.add(line.issuer)
        value = Value(line.issuer, line.line.written.source)
        yield Issuer(value, value, line.line.source, scopes=State.YES)


def _escaped(text: str) -> str:
    return "".join(f"\\{sign}" if not sign.isalnum() and sign.isascii() else sign for sign in text)
