"""The sections `[Global]` of a `scitokens.cfg`: audiences, and what holds without a token."""

import re
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any

from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.services.xrootd.inih import Ini, Item
from tokenlint.source import Source

BEHAVIOURS = ("passthrough", "allow", "deny")
_AUDIENCE = ("audience", "audience_json")
_WORD = re.compile(r"[^, ]+")
_SPACED = re.compile(r"\{\{|\{%|<")  # placeholders that may hold blanks themselves
_DECODER = JSONDecoder(strict=False)

Refusal = tuple[Source, str, str]
"""A place, why XRootD does not start, and what to do."""


@dataclass(frozen=True, slots=True)
class Checks:
    """Audiences and `onmissing`; `partial` tells that the section may stand somewhere else."""

    audiences: tuple[Value, ...]
    audience_source: Source
    onmissing: str
    onmissing_source: Source
    onmissing_written: bool
    refusals: tuple[Refusal, ...]
    partial: bool


def read_checks(text: Text, ini: Ini, values: dict[str, dict[str, Item]]) -> Checks:
    """What all sections whose name begins with `global` say together.

    The audiences of `audience` and `audience_json` add up, over all of them;
    the last `onmissing` counts.
    """
    headers = [each for each in ini.headers if each.text.lower().startswith("global")]
    place = headers[0].source if headers else text.whole
    partial = not headers and (text.embedded or ini.open)
    names = [name.lower() for name in ini.sections() if name.lower().startswith("global")]
    sections = [values[name] for name in dict.fromkeys(names)]
    refusals: list[Refusal] = []
    audiences = [each for section in sections for each in _audiences(section, refusals)]
    lines = [item for section in sections for key, item in section.items() if key in _AUDIENCE]
    behaviours = [section["onmissing"] for section in sections if "onmissing" in section]
    onmissing = next((item for item in reversed(behaviours) if item.value.text), None)
    return Checks(
        tuple(audiences),
        lines[-1].value.source if lines else place,
        _behaviour(onmissing, refusals, unknown=partial or ini.open),
        onmissing.value.source if onmissing else place,
        onmissing is not None,
        tuple(refusals),
        partial,
    )


def _audiences(section: dict[str, Item], refusals: list[Refusal]) -> list[Value]:
    listed = section.get("audience")
    found = split_list(listed.value) if listed else []
    return found + _listed_as_json(section.get("audience_json"), refusals)


def split_list(value: Value) -> list[Value]:
    """The words of a list that commas and blanks divide (not tabs), each with its place."""
    if not value.known and (not has_placeholder(value.text) or _SPACED.search(value.text)):
        return [value]
    return [_part(value, found.start(), found.end()) for found in _WORD.finditer(value.text)]


def _part(value: Value, start: int, end: int) -> Value:
    return Value.of(value.text[start:end], part_of(value.source, start, end))


def part_of(source: Source, start: int, end: int) -> Source:
    """The place of characters `start` to `end` of the value at a place."""
    if not source.column:
        return source
    return Source(source.file, source.line, source.column + start, source.column + end)


def _listed_as_json(item: Item | None, refusals: list[Refusal]) -> list[Value]:
    if item is None or not item.value.text:
        return []
    value = item.value
    if not value.known:
        return [value]
    try:
        read: Any = _DECODER.raw_decode(value.text)[0]
    except (ValueError, RecursionError):
        reason = "`audience_json` is not JSON"
        refusals.append((value.source, reason, 'Write a list: `["https://se.example"]`.'))
        return []
    if not isinstance(read, list) or not all(isinstance(each, str) for each in read):
        reason = "`audience_json` is not a list of strings"
        refusals.append((value.source, reason, 'Write a list: `["https://se.example"]`.'))
        return []
    return [_json_string(value, each) for each in read]


def _json_string(value: Value, audience: str) -> Value:
    start = value.text.find(f'"{audience}"')
    if start < 0:
        return Value.of(audience, value.source)
    return Value.of(audience, part_of(value.source, start + 1, start + 1 + len(audience)))


def _behaviour(item: Item | None, refusals: list[Refusal], *, unknown: bool) -> str:
    """The word of `onmissing`, cases matter; empty where it is not known."""
    if item is None:
        return "" if unknown else "passthrough"
    if not item.value.known:
        return ""
    if item.value.text not in BEHAVIOURS:
        reason = f"`onmissing = {item.value.text}` is none of passthrough, allow and deny"
        refusals.append((item.value.source, reason, "Write one of the three in lower case."))
        return ""
    return item.value.text
