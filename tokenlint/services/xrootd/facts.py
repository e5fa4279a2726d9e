"""What the directives of one world say about authorization (XRootD 6.2.1).

Read in `XrdOfsConfig.cc`, `XrdOfsConfigPI.cc`, `XrdAccConfig.cc`, `XrdHttpProtocol.cc`,
`XrdSecProtocolztn.cc`, `XrdMacaroonsConfigure.cc` and `XrdConfig.cc`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tokenlint.services.acceptance import Dead
from tokenlint.services.value import Value
from tokenlint.services.xrootd.authlibs import base_libraries, eos_libraries, library
from tokenlint.services.xrootd.config import AuthLib
from tokenlint.services.xrootd.stream import Line
from tokenlint.source import Source

_OFF = frozenset({"0", "no", "false", "off", "none", "disable", "disabled"})
_READ_ONLY = frozenset({"r/o", "readonly", "forcero", "notwritable"})


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it was written, in the words that matter, with its place."""

    text: str
    source: Source
    known: bool = True


@dataclass
class Facts:
    """The state after the last line; every directive replaces or adds as XRootD does it."""

    authorize: Source | None = None
    base: tuple[AuthLib, ...] = ()
    pushed: list[AuthLib] = field(default_factory=list)
    authdb: Value | None = None
    header2cgi: Written | None = None
    http: bool = False
    seclib: bool = False
    ztn: Source | None = None
    protocols: list[str] = field(default_factory=list)
    bindings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    expiry: Written | None = None
    tokenlib: Written | None = None
    tls: Source | None = None
    tlsca: Written | None = None
    tls_required: Written | None = None
    exports: list[Value] = field(default_factory=list)
    read_only: list[Value] = field(default_factory=list)
    maxduration: Written | None = None
    macaroons_onmissing: Written | None = None
    secretkey: Source | None = None
    role: str = ""
    eos: bool = False
    dead: list[Dead] = field(default_factory=list)

    @property
    def libraries(self) -> tuple[AuthLib, ...]:
        """Outermost first: the library pushed last is asked first, the one without `++` last."""
        return (*reversed(self.pushed), *self.base)


def facts_of(directives: list[Line]) -> Facts:
    """What the directives say together."""
    facts = Facts()
    for line in directives:
        if line.first.startswith(("mgmofs.", "fstofs.")):
            facts.eos = True
        read = _READERS.get(line.first)
        if read is not None:
            read(facts, line)
    return facts


MAIN = frozenset(
    {"all.export", "all.role", "oss.localroot", "xrd.protocol", "xrd.port", "all.adminpath"}
    | {"xrootd.export", "xrootd.fslib"}
)
"""Directives that stand in the main file of a server, not in an addition to one."""


def _written(line: Line, start: int = 1) -> Written:
    words = line.words[start:]
    place = words[0].source if words else line.source
    known = all(word.known for word in words)
    return Written(" ".join(word.text for word in words), place, known)


def _authorize(facts: Facts, line: Line) -> None:
    facts.authorize = line.source
    if len(line.words) > 1 and line.words[1].text.lower() in _OFF:
        says = "`ofs.authorize` takes no value; authorization is on, whatever stands behind it"
        facts.dead.append(Dead("ignored-value", line.words[1], says))


def _eos_authorize(facts: Facts, line: Line) -> None:
    off = len(line.words) > 1 and line.words[1].text.lower() in _OFF
    facts.authorize = None if off else line.source


def _authlib(facts: Facts, line: Line) -> None:
    words = line.words[1:]
    if words and words[0].text == "[++]":  # the syntax, as documents show it
        return
    if words and words[0].text == "++":
        if len(words) > 1:
            facts.pushed.append(library(words[1:], chained=True))
        return
    if not words:
        return
    if facts.base:
        says = "an `ofs.authlib` without `++` below replaces this library"
        before = Value(facts.base[0].name, facts.base[0].source)
        facts.dead.append(Dead("shadowed", before, says, line.source))
    facts.base = base_libraries(words)


def _macaroonslib(facts: Facts, line: Line) -> None:
    facts.pushed += reversed(eos_libraries(line.words))


