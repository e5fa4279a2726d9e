"""Bytes in order, one layer inside another: a look ahead, an offset, and an end with a reason.

Every layer (file, decompressor, member of an archive) is a `Stream` over a `read` function.
A layer that cannot go on raises `Fault`, which passes through all layers inside it,
so that the reason is told once, by whoever reads the innermost.
"""

from collections.abc import Callable

from tokenlint.capture.limits import CaptureLimits
from tokenlint.source import Problem, Source

Read = Callable[[int], bytes]


class Fault(Exception):
    """The bytes end before they should; `kind` and `advice` as in a `Problem`."""

    def __init__(self, kind: str, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.kind, self.reason, self.advice = kind, reason, advice
        self.told = False

    def tell(self, name: str, problems: list[Problem]) -> None:
        """Add the problem, unless a layer has done so already."""
        if not self.told:
            self.told = True
            problems.append(Problem(self.kind, Source(name), self.reason, self.advice))


class Stream:
    """Reads through `read(size)`, which gives at most `size` bytes and none at the end.

    `offset` counts the bytes handed out.
    After a `Fault`, which `fault` then is, the same is raised again.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._ahead = b""
        self.fault: Fault | None = None
        self.offset = 0

    def peek(self, size: int) -> bytes:
        """The next bytes, which stay; fewer only where the stream ends or fails."""
        while len(self._ahead) < size:
            try:
                more = self._more(size - len(self._ahead))
            except Fault:
                break
            if not more:
                break
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int) -> bytes:
        """At least one and at most `size` bytes; none at the end. Raises Fault."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
        else:
            data = self._more(size)
        self.offset += len(data)
        return data

    def exactly(self, size: int) -> bytes:
        """So many bytes, fewer only at the end. Raises Fault."""
        pieces, missing = [], size
        while missing and (data := self.read(missing)):
            pieces.append(data)
            missing -= len(data)
        return b"".join(pieces)

    def skip(self, size: int, block: int = 1 << 20) -> int:
        """Pass over so many bytes; how many there were. Raises Fault."""
        left = size
        while left and (data := self.read(min(left, block))):
            left -= len(data)
        return size - left

    def put_back(self, data: bytes) -> None:
        """Let bytes that were read be read again."""
        self._ahead = data + self._ahead
        self.offset -= len(data)

    def _more(self, size: int) -> bytes:
        if self.fault is not None:
            raise self.fault
        try:
            return self._read(size)
        except Fault as fault:
            self.fault = fault
            raise
        except OSError as error:
            self.fault = Fault(
                "unreadable",
                f"reading failed at byte {self.offset:,}: {error.strerror or 'unknown error'}",
                "check the disk and the rights, then scan it again",
            )
            raise self.fault from error


class Budget:
    """What one input may still unpack; shared by all its layers."""

    def __init__(self, limits: CaptureLimits) -> None:
        self._limits = limits
        self.taken = 0  # bytes of the file itself
        self.given = 0  # bytes that decompressors gave
        self.members = 0
        self._spent: Fault | None = None

    def counted(self, read: Read) -> Read:
        """The same function; what it gives counts as bytes of the file."""

        def counting(size: int) -> bytes:
            data = read(size)
            self.taken += len(data)
            return data

        return counting

    def spend(self, size: int) -> None:
        """Take note of unpacked bytes. Raises Fault when they are more than allowed."""
        self.given += size
        limits = self._limits
        if self.given > limits.max_unpacked:
            self._stop("oversize", f"it unpacks to more than {limits.max_unpacked:,} bytes")
        if self.given > limits.ratio_after and self.given > limits.max_ratio * self.taken:
            size_of_file = f"its first {self.taken:,} bytes"
            reason = f"{size_of_file} unpack to more than {limits.max_ratio:,} times as many"
            self._stop("decompression-bomb", reason)

    def member(self) -> None:
        """Take note of a member of an archive. Raises Fault when there are too many."""
        self.members += 1
        if self.members > self._limits.max_members:
            limit = self._limits.max_members
            self._stop("oversize", f"its archives hold more than {limit:,} members")

    def _stop(self, kind: str, reason: str) -> None:
        """Raise one and the same Fault from now on, so that it is told once."""
        if self._spent is None:
            advice = "unpack it with care and scan the parts, or raise the limit"
            self._spent = Fault(kind, f"{reason}, the limit; the rest was not read", advice)
        raise self._spent
