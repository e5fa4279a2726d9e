"""A member of an archive, and how its name is shown."""

from dataclasses import dataclass

from tokenlint.capture.stream import Fault, Stream

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Bytes inside an archive; they are to be read before the next member is asked for.

    `fault` says why there are no bytes, for a member that cannot be read.
    """

    name: str
    stream: Stream
    fault: Fault | None = None


def shown(name: bytes) -> str:
    """The name of a member as one short line: nothing in it acts on a terminal or a path."""
    text = name.decode("utf-8", "backslashreplace")
    line = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text[: 4 * _LONGEST_NAME]
    )
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"


def nothing(_size: int) -> bytes:
    """A `read` that is at its end."""
    return b""


def drain(stream: Stream) -> None:
    """Read to the end. Raises Fault."""
    while stream.read(1 << 20):
        pass


def limited(stream: Stream, size: int, what: str) -> Stream:
    """The next `size` bytes. Reading raises Fault when the archive ends before."""
    left = size

    def read(wanted: int) -> bytes:
        nonlocal left
        data = stream.read(min(wanted, left)) if left else b""
        if left and not data:
            reason = f"{what} ends at byte {size - left:,} of {size:,}; what came before was read"
            raise Fault("truncated", reason, "capture or copy it again")
        left -= len(data)
        return data

    return Stream(read)
