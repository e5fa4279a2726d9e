"""`xrootd*.cfg` with its `config.d`: what a server's configuration says about authorization.

Every world (see `conditions`) has its own facts. Where they agree they hold;
where they do not, the value is open, and named in `Server.open_directives`.
"""

from dataclasses import dataclass, replace
from typing import Any

from tokenlint.services.acceptance import Absent, Dead
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.services.xrootd.conditions import worlds
from tokenlint.services.xrootd.config import AuthLib, Server
from tokenlint.services.xrootd.continued import ServerLines
from tokenlint.services.xrootd.directives import Walk, walk
from tokenlint.services.xrootd.facts import MAIN, Facts, Written, facts_of
from tokenlint.services.xrootd.links import in_prose
from tokenlint.services.xrootd.logins import frees_some_hosts, logins_of
from tokenlint.source import Problem, Source

STOPS = "XRootD does not start with this configuration: "


@dataclass(frozen=True, slots=True)
class ServerFile:
    """A server's configuration over all its files.

    `facts` are those of one world, with unknown values where worlds differ;
    `partial` tells that a part of it is not among the files, so that an absent directive is open.
    """

    texts: tuple[Text, ...]
    value: Server
    facts: Facts
    partial: bool
    dead: tuple[Dead, ...]
    problems: tuple[Problem, ...]
    absent: tuple[Absent, ...] = ()


def read_server(configuration: ServerLines) -> ServerFile:
    """Read the lines of a server; never raises."""
    main = configuration.texts[0]
    partial = in_prose(main) or not _is_whole(configuration)
    walks = [
        walk(configuration.lines, world)
        for world in worlds(configuration.lines, complete=not partial)
    ]
    facts = [facts_of(each.directives) for each in walks]
    open_directives = {line.first for each in walks for line in each.directives if line.optional}
    merged = _merged(facts, open_directives)
    server = _server(main, merged, open_directives, partial=partial)
    dead = (*configuration.dead, *_common(facts), *_not_loaded(merged, server))
    problems = (*configuration.problems, *_problems(walks))
    absent = tuple(configuration.absent)
    texts = tuple(configuration.texts)
    return ServerFile(texts, server, merged, partial, dead, problems, absent)


def _is_whole(configuration: ServerLines) -> bool:
    """Whether the lines are all those of a server, not an addition in a `config.d`."""
    if configuration.missing or configuration.texts[0].folder.endswith(".d"):
        return False
    if any(not line.words[0].known for line in configuration.lines):
        return False  # a template brings in lines
    return any(line.first in MAIN for line in configuration.lines)


_AGREED = {
    "authorize": "ofs.authorize",
    "authdb": "acc.authdb",
    "header2cgi": "http.header2cgi",
    "http": "xrd.protocol",
    "seclib": "xrootd.seclib",
    "ztn": "sec.protocol",
    "protocols": "sec.protocol",
    "bindings": "sec.protbind",
    "expiry": "sec.protocol",
    "tokenlib": "sec.protocol",
    "tls": "xrd.tls",
    "tlsca": "xrd.tlsca",
    "tls_required": "xrootd.tls",
    "exports": "all.export",
    "read_only": "all.export",
    "role": "all.role",
    "maxduration": "macaroons.maxduration",
    "macaroons_onmissing": "macaroons.onmissing",
    "secretkey": "macaroons.secretkey",
}
"""Facts and the directives that they come from."""


def _merged(facts: list[Facts], open_directives: set[str]) -> Facts:
    """One set of facts: what all worlds agree on, and a guess, marked open, for the rest."""
    merged: dict[str, Any] = {}
    for name, directive in _AGREED.items():
        values = [getattr(each, name) for each in facts]
        if any(_said(value) != _said(values[0]) for value in values):
            open_directives.add(directive)
        merged[name] = next((value for value in values if value), values[0])
    base = next((each for each in facts if each.libraries), facts[0])
    return replace(base, **merged, base=_libraries(facts, open_directives), pushed=[])


def _said(value: object) -> object:
    """What counts of a value; for a mere place, that there is one."""
    if isinstance(value, Source):
        return True
    return value.text if isinstance(value, (Written, Value)) else value


