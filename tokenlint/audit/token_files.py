"""Token facts from files: records of `tokenlint scan --records`, decoded claims, logs of issuers.

The former are JSON lines, and audit events of INDIGO IAM are JSON inside the lines of its log;
all may be packed as inputs of a scan. A line that is none of these is counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from tokenlint.audit.facts import EVER, Facts, Rights, of_claims, start_of
from tokenlint.audit.readers.iam import claims_told
from tokenlint.capture.chunks import read_chunks
from tokenlint.capture.folders import Input, PassedOver, find_inputs
from tokenlint.capture.location import is_url
from tokenlint.capture.opening import open_input
from tokenlint.capture.remote_folders import find_remote
from tokenlint.capture.wrapped import Kind
from tokenlint.credentials.times import read_times
from tokenlint.credentials.token import Form, Profile
from tokenlint.scan.rows import RECORD
from tokenlint.source import Problem, Source

MOST_TOKENS: Final = 200_000
_CLAIMS: Final = frozenset({"iss", "sub", "jti", "exp", "scope", "aud", "scp"})
_PROFILES: Final = frozenset(profile.value for profile in Profile)
_MORE: Final = ("(and ", "…")
_PROSE: Final = "prose"
"""Lines of no JSON: of an issuer's log they are about something else."""
_TOKENS: Final = frozenset({Kind.JWT.value, Kind.JWE.value})


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of all files, equal ones once, and what could not be used."""

    facts: tuple[Facts, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int = 0


class _Record(msgspec.Struct, frozen=True):
    """What is needed of a line of `tokenlint.record/1`."""

    kind: str = ""
    form: str = ""
    fingerprint: str = ""
    token_id: str = ""
    subject: str = ""
    client: str = ""
    issuer: str = ""
    profile: str = ""
    scope: tuple[str, ...] | None = None
    audiences: tuple[str, ...] = ()
    anywhere: bool | None = None
    issued: datetime | None = None
    not_before: datetime | None = None
    expiry: datetime | None = None


class _Refused(ValueError):
    """Why a line cannot be used: a word under which such lines are counted, and a sentence."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason


_decode = msgspec.json.Decoder(dict[str, Any]).decode


def facts_of_line(line: bytes) -> Facts:
    """The facts in one line. Raises ValueError for a line that tells of no token."""
    try:
        data = _decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _of_event(line)
    if data.get("schema") == RECORD:
        return _of_record(data)
    claims = data.get("claims")
    if isinstance(claims, dict):
        fingerprint = data.get("fingerprint")
        workflow = {"workflow": data["workflow"]} if "workflow" in data else {}
        return _of_claims(workflow | claims, fingerprint if isinstance(fingerprint, str) else "")
    if not _CLAIMS & data.keys():
        raise _Refused("no-token", "these are neither claims nor a record of `tokenlint scan`")
    return _of_claims(data)


