"""What HTCondor's knobs hold once all files are read: the last definition, with macros expanded.

A macro in its own definition stands for what was defined before; any other is expanded on use.
What no file defines stays as it is written, and is unknown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tokenlint.services.circles import circles
from tokenlint.services.htcondor.config import Knob
from tokenlint.services.value import has_placeholder
from tokenlint.source import Source

_MACRO = re.compile(r"\$\(([\w.]+)(?::([^()$]*))?\)")
_REFERENCE = re.compile(r"(?<!\$)\$\(([\w.]+)(?::[^()$]*)?\)")  # `$$(NAME)` is for a job
_DEEPEST = 20
_LONGEST = 20_000
_TRUTH = {"true": True, "yes": True, "t": True, "y": True, "1": True}
_TRUTH |= {"false": False, "no": False, "f": False, "n": False, "0": False}


@dataclass(frozen=True, slots=True)
class Held:
    """What a knob holds; `text` may still name macros that no file defines."""

    key: str
    text: str
    source: Source
    known: bool = True


@dataclass(frozen=True, slots=True)
class Macros:
    """All knobs of a pool by their upper-case names."""

    table: Mapping[str, Held]
    referenced: frozenset[str] = field(default=frozenset())

    def held(self, name: str, subsystem: str = "") -> Held | None:
        """What a knob holds, for one daemon (`SCHEDD`) before the knob of all daemons."""
        names = (f"{subsystem}.{name}", name) if subsystem else (name,)
        for each in names:
            found = self.table.get(each.upper())
            if found:
                text = self.expand(found.text)
                return Held(
                    found.key, text, found.source, found.known and not has_placeholder(text)
                )
        return None

    def expand(self, text: str) -> str:
        """The text with every macro that a file defines; bounded, also for loops."""
        for _ in range(_DEEPEST):
            expanded = _MACRO.sub(self._replacement, text)
            if expanded == text or len(expanded) > _LONGEST:
                break
            text = expanded
        return text

    def truth(self, name: str) -> bool | None:
        """The truth of a knob, None where it is unknown or not defined."""
        held = self.held(name)
        return _TRUTH.get(held.text.strip().lower()) if held and held.known else None

    def _replacement(self, macro: re.Match[str]) -> str:
        name = macro[1].upper()
        found = self.table.get(name)
        if found and name not in _named(found.text):
            return found.text
        return macro[0] if macro[2] is None else macro[2]


def gather(knobs: Iterable[Knob]) -> Macros:
    """Read definitions in their order."""
    table: dict[str, Held] = {}
    referenced: set[str] = set()
    for knob in knobs:
        referenced |= {name.upper() for name, _ in _MACRO.findall(knob.value.text)}
        holds = _conditions(knob.when, Macros(table))
        if holds is False:
            continue
        text = _self_expanded(knob, table)
        known = holds is True and knob.value.known and knob.name.known
        table[knob.key] = Held(knob.key, text, knob.value.source, known)
    return Macros(table, frozenset(referenced))


def endless(table: Mapping[str, Held]) -> Iterator[tuple[Held, ...]]:
    """Knobs whose definitions need each other.

    Source: the manual, "Configuration File Macros": HTCondor refuses to parse such definitions.
    """
    for circle in circles({key: tuple(_needs(table, key)) for key in table}):
        yield tuple(table[key] for key in circle)


def _needs(table: Mapping[str, Held], key: str) -> Iterator[str]:
    """The other knobs that a definition names; none where it may be another one."""
    held = table[key]
    names = dict.fromkeys(name.upper() for name in _REFERENCE.findall(held.text))
    return (name for name in names if held.known and name != key and name in table)


def _named(text: str) -> set[str]:
    """The macros that a text names, where its own name stands for a compiled default."""
    return {name.upper() for name, _ in _MACRO.findall(text)}


def _self_expanded(knob: Knob, table: Mapping[str, Held]) -> str:
    base = knob.key.rpartition(".")[2]

    def replace(macro: re.Match[str]) -> str:
        if macro[1].upper() != knob.key:
            return macro[0]
        before = table.get(knob.key)
        return before.text if before else f"$({base})"

    text = _MACRO.sub(replace, knob.value.text)
    return text if len(text) <= _LONGEST else knob.value.text


def _conditions(when: tuple[str, ...], macros: Macros) -> bool | None:
    """Whether all conditions hold; None where one cannot be told."""
    truths = [_condition(condition, macros) for condition in when]
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def _condition(text: str, macros: Macros) -> bool | None:
    bare = text.strip()
    if bare.startswith("!"):
        truth = _condition(bare[1:], macros)
        return None if truth is None else not truth
    word, _, rest = bare.partition(" ")
    if word.lower() == "defined" and re.fullmatch(r"[\w.]+", rest.strip()):
        return True if rest.strip().upper() in macros.table else None
    return _TRUTH.get(macros.expand(bare).lower())
