"""The strategies by which the tokens of an issuer come to rights."""

from tokenlint.services.xrootd.config import IssuerSection
from tokenlint.services.xrootd.keys import STRATEGIES


def strategies_of(section: IssuerSection) -> tuple[str, ...]:
    """The strategies that hold: all three where none is written."""
    return STRATEGIES if section.strategies is None else section.strategies
