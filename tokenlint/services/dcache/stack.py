"""`gplazma.conf`: which plugins a login asks, in which order, and what their answer does."""

import shlex

from tokenlint.services.dcache.config import PluginLine
from tokenlint.services.dcache.known import CONTROLS, PHASES
from tokenlint.services.dcache.properties import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import has_placeholder
from tokenlint.source import Problem

_LEAST_WORDS = 3


def plugin_lines(text: Text) -> tuple[tuple[PluginLine, ...], tuple[Problem, ...], bool]:
    """The lines, what gPlazma refuses, and whether a template may add lines."""
    lines: list[PluginLine] = []
    problems: list[Problem] = []
    templated = False
    for index, line in text:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if is_directive(line):
            templated = True
            continue
        words = bare.split(maxsplit=_LEAST_WORDS)
        wrong = _wrong(words)
        if wrong and not has_placeholder(bare):
            reason = f"gPlazma does not load this configuration: {wrong}"
            advice = "Write: phase control plugin [key=value ...]."
            problems.append(Problem("syntax", text.at(index), reason, advice))
        elif wrong:
            templated = True
        else:
            lines.append(_line(text, index, words))
    return tuple(lines), tuple(problems), templated


def _wrong(words: list[str]) -> str:
    if len(words) < _LEAST_WORDS:
        return "a line needs a phase, a control and a plugin."
    if words[0].casefold() not in PHASES:
        return f"the phase must be one of {', '.join(PHASES)}."
    if words[1].casefold() not in CONTROLS:
        return f"the control must be one of {', '.join(CONTROLS)}."
    return ""


def _line(text: Text, index: int, words: list[str]) -> PluginLine:
    phase, control, plugin = words[0].casefold(), words[1].casefold(), words[2]
    rest = words[3] if len(words) > _LEAST_WORDS else ""
    options = tuple(
        (key.strip(), value.strip())
        for key, equal, value in (word.partition("=") for word in _words(rest))
        if equal
    )
    source = text.find(plugin, index)
    return PluginLine(phase, control, plugin, options, source, not has_placeholder(plugin))


def _words(rest: str) -> list[str]:
    try:
        return shlex.split(rest)
    except ValueError:  # an open quote
        return rest.split()
