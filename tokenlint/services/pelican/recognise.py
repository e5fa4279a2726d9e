"""Which files are configurations of Pelican."""

from tokenlint.services.text import Text

PRODUCT = "pelican"


def kind_of(text: Text) -> str | None:
    """What Pelican calls this file; None for any other."""
    del text
    return None
