"""The longer way: tokens that bring something new, or that are irregular, or wrapped.

A regular token teaches its header, its form and its shape, so that the next one is known.
An irregular one is decoded the forensic way; those of equal facts count as one shape.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from tokenlint.capture.forms import wrapped_at
from tokenlint.capture.wrapped import Kind, Stage, Wrapped
from tokenlint.credentials.base64url import decode_segment
from tokenlint.credentials.groups import names_of
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.macaroon.read import read_macaroon
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.credentials.proxy.read import read_proxy
from tokenlint.credentials.quick import QuickToken, quick_claims
from tokenlint.policy.common_texts import CommonTexts
from tokenlint.policy.macaroon_subject import MacaroonSubject
from tokenlint.policy.proxy_subject import ProxySubject
from tokenlint.policy.shape import Shapes
from tokenlint.policy.typed_form import Key, TypedForm, typed_form
from tokenlint.read import Reader
from tokenlint.scan.counts import Counts, Entry
from tokenlint.scan.cut import with_some_signature
from tokenlint.scan.lane import Lane
from tokenlint.scan.sketch import digest_of, head_of
from tokenlint.scan.summary import Example
from tokenlint.scan.verifier import Verifier
from tokenlint.source import Source

_word = re.compile(rb"e[yw][A-Za-z0-9_-]*+(?:\.[A-Za-z0-9_-]*+){0,4}+").match
_escape_begun = re.compile(rb"[A-Za-z0-9.%\\&#;=]{0,8}").match
_JWS_DOTS = 2
_MOST_LANES = 4_096
_MOST_FORMS = 1_024
_MOST_KNOWN = 200_000  # keys and entries; they are learned again when they come again
TOKENS = frozenset({Kind.JWT, Kind.JWE})
_HERE = Source("-")
_CUT = "cut"
_encode = msgspec.json.Encoder(order="deterministic").encode


class LongWay:
    """Takes one token at a time, and keeps what makes the next of its kind quick."""

    def __init__(self, reader: Reader, counts: Counts) -> None:
        self._reader = reader
        self._counts = counts
        settings = reader.settings
        self.common = CommonTexts(settings, reader.letters)
        limits = settings.limits
        self.sizes = limits["token_bytes_recommended"], limits["token_bytes_limit"]
        self.verifier = Verifier(reader.keys) if reader.keys else None
        self.lanes: dict[bytes, Lane] = {}
        self.known: dict[Key, Entry] = {}
        self._shapes = Shapes(settings, reader.letters)
        self._forms: dict[object, TypedForm | None] = {}
        self._entries: dict[bytes, Entry] = {}

    def plain(self, data: bytes, start: int) -> int:
        """Count the regular token at `start` and tell its end; 0 where there is none."""
        found = _word(data, start)
        if found is None:
            return 0
        token = found[0]
        if token.count(b".") > _JWS_DOTS and token.endswith(b"."):
            token = token[:-1]  # the end of a sentence
        return start + len(token) if self._regular(token, start) else 0

    def wrapped(self, data: bytes, start: int, floor: int) -> int:
        """Count what stands wrapped, broken or irregular around `start`; where to go on.

        Nothing before `floor` is looked at.
        """
        found, answered = wrapped_at(data, start, floor)
        for each in found:
            end = each.end if each.whole else _reach(data, each)
            if self._counts.chunk.owns(each.start, end) and not self._too_long(data, each):
                self._credential(each)
        return max(answered, start + 1)

    def _too_long(self, data: bytes, found: Wrapped) -> bool:
        """Count what only has more signature than it should, as if it stood alone."""
        longer = found.stage is Stage.SIGNATURE_CUT and not found.layers
        return longer and bool(self.plain(data, found.start))

    def _credential(self, found: Wrapped) -> None:
        counts, start = self._counts, found.start
        if not found.whole:
            counts.spot(f"broken:{found.reason}", start)
        if found.layers:
            counts.spot(f"wrapped:{' in '.join(reversed(found.layers))}", start)
        if found.kind not in TOKENS:
            counts.spot(f"kind:{found.kind.value}", start)
            self._other(found)
        elif found.whole:
            self._token(found.credential, start)
        elif found.kind is Kind.JWT and found.stage >= Stage.CLAIMS:
            self._token(with_some_signature(found.credential), start, whole=False)

    def _token(self, token: bytes, start: int, *, whole: bool = True) -> None:
        if not self._regular(token, start, whole=whole):
            self._odd(token, start, whole=whole)

    def _regular(self, token: bytes, start: int, *, whole: bool = True) -> bool:
        """Count a token that was found at `start` if it is regular in every respect."""
        quick = quick_claims(token)
        shape = None if quick is None else self._shapes.of(quick)
        if quick is None or shape is None:
            return False
        word = self.verifier.any_word(token) if self.verifier and whole else "claimed"
        kind = word if whole else _CUT
        stable = repr(self._shapes.stable(shape)).encode()
        entry = self._entry(kind.encode(), stable, self._mapped(quick.claims))
        if whole and self._reader.mapping is None:
            self._learn(quick, entry, word)
        header, claims = quick.header_segment, quick.claims_segment
        example = Example(header, claims, quick.size, word, whole=whole)
        self._counts.token(entry, start, example)
        seed = head_of(quick.header_segment)
        signed = quick.header_segment + b"." + quick.claims_segment
        self._counts.identity(signed, head_of(quick.claims_json, seed), quick.claims, start)
        return True

    def _mapped(self, claims: Mapping[str, Any]) -> bytes:
        """Names that the mapping is about: a shape hides subjects, whose rights may differ."""
        mapping = self._reader.mapping
        if mapping is None:
            return b""
        return repr([name for name in names_of(dict(claims)) if mapping.about(name)]).encode()

    def _other(self, found: Wrapped) -> None:
        """Count a macaroon or a chain of certificates.

        Those of equal facts, place or groups, and place in trust space are one shape.
        """
        subject: MacaroonSubject | ProxySubject
        read: Macaroon | Proxy
        if found.kind is Kind.MACAROON:
            read = read_macaroon(found.credential)
            subject, said = self._reader.read_macaroon(read, _HERE), read.location
        else:
            read = read_proxy(found.credential)
            subject = self._reader.read_proxy(read, _HERE)
            said = repr([(each.vo, each.fqans) for each in read.attributes])
        apart = repr((found.whole, said, subject.document.vector)).encode()
        entry = self._entry(found.kind.value.encode(), apart, _encode(subject.facts))
        self._counts.token(entry, found.start, Example(read=read, whole=found.whole))
        self._counts.fingerprinted(read.fingerprint, found.start)

    def _odd(self, token: bytes, start: int, *, whole: bool = True) -> None:
        """Count a token the forensic way.

        Those of equal facts, issuer, audience and place in trust space are one shape.
        """
        reader = self._reader
        subject = (
            reader.token(token, _HERE) if whole else reader.decoded(decode(token).token, _HERE)
        )
        decoded, word = subject.token, subject.verification
        issuer, audience = decoded.claims.get("iss"), decoded.claims.get("aud")
        apart = repr((whole, issuer, audience, subject.view.vector)).encode()
        entry = self._entry(b"odd", apart, _encode(subject.facts))
        example = Example(read=decoded, size=decoded.size, verification=word, whole=whole)
        self._counts.token(entry, start, example)
        parts = token.split(b".")[:2]
        head = head_of(decode_segment(parts[-1]).data, head_of(parts[0]))  # as of the whole token
        self._counts.identity(b".".join(parts), head, decoded.claims, start)

    def _entry(self, *parts: bytes) -> Entry:
        """The shape that these bytes describe."""
        digest = digest_of(*parts)
        entry = self._entries.get(digest)
        if entry is None:
            if len(self._entries) >= _MOST_KNOWN:
                self._entries.clear()
                self.known.clear()
            entry = self._entries[digest] = Entry(digest)
        return entry

    def _learn(self, quick: QuickToken, entry: Entry, verification: str) -> None:
        """Let the next token of this header, form and shape be told at once."""
        segment = quick.header_segment
        lane = self.lanes.get(segment)
        if lane is None:
            if len(self.lanes) >= _MOST_LANES:
                return
            lane = self.lanes[segment] = Lane(segment, quick.header, len(self.lanes))
        form = self._form(quick.claims)
        if form is None:
            return
        lane.learn(form)
        over, limit = self.sizes
        mark = lane.marks[(quick.size > over) + (quick.size > limit)]
        if self.verifier:
            mark = lane.verified_mark(mark, verification)
        reading = lane.read(quick.claims_json, mark)
        if reading is not None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[reading[0]] = entry

    def _form(self, claims: Mapping[str, Any]) -> TypedForm | None:
        kinds = (*sorted(claims), *(type(claims[name]) for name in sorted(claims)))
        if kinds not in self._forms:
            if len(self._forms) >= _MOST_FORMS:
                return None
            self._forms[kinds] = typed_form(claims, self.common)
        return self._forms[kinds]


def _reach(data: bytes, found: Wrapped) -> int:
    """Where a token that is not whole may end: it may go on with the escape that is cut there."""
    begun = _escape_begun(data, found.end)
    return begun.end() if begun else found.end
