"""Token facts on their way to other processes: few with the work itself, many by way of a file."""

import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from tokenlint.audit.facts import Facts

_MOST_CARRIED: Final = 1 << 20  # bytes that go along with every job
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Facts, ...]).decode


@dataclass(frozen=True, slots=True)
class PackedFacts:
    """Facts as bytes, or the file that holds them. Nothing in them could be presented."""

    data: bytes = field(default=b"", repr=False)
    file: str = ""

    def unpacked(self) -> tuple[Facts, ...]:
        """The facts. Raises OSError where the file has gone."""
        data = Path(self.file).read_bytes() if self.file else self.data
        return _decode(zlib.decompress(data)) if data else ()


@contextmanager
def packed_facts(facts: Iterable[Facts], *, far: bool) -> Iterator[PackedFacts]:
    """The facts packed; a file goes away at the end. `far`: workers share no disk with this one."""
    known = tuple(facts)
    data = zlib.compress(_encode(known), 1) if known else b""
    if far or len(data) <= _MOST_CARRIED:
        yield PackedFacts(data)
        return
    handle, name = tempfile.mkstemp(prefix="tokenlint-facts-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        yield PackedFacts(file=name)
    finally:
        with suppress(OSError):
            Path(name).unlink()
