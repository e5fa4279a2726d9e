"""Which files are configurations of HashiCorp Vault."""

from tokenlint.services.text import Text

PRODUCT = "vault"


def kind_of(text: Text) -> str | None:
    """What HashiCorp Vault calls this file; None for any other."""
    del text
    return None
