"""Identity tokens that scripts create: `condor_token_create`, and requests that are approved.

Without `-lifetime` a token has no end, unless SEC_ISSUED_TOKEN_EXPIRATION sets one;
without `-authz` it has all rights of its identity.
Source: docs/man-pages/condor_token_create.rst and condor_token_request_auto_approve.rst
of htcondor/htcondor.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tokenlint.services.acceptance import Setting
from tokenlint.services.offer import Holder, Lifetime, Offer, Public
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Source

_COMMAND = re.compile(
    r"[ \t]*(?:sudo[ \t]+(?:-\S+[ \t]+(?:\w+[ \t]+)?)?)?(?:/\S*/)?"
    r"(condor(?:_ce)?_token_(?:create|request_auto_approve))\b([^|;&>]*)"
)
_LONGEST = 4_000
_REPEATED = "-authz"


@dataclass(frozen=True, slots=True)
class Command:
    """A command with its options; `levels` are those of each `-authz`."""

    name: str
    source: Source
    options: dict[str, Value]
    levels: tuple[Value, ...]


def commands(text: Text) -> Iterator[Command]:
    """The commands of a shell script, each at its line."""
    index = 0
    while index < len(text.lines):
        first, line = index, text.lines[index]
        while line.endswith("\\") and index + 1 < len(text.lines) and len(line) < _LONGEST:
            index += 1
            line = f"{line[:-1]} {text.lines[index].strip()}"
        index += 1
        found = _COMMAND.match(line[:_LONGEST])
        if found:
            yield _command(found, text, first)


def _command(found: re.Match[str], text: Text, index: int) -> Command:
    try:
        words = shlex.split(found[2], comments=True)
    except ValueError:
        words = found[2].split()
    options: dict[str, Value] = {}
    levels: list[Value] = []
    for name, word in pairwise(words):
        if not name.startswith("-") or word.startswith("-"):
            continue
        value = Value.of(word, text.find(word, index))
        if name == _REPEATED:
            levels.append(Value(f"condor:/{word.upper()}", value.source, value.known))
        options[name] = value
    place = text.at(index, found.start(1), found.end(1))
    return Command(found[1], place, options, tuple(levels))


def offers(text: Text) -> Iterator[Offer]:
    """The tokens that a script creates."""
    for each in commands(text):
        if not each.name.endswith("_create"):
            continue
        identity = each.options.get("-identity") or Value("a token", each.source)
        yield Offer(
            "idtoken",
            identity,
            Holder.ACCOUNT,
            each.source,
            who=identity.text if identity.known else "",
            scopes=each.levels,
            default_scopes=each.levels,
            all_scopes=not each.levels,
            audiences=(),
            public=Public.NO,
            lifetimes=(_lifetime(each),),
        )


def _lifetime(command: Command) -> Lifetime:
    written = command.options.get("-lifetime")
    if written is None:
        return Lifetime("idtoken", None, command.source, unlimited=True, written=False)
    plain = written.known and re.fullmatch(r"[0-9]{1,12}", written.text)
    return Lifetime("idtoken", int(written.text) if plain else None, written.source)


def settings(text: Text) -> Iterator[Setting]:
    """From where requests for tokens are approved by themselves, by the option's name."""
    for each in commands(text):
        block = each.options.get("-netblock")
        if each.name.endswith("_approve") and block:
            name = "condor_token_request_auto_approve.netblock"
            yield Setting(name, block.text, block.source, known=block.known)
