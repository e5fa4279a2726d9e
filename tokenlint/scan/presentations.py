"""How tokens were presented, counted without looking at each of them closely.

The last bytes of a line before a token tell it nearly always, and they come again and again.
Where more of the line has a say, it is looked at every time.
"""

from collections import Counter

from tokenlint.capture.context import Context, context_of

NEVER = frozenset({Context.QUERY_STRING, Context.COMMAND_LINE})
"""Ways in which a token should never be presented: others read URLs and command lines."""

_LINE, _TELLING = 256, 40
_MOST_KNOWN = 8_192
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_ENDS = frozenset(b" \t\"'`,;|:")  # what stands last in front of a token in a usual place
_QUOTES = frozenset(b"\"'`")
_NEW_LINE = ord("\n")


class Presentations:
    """The context of tokens; `count` counts them, `contexts` has the sums."""

    def __init__(self) -> None:
        self.contexts: Counter[Context] = Counter()
        self._known: dict[bytes, Context] = {}
        self._vague: set[bytes] = set()

    def count(self, data: bytes, start: int) -> Context:
        """How the token at `start` of a chunk was presented."""
        before = data[start - 1] if start else _NEW_LINE
        if before == _NEW_LINE:
            context = Context.FILE
        elif before not in _ENDS:
            context = context_of(data, start)
        else:
            context = self._usual(data, start)
        self.contexts[context] += 1
        return context

    def _usual(self, data: bytes, start: int) -> Context:
        low = max(0, start - _LINE)
        line = data[data.rfind(b"\n", low, start) + 1 or low : start]
        if b" -" in line or b"ookie" in line or b"OOKIE" in line:
            return context_of(data, start)
        telling = line[-_TELLING:] if len(line) > _TELLING else b"\n" + line
        if b"%" not in telling:  # else digits have a meaning
            telling = telling.translate(_DIGITS)
        context = self._known.get(telling)
        return context or self._of_new(telling, data, start)

    def _of_new(self, telling: bytes, data: bytes, start: int) -> Context:
        """Of these bytes alone, so that it is the same in whatever order they come."""
        if telling in self._vague:
            return context_of(data, start)
        context = context_of(telling, len(telling))
        vague = _is_vague(telling, context)
        if len(self._known) + len(self._vague) < _MOST_KNOWN:
            if vague:
                self._vague.add(telling)
            else:
                self._known[telling] = context
        return context_of(data, start) if vague else context


def _is_vague(telling: bytes, context: Context) -> bool:
    """Whether what stands before these bytes has a say: the beginning of a URL, a long name."""
    if telling[0] == _NEW_LINE:
        return False
    if b"&" in telling or telling.isspace():
        return True
    return telling[-1] in _QUOTES and context in {Context.UNKNOWN, Context.CSV_CELL}
