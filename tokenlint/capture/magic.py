"""What the first bytes say; names are never asked.

Formats that hide text and are not read are named, too, so that they do not pass as clean.
"""

from enum import StrEnum

LOOK_AHEAD = 512
_TAR_CHECKSUM = slice(148, 156)


class Packing(StrEnum):
    """How an input is packed."""

    PLAIN = "plain"
    GZIP = "gzip"
    ZSTD = "zstd"
    XZ = "xz"
    BZIP2 = "bzip2"
    TAR = "tar"
    ZIP = "zip"
    UTF_16 = "utf-16"


COMPRESSIONS = frozenset({Packing.GZIP, Packing.ZSTD, Packing.XZ, Packing.BZIP2})
ARCHIVES = frozenset({Packing.TAR, Packing.ZIP})

# RFC 1952 section 2.3.1, RFC 8878 section 3.1, the xz file format 2.1.1.1, APPNOTE.TXT 4.3.7.
_STARTS = (
    (b"\x1f\x8b\x08", Packing.GZIP),
    (b"\x28\xb5\x2f\xfd", Packing.ZSTD),
    (b"\xfd7zXZ\x00", Packing.XZ),
    (b"PK\x03\x04", Packing.ZIP),
    (b"PK\x05\x06", Packing.ZIP),  # one without members
    (b"\xff\xfe", Packing.UTF_16),
    (b"\xfe\xff", Packing.UTF_16),
)
_UNPACK = "unpack it and scan the result"
_UNREAD = (
    (b"\x04\x22\x4d\x18", "lz4", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip", _UNPACK),
    (b"Rar!\x1a\x07", "RAR", _UNPACK),
    (b"\x1f\x9d", "compress (.Z)", _UNPACK),
    (b"LZIP", "lzip", _UNPACK),
    (b"\xff\x06\x00\x00sNaPpY", "snappy", _UNPACK),
    (b"LPKSHHRH", "systemd journal", "pipe `journalctl --file FILE --output export` into the scan"),
    (b"PAR1", "Parquet", "write its columns as text and scan that"),
)
# A skippable frame may stand first (RFC 8878 section 3.1.2).
_ZSTD_SKIPPABLE = (range(0x50, 0x60), b"\x2a\x4d\x18")


def packing_of(beginning: bytes) -> Packing:
    """The packing of what begins so; `beginning` should hold `LOOK_AHEAD` bytes if it can."""
    for start, packing in _STARTS:
        if beginning.startswith(start):
            return packing
    if _is_bzip2(beginning):
        return Packing.BZIP2
    lowest, rest = _ZSTD_SKIPPABLE
    if beginning[:1] and beginning[0] in lowest and beginning[1:4] == rest:
        return Packing.ZSTD
    return Packing.TAR if is_tar_header(beginning) else Packing.PLAIN


def unread_format(beginning: bytes) -> tuple[str, str] | None:
    """Name and advice for a format that hides text and is not unpacked here."""
    for start, name, advice in _UNREAD:
        if beginning.startswith(start):
            return name, advice
    return None


def is_tar_header(block: bytes) -> bool:
    """Whether a block of 512 bytes is a header of tar: its checksum is right (POSIX ustar)."""
    if len(block) < LOOK_AHEAD or not block[0]:
        return False
    written = block[_TAR_CHECKSUM].strip(b" \0")
    if not written or not written.isdigit():
        return False
    rest = block[:148] + b" " * 8 + block[156:512]
    signed = sum(rest) - 256 * sum(byte > 127 for byte in rest)  # noqa: PLR2004
    try:
        return int(written, 8) in {sum(rest), signed}
    except ValueError:
        return False


def _is_bzip2(beginning: bytes) -> bool:
    """`BZh`, a level, and the magic of a block or of the end, so that no word is taken for it."""
    return (
        beginning.startswith(b"BZh")
        and beginning[3:4] in b"123456789"
        and beginning[4:10] in {b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"}
    )
