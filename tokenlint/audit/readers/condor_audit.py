"""HTCondor: the audit log of the schedd (`SCHEDD_AUDIT_LOG`), which a CE has, too.

    11/20/26 12:00:00 (cid:130) (D_AUDIT) Command=QMGMT_WRITE_CMD, peer=<192.0.2.7:37869>
    11/20/26 12:00:00 (cid:130) (D_AUDIT) AuthMethod=SCITOKENS, AuthId=https://issuer.example,sub,
        CondorId=vo@users.example
    11/20/26 12:00:00 (cid:130) (D_AUDIT) Submitting new job 2.0

The second event is one line. Sources: documentation of HTCondor-CE, "Verifying"; HTCondor,
`src/condor_schedd.V6/schedd.cpp` (`Command=`, `AuthMethod=`, `Authorization Denied`) and
`qmgmt_receivers.cpp` (`Submitting new job`). Lines of one connection share the `cid`.

A submission is an operation; what other commands did to which jobs the log does not say: `about`
is the command, in small letters. With the method SCITOKENS, the identity is issuer and subject.
The log tells neither the token's id nor its scopes. `SCHEDD_AUDIT_LOG` has to be set for a schedd.
Times are local, and the year has two digits where the site did not set `DEBUG_TIME_FORMAT`.
"""

import re
from typing import Final

import msgspec.structs

from tokenlint.audit.event import NO_TIME, Event, Unread
from tokenlint.audit.readers import clock
from tokenlint.audit.readers.bearer import named
from tokenlint.audit.readers.latest import Latest
from tokenlint.audit.readers.reader import ByLine, Circumstances, Told
from tokenlint.audit.readers.undated import twice_remark, zone_remark

_LINE: Final = re.compile(
    r"(?P<time>\d\d/\d\d/\d\d \d\d:\d\d:\d\d)(?:\.\d+)? (?:\(fd:\d+\) |\(pid:\d+\) )*"
    r"\(cid:(?P<cid>\d{1,20})\) (?:\(D_AUDIT\) )?(?P<said>.*)",
    re.ASCII,
)
_COMMAND: Final = re.compile(r"Command=(\w{1,64}), peer=(\S+)", re.ASCII)
_AUTH: Final = re.compile(r"AuthMethod=([\w,()]+), AuthId=(.*), CondorId=(\S+)")
_SUBMITTED: Final = re.compile(r"Submitting new job (\d+\.\d+)", re.ASCII)
_PEER: Final = re.compile(r"<(\[[^\]]+\]|[^:?>]+)")
_FAILED: Final = ("Authorization Denied", "Authentication Failed")
_NOBODY: Final = Event()


class CondorAudit(ByLine):
    """The reader of one audit log; connections join their lines."""

    name = "htcondor-audit"
    in_order = True

    def __init__(self, where: Circumstances) -> None:
        super().__init__(where)
        self._connections: Latest[Event] = Latest()

    @staticmethod
    def fits(text: str) -> bool:
        """Whether a line is of this format."""
        found = _LINE.fullmatch(text)
        return found is not None and "(D_AUDIT)" in text[:120]

    def line(self, text: str, number: int) -> Told:
        """What a line tells."""
        found = _LINE.fullmatch(text)
        if found is None:
            return Unread("syntax", "the line is not of an audit log of HTCondor", number)
        zone_remark(self)
        when = clock.patterned(found["time"], "%m/%d/%y %H:%M:%S", self.where.zone_or_utc)
        if when == NO_TIME:
            return Unread("time", "the time is none that can be used", number)
        twice_remark(self, when)
        told = self._event(found["cid"], found["said"])
        return told and msgspec.structs.replace(told, time=when, line=number)

    def _event(self, cid: str, said: str) -> Event | None:
        known = self._connections.get(cid, _NOBODY)
        if command := _COMMAND.fullmatch(said):
            peer = _PEER.match(command[2])
            client = named(peer[1].strip("[]")) if peer else ""
            start = Event(
                about=command[1].lower(), client=client, service=self.where.service, session=cid
            )
            self._connections.put(cid, start)
            return None
        if auth := _AUTH.fullmatch(said):
            known = msgspec.structs.replace(known, **_identity(*auth.groups()))
            self._connections.put(cid, known)
            about = known.about if known.about != "qmgmt_write_cmd" else "login"
            return msgspec.structs.replace(known, about=about)
        if submitted := _SUBMITTED.fullmatch(said):
            return msgspec.structs.replace(
                known, operation="submit", about="", allowed=True, session=submitted[1]
            )
        if said.startswith(_FAILED):
            return msgspec.structs.replace(known, allowed=False)
        return None


def _identity(method: str, identity: str, user: str) -> dict[str, str]:
    """Issuer and subject of a token stand in one word, with a comma between them."""
    if "SCITOKENS" in method and "," in identity:
        issuer, _, subject = identity.partition(",")
        return {"issuer": named(issuer), "subject": named(subject), "user": named(user)}
    return {"subject": named(identity), "user": named(user)}
