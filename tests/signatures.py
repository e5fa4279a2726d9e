"""What must never be seen: a register of signatures, and a search for parts of them in any text.

A leak need not be whole: a report that shortens a token may still print the start of its signature.
So the register keeps windows of `WINDOW` characters of each signature.
Found is any run of at least `2 * WINDOW - 1` consecutive characters,
and the first or the last `WINDOW` characters alone,
in base64url, standard base64 or lower-case hexadecimal.
"""

import base64
import re

WINDOW = 12
_RUN = re.compile(rf"[A-Za-z0-9_\-+/]{{{WINDOW},}}")
_TO_URL_SAFE = str.maketrans("+/", "-_")


class SignatureRegister:
    """Signatures that were made in this session; `parts_in` finds them again in a text."""

    def __init__(self) -> None:
        self._windows: set[str] = set()
        self._signatures: set[str] = set()

    def __len__(self) -> int:
        return len(self._signatures)

    def record(self, signature: str) -> None:
        """Remember a signature in base64url; one too short to be told from a word is left out."""
        if len(signature) < WINDOW or signature in self._signatures:
            return
        self._signatures.add(signature)
        self._windows.update(_windows(signature), _windows(_hexadecimal(signature)))

    def record_token(self, token: str) -> None:
        """Remember the last part of a token in compact form; other text is left alone."""
        parts = token.strip().split(".")
        if len(parts) == 3:
            self.record(parts[2])

    def parts_in(self, text: str) -> list[int]:
        """Offsets in `text` at which a part of a recorded signature begins, in order."""
        if not self._windows:
            return []
        return [
            run.start() + at
            for run in _RUN.finditer(text)
            for at in _hits(run.group().translate(_TO_URL_SAFE), self._windows)
        ]


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


def _hits(run: str, windows: set[str]) -> list[int]:
    return [at for at in range(len(run) - WINDOW + 1) if run[at : at + WINDOW] in windows]


REGISTER = SignatureRegister()
