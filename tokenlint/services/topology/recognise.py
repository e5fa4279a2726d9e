"""Which files are configurations of OSG topology."""

from tokenlint.services.text import Text

PRODUCT = "osg-topology"


def kind_of(text: Text) -> str | None:
    """What OSG topology calls this file; None for any other."""
    del text
    return None
