"""What a regular expression matches beyond what it was written for.

An expression is never run in a backtracking matcher:
its structure gives an automaton, whose time is linear in the text (`tokenlint.services.regular`).
A defect is claimed only with a text that shows it and that the automaton accepts.
Expressions that say more than the model holds (lookarounds, back references) get no defect.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from tokenlint.services.acceptance import Pattern
from tokenlint.services.regular.ambiguity import exponential
from tokenlint.services.regular.automaton import Automaton, build, includes
from tokenlint.services.regular.errors import Broken, Unsupported
from tokenlint.services.regular.parser import parse
from tokenlint.services.regular.sample import Sample, samples, text_of
from tokenlint.services.regular.syntax import (
    WORD,
    Anchor,
    Choice,
    Leaf,
    Node,
    Repeat,
    Sequence,
    mask_of,
)
from tokenlint.services.value import Value

FOREIGN = "https://attacker.example/"  # a made-up host (RFC 2606) that nobody trusts
ANYONE = "anyone"
_TAIL = ".attacker.example"
_LONGER = "-other"
_SCHEMES = ("https://", "http://", "http")
_UNIVERSAL = (FOREIGN + "x,anyone", "/q", "q9")


_OTHER_NAMES = WORD | mask_of("-.")


class Matched(StrEnum):
    """What an expression is compared with."""

    PRINCIPAL = "principal"  # an issuer, a comma, a subject: `iss,sub` of HTCondor
    URL = "url"
    PATH = "path"
    WORD = "word"  # a group, a name, a claim


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was read; `automaton` is None where it is broken or not understood."""

    node: Node | None = None
    automaton: Automaton | None = None
    broken: str = ""

    @property
    def understood(self) -> bool:
        """Whether anything can be said about what it matches."""
        return self.automaton is not None

    def accepts(self, text: str) -> bool:
        """Whether it matches somewhere in the text; false where that cannot be told."""
        return self.automaton is not None and self.automaton.accepts(text)

    def covers(self, other: "Expression", within: "Expression | None" = None) -> bool:
        """Whether it provably matches every text that the other one matches (of those `within`)."""
        if self.automaton is None or other.automaton is None:
            return False
        return includes(self.automaton, other.automaton, within.automaton if within else None)


@lru_cache(maxsize=4096)
def expression(text: str, *, caseless: bool = False, whole: bool = False) -> Expression:
    """Read an expression; `whole`: the product compares the whole text with it."""
    try:
        node = parse(text, caseless=caseless)
    except Broken as error:
        return Expression(broken=str(error))
    except Unsupported:
        return Expression()
    if whole:
        node = Sequence((Anchor("start"), node, Anchor("end")))
    try:
        return Expression(node, build(node))
    except Unsupported:
        return Expression(node)


def analyse(
    text: str,
    value: Value,
    about: str,
    matched: Matched = Matched.PRINCIPAL,
    *,
    caseless: bool = False,
    whole: bool = False,
) -> Pattern:
    """What else an expression matches.

    `text` is the expression as the product compiles it (without quotes or slashes around it),
    `value` as it is written. Unless `whole`, a match anywhere in the text is enough.
    A value that a placeholder leaves open has no defects.
    """
    if not value.known:
        return Pattern(value, about)
    read = expression(text, caseless=caseless, whole=whole)
    if read.broken:
        return Pattern(value, about, ("broken",))
    found = dict(_loose(read, matched))
    if read.node is not None and exponential(read.node):
        found["exponential"] = ""
    order = ("open-start", "open-issuer", "open-end", "any-sign", "exponential")
    defects = tuple(defect for defect in order if defect in found)
    return Pattern(value, about, defects, next((found[each] for each in defects), ""))


def universal(read: Expression) -> bool:
    """Whether it matches whatever comes, so that it was not written for anything special."""
    return all(read.accepts(probe) for probe in _UNIVERSAL)


def principals(read: Expression) -> list[str]:
    """Texts `iss,sub` that an expression was written for, one for each alternative."""
    if read.node is None:
        return []
    return [text_of(sample) + _rest(read, sample) for sample in samples(read.node)]


