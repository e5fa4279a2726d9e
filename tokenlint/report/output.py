"""Where reports go: standard output, or files written whole or not at all."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from tokenlint.errors import UsageError
from tokenlint.policy.finding import Report
from tokenlint.report.render import known, render
from tokenlint.report.view import USUAL_WIDTH, View
from tokenlint.report.whole_file import WholeFile

if TYPE_CHECKING:  # few formats need it
    from tokenlint.report.beside import Beside


@dataclass(frozen=True, slots=True)
class Output:
    """One wanted format; without a file it goes to standard output."""

    format: str
    file: Path | None = None

    @classmethod
    def parse(cls, text: str) -> "Output":
        """`FORMAT` or `FORMAT=FILE`. Raises UsageError for an unknown format or no file name."""
        name, equals, file = text.partition("=")
        if equals and not file:
            raise UsageError(f"{text!r} names no file", advice="write FORMAT or FORMAT=FILE")
        if file == "-":
            return cls(known(name))
        return cls(known(name), Path(file) if equals else None)


def deliver(
    outputs: Sequence[Output],
    report: Report,
    stream: TextIO,
    view: View,
    beside: "Beside | None" = None,
) -> bool:
    """Write every output of a report, as `deliver_texts` does."""
    return deliver_texts(outputs, lambda name, how: render(name, report, how, beside), stream, view)


def deliver_texts(
    outputs: Sequence[Output], text_of: Callable[[str, View], str], stream: TextIO, view: View
) -> bool:
    """Write every output; files first, so that a closed pipe does not lose them.

    `text_of` makes the text of a format for a view.

    Files get no colours and the usual width.
    Returns False if the reader of `stream` has gone.
    Raises UsageError where a file cannot be written or two outputs share one place.
    """
    refuse_shared([output.file for output in outputs])
    plain = replace(view, width=USUAL_WIDTH, colour=False, unicode=True)
    for output in outputs:
        if output.file is not None:
            write_file(output.file, text_of(output.format, plain))
    texts = [text_of(item.format, view) for item in outputs if item.file is None]
    return all(emit(text, stream) for text in texts)


def refuse_shared(files: Sequence[Path | None]) -> None:
    """Raises UsageError where two outputs share one place; None is standard output."""
    for number, file in enumerate(files):
        if file in files[:number]:
            where = "standard output" if file is None else str(file)
            raise UsageError(
                f"two outputs would go to {where}", advice="give one of them its own FORMAT=FILE"
            )


def write_file(file: Path, text: str) -> None:
    """Write atomically: a reader sees the old file or the whole new one.

    What is no regular file (`/dev/stdout`, a pipe) is written in place.
    Raises UsageError with the system's reason: no such folder, no permission, no space left.
    """
    data = text.encode("utf-8")
    try:
        if file.exists() and not file.is_file():
            file.write_bytes(data)
        else:
            _replace(file, data)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot write the report to {file}: {reason}", advice=advice_on(file)
        ) from error


def _replace(file: Path, data: bytes) -> None:
    whole = WholeFile(file)
    try:
        whole.stream.write(data)
        whole.keep()
    except BaseException:
        whole.drop()
        raise


def advice_on(file: Path) -> str:
    """What to do about a file that cannot be written."""
    if not os.path.isdir(file.parent):  # noqa: PTH112  # pathlib raises again
        return f"there is no folder {file.parent}; create it first"
    if os.path.isdir(file):  # noqa: PTH112
        return "this is a folder; name a file in it"
    return "check the permissions and the free space of its folder"


def append_file(file: Path, text: str) -> None:
    """Append, as GITHUB_STEP_SUMMARY wants it. Raises UsageError like `write_file`."""
    try:
        with file.open("ab") as stream:
            stream.write(text.encode("utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot append to {file}: {reason}", advice=advice_on(file)) from error


def emit(text: str, stream: TextIO) -> bool:
    r"""Write to a stream whose reader may leave; False if it has left.

    Characters that the stream's encoding lacks are spelled out (`\u2502`).
    After a closed pipe standard output is pointed nowhere,
    so that the interpreter does not complain once more when it flushes at its end.
    """
    try:
        _write(text, stream)
    except BrokenPipeError:
        if stream is sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return False
    except OSError as error:
        raise UsageError(
            f"cannot write the report: {error.strerror or error}", advice="is the disk full?"
        ) from error
    return True


def _write(text: str, stream: TextIO) -> None:
    """All of the text: with PYTHONUNBUFFERED a text stream loses what one write leaves over."""
    encoding = stream.encoding or "utf-8"
    data = text.encode(encoding, "backslashreplace")
    binary: IO[bytes] | None = getattr(stream, "buffer", None)
    if binary is None:
        stream.write(data.decode(encoding))
    else:
        stream.flush()
        rest = memoryview(data)
        while rest:
            written: int | None = binary.write(rest)
            if written is None:
                raise BlockingIOError(errno.EAGAIN, "the stream is not ready")
            rest = rest[written:]
    stream.flush()
