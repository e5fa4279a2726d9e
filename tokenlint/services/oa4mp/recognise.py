"""Which files are configurations of OA4MP."""

from tokenlint.services.text import Text

PRODUCT = "oa4mp"


def kind_of(text: Text) -> str | None:
    """What OA4MP calls this file; None for any other."""
    del text
    return None
