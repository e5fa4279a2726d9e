"""tar as a stream of members: ustar, GNU and pax (POSIX.1-2008, pax "Interchange Format").

Nothing is written and no link is followed: links, folders and devices hold no bytes here.
Sparse files are read as they are stored, which leaves out zero bytes only.
What follows damage is handed on as one member, so that no byte of it is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tokenlint.capture.magic import is_tar_header
from tokenlint.capture.member import Member, limited, shown
from tokenlint.capture.stream import Budget, Fault, Stream

_BLOCK = 512
_ZERO = bytes(_BLOCK)
_LONGEST_EXTENSION = 1 << 20  # of names and pax records
_FILES = frozenset(b"0\x007S")  # regular, old regular, contiguous, GNU sparse
_GNU_NAME, _PAX = ord("L"), frozenset(b"xX")
_OTHER_EXTENSIONS = frozenset(b"gKNV")  # of all members, of links, of old names and volumes
_BASE_256 = 0x80
_MORE_SPARSE_MAP = 482  # in a GNU header: whether blocks with more of the map follow
_MORE_IN_MAP = 504  # the same in such a block
_PAX_RECORD = re.compile(rb"(\d{1,8}) ([^=]{1,64})=")


@dataclass(frozen=True, slots=True)
class _Header:
    name: bytes
    size: int
    kind: int
    sparse_map: bool


@dataclass(slots=True)
class _Next:
    """What extension headers say about the member that follows them."""

    name: bytes | None = None
    size: int | None = None


def tar_members(stream: Stream, budget: Budget) -> Iterator[Member]:
    """The members that hold bytes, in order. Raises Fault where the archive ends too early."""
    extended = _Next()
    while block := stream.exactly(_BLOCK):
        if block == _ZERO:  # the end, or the border to an archive that was appended
            continue
        header = _header(block) if is_tar_header(block) else None
        if header is None:
            yield from _rest(stream, block)
            return
        if header.kind == _GNU_NAME or header.kind in _PAX | _OTHER_EXTENSIONS:
            _extend(extended, header, stream)
            continue
        yield from _member(header, extended, stream, budget)
        extended = _Next()


def _member(header: _Header, extended: _Next, stream: Stream, budget: Budget) -> Iterator[Member]:
    name = shown(header.name if extended.name is None else extended.name)
    size = header.size if extended.size is None else extended.size
    if header.sparse_map:
        while (more := stream.exactly(_BLOCK)) and more[_MORE_IN_MAP : _MORE_IN_MAP + 1] == b"\1":
            pass
    budget.member()
    if header.kind not in _FILES or header.name.endswith(b"/"):
        if header.kind not in b"123456":  # links, devices, folders and pipes have no body
            stream.skip(_padded(size))
        return
    body = limited(stream, size, f"the tar archive, in member {name},")
    yield Member(name, body)
    body.skip(size)
    stream.skip(_padded(size) - size)


def _rest(stream: Stream, block: bytes) -> Iterator[Member]:
    """All that follows a header that is none."""
    at = stream.offset - len(block)
    stream.put_back(block)
    fault = Fault(
        "damaged",
        f"at byte {at:,} of the tar archive stands no header; the rest was read as plain bytes",
        "capture or copy it again",
    )
    yield Member(f"<rest at {at}>", stream, fault)


def _header(block: bytes) -> _Header | None:
    size = _number(block[124:136])
    if size is None:
        return None
    name = block[:100].split(b"\0", 1)[0]
    prefix = block[345:500].split(b"\0", 1)[0] if block[257:263] == b"ustar\0" else b""
    kind = block[156]
    sparse = kind == ord("S") and block[_MORE_SPARSE_MAP] == 1
    return _Header(prefix + b"/" + name if prefix else name, size, kind, sparse)


def _number(field: bytes) -> int | None:
    """An octal number, or a binary one after a set first bit (GNU); None for neither."""
    if field[0] & _BASE_256:
        value = int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
        return value if value < 1 << 63 else None
    text = field.strip(b" \0")
    try:
        return int(text, 8) if text else 0
    except ValueError:
        return None


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _extend(extended: _Next, header: _Header, stream: Stream) -> None:
    body = stream.exactly(min(header.size, _LONGEST_EXTENSION))
    stream.skip(_padded(header.size) - len(body))
    if header.kind == _GNU_NAME:
        extended.name = body.split(b"\0", 1)[0]
    elif header.kind in _PAX:
        _read_pax(extended, body)


def _read_pax(extended: _Next, body: bytes) -> None:
    """Records `LENGTH KEY=VALUE` and a newline; the name and the size matter here."""
    at = 0
    while found := _PAX_RECORD.match(body, at):
        end = at + int(found[1])
        if end <= found.end() or end > len(body):
            return
        value = body[found.end() : end - 1]
        if found[2] in {b"path", b"GNU.sparse.name"}:
            extended.name = value
        elif found[2] == b"size" and value.isdigit() and len(value) < 20:  # noqa: PLR2004
            extended.size = int(value)
        at = end
