"""Which files are virtual organisations of the OSG topology."""

import re
from typing import Final

from tokenlint.services.text import Text

PRODUCT: Final = "osg-topology"
VO: Final = "virtual-organization.yaml"

_TELLS = re.compile(r"^(?:Credentials|DataFederations)[ \t]*:", re.MULTILINE)
_MORE = re.compile(
    r"^[ \t]+(?:-[ \t]+)?(?:TokenIssuers|StashCache|Namespaces)[ \t]*:", re.MULTILINE
)
_ORGANIZATION = re.compile(r"^(?:ID|LongName|ReportingGroups|FieldsOfScience)[ \t]*:", re.MULTILINE)


def kind_of(text: Text) -> str | None:
    """What tokenlint calls this file; None for any other."""
    if not text.embedded and not text.name.casefold().endswith((".yaml", ".yml")):
        return None
    content = text.content
    if "TokenIssuers" not in content and "StashCache" not in content:
        in_folder = "virtual-organizations" in text.parts[:-1]
        return VO if in_folder and _ORGANIZATION.search(content) else None
    return VO if _TELLS.search(content) and _MORE.search(content) else None
