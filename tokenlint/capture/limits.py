"""How much one input may cost, adjustable, and what is said when it costs more."""

from dataclasses import dataclass

_KIB, _MIB, _GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class CaptureLimits:
    """Bounds on the reading of one input; sizes in bytes.

    `block`: what is read at a time, and about the size of a chunk.
    `max_line`: a longer line is handed on in pieces, each `overlap` bytes into the one before.
    `max_unpacked`: what one input may unpack to, over all layers and members.
    `max_ratio`: unpacked bytes for each byte of the file, once `ratio_after` bytes were unpacked.
    `max_window`: memory that a decompressor may ask for, as xz and zstd let the file decide.
    `max_compressions`, `max_archives`: how deep either may be nested in itself or in the other.
    `max_members`: members of all archives of one input.
    """

    block: int = 4 * _MIB
    max_line: int = 16 * _MIB
    overlap: int = 64 * _KIB
    max_unpacked: int = 200 * _GIB
    max_ratio: int = 1000
    ratio_after: int = 64 * _MIB
    max_window: int = 256 * _MIB
    max_compressions: int = 2
    max_archives: int = 2
    max_members: int = 1_000_000

    def __post_init__(self) -> None:
        if not (0 < self.overlap < self.max_line and self.block > 0):
            message = "an overlap is shorter than the longest line, and a block holds something"
            raise ValueError(message)


DEFAULT_LIMITS = CaptureLimits()
