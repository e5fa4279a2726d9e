"""Whether a release starts with the files of a server at all."""

from tokenlint.services.decision import Decision
from tokenlint.services.xrootd.config import Authdb, Configuration, Server
from tokenlint.services.xrootd.model.verdicts import denied
from tokenlint.services.xrootd.model.versions import Change, Release


def not_started(configuration: Configuration, release: Release) -> Decision | None:
    """The denial of a server that does not start; None for one that does."""
    tokens, server, authdb = configuration.scitokens, configuration.server, configuration.authdb
    asked = server is None or server.eos or server.authorize is not False
    if tokens is not None and tokens.refused and asked:
        return denied(tokens.source, f"XRootD does not start: {tokens.refused}")
    if server is not None and not release.has(Change.LOGIN_UNCHECKED) and _unchecked(server):
        says = "XRootD does not start: releases before 5.6.0 do not know `-tokenlib none`"
        return denied(server.source, says)
    if authdb is not None and asked and not release.has(Change.PLAIN_SELECTORS):
        return _plain_selector(authdb)
    return None


def _unchecked(server: Server) -> bool:
    return "ztn" in server.logins and not server.ztn_checks


def _plain_selector(authdb: Authdb) -> Decision | None:
    """The denial for a selector of a compound id that is not written with a colon."""
    for entry in authdb.entries:
        if entry.plain_selectors:
            says = (
                "XRootD does not start: releases before 5.6.2 know the selectors"
                " of a compound id with a colon only (`u:`)"
            )
            return denied(entry.source, says)
    return None
