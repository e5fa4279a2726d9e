"""Which files are configurations of DIRAC."""

from tokenlint.services.text import Text

PRODUCT = "dirac"


def kind_of(text: Text) -> str | None:
    """What DIRAC calls this file; None for any other."""
    del text
    return None
