"""What was said of a session, a thread or a connection, for the last so many of them."""

from collections import OrderedDict
from typing import Final, Generic, TypeVar

Said = TypeVar("Said")
MOST: Final = 16_384


class Latest(Generic[Said]):
    """A bounded table; what was put in longest ago is dropped first."""

    def __init__(self, most: int = MOST) -> None:
        self._table: OrderedDict[str, Said] = OrderedDict()
        self._most = most

    def get(self, key: str, default: Said) -> Said:
        """What was put in last."""
        return self._table.get(key[:256], default)

    def put(self, key: str, said: Said) -> None:
        """Remember; keys are cut, so that their number bounds the memory."""
        self._table[key[:256]] = said
        self._table.move_to_end(key[:256])
        if len(self._table) > self._most:
            self._table.popitem(last=False)

    def drop(self, key: str) -> None:
        """Forget."""
        self._table.pop(key[:256], None)

    def take(self, key: str) -> Said | None:
        """What was put in last, which is forgotten with this."""
        return self._table.pop(key[:256], None)

    def take_all(self) -> list[Said]:
        """Everything, in the order in which it was put in."""
        found = list(self._table.values())
        self._table.clear()
        return found
