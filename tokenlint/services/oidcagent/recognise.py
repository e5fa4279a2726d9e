"""Which files are configurations of oidc-agent."""

from tokenlint.services.text import Text

PRODUCT = "oidc-agent"


def kind_of(text: Text) -> str | None:
    """What oidc-agent calls this file; None for any other."""
    del text
    return None
