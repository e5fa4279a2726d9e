"""`.lsc`: the certificate of a VOMS server as its subject, then that of its issuer.

Longer chains go on in pairs; `------ NEXT CHAIN ------` begins another one. The name of the file
is the host of the server. Source: `LSCFileParser` of voms-api-java, VOMS documentation.
"""

import re
from dataclasses import dataclass

from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_NEXT = re.compile(r"\s*-+\s*NEXT\s+CHAIN\s*-+\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lsc:
    """The chains of a file, each the names from the server's certificate up."""

    chains: tuple[tuple[Value, ...], ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False


def read_lsc(text: Text) -> Lsc:
    """The chains of a text; a name that is none, or half a pair, is a problem."""
    chains: list[list[Value]] = [[]]
    problems: list[Problem] = []
    opened = False
    for index, line in text:
        bare = line.strip()
        if is_directive(line):
            opened = True
        elif _NEXT.fullmatch(line):
            chains.append([])
        elif bare and not bare.startswith("#"):
            start = len(line) - len(line.lstrip())
            name = Value.of(bare, text.at(index, start, start + len(bare)))
            chains[-1].append(name)
            if name.known and not bare.startswith("/"):
                problems.append(_no_name(name))
    kept = tuple(tuple(chain) for chain in chains if chain)
    if not opened and not problems:
        problems += [_odd(chain) for chain in kept if len(chain) % 2 and _all_known(chain)]
    if not kept and not opened:
        reason = "there is no chain in this file, so no certificate of this server is accepted"
        problems.append(Problem("syntax", text.whole, reason, "write subject and issuer"))
    return Lsc(kept, tuple(problems), opened)


def _no_name(name: Value) -> Problem:
    reason = "this is no name of a certificate with slashes"
    return Problem("syntax", name.source, reason, "write it as in `/DC=org/CN=voms.example`")


def _odd(chain: tuple[Value, ...]) -> Problem:
    reason = "a chain is pairs of a subject and its issuer, and one name is missing here"
    return Problem("syntax", chain[-1].source, reason, "write the issuer below each subject")


def _all_known(chain: tuple[Value, ...]) -> bool:
    return all(each.known for each in chain)
