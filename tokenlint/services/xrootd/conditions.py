"""Conditions of an `xrootd.cfg`: `if`, `else if`, `else`, `fi`.

Follows `XrdOucStream::doif` and `XrdOucUtils::doIf` of XRootD 6.2.1. What only the running
server knows (its host, its instance, its environment) is a question; a world answers them all.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from tokenlint.services.value import Value
from tokenlint.services.xrootd.stream import Line
from tokenlint.services.xrootd.variables import Variables

_KEYWORDS = frozenset({"defined", "exec", "named"})
_INSTANCE = "instance"
_WORLDS = 64

Question = str
World = Mapping[Question, str]
"""The answer to each question: `yes` or `no`, or the name of the instance."""


def worlds(lines: Iterable[Line], *, complete: bool) -> list[World]:
    """All that the running server may answer, or some of it where there are too many questions.

    In a `complete` configuration only what it sets itself is defined.
    """
    questions: dict[Question, dict[str, None]] = {}
    for line in lines:
        words = line.words[1:]
        if line.first == "else" and words and words[0].text == "if":
            words = words[1:]
        elif line.first != "if":
            continue
        for question, answers in _questions(words, complete=complete):
            questions.setdefault(question, {}).update(dict.fromkeys(answers))
    if prod(len(answers) for answers in questions.values()) > _WORLDS:
        return _some(questions)
    combined = product(*questions.values())
    return [dict(zip(questions, each, strict=True)) for each in combined]


def _some(questions: Mapping[Question, Mapping[str, None]]) -> list[World]:
    """The first answer to every question, and each other answer by itself."""
    first = {question: next(iter(answers)) for question, answers in questions.items()}
    others = [
        first | {question: answer}
        for question, answers in questions.items()
        for answer in list(answers)[1:]
    ]
    return [first, *others[:_WORLDS]]


def _questions(
    words: tuple[Value, ...], *, complete: bool
) -> Iterator[tuple[Question, tuple[str, ...]]]:
    for keyword, operands in _terms(words):
        for operand in operands:
            if keyword == "named":
                yield _INSTANCE, ("", operand)
            elif keyword == "host" and operand != "*":
                yield f"host {operand}", ("no", "yes")
            elif keyword == "defined" and (operand.startswith("~") or not complete):
                yield f"defined {operand}", ("no", "yes")


def holds(words: tuple[Value, ...], world: World, variables: Variables) -> bool:
    """Whether all terms of a condition hold in a world."""
    return all(_holds(keyword, operands, world, variables) for keyword, operands in _terms(words))


def _holds(keyword: str, operands: list[str], world: World, variables: Variables) -> bool:
    if keyword == "named":
        return world.get(_INSTANCE, "") in operands
    if keyword == "exec":  # the daemon beside it, cmsd, gives no access to files
        return "xrootd" in operands
    if keyword == "host":
        return any(each == "*" or world.get(f"host {each}") == "yes" for each in operands)
    return any(each in variables or world.get(f"defined {each}") == "yes" for each in operands)


def _terms(words: tuple[Value, ...]) -> list[tuple[str, list[str]]]:
    """Keywords and their operands; operands without a keyword are names of hosts."""
    terms: list[tuple[str, list[str]]] = []
    for word in words:
        if word.text in _KEYWORDS:
            terms.append((word.text, []))
        elif word.text != "&&":
            if not terms:
                terms.append(("host", []))
            operand = word.text.removeprefix("?") if terms[-1][0] == "defined" else word.text
            terms[-1][1].append(operand)
    return terms
