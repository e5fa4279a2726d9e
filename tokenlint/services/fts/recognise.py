"""Which files are configurations of FTS3."""

from tokenlint.services.text import Text

PRODUCT = "fts"


def kind_of(text: Text) -> str | None:
    """What FTS3 calls this file; None for any other."""
    del text
    return None
