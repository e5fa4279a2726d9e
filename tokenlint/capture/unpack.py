"""Decompression as a stream: bounded output, several members, damage with its place.

gzip (RFC 1952), zstd (RFC 8878), xz and bzip2 come one member after another, as `cat` leaves them.
"""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from tokenlint.capture.limits import CaptureLimits
from tokenlint.capture.magic import Packing, packing_of
from tokenlint.capture.stream import Budget, Fault, Read, Stream

_INPUT = 1 << 17
_PADDING_BLOCK = 1 << 15
# Small, since damage costs what the same call would have given; `Inflate` has its own remedy.
_OUTPUT = 1 << 17
_INFLATE_OUTPUT = 1 << 20
_SALVAGED = 1 << 12
_PADDING = b"\0"


class Decompressor(Protocol):
    """What `bz2`, `lzma` and `compression.zstd` have in common."""

    @property
    def eof(self) -> bool: ...  # noqa: D102
    @property
    def needs_input(self) -> bool: ...  # noqa: D102
    @property
    def unused_data(self) -> bytes: ...  # noqa: D102
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...  # noqa: D102


class Inflate:
    """zlib with the interface of the others; `bits` as `zlib.decompressobj` takes them."""

    def __init__(self, bits: int) -> None:
        self._inner = zlib.decompressobj(bits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        """Whether the member is complete, its checksum included."""
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        """What stands behind the member."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """At most `max_length` bytes. Raises zlib.error."""
        waiting = self._inner.unconsumed_tail + data
        spare = self._inner.copy()
        try:
            result = self._inner.decompress(waiting, max(0, max_length))
        except zlib.error:
            self._inner = spare
            result = self._salvage(waiting)
            if not result:
                raise
        full = 0 < max_length <= len(result)
        self.needs_input = not self._inner.unconsumed_tail and not full
        return result

    def _salvage(self, waiting: bytes) -> bytes:
        """What stands before the damage, got in small steps: large ones are a lot faster."""
        pieces = []
        try:
            while piece := self._inner.decompress(waiting, _SALVAGED):
                pieces.append(piece)
                waiting = self._inner.unconsumed_tail
        except zlib.error:
            self.needs_input = False
        return b"".join(pieces)


GZIP_BITS, RAW_BITS = 31, -15


def _zstd(limits: CaptureLimits) -> Decompressor:
    module = _zstd_module()
    window = {module.DecompressionParameter.window_log_max: limits.max_window.bit_length() - 1}
    made: Decompressor = module.ZstdDecompressor(options=window)
    return made


def _zstd_module() -> Any:
    """The standard library's from Python 3.14 on (PEP 784), its backport before."""
    if sys.version_info >= (3, 14):  # pragma: no cover  # the other branch elsewhere
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    else:
        from backports import zstd
    return zstd


_MAKERS: Mapping[Packing, Callable[[CaptureLimits], Decompressor]] = {
    Packing.GZIP: lambda _: Inflate(GZIP_BITS),
    Packing.ZSTD: _zstd,
    Packing.XZ: lambda limits: lzma.LZMADecompressor(lzma.FORMAT_XZ, limits.max_window),
    Packing.BZIP2: lambda _: bz2.BZ2Decompressor(),
}


def unpacked(packed: Stream, packing: Packing, budget: Budget, limits: CaptureLimits) -> Stream:
    """What a compressed stream holds. Reading raises Fault at damage, truncation and bombs."""
    return Stream(_Members(packed, packing, partial(decompressor, packing, limits), budget).read)


def decompressor(packing: Packing, limits: CaptureLimits) -> Decompressor:
    """A new decompressor for one member."""
    return _MAKERS[packing](limits)


def one_member(packed: Stream, name: str, made: Decompressor, budget: Budget) -> Read:
    """The single compressed member at this place; what stands behind it stays in `packed`."""
    return _Member(packed, name, made, budget).read


class _Member:
    """One member; at its end `packed` stands directly behind it."""

    def __init__(self, packed: Stream, name: str, made: Decompressor, budget: Budget) -> None:
        self._packed, self._name, self._inner, self._budget = packed, name, made, budget
        self._most = _INFLATE_OUTPUT if isinstance(made, Inflate) else _OUTPUT

    def read(self, size: int) -> bytes:
        inner = self._inner
        while not inner.eof:
            data = self._packed.read(_INPUT) if inner.needs_input else b""
            if inner.needs_input and not data:
                raise self._damage("ends before it is complete", "truncated")
            try:
                result = inner.decompress(data, min(size, self._most))
            except Exception as error:
                raise self._fault_of(error) from error
            self._settle(len(result))
            if result:
                return result
        return b""

    def _settle(self, size: int) -> None:
        if self._inner.eof:
            self._packed.put_back(self._inner.unused_data)
        self._budget.spend(size)

    def _fault_of(self, error: Exception) -> Fault | Exception:
        """What to raise for an error of the decompressor; one that is none of its own stays."""
        if isinstance(error, MemoryError) or "memory" in str(error).lower():
            return self._damage("asks for more memory than the limit", "oversize")
        own = isinstance(error, zlib.error | lzma.LZMAError | OSError | EOFError | ValueError)
        if own or type(error).__name__ == "ZstdError":
            return self._damage("is damaged", "damaged")
        return error

    def _damage(self, what: str, kind: str) -> Fault:
        reason = f"the {self._name} data {what}, at about byte {self._packed.offset:,} of it"
        return Fault(kind, f"{reason}; what came before was read", "capture or copy it again")


class _Members:
    """One member after another, with zero bytes between them, as tapes and `xz` pad."""

    def __init__(
        self, packed: Stream, packing: Packing, make: Callable[[], Decompressor], budget: Budget
    ) -> None:
        self._packed, self._packing, self._make, self._budget = packed, packing, make, budget
        self._member: Read | None = self._next()

    def _next(self) -> Read:
        return one_member(self._packed, self._packing.value, self._make(), self._budget)

    def read(self, size: int) -> bytes:
        while self._member is not None:
            if data := self._member(size):
                return data
            self._member = self._next() if self._more_follows() else None
        return b""

    def _more_follows(self) -> bool:
        packed = self._packed
        while (ahead := packed.peek(_PADDING_BLOCK)) and not ahead.strip(_PADDING):
            packed.read(len(ahead))
        if ahead:
            packed.skip(len(ahead) - len(ahead.lstrip(_PADDING)))
        if not (ahead := packed.peek(10)):
            packed.read(1)  # where peeking ended at a fault, this raises it
            return False
        if packing_of(ahead) is self._packing:
            return True
        raise Fault(
            "damaged",
            f"at byte {packed.offset:,} follows what is no {self._packing} data; it was not read",
            "look at what was appended to the file",
        )