def _loose(read: Expression, matched: Matched) -> Iterator[tuple[str, str]]:
    """Defects with a text that shows each; the last one of a kind counts."""
    if read.node is None or not read.understood or universal(read):
        return
    for sample in reversed(samples(read.node)):
        if _names_something(sample):
            tests = _Tests(read, sample, matched)
            for defect, text in tests.candidates():
                if read.accepts(text):
                    yield defect, text


def _names_something(sample: Sample) -> bool:
    """Whether fixed letters or digits stand in it, beyond the scheme of an address."""
    fixed = "".join(sign.text if sign.literal else " " for sign in sample)
    for scheme in _SCHEMES:
        fixed = fixed.removeprefix(scheme)
    return any(sign.isalnum() for sign in fixed)


def _rest(read: Expression, sample: Sample) -> str:
    """What completes a sample to a principal."""
    text = text_of(sample)
    if "," not in text:
        return "," + ANYONE
    return ANYONE if text.endswith(",") and read.accepts(text + ANYONE) else ""


@dataclass(frozen=True, slots=True)
class _Tests:
    """Texts that nobody meant, made from a sample."""

    read: Expression
    sample: Sample
    matched: Matched

    def candidates(self) -> Iterator[tuple[str, str]]:
        for text in self._other_signs():
            yield "any-sign", text + self._completion
        yield from self._longer()
        if self._begins_open:
            yield "open-start", self._front + self._text + self._completion

    @property
    def _text(self) -> str:
        return text_of(self.sample)

    @property
    def _completion(self) -> str:
        return _rest(self.read, self.sample) if self.matched is Matched.PRINCIPAL else ""

    @property
    def _front(self) -> str:
        addresses = {Matched.PRINCIPAL: FOREIGN, Matched.URL: FOREIGN, Matched.PATH: "/elsewhere"}
        return addresses.get(self.matched, "other-")

    @property
    def _begins_open(self) -> bool:
        """In front of an address nothing may stand; elsewhere a wildcard there is meant so."""
        if self.matched in {Matched.PRINCIPAL, Matched.URL}:
            return True
        return self.read.node is not None and not _bounded(self.read.node, "start")

    def _longer(self) -> Iterator[tuple[str, str]]:
        if self.matched is Matched.PRINCIPAL:
            yield from self._longer_principal()
        elif self.read.node is not None and not _bounded(self.read.node, "end"):
            tail = _TAIL if self.matched is Matched.URL else _LONGER
            yield "open-end", self._text + tail

    def _longer_principal(self) -> Iterator[tuple[str, str]]:
        text = self._text
        issuer, comma, subject = text.partition(",")
        for tail in (_LONGER, _TAIL):  # the last one that matches is the one shown
            yield "open-issuer", f"{issuer}{tail}{comma}{subject}{self._completion}"
        named = any(sign.literal and sign.text.isalnum() for sign in self.sample[len(issuer) :])
        if comma and named and self.read.node is not None and not _bounded(self.read.node, "end"):
            yield "open-end", text + _LONGER

    def _other_signs(self) -> Iterator[str]:
        """The sample with another sign for one plain dot between letters; the first ones last."""
        text = self._text
        for at in range(len(text) - 2, 0, -1):
            beside = text[at - 1] + text[at + 1]
            fixed = self.sample[at - 1].literal and self.sample[at + 1].literal
            if self.sample[at].dot and fixed and beside.isalnum():
                yield f"{text[:at]}x{text[at + 1 :]}"


def _bounded(node: Node, side: str) -> bool:
    """Whether every match is held at that side: by an anchor, or by a wildcard that is meant."""
    match node:
        case Anchor(at):
            return at == side
        case Repeat(Leaf(signs), _, None):
            return signs & _OTHER_NAMES == _OTHER_NAMES
        case Repeat(item, least, _):
            return least > 0 and _bounded(item, side)
        case Choice(options):
            return all(_bounded(option, side) for option in options)
        case Sequence(items):
            return bool(items) and _bounded(items[0 if side == "start" else -1], side)
        case _:
            return False
