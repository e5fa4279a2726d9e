"""Which files are configurations of INDIGO IAM."""

from tokenlint.services.text import Text

PRODUCT = "indigo-iam"


def kind_of(text: Text) -> str | None:
    """What INDIGO IAM calls this file; None for any other."""
    del text
    return None
