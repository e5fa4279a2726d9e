"""Bytes as chunks of whole lines, so that no token is cut; a line without end stays bounded.

A plain file is read straight into the chunks: the end of the last line is looked up first.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tokenlint.capture.limits import DEFAULT_LIMITS, CaptureLimits
from tokenlint.capture.opening import Opened
from tokenlint.capture.ranges import FileRange, newline_from, pread, up_to
from tokenlint.capture.stream import Fault, Stream
from tokenlint.source import Problem

_TAIL = 1 << 16  # where the last newline is looked for, before more is


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines; `offset` is that of the first byte in the unpacked input.

    A line that is longer than the limit comes in pieces:
    the first `overlap` bytes stood in the chunk before, the last `repeated` bytes come again.
    The first piece of such a line is the one that is cut and has no overlap: count that.
    """

    data: bytes = field(repr=False)
    offset: int
    overlap: int = 0
    repeated: int = 0

    @property
    def cut(self) -> bool:
        """Whether it ends inside a line that is longer than the limit."""
        return self.repeated > 0

    def owns(self, start: int, end: int) -> bool:
        """Whether this chunk is the one to report what stands at `start` to `end`.

        What touches the end of a piece may go on, and is whole in the next one,
        unless it is so long that its beginning does not come again.
        """
        if self.repeated and end == len(self.data):
            return start < end - self.repeated
        return not self.overlap or end >= self.overlap


def read_chunks(
    opened: Opened, problems: list[Problem], limits: CaptureLimits = DEFAULT_LIMITS
) -> Iterator[Chunk]:
    """All of an opened input; an end that comes too early is added to `problems`."""
    try:
        if opened.plain is not None:
            yield from range_chunks(opened.plain, limits)
        else:
            yield from stream_chunks(opened.stream, limits)
    except Fault as fault:
        fault.tell(opened.name, problems)


def range_chunks(part: FileRange, limits: CaptureLimits = DEFAULT_LIMITS) -> Iterator[Chunk]:
    """The bytes of a plain file from one place to another. Raises Fault."""
    at, overlap = part.start, 0
    while at < part.end:
        end = _last_line_end(part, at, limits)
        repeated = 0 if end is not None else limits.overlap
        stop = at + limits.max_line if end is None else end
        yield Chunk(pread(part.descriptor, stop - at, at), at, overlap, repeated)
        at, overlap = stop - repeated, repeated


def _last_line_end(part: FileRange, at: int, limits: CaptureLimits) -> int | None:
    """Where the last line ends that is to be in a chunk; None for a line that is too long."""
    stop = min(at + limits.block, part.end)
    if stop == part.end:
        return stop
    begin, size = stop, _TAIL
    while begin > at:
        begin, size = max(at, stop - size), size * 4
        found = up_to(part.descriptor, stop - begin, begin).rfind(b"\n")
        if found >= 0:
            return begin + found + 1
    longest = min(at + limits.max_line, part.end)
    after = newline_from(FileRange(part.descriptor, stop, longest))
    if after is not None:
        return after
    return part.end if longest == part.end else None


def stream_chunks(stream: Stream, limits: CaptureLimits = DEFAULT_LIMITS) -> Iterator[Chunk]:
    """All of a stream; what came before a fault is handed on first. Raises Fault."""
    pending, offset, overlap = b"", 0, 0
    for block in _blocks(stream, limits.block):
        data = pending + block
        cut = data.rfind(b"\n", len(pending)) + 1
        if cut:
            yield Chunk(data[:cut], offset, overlap)
            offset, overlap = offset + cut, 0
        pending = data[cut:]
        while len(pending) > limits.max_line:
            yield Chunk(pending[: limits.max_line], offset, overlap, limits.overlap)
            overlap, step = limits.overlap, limits.max_line - limits.overlap
            offset, pending = offset + step, pending[step:]
    if pending:
        yield Chunk(pending, offset, overlap)
    if stream.fault is not None:
        raise stream.fault


def _blocks(stream: Stream, size: int) -> Iterator[bytes]:
    """Blocks of about one size; the last one ends at the end or where the stream fails."""
    going = True
    while going:
        pieces, held = [], 0
        while held < size:
            try:
                data = stream.read(size - held)
            except Fault:
                data = b""
            if not data:
                going = False
                break
            pieces.append(data)
            held += len(data)
        yield b"".join(pieces)
