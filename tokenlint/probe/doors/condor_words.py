"""What `condor_ping -verbose` prints, read into a claim.

Source: `condor_tools/ping.cpp` of HTCondor (read at 98a4c831): where a session came about, lines
`Authenticated using:`, `Remote Version:` and `Authorized: TRUE` or `FALSE`; where none did,
`LEVEL failed!` and the stack of errors as `SUBSYSTEM:CODE:words`.
SECMAN:2010 is a refusal after authentication, AUTHENTICATE:* one of the authentication itself,
CEDAR:6001 no connection; `couldn't locate` means that the collector does not know the schedd,
or does not answer.
"""

import re
from dataclasses import dataclass

from tokenlint.probe.demand import Said

_AUTHORIZED = re.compile(r"^Authorized:\s+(TRUE|FALSE)\s*$", re.MULTILINE)
_VERSION = re.compile(r"^Remote Version:.*?\$CondorVersion:\s+(\d+(?:\.\d+){1,3})", re.MULTILINE)
_METHOD = re.compile(r"^Authenticated using:\s+(\w{1,20})\s*$", re.MULTILINE)
_NO_METHOD = re.compile(r"^Authentication:\s+none\s*$", re.MULTILINE)
_FAILED = re.compile(r"^\w+ failed!\s*$", re.MULTILINE)
_CERTIFICATE = re.compile(r"certificate verif|CERTIFICATE_VERIFY|self.signed", re.IGNORECASE)
_SURE = (
    (re.compile(r"SECMAN:2010|Received \"DENIED\""), "denied"),
    (re.compile(r"AUTHENTICATE:\d+"), "not-authenticated"),
)
_UNREACHED = (
    (re.compile(r"couldn't locate|Can't find address"), "unresolved", "{} knows no such schedd"),
    (re.compile(r"CEDAR:6001|[Cc]onnection refused"), "refused", "nothing listens at {}"),
    (_CERTIFICATE, "certificate", "the certificate of {} is not accepted"),
)
_BROKEN = re.compile(r"SECMAN:2007|CEDAR:")


@dataclass(frozen=True, slots=True)
class Words:
    """What the tool said: a claim as in `probe.demand.Answer`, `method` and `version` if told."""

    said: Said = Said.NOTHING
    status: str = ""
    why: str = ""
    method: str = ""
    version: str = ""
    advice: str = ""


def read_words(text: str, where: str) -> Words:
    """Read what the tool printed about one level; `where` is the CE, for people."""
    decided = _AUTHORIZED.search(text)
    if decided:
        yes = decided[1] == "TRUE"
        version, method = _VERSION.search(text), _METHOD.search(text)
        named = method[1] if method else ("none" if _NO_METHOD.search(text) else "")
        said, status = (Said.YES, "allowed") if yes else (Said.NO, "denied")
        return Words(said, status, method=named, version=version[1] if version else "")
    for pattern, status, why in _UNREACHED:
        if pattern.search(text):
            return Words(status=status, why=why.format(where), advice="run condor_ping by hand")
    if _FAILED.search(text):
        for sure, status in _SURE:
            if sure.search(text):
                return Words(Said.NO, status)
        if _BROKEN.search(text):
            return Words(status="closed", why=f"{where} ends the connection before its answer")
    return Words(status="garbage", why="condor_ping prints what cannot be read as its answer")