def _of_event(line: bytes) -> Facts:
    try:
        claims = claims_told(line.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise _Refused("syntax", "the audit event is no JSON") from None
    if claims is None:
        raise _Refused("syntax" if line[:1] == b"{" else _PROSE, "this is no JSON object")
    return _of_claims(claims)


def _of_claims(claims: dict[str, Any], fingerprint: str = "") -> Facts:
    """The facts of claims. An expiry of which nobody knows when it is would never be over."""
    times = read_times(claims)
    if times.expires and times.exp is None:
        raise _Refused("time", "its `exp` is no time in seconds since the epoch")
    return of_claims(claims, fingerprint)


def _of_record(data: dict[str, Any]) -> Facts:
    try:
        record = msgspec.convert(data, _Record)
    except msgspec.MsgspecError:
        raise _Refused("schema", "this is no record as tokenlint writes them") from None
    audience = tuple(sorted(record.audiences))
    return Facts(
        ids=(record.token_id,) if record.token_id else (),
        fingerprint=record.fingerprint,
        issuer=record.issuer,
        client=record.client or record.subject,
        scope=" ".join(record.scope or ()),
        audience=None if record.anywhere or not audience else audience,
        start=start_of(_times(record)),
        end=EVER if record.expiry is None else record.expiry.timestamp(),
        profile=record.profile if record.profile in _PROFILES else Profile.JWT.value,
        rights=_rights(record),
    )


def _times(record: _Record) -> dict[str, float]:
    times = {"iat": record.issued, "nbf": record.not_before, "exp": record.expiry}
    return {name: time.timestamp() for name, time in times.items() if time is not None}


def _rights(record: _Record) -> Rights:
    if record.kind not in _TOKENS:
        return Rights.FOREIGN
    if record.kind == Kind.JWE or record.form in {Form.UNREADABLE.value, Form.ENCRYPTED.value, ""}:
        return Rights.UNREADABLE
    if any(item.startswith(_MORE[0]) or item.endswith(_MORE[1]) for item in record.scope or ()):
        return Rights.PARTIAL
    told = of_claims({"scope": " ".join(record.scope or ()), "wlcg.ver": "1.0"})
    return told.rights


def read_token_files(paths: Iterable[str]) -> Known:
    """All facts at or below the paths, the first `MOST_TOKENS` of them.

    Raises UsageError for a URL that is not to be used.
    """
    reading = _Reading()
    names = list(paths)
    found = [
        *find_inputs(name for name in names if not is_url(name)),
        *find_remote(name for name in names if is_url(name)),
    ]
    for each in found:
        if isinstance(each, Problem):
            reading.problems.append(each)
        elif isinstance(each, Input):
            reading.read(each)
        elif isinstance(each, PassedOver):
            continue
    return reading.known()


class _Reading:
    """The lines of one file after the other."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._facts: dict[Facts, None] = {}
        self._records = 0
        self._too_many = 0

    def read(self, given: Input) -> None:
        """Take all lines of an input; what is wrong is counted by its kind."""
        for opened in open_input(given, self.problems):
            wrong: dict[str, tuple[int, int, str]] = {}
            good, issuer = 0, False
            for number, line in _numbered(_lines(opened, self.problems)):
                try:
                    self._take(facts_of_line(line))
                    good, issuer = good + 1, issuer or line[:1] != b"{"
                except _Refused as refused:
                    count, first, reason = wrong.get(refused.kind, (0, number, refused.reason))
                    wrong[refused.kind] = (count + 1, first, reason)
            self.problems += _told(opened.name, _sorted_out(wrong, issuer=issuer))
            if not good and not wrong:
                reason = "no line of it tells of a token"
                source = Source(opened.name)
                self.problems.append(Problem("no-token", source, reason, _ADVICE))

    def _take(self, facts: Facts) -> None:
        self._records += 1
        if facts in self._facts:
            return
        if len(self._facts) >= MOST_TOKENS:
            self._too_many += 1
            return
        self._facts[facts] = None

    def known(self) -> Known:
        """What was read."""
        if self._too_many:
            reason = f"{self._too_many:,} records are left out: {MOST_TOKENS:,} tokens are held"
            advice = "audit the log in parts, each with the tokens of its days"
            self.problems.append(Problem("oversize", Source("<token facts>"), reason, advice))
        return Known(tuple(self._facts), tuple(self.problems), self._records)


_ADVICE: Final = (
    "give records of `tokenlint scan --records`, or decoded claims, one object a line, "
    "or the log of INDIGO IAM with its audit events"
)


def _sorted_out(
    wrong: dict[str, tuple[int, int, str]], *, issuer: bool
) -> dict[str, tuple[int, int, str]]:
    """Lines without JSON are nothing special in an issuer's log, and no facts elsewhere."""
    prose = wrong.get(_PROSE)
    others = {kind: each for kind, each in wrong.items() if kind != _PROSE}
    if prose is None or issuer:
        return others
    count, first, reason = wrong.get("syntax", (0, prose[1], prose[2]))
    return others | {"syntax": (count + prose[0], min(first, prose[1]), reason)}


def _told(name: str, wrong: dict[str, tuple[int, int, str]]) -> Iterator[Problem]:
    for kind, (count, first, reason) in sorted(wrong.items()):
        many = f"{count:,} lines cannot be used, this is the first: " if count > 1 else ""
        yield Problem(kind, Source(name, first), many + reason, _ADVICE)


def _lines(opened: Any, problems: list[Problem]) -> Iterator[bytes]:
    for chunk in read_chunks(opened, problems):
        if chunk.overlap:
            continue  # more of a line that is told as broken
        yield from chunk.data.split(b"\n")[: -1 if chunk.data.endswith(b"\n") else None]


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(lines, 1):
        if text := line.strip():
            yield number, text


def with_workflow(facts: Iterable[Facts], workflow: str) -> tuple[Facts, ...]:
    """The same for tokens of a workflow, where they do not name another one."""
    return tuple(
        each if each.workflow else msgspec.structs.replace(each, workflow=workflow)
        for each in facts
    )
