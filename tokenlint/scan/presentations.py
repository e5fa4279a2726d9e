"""How tokens were presented, counted without looking at each of them closely.

The last bytes of a line before a token tell it nearly always, and they come again and again.
Where more of the line has a say, it is looked at every time.
"""

from tokenlint.capture.context import Context, context_of

NEVER = frozenset({Context.QUERY_STRING, Context.COMMAND_LINE})
"""Ways in which a token should never be presented: others read URLs and command lines."""

_LINE, _TELLING = 256, 40
_MOST_KNOWN = 8_192
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_ENDS = frozenset(b" \t\"'`,;|:")  # what stands last in front of a token in a usual place
_QUOTES = frozenset(b"\"'`")
_NEW_LINE = ord("\n")


class Presented:
    """How many tokens were presented in one way; `never`: as none should be."""

    __slots__ = ("context", "count", "never")

    def __init__(self, context: Context) -> None:
        self.context = context
        self.count = 0
        self.never = context in NEVER


class Presentations:
    """Counts the contexts of tokens; looking one up by its name would cost more than finding it."""

    def __init__(self) -> None:
        self._ways = {context: Presented(context) for context in Context}
        self._file = self._ways[Context.FILE]
        self._lines: dict[bytes, Presented] = {}
        self._known: dict[bytes, Presented] = {}
        self._vague: set[bytes] = set()

    def count(self, data: bytes, start: int) -> Presented:
        """How the token at `start` of a chunk was presented; it is counted there."""
        before = data[start - 1] if start else _NEW_LINE
        if before == _NEW_LINE:
            way = self._file
        elif before not in _ENDS:
            way = self._ways[context_of(data, start)]
        else:
            way = self._usual(data, start)
        way.count += 1
        return way

    @property
    def contexts(self) -> dict[Context, int]:
        """How many tokens were presented in each way, without ways of none."""
        return {way.context: way.count for way in self._ways.values() if way.count}

    def clear(self) -> None:
        """Start to count anew."""
        for way in self._ways.values():
            way.count = 0

    def _usual(self, data: bytes, start: int) -> Presented:
        low = max(0, start - _LINE)
        line = data[data.rfind(b"\n", low, start) + 1 or low : start]
        folded = line.translate(_DIGITS)
        way = self._lines.get(folded)
        if way is None:
            way = self._of_line(line, data, start)
            if b"%" not in line and len(self._lines) < _MOST_KNOWN:
                self._lines[folded] = way
        return way

    def _of_line(self, line: bytes, data: bytes, start: int) -> Presented:
        if b" -" in line or b"ookie" in line or b"OOKIE" in line:
            return self._ways[context_of(data, start)]
        telling = line[-_TELLING:] if len(line) > _TELLING else b"\n" + line
        if b"%" not in telling:  # else digits have a meaning
            telling = telling.translate(_DIGITS)
        return self._known.get(telling) or self._of_new(telling, data, start)

    def _of_new(self, telling: bytes, data: bytes, start: int) -> Presented:
        """Of these bytes alone, so that it is the same in whatever order they come."""
        if telling in self._vague:
            return self._ways[context_of(data, start)]
        context = context_of(telling, len(telling))
        vague = _is_vague(telling, context)
        if len(self._known) + len(self._vague) < _MOST_KNOWN:
            if vague:
                self._vague.add(telling)
            else:
                self._known[telling] = self._ways[context]
        return self._ways[context_of(data, start) if vague else context]


def _is_vague(telling: bytes, context: Context) -> bool:
    """Whether what stands before these bytes has a say: the beginning of a URL, a long name."""
    if telling[0] == _NEW_LINE:
        return False
    if b"&" in telling or telling.isspace():
        return True
    return telling[-1] in _QUOTES and context in {Context.UNKNOWN, Context.CSV_CELL}
