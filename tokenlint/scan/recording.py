"""A sieve that also notes each token; only a run that wants records pays for it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import msgspec

from tokenlint.capture.wrapped import Kind, Wrapped
from tokenlint.credentials.jwt import fingerprint_of
from tokenlint.credentials.profile import scope_text
from tokenlint.credentials.times import LATEST, read_times
from tokenlint.policy.reach import cut
from tokenlint.policy.typed_form import Reading
from tokenlint.read import Reader
from tokenlint.scan.counts import Counts, Entry
from tokenlint.scan.long_way import LongWay
from tokenlint.scan.needles import Needles
from tokenlint.scan.rows import Collector, Recording, Row, Rows
from tokenlint.scan.sieve import Sieve
from tokenlint.scan.summary import Example, Place, Summary
from tokenlint.source import Problem, Source

MOST_ITEMS = 64  # of a list that is shown
_DIGITS = 16  # of a hash of a person, a client or a token id
_MOST_KNOWN = 8_192
_EARLIEST = -62_135_596_800  # the first second of the year 1
_decode = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True, repr=False)
class Recorded(Summary):
    """The summary of a job, and a row for each of its credentials; merged, it is without them."""

    rows: Rows = field(default_factory=Rows)


class RecordingCounts(Counts):
    """Notes what is counted; `found` is the credential at hand, where it needed a closer look."""

    def __init__(self, recording: Recording) -> None:
        self._collector = Collector(recording.folder)
        self._person = _Persons(recording.key)
        self._digest = ""
        super().__init__()

    def start(self) -> None:
        """Start anew."""
        super().start()
        self._collector.finish()  # of a job that broke off
        self._names: dict[str, None] = {}  # of inputs with credentials, in order
        self.found: Wrapped | None = None

    def token(self, entry: Entry, start: int, example: Example) -> None:
        """Count a token of a shape, and remember the shape."""
        super().token(entry, start, example)
        self._digest = entry.digest.hex()

    def identity(self, signed: bytes, head: int, claims: Mapping[str, Any], start: int) -> None:
        """Count the token whose shape came just before, and note it."""
        super().identity(signed, head, claims, start)
        self.note(self._digest, signed, claims, start)

    def note(self, shape: str, signed: bytes, claims: Mapping[str, Any], start: int) -> None:
        """Note a token with these claims."""
        place, found = self._placed(start), self.found
        text = claims.get("scope")
        if type(text) is not str:
            text = scope_text(dict(claims))
        issued, not_before, expiry = _moments(claims)
        row = Row(
            place.input,
            place.offset,
            Kind.JWT.value if found is None else found.kind.value,
            found is None or found.whole,
            place.line,
            fingerprint_of(signed),
            shape,
            self._person(claims.get("sub")),
            self._person(claims.get("client_id", claims.get("azp"))),
            _token_id(claims.get("jti")),
            scope_shown(text) if text else None,
            issued,
            not_before,
            expiry,
            () if found is None else found.layers,
            "" if found is None else found.reason,
        )
        self._collector.add(row)

    def fingerprinted(self, fingerprint: str, start: int) -> None:
        """Count and note a credential that is no token, whose shape came just before."""
        super().fingerprinted(fingerprint, start)
        place, found = self._placed(start), self.found
        row = Row(
            file=place.input,
            offset=place.offset,
            kind=found.kind.value if found else "",
            whole=found is None or found.whole,
            line=place.line,
            fingerprint=fingerprint,
            shape=self._digest,
            layers=found.layers if found else (),
            missing=found.reason if found else "",
        )
        self._collector.add(row)

    def _placed(self, start: int) -> Place:
        self._names[self.name] = None
        return self.place(start)._replace(input=_utf8(self.name))

    def summary(self) -> Summary:
        """All of the part, with its rows."""
        rows = self._collector.finish()
        if rows.lost:
            reason = f"the records of its tokens are missing: {rows.lost}"
            advice = "make room there, or set TMPDIR to another folder"
            self.problems += (Problem("records", Source(n), reason, advice) for n in self._names)
        plain = super().summary()
        members = {each.name: getattr(plain, each.name) for each in fields(plain)}
        return Recorded(**members, rows=rows)


class RecordingLongWay(LongWay):
    """The longer way that tells what the credential at hand was written in."""

    def __init__(self, reader: Reader, counts: RecordingCounts) -> None:
        super().__init__(reader, counts)
        self._noting = counts

    def _credential(self, found: Wrapped) -> None:
        self._noting.found = found
        super()._credential(found)
        self._noting.found = None


class RecordingSieve(Sieve):
    """The hot path that notes each token; the claims are decoded once more for that."""

    def __init__(self, reader: Reader, counts: RecordingCounts) -> None:
        super().__init__(Needles(), RecordingLongWay(reader, counts), counts)
        self._noting = counts

    def _identity(self, signed: bytes, text: bytes, head: int, reading: Reading, at: int) -> None:
        super()._identity(signed, text, head, reading, at)
        shape = self._known[reading[0]].digest.hex()
        self._noting.note(shape, signed, _decode(text), at)


class _Persons:
    """Keyed hashes of persons and clients: equal ones are equal within a run, and tell nothing.

    Many subjects are names or addresses, whose plain hashes anybody could guess.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}

    def __call__(self, value: object) -> str:
        """The hash of a person; empty where it is no text, or an empty one."""
        if not isinstance(value, str) or not value:
            return ""
        known = self._known.get(value)
        if known is None:
            data = value.encode("utf-8", "surrogatepass")
            known = hashlib.blake2b(data, key=self._key, digest_size=_DIGITS // 2).hexdigest()
            if len(self._known) < _MOST_KNOWN:
                self._known[value] = known
        return known


def _token_id(value: object) -> str:
    """The beginning of the SHA-256 of a token id, so that an issuer finds it in its books."""
    if not isinstance(value, str) or not value:
        return ""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


@lru_cache(maxsize=_MOST_KNOWN)
def scope_shown(text: str) -> tuple[str, ...]:
    """The items of a scope as they may be shown."""
    return shown_items(text.split())


def shown_items(items: list[str]) -> tuple[str, ...]:
    """The first of some values of the input, each without secrets and not without end."""
    more = len(items) - MOST_ITEMS
    shown = [_utf8(cut(item)) for item in items[:MOST_ITEMS]]
    return (*shown, f"(and {more} more)") if more > 0 else tuple(shown)


def _moments(claims: Mapping[str, Any]) -> Iterator[datetime | None]:
    """When it was issued, when it begins and when it ends, where that can be used."""
    values: list[int | None] = [claims.get(name) for name in ("iat", "nbf", "exp")]
    if any(type(value) is not int for value in values):
        times = read_times(claims)
        values = [times.iat, times.nbf, times.exp]
    return map(_moment, values)


@lru_cache(maxsize=_MOST_KNOWN)
def _moment(instant: int | None) -> datetime | None:
    """An instant where calendars know it."""
    if instant is None or not _EARLIEST <= instant <= LATEST:
        return None
    return datetime.fromtimestamp(instant, UTC)


def _utf8(text: str) -> str:
    """What of a name or a claim is no Unicode is spelled out."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")
