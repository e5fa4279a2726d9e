"""What the XRootD client says about a request that did not succeed.

Numbers are those of the protocol (XProtocol.hh, `XErrorCode`); words those of XrdCl, versions 5.
"""

import re

from tokenlint.probe.demand import Said

NAMES = {
    "3000": "invalid argument",
    "3001": "missing argument",
    "3002": "argument too long",
    "3003": "file is locked",
    "3004": "file is not open",
    "3005": "file system error",
    "3006": "invalid request",
    "3007": "input or output error",
    "3008": "no memory",
    "3009": "no space",
    "3010": "not authorized",
    "3011": "not found",
    "3012": "server error",
    "3013": "unsupported",
    "3014": "no server",
    "3015": "not a file",
    "3016": "is a directory",
    "3017": "cancelled",
    "3018": "it exists",
    "3019": "checksum error",
    "3020": "in progress",
    "3021": "over quota",
    "3022": "signature error",
    "3023": "decryption error",
    "3024": "overloaded",
    "3025": "file system is read only",
    "3026": "bad payload",
    "3027": "attribute not found",
    "3028": "TLS required",
    "3029": "no replicas",
    "3030": "authentication failed",
    "3031": "impossible",
    "3032": "conflict",
    "3033": "too many errors",
    "3034": "request timed out",
    "3035": "timer expired",
}
NOT_FOUND = "3011"
IS_DIRECTORY = "3016"
_RESPONSE = re.compile(r"error: \[(3\d{3})\]")
_LOGIN = "Auth failed"
_WORDS = (
    ("TLS error", "certificate", "shows no certificate that is accepted, or speaks no TLS"),
    ("Invalid address", "unresolved", "has no address that is known"),
    ("edirect limit", "redirect", "redirects to another server, where its token must not go"),
    ("expired", "timeout", "does not answer in time"),
    ("imeout", "timeout", "does not answer in time"),
    ("imed out", "timeout", "does not answer in time"),
    ("Connection error", "refused", "cannot be reached"),
    ("Connection refused", "refused", "cannot be reached"),
    ("Socket", "closed", "ends the connection before its answer is complete"),
    ("Stream", "closed", "ends the connection before its answer is complete"),
    ("file exists", "exists", "was not asked, since the client itself refuses to overwrite"),
)


def told_by(words: str) -> tuple[Said, str, str]:
    """What an unsuccessful request comes to: said, status, and why where it is no answer.

    A login that the service refuses is a refusal of the token: `auth`.
    """
    found = _RESPONSE.search(words)
    if found:
        return Said.NO, found[1], ""
    if _LOGIN in words:
        return Said.NO, "auth", ""
    for mark, status, why in _WORDS:
        if mark in words:
            return Said.NOTHING, status, why
    return Said.NOTHING, "garbage", "answers with what its client cannot read"
