"""A file that is there whole, or not at all."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO


class WholeFile:
    """Bytes go to `stream`, under another name in the same folder, until `keep` or `drop`.

    A reader sees the old file or the whole new one. Everything here raises OSError.
    """

    def __init__(self, file: Path) -> None:
        self._target = Path(os.path.realpath(file))  # a symbolic link stays one
        exists = self._target.exists()
        self._mode = self._target.stat().st_mode & 0o777 if exists else 0o666 & ~_umask()
        import tempfile  # only for what goes to files

        prefix = f".{self._target.name[:32]}."
        handle, self._name = tempfile.mkstemp(dir=self._target.parent, prefix=prefix)
        self.stream: IO[bytes] = os.fdopen(handle, "wb")

    def keep(self) -> None:
        """Give it its name, once all of it is on the disk."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        Path(self._name).chmod(self._mode)
        Path(self._name).replace(self._target)

    def drop(self) -> None:
        """Leave nothing of it; never raises."""
        with suppress(OSError):
            self.stream.close()  # it may have something left that the disk does not take
        with suppress(OSError):
            Path(self._name).unlink()


def _umask() -> int:
    """The process's mask; the system tells it only by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
