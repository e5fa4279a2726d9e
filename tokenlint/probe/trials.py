"""What a run needs of the tests of one sort of endpoint."""

from collections.abc import Iterable
from typing import Protocol

from tokenlint.probe.cell import Cell
from tokenlint.probe.clearing import Cleared
from tokenlint.probe.earlier import Earlier
from tokenlint.probe.results import Tested


class Trials(Protocol):
    """The tests of a storage, or of an endpoint for jobs; all numbers count requests, at most."""

    @property
    def set_up(self) -> int:
        """What `prepare` takes."""
        ...

    @property
    def reserve(self) -> int:
        """What cleaning up may take now."""
        ...

    def cost(self, cell: Cell) -> int:
        """What a cell takes, its share of cleaning up among them."""
        ...

    def prepare(self) -> None:
        """Make what all cells share. Raises NoGround, Unobtainable, TokenFailed, Unsupported."""
        ...

    def test(self, cell: Cell) -> Tested | None:
        """Test one cell; None where its result comes from `settle`.

        Raises Unobtainable, TokenFailed for the entitled token.
        """
        ...

    def settle(self) -> Iterable[Tested]:
        """The results of tests whose effect takes its time. Raises Unobtainable, TokenFailed."""
        ...

    def strays(self) -> tuple[str, ...]:
        """What changed that no request was for."""
        ...

    def alive(self) -> bool:
        """Whether the service answers the entitled token."""
        ...

    def clear(self) -> Cleared:
        """Take away what this run made."""
        ...

    def clear_earlier(self, before: Earlier) -> Cleared:
        """Take away what an earlier run made."""
        ...
