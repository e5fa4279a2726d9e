"""What is told of each token of its own; where there is much of it, it waits in a file.

A row holds no usable token: no signature, and of persons only a keyed hash.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

RECORD = "tokenlint.record/1"
_ROWS_A_BLOCK = 1_000
_MOST_HELD = 4 << 20  # bytes of one job that stay in memory, where they may go to a file
_MOST_WITHOUT_FILE = 64 << 20
_LENGTH = 8  # bytes before each block in a file


@dataclass(frozen=True, slots=True)
class Recording:
    """That there shall be rows. `key`: for hashes of persons, made anew for each run.

    `folder`: where the rows of large jobs wait; empty where reader and writer share no disk.
    """

    key: bytes = field(repr=False)
    folder: str = ""


class Row(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="schema", tag=RECORD):
    """A credential that was found: where, and what it shares with no other.

    `shape` is the digest of what it shares with others, empty where it was not judged.
    Members that are not known have their defaults, and are left out in JSON.
    """

    file: str
    offset: int  # of its first byte, unpacked
    kind: str
    whole: bool
    line: int = 0
    fingerprint: str = ""
    shape: str = ""
    subject: str = ""
    client: str = ""
    token_id: str = ""
    scope: tuple[str, ...] | None = None
    issued: datetime | None = None
    not_before: datetime | None = None
    expiry: datetime | None = None
    layers: tuple[str, ...] = ()  # the outermost first
    missing: str = ""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Row]).decode


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a job: the first ones in a file, where there is one, the others here.

    They can be read once: the file goes away with that.
    `lost` tells why there are none where there should be some.
    """

    blocks: tuple[bytes, ...] = field(default=(), repr=False)
    file: str = ""
    lost: str = ""

    def __iter__(self) -> Iterator[Row]:
        """Row after row, a block at a time. Raises OSError."""
        if self.file:
            for block in _blocks_of(self.file):
                yield from _decode(block)
            Path(self.file).unlink()
        for block in self.blocks:
            yield from _decode(block)


def _blocks_of(file: str) -> Iterator[bytes]:
    with Path(file).open("rb") as stream:
        while size := stream.read(_LENGTH):
            yield stream.read(int.from_bytes(size, "big"))


class Collector:
    """Takes the rows of one job after the other, and holds a bounded part of them."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._most = _MOST_HELD if folder else _MOST_WITHOUT_FILE
        self._start()

    def _start(self) -> None:
        self._rows: list[Row] = []
        self._blocks: list[bytes] = []
        self._size = 0
        self._file = ""
        self._lost = ""

    def add(self, row: Row) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) >= _ROWS_A_BLOCK:
            self._pack()

    def _pack(self) -> None:
        block = _encode(self._rows)
        self._rows = []
        if self._lost:
            return
        self._blocks.append(block)
        self._size += len(block)
        if self._size > self._most:
            self._put_away()

    def _put_away(self) -> None:
        """Let the blocks wait in a file."""
        if not self._folder:
            self._drop(f"they are more than {_MOST_WITHOUT_FILE >> 20} MiB for one input")
            return
        try:
            self._write()
        except OSError as error:
            self._drop(f"they cannot wait in {self._folder}: {error.strerror or error}")
        self._blocks, self._size = [], 0

    def _write(self) -> None:
        if not self._file:
            handle, self._file = tempfile.mkstemp(dir=self._folder)
            os.close(handle)
        with Path(self._file).open("ab") as stream:
            stream.writelines(len(block).to_bytes(_LENGTH, "big") + block for block in self._blocks)

    def _drop(self, reason: str) -> None:
        """Half of the rows would look like all of them."""
        self._lost, self._blocks, self._size = reason, [], 0
        if self._file:
            with suppress(OSError):
                Path(self._file).unlink()
            self._file = ""

    def finish(self) -> Rows:
        """The rows of the job that ends here; what comes next is of another."""
        if self._rows:
            self._pack()
        rows = Rows(tuple(self._blocks), self._file, self._lost)
        self._start()
        return rows
