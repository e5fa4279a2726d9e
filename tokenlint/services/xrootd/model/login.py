"""The ways to a server: the login over root, and the header of HTTP.

With ztn a client needs a token before it may ask for anything. The login compares the signature,
issuer and times of it, by the file of the SciTokens plug-in where that is loaded
(`XrdSecProtocolztn.cc`).
"""

from tokenlint.services.decision import Decision
from tokenlint.services.xrootd.config import Server
from tokenlint.services.xrootd.model.reading import Reading
from tokenlint.services.xrootd.model.verdicts import denied, either
from tokenlint.services.xrootd.model.versions import Change, Release

_FILE = "the issuers in /etc/xrootd/scitokens.cfg, which the login by ztn goes by"
_TOKEN = "whether the login accepts the token"


def after_login(
    server: Server | None, readings: tuple[Reading, ...], decision: Decision, *, token: bool
) -> Decision:
    """A decision over root, for a client that must log in first; `token`: it has one at all."""
    if server is None or not server.ztn or (token and not server.ztn_checks):
        return decision
    refused = denied(server.source, "lets nobody log in by ztn without a valid token")
    if not token:
        return refused
    if not _loads_plugin(server):
        return either(decision, refused, _FILE)
    if all(each.login for each in readings):
        return decision
    known = not any(each.login for each in readings)
    return refused if known else either(decision, refused, _TOKEN)


def name_of_login(server: Server | None, subject: str | None) -> str:
    """The name that a login gives a client, empty for none; without a server's file by ztn."""
    named = server is None or (server.ztn and server.ztn_checks)
    return subject if named and subject is not None else ""


def hears_header(server: Server | None, release: Release) -> bool:
    """Whether the header of an HTTP request reaches the access control."""
    if server is None or "http.header2cgi" in server.open_directives:
        return True
    plain = server.header == "Authorization"
    return server.header2cgi and (plain or release.has(Change.ANY_SPELLING_OF_HEADER))


def _loads_plugin(server: Server) -> bool:
    """Whether the SciTokens plug-in is loaded, so that ztn goes by its file."""
    loaded = any("scitokens" in library.name.lower() for library in server.libraries)
    return loaded and server.authorize is not False
