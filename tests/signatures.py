"""What must never be seen: a register of signatures, and a search for parts of them in any text.

A leak need not be whole: a report that shortens a token may still print the start of its signature.
So the register keeps windows of `WINDOW` characters of each signature.
Found is any run of at least `2 * WINDOW - 1` consecutive characters,
and the first or the last `WINDOW` characters alone,
in base64url, standard base64 or lower-case hexadecimal.
"""

import base64
import re
import threading
from collections.abc import Iterator

WINDOW = 12
MOST_REMEMBERED = 500_000
LONGEST_REMEMBERED = 4096
_RUN = re.compile(rf"[A-Za-z0-9_\-+/]{{{WINDOW},}}")
_TO_URL_SAFE = str.maketrans("+/", "-_")


class SignatureRegister:
    """Signatures that were made in this session; `parts_in` finds them again in a text.

    Outputs repeat their words millions of times, so runs that hold nothing are remembered,
    with their own windows: a signature that is recorded later may be in one of them.
    """

    def __init__(self) -> None:
        self._windows: set[str] = set()
        self._signatures: set[str] = set()
        self._innocent: set[str] = set()
        self._in_innocent: set[str] = set()
        self._one_at_a_time = threading.RLock()  # servers of tests have threads of their own

    def __len__(self) -> int:
        return len(self._signatures)

    def record(self, signature: str) -> None:
        """Remember a signature in base64url; one too short to be told from a word is left out."""
        if len(signature) < WINDOW or signature in self._signatures:
            return
        self._signatures.add(signature)
        windows = {*_windows(signature), *_windows(_hexadecimal(signature))}
        with self._one_at_a_time:
            self._windows |= windows
            if not windows.isdisjoint(self._in_innocent):
                self._forget()

    def record_token(self, token: str) -> None:
        """Remember the last part of a token in compact form; other text is left alone."""
        parts = token.strip().split(".")
        if len(parts) == 3:
            self.record(parts[2])

    def parts_in(self, text: str) -> list[int]:
        """Offsets in `text` at which a part of a recorded signature begins, in order."""
        if len(text) < WINDOW or not self._windows:
            return []
        if all(map(self._is_innocent, set(_RUN.findall(text)) - self._innocent)):
            return []
        return [
            run.start() + at
            for run in _RUN.finditer(text)
            for at, window in enumerate(_every_window(run.group()))
            if window in self._windows
        ]

    def _is_innocent(self, run: str) -> bool:
        """Whether no part of a signature is in a run of letters; remembers those."""
        if len(run) > LONGEST_REMEMBERED:
            return self._windows.isdisjoint(_every_window(run))
        found = set(_every_window(run))
        with self._one_at_a_time:
            if not self._windows.isdisjoint(found):
                return False
            if len(self._in_innocent) > MOST_REMEMBERED:
                self._forget()
            self._innocent.add(run)
            self._in_innocent |= found
        return True

    def _forget(self) -> None:
        self._innocent.clear()
        self._in_innocent.clear()


def _windows(text: str) -> list[str]:
    """Windows side by side, and the last one, so that a cut at either end is seen, too."""
    return [text[at : at + WINDOW] for at in range(0, len(text) - WINDOW + 1, WINDOW)] + (
        [text[-WINDOW:]] if len(text) >= WINDOW else []
    )


def _hexadecimal(signature: str) -> str:
    try:
        return base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4)).hex()
    except ValueError:
        return ""


def _every_window(run: str) -> Iterator[str]:
    text = run.translate(_TO_URL_SAFE)
    return (text[at : at + WINDOW] for at in range(len(text) - WINDOW + 1))


REGISTER = SignatureRegister()
