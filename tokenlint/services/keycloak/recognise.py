"""Which files are configurations of Keycloak."""

from tokenlint.services.text import Text

PRODUCT = "keycloak"


def kind_of(text: Text) -> str | None:
    """What Keycloak calls this file; None for any other."""
    del text
    return None
