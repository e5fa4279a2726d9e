"""`omnisession.conf`: home, root and limits of a session, by principal.

Grammar: dCache, The Book, chapter on gPlazma, section omnisession,
and `org.dcache.gplazma.omnisession.ConfigurationParser`.
"""

import re

from tokenlint.services.dcache.config import SessionLine
from tokenlint.services.dcache.principals import principal
from tokenlint.services.dcache.properties import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem, Source

_PREDICATE = re.compile(r"([^:\s\"]+):(\"[^\"]*\"|[^\s\"]\S*)\s*")
_PREDICATES = frozenset(
    "dn email gid group fqan kerberos oidc oidcgrp uid username entitlement".split()
)
_PATHS = frozenset({"root", "home", "prefix"})
_OTHERS = frozenset({"max-upload", "role"})


def session_lines(text: Text) -> tuple[tuple[SessionLine, ...], tuple[Problem, ...], bool]:
    """The lines, what dCache refuses, and whether a template may add lines."""
    lines: list[SessionLine] = []
    problems: list[Problem] = []
    templated = False
    for index, line in text:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if is_directive(line) or "<%" in bare:
            templated = True
            continue
        read = _line(text, index, bare)
        if isinstance(read, SessionLine):
            lines.append(read)
            if not read.bad:
                continue
            read = "its attributes are not valid, so it refuses whoever it is for"
        if not has_placeholder(bare):
            problems.append(_problem(text.at(index), read))
    return tuple(lines), tuple(problems), templated


def _problem(source: Source, wrong: str) -> Problem:
    reason = f"dCache's plugin omnisession does not accept this line: {wrong}."
    advice = "Write: type:name, then root:/, home:/, prefix:/, max-upload: or read-only."
    return Problem("syntax", source, reason, advice)


def _line(text: Text, index: int, bare: str) -> SessionLine | str:
    """The line, or why the whole file is refused."""
    if bare.startswith("DEFAULT "):
        return _attributes(text, index, bare[8:], SessionLine(None, text.find("DEFAULT", index)))
    match = _PREDICATE.match(bare)
    if match is None:
        return "there is no type:name at its beginning, so the plugin fails for everybody"
    if match[1] not in _PREDICATES:
        return f"there is no type {match[1]}, so the plugin fails for everybody"
    matcher = principal(f"{match[1]}:{match[2].strip(chr(34))}")
    source = text.find(match[0].strip(), index)
    return _attributes(text, index, bare[match.end() :], SessionLine(matcher, source))


def _attributes(text: Text, index: int, rest: str, line: SessionLine) -> SessionLine:
    paths: dict[str, Value] = {}
    roles: list[str] = []
    read_only = bad = False
    for word in rest.split():
        kind, _, value = word.partition(":")
        if word == "read-only":
            bad, read_only = bad or read_only, True
        elif kind in _PATHS and (value.startswith("/") or has_placeholder(value)):
            bad = bad or kind in paths
            paths[kind] = Value.of(value, text.find(word, index))
        elif kind in _OTHERS and value:
            roles += [value] if kind == "role" else []
        else:
            bad = True
    return SessionLine(
        line.matcher,
        line.source,
        root=paths.get("root"),
        home="home" in paths,
        prefix=paths.get("prefix"),
        read_only=read_only,
        roles=tuple(roles),
        bad=bad,
    )
