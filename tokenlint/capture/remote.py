"""Files behind a URL, read by ranges through fsspec: no copy is kept, on disk or in memory.

Which storages there are is up to the drivers that are installed, and so are their credentials:
both come from fsspec's own configuration and environment, never from here.
Drivers raise what they like; from here on it is an OSError with words that show no URL.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import ENOENT
from importlib import import_module
from typing import Any

from tokenlint.capture.location import RemotePath
from tokenlint.errors import UsageError

ADVICE = "pip install 'wlcg-tokenlint[dask]'"
_WEB = ("http://", "https://")
_UNKNOWN = -1
_FIRST = 1 << 16  # bytes of the first request, so that a small file costs one
_AHEAD = 4 << 20  # bytes of a request, once a file is read from front to back


class RemoteFile:
    """An open file; `size` is None where it can only be read from front to back."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._held, self._start, self._next = b"", 0, -1
        self.size = _size(file)

    def pread(self, size: int, at: int) -> bytes:
        """At most `size` bytes from `at` on, fewer only at the end. Raises OSError."""
        if not self._start <= at <= at + size <= self._start + len(self._held):
            ahead = _FIRST if self._next < 0 else _AHEAD if at == self._next else 0
            self._held, self._start = self._fetch(max(size, ahead), at), at
        self._next = at + size
        return self._held[at - self._start :][:size]

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end. Raises OSError."""
        with errors_told():
            return bytes(self._file.read(size))

    def close(self) -> None:
        """Give back what the driver holds."""
        with suppress(OSError), errors_told():
            self._file.close()

    def _fetch(self, size: int, at: int) -> bytes:
        pieces, left = [], size
        with errors_told():
            self._file.seek(at)
            while left > 0 and (data := self._file.read(left)):
                pieces.append(bytes(data))
                left -= len(data)
        return b"".join(pieces)


def open_remote(place: RemotePath) -> RemoteFile:
    """Open a file for reading. Raises OSError, for a missing driver as well."""
    try:
        with errors_told():
            system = file_system(place.url)
            if place.url.lower().startswith(_WEB):
                return RemoteFile(_open_web(system, place.path))
            return RemoteFile(system.open(place.path, "rb", cache_type="none"))
    except UsageError as error:
        raise OSError(0, error.reason) from None


def _open_web(system: Any, path: str) -> Any:
    """By ranges where the server knows them, else from front to back; not compressed on the way."""
    info = system.info(path)
    size = info.get("size")
    plain = {"headers": {**system.kwargs.get("headers", {}), "Accept-Encoding": "identity"}}
    if size and info.get("partial", True):
        file = system.open(path, "rb", cache_type="none", size=size, **plain)
        with suppress(OSError), errors_told():
            file.seek(size - 1)
            if len(file.read(1)) == 1:
                return file
        file.close()
    return system.open(path, "rb", block_size=0, size=size or _UNKNOWN, **plain)


def file_system(url: str) -> Any:
    """The fsspec file system behind a URL. Raises UsageError where there is no driver for it."""
    scheme = url.partition("://")[0]
    try:
        return import_module("fsspec.core").url_to_fs(url)[0]
    except ImportError as error:
        advice = ADVICE if error.name == "fsspec" else f"fsspec says: {error}"
        raise UsageError(f"no driver for {scheme}:// is installed", advice=advice) from None
    except ValueError as error:
        if "protocol not known" not in str(error).lower():
            raise
        advice = "see the list of drivers in the documentation of fsspec"
        raise UsageError(f"no driver for {scheme}:// is known", advice=advice) from None


@contextmanager
def errors_told() -> Iterator[None]:
    """Whatever goes wrong inside is an OSError whose `strerror` can be shown; or a UsageError."""
    try:
        yield
    except UsageError:
        raise
    except FileNotFoundError:
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT)) from None
    except OSError as error:
        raise OSError(error.errno or 0, _words(error)) from None
    except Exception as error:  # noqa: BLE001 - each driver has exceptions of its own
        raise OSError(0, _words(error)) from None


def _words(error: Exception) -> str:
    """What the system says of an error; what a driver says may hold the URL with its query."""
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return f"its storage says {type(error).__name__}"


def _size(file: Any) -> int | None:
    try:
        with errors_told():
            size = int(file.seek(0, os.SEEK_END))
            file.seek(0)
            return size
    except OSError:
        return None
