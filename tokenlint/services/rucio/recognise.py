"""Which files are configurations of Rucio."""

from tokenlint.services.text import Text

PRODUCT = "rucio"


def kind_of(text: Text) -> str | None:
    """What Rucio calls this file; None for any other."""
    del text
    return None
