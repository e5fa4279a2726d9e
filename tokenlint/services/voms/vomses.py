"""`vomses`: one server for each line, `"name" "host" "port" "DN" "alias"`, perhaps a version.

Fields stand in quotes, lines that begin with `#` are comments. The same alias in several lines
is a fail-over. Source: `VOMSESLineParser` of voms-api-java.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.services.acceptance import Dead
from tokenlint.services.snippets.cut import is_directive
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

_FIELD = re.compile(r'"([^"]*)"')
_PORT = re.compile(r"[0-9]{1,5}")
_MOST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Server:
    """One line of `vomses`."""

    nick: Value
    host: Value
    port: Value
    dn: Value
    alias: Value


@dataclass(frozen=True, slots=True)
class Vomses:
    """The servers of a file, lines without effect, and what is wrong."""

    servers: tuple[Server, ...] = ()
    dead: tuple[Dead, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_vomses(text: Text) -> Vomses:
    """The servers of a text; a broken line is a problem, and the rest is read all the same."""
    servers: list[Server] = []
    problems: list[Problem] = []
    for index, line in text:
        if not line.strip() or line.lstrip().startswith("#") or is_directive(line):
            continue
        found = _server(text, index, line)
        if isinstance(found, Server):
            servers.append(found)
            problems += _wrong(found)
        else:
            problems.append(found)
    return Vomses(tuple(servers), tuple(_repeated(servers)), tuple(problems))


def _server(text: Text, index: int, line: str) -> Server | Problem:
    fields = list(_FIELD.finditer(line))
    rest = _FIELD.sub("", line).strip()
    if rest and not rest.startswith("#") and Value.of(line, text.at(index)).known:
        reason = "not all fields of this line stand in quotes"
        advice = 'write `"name" "host" "port" "DN" "alias"`'
        return Problem("syntax", text.at(index), reason, advice)
    if len(fields) not in (5, 6):
        reason = f"this line has {len(fields)} fields in quotes, and VOMS wants 5 or 6"
        advice = 'write `"name" "host" "port" "DN" "alias"`'
        return Problem("syntax", text.at(index), reason, advice)
    nick, host, port, dn, alias = (
        Value.of(each[1], text.at(index, each.start(1), each.end(1))) for each in fields[:5]
    )
    return Server(nick, host, port, dn, alias)


def _wrong(server: Server) -> Iterator[Problem]:
    """Values that cannot be right."""
    port = server.port
    if port.known and not (_PORT.fullmatch(port.text) and 0 < int(port.text) <= _MOST_PORT):
        yield Problem("syntax", port.source, "this is no port", "write a number up to 65535")
    if server.dn.known and not server.dn.text.startswith("/"):
        reason = "the name of the server's certificate does not begin with a slash"
        advice = "write it as in `/DC=org/CN=voms.example`"
        yield Problem("syntax", server.dn.source, reason, advice)
    for value, what in ((server.host, "host"), (server.alias, "alias")):
        if value.known and not value.text.strip():
            yield Problem("syntax", value.source, f"the {what} is empty", "write it")


def _repeated(servers: list[Server]) -> Iterator[Dead]:
    """Lines for one alias on one host and port: the server shows one certificate only."""
    seen: dict[tuple[str, str, str], Server] = {}
    for server in servers:
        parts = (server.alias, server.host, server.port, server.dn)
        if not all(each.known for each in parts):
            continue
        key = (server.alias.text, server.host.text.casefold(), server.port.text)
        first = seen.setdefault(key, server)
        if first is server:
            continue
        if first.dn.text == server.dn.text:
            says = "an earlier line says the same"
        else:
            says = (
                "an earlier line names another certificate for this server, and it shows only one"
            )
        yield Dead("duplicate", server.dn, says, first.dn.source)
