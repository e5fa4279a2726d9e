"""zip as a stream of members, from local header to local header (APPNOTE.TXT section 4.3).

Read forward, a zip may come from a pipe, from inside another archive, or without its end,
and members that its directory does not list are read, too.
What cannot be passed over is handed on as one member, so that no byte of it is lost.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.magic import Packing
from tokenlint.capture.member import Member, drain, limited, nothing, shown
from tokenlint.capture.stream import Budget, Fault, Read, Stream
from tokenlint.capture.unpack import RAW_BITS, Inflate, decompressor, one_member

_LOCAL = struct.Struct("<4s5H3I2H")
_MEMBER, _NOT_YET_KNOWN, _UNKNOWN_SIZE = b"PK\3\4", 0x8, 0xFFFFFFFF
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # the traditional way, strong, and a masked directory
_DIRECTORY = (b"PK\1\2", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\6\x08")
_DESCRIPTOR = b"PK\7\x08"
_STORED, _DEFLATED = 0, 8
_PACKINGS = {12: Packing.BZIP2, 93: Packing.ZSTD, 95: Packing.XZ}
_LONGEST_DESCRIPTOR = 24
_ZIP64 = 1  # header ID of the extra field


@dataclass(frozen=True, slots=True)
class _Local:
    """A local header; `size` is the packed one, None where it stands behind the bytes."""

    name: str
    method: int
    flags: int
    size: int | None


def zip_members(stream: Stream, budget: Budget, limits: CaptureLimits) -> Iterator[Member]:
    """The members in order. Raises Fault where the archive ends too early."""
    while (start := stream.peek(4)) == _MEMBER:
        local = _local(stream)
        budget.member()
        if local.size is None and not _tells_its_end(local, stream):
            yield Member(f"{local.name} and all behind it", stream, _unread(local))
            return
        yield from _member(local, stream, budget, limits)
        if local.flags & _NOT_YET_KNOWN:
            _pass_descriptor(stream)
    if start.startswith(_DIRECTORY):
        drain(stream)
        return
    stream.put_back(stream.read(1))  # where peeking ended at a fault, this raises it
    at = stream.offset
    reason = f"the zip archive breaks off at byte {at:,}, before its directory"
    advice = "capture or copy it again"
    fault = Fault("truncated", f"{reason}; what stands there was read as plain bytes", advice)
    yield Member(f"<rest at {at}>", stream, fault)


def _member(
    local: _Local, stream: Stream, budget: Budget, limits: CaptureLimits
) -> Iterator[Member]:
    """One member; afterwards the stream stands behind its body. Raises Fault."""
    if local.size is None:
        body = Stream(_unpacking(local, stream, budget, limits) or nothing)
        yield Member(local.name, body)
        drain(body)
        return
    packed = limited(stream, local.size, f"the zip archive, in member {local.name},")
    read = _unpacking(local, packed, budget, limits)
    if read is None:
        yield Member(local.name, Stream(nothing), _unread(local))
    else:
        yield Member(local.name, Stream(read))
    drain(packed)  # also of a member that is damaged: the next one stands behind it


def _tells_its_end(local: _Local, stream: Stream) -> bool:
    """Whether a member without a size can be read: its packing marks the end, or it is empty."""
    if local.flags & _ENCRYPTED or local.method not in {_STORED, _DEFLATED, *_PACKINGS}:
        return False
    empty = stream.peek(4).startswith((_MEMBER, _DESCRIPTOR, *_DIRECTORY))
    return local.method != _STORED or empty


def _unpacking(local: _Local, packed: Stream, budget: Budget, limits: CaptureLimits) -> Read | None:
    """How to read the body; None for one that cannot be read, or that is empty."""
    if local.flags & _ENCRYPTED:
        return None
    if local.method == _STORED:
        return None if local.size is None else packed.read
    if local.method == _DEFLATED:
        return one_member(packed, "deflate", Inflate(RAW_BITS), budget)
    packing = _PACKINGS.get(local.method)
    if packing is None:
        return None
    return one_member(packed, packing.value, decompressor(packing, limits), budget)


def _unread(local: _Local) -> Fault:
    reason = f"the member is packed in a way that is not read (method {local.method})"
    if local.flags & _ENCRYPTED:
        reason = "the member is encrypted, so it was not read"
    elif local.method == _STORED:
        reason = "the size of the member is not told; from here on all was read as plain bytes"
    return Fault("not-recognised", reason, "unpack it and scan the result")


def _pass_descriptor(stream: Stream) -> None:
    """Step over checksum and sizes behind a member: with or without signature, 32 or 64 bits."""
    ahead = stream.peek(_LONGEST_DESCRIPTOR + 4)
    signed = ahead.startswith(_DESCRIPTOR)
    for size in (16, 24) if signed else (12, 20):
        if len(ahead) == size or ahead[size:].startswith((_MEMBER, *_DIRECTORY)):
            stream.skip(size)
            return


def _local(stream: Stream) -> _Local:
    block = stream.exactly(_LOCAL.size)
    if len(block) < _LOCAL.size:
        raise _cut(stream)
    _, _, flags, method, _, _, _, packed, plain, name_size, extra_size = _LOCAL.unpack(block)
    name, extra = stream.exactly(name_size), stream.exactly(extra_size)
    if len(extra) < extra_size:
        raise _cut(stream)
    size: int | None = _zip64_size(extra, plain) if packed == _UNKNOWN_SIZE else packed
    if flags & _NOT_YET_KNOWN and not packed:
        size = None
    return _Local(shown(name), method, flags, size)


def _cut(stream: Stream) -> Fault:
    reason = f"the zip archive ends in a header, at byte {stream.offset:,}"
    return Fault("truncated", f"{reason}; what came before was read", "copy it again")


def _zip64_size(extra: bytes, plain: int) -> int | None:
    """The packed size out of the extra field for large members (APPNOTE.TXT 4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, at)
        place = at + 4 + (8 if plain == _UNKNOWN_SIZE else 0)
        if kind == _ZIP64 and place + 8 <= min(at + 4 + size, len(extra)):
            return int(struct.unpack_from("<Q", extra, place)[0]) or None
        at += 4 + size
    return None