def _libraries(facts: list[Facts], open_directives: set[str]) -> tuple[AuthLib, ...]:
    """The libraries; where only the file of one differs, the libraries are known all the same."""
    candidates = [each.libraries for each in facts]
    chosen = max(candidates, key=len)
    names = [[(library.name, library.chained) for library in each] for each in candidates]
    if any(each != names[0] for each in names):
        open_directives.add("ofs.authlib")
        return chosen
    return tuple(_with_open_file(place, candidates) for place in range(len(chosen)))


def _with_open_file(place: int, candidates: list[tuple[AuthLib, ...]]) -> AuthLib:
    library = candidates[0][place]
    files = {f"{each[place].config}" for each in candidates}
    if len(files) == 1 or library.config is None:
        return library
    return replace(library, config=replace(library.config, known=False))


def _server(main: Text, facts: Facts, open_directives: set[str], *, partial: bool) -> Server:
    place = main.whole
    if partial:
        open_directives |= _absent(facts)
    return Server(
        source=place,
        authorize=None if "ofs.authorize" in open_directives else facts.authorize is not None,
        authorize_source=facts.authorize or place,
        libraries=facts.libraries,
        authdb=None if "acc.authdb" in open_directives else facts.authdb,
        header2cgi=facts.header2cgi is not None,
        http=facts.http,
        ztn=facts.ztn is not None and facts.seclib and "ztn" in facts.bindings.get("*", ("ztn",)),
        tls=facts.tls is not None,
        exports=(*facts.exports, *facts.read_only),
        read_only=tuple(facts.read_only),
        header=facts.header2cgi.text.split()[0] if facts.header2cgi else "Authorization",
        ztn_checks=facts.tokenlib is None or facts.tokenlib.text != "none",
        ztn_library=facts.tokenlib.text if facts.tokenlib else "libXrdAccSciTokens.so",
        logins=logins_of(facts.protocols, facts.bindings) if facts.seclib else (),
        free_hosts=facts.seclib and frees_some_hosts(facts.bindings),
        macaroons_onmissing=_macaroons_onmissing(facts),
        macaroons=any("Macaroons" in library.name for library in facts.libraries),
        eos=facts.eos,
        open_directives=tuple(sorted(open_directives)),
    )


def _macaroons_onmissing(facts: Facts) -> str:
    """What holds for a token that is no macaroon; empty where a placeholder stands."""
    written = facts.macaroons_onmissing
    if written is None:
        return "passthrough"
    return written.text if written.known else ""


def _absent(facts: Facts) -> set[str]:
    """What is not written in a part of a configuration, and may be in another one."""
    written = {
        "ofs.authorize": facts.authorize,
        "ofs.authlib": facts.libraries,
        "acc.authdb": facts.authdb,
        "http.header2cgi": facts.header2cgi,
        "xrd.protocol": facts.http,
        "sec.protocol": facts.ztn,
        "xrootd.seclib": facts.seclib,
        "xrd.tls": facts.tls,
        "all.export": facts.exports or facts.read_only,
    }
    return {name for name, value in written.items() if not value}


def _common(facts: list[Facts]) -> list[Dead]:
    """The lines that have no effect in any world."""
    return [dead for dead in facts[0].dead if all(dead in each.dead for each in facts)]


def _not_loaded(facts: Facts, server: Server) -> list[Dead]:
    """Libraries and databases that nothing asks."""
    found: list[Dead] = []
    if server.authorize is False:
        found += [
            Dead(
                "not-loaded",
                Value(library.name, library.source),
                "without `ofs.authorize` XRootD asks no authorization library",
            )
            for library in facts.libraries
        ]
    last = facts.libraries[-1] if facts.libraries else None
    if facts.authdb and last and not last.chained and server.authorize and not server.eos:
        says = f"{last.name} is loaded without `++`, so that it asks no authorization database"
        if not {"ofs.authlib", "acc.authdb"} & set(server.open_directives):
            found.append(Dead("not-loaded", facts.authdb, says, last.source))
    return found


def _problems(walks: list[Walk]) -> tuple[Problem, ...]:
    """Mistakes that are there in every world."""
    first = walks[0].mistakes
    certain = [each for each in first if all(each in other.mistakes for other in walks)]
    return tuple(
        Problem("syntax", each.source, f"{STOPS}{each.reason}", "Mend the condition.")
        for each in certain
    )
