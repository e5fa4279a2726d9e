"""The ways to a server: the login over root, and the header of HTTP.

A client logs in by one of the protocols of `sec.protocol`. With ztn it needs a token: the login
compares the signature, issuer and times of it by the file of the SciTokens plug-in, and lets
nobody in where the server has not loaded that (`XrdSecProtocolztn.cc`, 5.4.3 to 6.2.1).
HTTP never insists on a certificate: it asks for one without `SSL_VERIFY_FAIL_IF_NO_PEER_CERT`.
"""

from collections.abc import Sequence

from tokenlint.services.acceptance import State
from tokenlint.services.decision import Decision
from tokenlint.services.xrootd.config import Server
from tokenlint.services.xrootd.model.reading import Reading
from tokenlint.services.xrootd.model.verdicts import any_of, denied, either
from tokenlint.services.xrootd.model.versions import Change, Release

_PLUGIN = "whether the plug-in that the login by ztn goes by is loaded"
_TOKEN = "whether the login accepts the token"
_HOST = "the host of the client"
_LOGIN = "how a client must log in"
_OPENING = frozenset({"sec.protocol", "sec.protbind", "xrootd.seclib"})


def after_login(
    server: Server | None, readings: tuple[Reading, ...], decision: Decision, *, token: bool
) -> Decision:
    """A decision over root, for a client that must log in first; `token`: it has one at all."""
    if server is None:
        return decision
    if _OPENING.intersection(server.open_directives):
        return either(decision, denied(server.source, "lets clients log in"), _LOGIN)
    if not server.logins:
        return decision
    found = _by_any(server, readings, decision, token=token)
    return either(decision, found, _HOST) if server.free_hosts else found


def _by_any(
    server: Server, readings: tuple[Reading, ...], decision: Decision, *, token: bool
) -> Decision:
    """By the best of the protocols; what a client has beside its token is not known."""
    refused = denied(server.source, f"lets nobody in without a login by {_words(server.logins)}")
    by_token = refused
    if "ztn" in server.logins:
        by_token = _by_ztn(server, readings, decision, token=token)
    others = [each for each in server.logins if each != "ztn"]
    if not others:
        return by_token
    return any_of((by_token, either(decision, refused, f"a login by {_words(others)}")))


def _by_ztn(
    server: Server, readings: tuple[Reading, ...], decision: Decision, *, token: bool
) -> Decision:
    refused = denied(server.source, "lets nobody log in by ztn without a valid token")
    if not token:
        return refused
    if not server.ztn_checks:
        return decision
    loaded = plugin_loaded(server)
    if loaded is State.NO:
        says = "lets nobody log in by ztn, as the SciTokens plug-in that it needs is not loaded"
        return denied(server.source, says)
    if loaded is State.UNKNOWN:
        return either(decision, refused, _PLUGIN)
    if all(each.login for each in readings):
        return decision
    known = not any(each.login for each in readings)
    return refused if known else either(decision, refused, _TOKEN)


def plugin_loaded(server: Server) -> State:
    """Whether the server loads the SciTokens plug-in that ztn goes by, as an access control."""
    if server.authorize is False and not server.eos:
        return State.NO
    names = [library.name.lower() for library in server.libraries]
    if "scitokens" not in server.ztn_library.lower():
        return State.UNKNOWN
    if any("scitokens" in name for name in names):
        return State.YES
    others = any("macaroon" not in name for name in names)  # may load it on their own
    unknown = server.eos or others or "ofs.authlib" in server.open_directives
    return State.UNKNOWN if unknown or server.authorize is None else State.NO


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


def _words(names: Sequence[str]) -> str:
    return " or ".join(names)
