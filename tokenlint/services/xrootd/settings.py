"""The settings of an XRootD server that matter for security, with what holds where unwritten.

Names and values:

* `onmissing`: passthrough (default), allow, deny.
* `authorization_strategy`, for each issuer: words of capability, group, mapping
  (default all three); `none` where XRootD knows none of the words.
* `map_subject`, for each issuer: true, false (default).
* `ofs.authorize`: yes, no (default).
* `ofs.authlib`: the libraries as written, outermost first; `none`.
* `acc.authdb`: the path; `none` where it is not written.
* `http.header2cgi`: `authz`, `authz strip-on-redirect`, `none` (tokens of HTTP are not seen).
* `sec.protocol ztn -expiry`: what holds, not what is written: required (default), ignore,
  optional. XRootD 5.0 to 6.2.1 compare the word the wrong way round, so that every written
  value but `ignore` stands for ignore, and `ignore` for optional (`XrdSecProtocolztn.cc`).
* `sec.protocol ztn -tokenlib`: libXrdAccSciTokens.so (default), none, another library.
* `xrd.tlsca`: noverify, verify, `none`.
* `xrootd.tls`: the words as written; `none` (default).
* `macaroons.maxduration`: seconds (default 86400; 0 and less is unlimited).
* `macaroons.onmissing`: passthrough (default), allow, deny.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tokenlint.services.acceptance import Setting
from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.facts import Facts, Written
from tokenlint.services.xrootd.parts import Parts
from tokenlint.services.xrootd.scitokens_cfg import ScitokensFile
from tokenlint.services.xrootd.server_cfg import ServerFile
from tokenlint.services.xrootd.strategies import strategies_of
from tokenlint.source import Source

DAY = 86400  # seconds; the default of macaroons.maxduration
_NUMBER = re.compile(r"[+-]?\d{1,18}")
_MANAGERS = ("manager", "supervisor", "meta")


def settings(parts: Parts) -> tuple[Setting, ...]:
    """All settings of the files that are there."""
    found: list[Setting] = []
    if parts.scitokens is not None:
        found += _of_scitokens(parts.scitokens)
    if parts.server is not None:
        open_directives = parts.server.value.open_directives
        for setting in _of_server(parts.server):
            left_open = setting.name.split(" ")[0] in open_directives
            found.append(_unknown(setting) if left_open else setting)
    return tuple(found)


def _unknown(setting: Setting) -> Setting:
    return replace(setting, value="", known=False, seconds=None)


def _of_scitokens(file: ScitokensFile) -> Iterator[Setting]:
    value = file.value
    yield Setting(
        "onmissing",
        value.onmissing,
        value.onmissing_source,
        written=value.onmissing_written,
        known=bool(value.onmissing),
    )
    for section, map_subject in zip(value.issuers, file.map_subject, strict=True):
        yield _strategy(section)
        known = "map_subject" not in section.open_keys
        yield Setting(
            "map_subject",
            f"{section.map_subject}".lower() if known else "",
            map_subject.source if map_subject else section.source,
            written=map_subject is not None,
            known=known,
        )


def _strategy(section: IssuerSection) -> Setting:
    known = "authorization_strategy" not in section.open_keys
    words = " ".join(strategies_of(section)) or "none"
    return Setting(
        "authorization_strategy",
        words if known else "",
        section.strategies_source or section.source,
        written=section.strategies_source is not None,
        known=known,
    )


def _of_server(file: ServerFile) -> Iterator[Setting]:
    facts, server = file.facts, file.value
    yield _authorize(file)
    libraries = " ".join(f"{'++ ' * each.chained}{each.name}" for each in server.libraries)
    library = server.libraries[0].source if server.libraries else server.source
    yield _plain(file, "ofs.authlib", libraries, library, written=bool(libraries))
    authdb = facts.authdb
    place = authdb.source if authdb else server.source
    path = authdb.text if authdb and authdb.known else ""
    yield _plain(file, "acc.authdb", path, place, written=authdb is not None)
    header = facts.header2cgi
    text = header.text.partition(" ")[2] if header else ""
    yield _plain(
        file,
        "http.header2cgi",
        text,
        header.source if header else server.source,
        written=header is not None,
    )
    yield from _of_tls(file, facts)
    if facts.ztn is not None:
        yield from _of_ztn(facts, facts.ztn)
    if server.macaroons or facts.maxduration or facts.secretkey:
        yield from _of_macaroons(file, facts)


def _authorize(file: ServerFile) -> Setting:
    """`ofs.authorize`; a redirector holds no files, so that nothing is to be said about it."""
    server = file.value
    redirector = server.authorize is False and file.facts.role.startswith(_MANAGERS)
    known = server.authorize is not None and not redirector
    text = "yes" if server.authorize else "no"
    return Setting(
        "ofs.authorize",
        text if known else "",
        server.authorize_source,
        written=bool(server.authorize),
        known=known,
    )


def _plain(file: ServerFile, name: str, text: str, place: Source, *, written: bool) -> Setting:
    known = name not in file.value.open_directives
    return Setting(name, (text or "none") if known else "", place, written=written, known=known)


def _of_tls(file: ServerFile, facts: Facts) -> Iterator[Setting]:
    place = file.value.source
    for name, written in (("xrd.tlsca", facts.tlsca), ("xrootd.tls", facts.tls_required)):
        if written is None:
            text = "" if file.partial else "none"
            yield Setting(name, text, place, written=False, known=not file.partial)
            continue
        text = written.text
        if name == "xrd.tlsca":
            text = "noverify" if text.split(" ")[0] == "noverify" else "verify"
        yield Setting(name, text if written.known else "", written.source, known=written.known)


def _of_ztn(facts: Facts, place: Source) -> Iterator[Setting]:
    expiry = facts.expiry
    holds = "required"
    if expiry is not None:
        holds = "optional" if expiry.text == "ignore" else "ignore"
    yield _option("sec.protocol ztn -expiry", holds, expiry, place)
    library = facts.tokenlib.text if facts.tokenlib else "libXrdAccSciTokens.so"
    yield _option("sec.protocol ztn -tokenlib", library, facts.tokenlib, place)


def _option(name: str, holds: str, written: Written | None, place: Source) -> Setting:
    if written is None:
        return Setting(name, holds, place, written=False)
    return Setting(name, holds if written.known else "", written.source, known=written.known)


def _of_macaroons(file: ServerFile, facts: Facts) -> Iterator[Setting]:
    yield _maxduration(file, facts.maxduration)
    written = facts.macaroons_onmissing
    name = "macaroons.onmissing"
    if written is None:
        holds = "" if file.partial else "passthrough"
        place = file.value.source
        yield Setting(name, holds, place, written=False, known=not file.partial)
    else:
        yield _option(name, written.text.lower(), written, written.source)


def _maxduration(file: ServerFile, written: Written | None) -> Setting:
    name = "macaroons.maxduration"
    if written is None:
        known = not file.partial
        seconds = DAY if known else None
        text = f"{DAY}" if known else ""
        return Setting(name, text, file.value.source, written=False, known=known, seconds=seconds)
    number = _NUMBER.match(written.text)
    if not written.known or number is None:
        return Setting(name, "", written.source, known=False)
    seconds = int(number[0])
    if seconds <= 0:
        return Setting(name, "unlimited", written.source)
    return Setting(name, f"{seconds}", written.source, seconds=seconds)