def _authdb(facts: Facts, line: Line) -> None:
    if len(line.words) == 1:
        return
    if facts.authdb is not None:
        says = "`acc.authdb` is written again below, and the last one counts"
        facts.dead.append(Dead("shadowed", facts.authdb, says, line.source))
    facts.authdb = line.words[1]


def _header2cgi(facts: Facts, line: Line) -> None:
    words = [word.text for word in line.words[1:]]
    if len(words) == 1 or not words:
        return
    header, name = (word.strip("'\"-_:") for word in words[:2])
    if header.lower() == "authorization" and name == "authz":
        facts.header2cgi = _written(line)


def _protocol(facts: Facts, line: Line) -> None:
    name = line.words[1].text.partition(":")[0].lower() if len(line.words) > 1 else ""
    rest = " ".join(word.text for word in line.words[2:]).lower()
    facts.http = facts.http or name in {"http", "https", "xrdhttp"} or "xrdhttp" in rest


def _sec_protocol(facts: Facts, line: Line) -> None:
    words = list(line.words[1:])
    if words and words[0].text.startswith("/"):
        del words[0]
    if not words:
        return
    facts.protocols.append(words[0].text)
    if words[0].text == "ztn":
        facts.ztn = words[0].source
        _ztn_options(facts, words[1:])


def _sec_protbind(facts: Facts, line: Line) -> None:
    words = [word.text for word in line.words[1:]]
    if len(words) > 1:
        facts.bindings[words[0]] = tuple(word for word in words[1:] if word != "only")


def _sec_protparm(facts: Facts, line: Line) -> None:
    if len(line.words) > 1 and line.words[1].text == "ztn":
        _ztn_options(facts, list(line.words[2:]))


def _ztn_options(facts: Facts, words: list[Value]) -> None:
    for option, value in pairwise(words):
        if option.text == "-expiry":
            facts.expiry = Written(value.text, value.source, value.known)
        elif option.text == "-tokenlib":
            facts.tokenlib = Written(value.text, value.source, value.known)


def _export(facts: Facts, line: Line) -> None:
    if len(line.words) == 1:
        return
    options = {word.text for word in line.words[2:]}
    kept = facts.read_only if options & _READ_ONLY else facts.exports
    kept.append(line.words[1])


def _seclib(facts: Facts, _: Line) -> None:
    facts.seclib = True


def _tls(facts: Facts, line: Line) -> None:
    facts.tls = line.source


def _tlsca(facts: Facts, line: Line) -> None:
    facts.tlsca = _written(line)


def _required(facts: Facts, line: Line) -> None:
    facts.tls_required = _written(line)


def _maxduration(facts: Facts, line: Line) -> None:
    facts.maxduration = _written(line)


def _macaroons_onmissing(facts: Facts, line: Line) -> None:
    facts.macaroons_onmissing = _written(line)


def _secretkey(facts: Facts, line: Line) -> None:
    facts.secretkey = line.source


def _role(facts: Facts, line: Line) -> None:
    facts.role = line.words[1].text if len(line.words) > 1 else ""


_READERS: dict[str, Callable[[Facts, Line], None]] = {
    "ofs.authorize": _authorize,
    "ofs.authlib": _authlib,
    "mgmofs.authorize": _eos_authorize,
    "mgmofs.macaroonslib": _macaroonslib,
    "acc.authdb": _authdb,
    "http.header2cgi": _header2cgi,
    "xrd.protocol": _protocol,
    "sec.protocol": _sec_protocol,
    "sec.protparm": _sec_protparm,
    "sec.protbind": _sec_protbind,
    "all.export": _export,
    "xrootd.export": _export,
    "all.role": _role,
    "xrootd.seclib": _seclib,
    "xrd.tls": _tls,
    "http.cert": _tls,
    "xrd.tlsca": _tlsca,
    "xrootd.tls": _required,
    "macaroons.maxduration": _maxduration,
    "macaroons.onmissing": _macaroons_onmissing,
    "macaroons.secretkey": _secretkey,
}
