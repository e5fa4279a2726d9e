"""Which files are configurations of htvault-config."""

from tokenlint.services.text import Text

PRODUCT = "htvault-config"


def kind_of(text: Text) -> str | None:
    """What htvault-config calls this file; None for any other."""
    del text
    return None
