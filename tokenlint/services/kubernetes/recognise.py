"""Which files are configurations of Kubernetes."""

from tokenlint.services.text import Text

PRODUCT = "kubernetes"


def kind_of(text: Text) -> str | None:
    """What Kubernetes calls this file; None for any other."""
    del text
    return None
