"""Tokens of one header: which signatures are whole, and which forms their claims have."""

from collections.abc import Mapping
from typing import Any

from tokenlint.credentials.base64url import LAST
from tokenlint.credentials.signature import cut_short
from tokenlint.credentials.verify import Reason
from tokenlint.policy.typed_form import UNFIT, Reading, TypedForm
from tokenlint.scan.sketch import head_of

_MOST_FORMS = 16  # of one header; rarer ones take the longer way
_MOST_LENGTHS = 4_096
_APART = 1 << 32  # more marks than there are
_RESULTS = ("claimed", "verified", *Reason)

Marks = tuple[int, int, int]
"""What begins a key: for a token of usual size, over the recommended one, over the limit."""


class Lane:
    """What is known of one header segment.

    `marks` stand for it in keys, `seed` in hashes of tokens.
    The length of the claims tells the form nearly always: it is tried first.
    """

    def __init__(self, segment: bytes, header: Mapping[str, Any], number: int) -> None:
        self.marks: Marks = (3 * number, 3 * number + 1, 3 * number + 2)
        self.seed = head_of(segment)
        self.segment, self.header = segment, header
        self._algorithm = header.get("alg")
        self.known_ends: dict[int, frozenset[int]] = {}  # by length, at most as long as a token
        self._forms: list[TypedForm] = []
        self.by_length: dict[int, TypedForm] = {}

    def verified_mark(self, mark: int, verification: str) -> int:
        """What begins a key where signatures are checked: tokens of another result are others."""
        return mark + _APART * _RESULTS.index(verification)

    def ends(self, length: int) -> frozenset[int]:
        """What a whole signature of so many signs may end with; nothing where none is so long."""
        ends = self.known_ends.get(length)
        if ends is None:
            cut = not length or cut_short(self._algorithm, length * 3 // 4)
            ends = self.known_ends[length] = frozenset() if cut else LAST[length & 3]
        return ends

    def read(self, text: bytes, mark: int) -> Reading | None:
        """The key of these claims; None where only a longer way can tell."""
        guess = self.by_length.get(len(text))
        if guess is not None:
            try:
                return guess.read(text, mark)
            except UNFIT:
                pass
        return self._read_otherwise(text, mark, guess)

    def _read_otherwise(self, text: bytes, mark: int, tried: TypedForm | None) -> Reading | None:
        for form in self._forms:
            if form is tried:
                continue
            try:
                reading = form.read(text, mark)
            except UNFIT:
                continue
            if len(self.by_length) < _MOST_LENGTHS or len(text) in self.by_length:
                self.by_length[len(text)] = form
            return reading
        return None

    def learn(self, form: TypedForm) -> None:
        """Claims of this header may have this form."""
        if form not in self._forms and len(self._forms) < _MOST_FORMS:
            self._forms.append(form)
