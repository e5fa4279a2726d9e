"""Which files are configurations of VOMS."""

from tokenlint.services.text import Text

PRODUCT = "voms"


def kind_of(text: Text) -> str | None:
    """What VOMS calls this file; None for any other."""
    del text
    return None
