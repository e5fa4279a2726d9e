"""Variables of an `xrootd.cfg`: `set name = value`, and `$name` in the lines below.

Follows `XrdOucStream::isSet` and `vSubs` of XRootD 6.2.1. A value that begins with `$`
comes from the environment of the server, which no file tells.
"""

import re

from tokenlint.services.value import Value
from tokenlint.services.xrootd.stream import Line

_USE = re.compile(
    r"\\(?P<sign>.)|\$(?:\((?P<a>[A-Za-z0-9]*)\)|\{(?P<b>[A-Za-z0-9]*)\}"
    r"|\[(?P<c>[A-Za-z0-9]*)\]|(?P<d>[A-Za-z0-9]+))"
)
_ASSIGNED = re.compile(r"(\w+)\s*([=<])\s*(\S*)")

Variables = dict[str, str | None]
"""Values by name; None for one that is set, but to something that no file tells."""


def assign(line: Line, variables: Variables) -> None:
    """Keep what a line `set ...` says; anything else is passed over."""
    written = " ".join(word.text for word in line.words[1:])
    found = _ASSIGNED.match(written)
    if not found:
        return
    name, sign, value = found.groups()
    known = sign == "=" and not value.startswith("$") and Value.of(value, line.source).known
    variables[name] = value if known else None


def substituted(word: Value, variables: Variables) -> Value:
    """The word with the values of its variables; unknown where one of them is."""
    if "$" not in word.text and "\\" not in word.text:
        return word

    def value(found: re.Match[str]) -> str:
        if found["sign"]:
            return found["sign"]
        name = found["a"] or found["b"] or found["c"] or found["d"] or ""
        return variables.get(name) or found[0]

    return Value.of(_USE.sub(value, word.text), word.source)
