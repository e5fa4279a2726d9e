"""Which files are configurations of mytoken."""

from tokenlint.services.text import Text

PRODUCT = "mytoken"


def kind_of(text: Text) -> str | None:
    """What mytoken calls this file; None for any other."""
    del text
    return None
