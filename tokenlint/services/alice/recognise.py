"""Which files are configurations of ALICE token authorization."""

from tokenlint.services.text import Text

PRODUCT = "alice"


def kind_of(text: Text) -> str | None:
    """What ALICE token authorization calls this file; None for any other."""
    del text
    return None
