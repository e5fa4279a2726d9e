"""Which files are configurations of PanDA."""

from tokenlint.services.text import Text

PRODUCT = "panda"


def kind_of(text: Text) -> str | None:
    """What PanDA calls this file; None for any other."""
    del text
    return None
