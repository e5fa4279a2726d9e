"""`storage-authzdb`: user names with uid, gids and root directory; and the file of bans."""

import re

from tokenlint.services.acceptance import Dead
from tokenlint.services.dcache.config import Account, Ban
from tokenlint.services.dcache.principals import Principal, principal
from tokenlint.services.dcache.properties import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value, has_placeholder
from tokenlint.source import Problem

# As in org.dcache.gplazma.plugins.AuthzMapLineParser; a third path is read and not used.
_AUTHORIZE = re.compile(
    r"authorize\s+(?P<name>[\w.][\w.-]*)\s+(?P<access>read-only|read-write)\s+(?P<uid>\d+)\s+"
    r"(?P<gids>\d+(?:,\d+)*)\s+(?P<home>\"[^\"]+\"|\S+)\s+(?P<root>\"[^\"]+\"|\S+)",
    re.IGNORECASE | re.ASCII,
)
_BAN = re.compile(r"ban\s+([^:\s]+):(.*)")
_ALIAS = re.compile(r"alias\s+([^=\s]+)=(.*)")


def accounts(text: Text) -> tuple[tuple[Account, ...], tuple[Dead, ...], bool]:
    """The accounts, the lines that dCache passes over, and whether a template may add lines."""
    made: list[Account] = []
    dead: list[Dead] = []
    templated = False
    for index, line in text:
        bare = line.strip()
        if not bare or bare.startswith(("#", "version 2.")):
            continue
        match = _AUTHORIZE.match(bare)
        if match:
            made.append(_account(text, index, match))
        elif is_directive(line) or has_placeholder(bare):
            templated = True
        elif not templated:
            says = "dCache passes over the line with a warning, because it cannot read it"
            dead.append(Dead("ignored-value", Value(bare, text.find(bare, index)), says))
    return tuple(made), tuple(dead), templated


def _account(text: Text, index: int, match: re.Match[str]) -> Account:
    root = match["root"].strip('"')
    begin = text.lines[index].find(match.string) + match.start("root")
    return Account(
        name=match["name"],
        read_only=match["access"].casefold() != "read-write",
        uid=match["uid"],
        gids=tuple(match["gids"].split(",")),
        root=Value.of(root, text.at(index, begin, begin + len(match["root"]))),
        source=text.find(match["name"], index),
    )


def bans(text: Text) -> tuple[tuple[Ban, ...], tuple[Problem, ...], bool]:
    """The bans, what the plugin cannot read, and whether a template may add some."""
    made: list[Ban] = []
    problems: list[Problem] = []
    aliases: dict[str, str] = {}
    templated = False
    for index, line in text:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        ban, alias = _BAN.fullmatch(bare), _ALIAS.fullmatch(bare)
        if is_directive(line) or has_placeholder(bare) or bare.startswith("<%"):
            templated = True
        elif alias:
            aliases[alias[1]] = alias[2]
        elif ban:
            made.append(Ban(_banned(ban, aliases), text.find(ban[2], index)))
        else:
            reason = "dCache's plugin banfile does not read this line, and fails for every login."
            advice = "Write: ban type:name, or alias name=class."
            problems.append(Problem("syntax", text.at(index), reason, advice))
    return tuple(made), tuple(problems), templated


def _banned(match: re.Match[str], aliases: dict[str, str]) -> Principal:
    written = f"{aliases.get(match[1], match[1])}:{match[2]}"
    return principal(written) or Principal("", written)
