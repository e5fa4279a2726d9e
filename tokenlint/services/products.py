"""What is known of a product's settings: its keys with their defaults, renamed and dead ones.

Each product has a file `rules/products/<product>.json` of key sets, each with the versions
that it holds for and its source.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from tokenlint import shipped
from tokenlint.errors import Incomplete


@dataclass(frozen=True, slots=True)
class KeySet:
    """The settings of one kind of file.

    `keys` are names with their defaults (empty where there is none); `renamed` old names with
    what they are called now; `dead` names that the product no longer reads, each with the reason
    as a clause (`the code does not read it since 1.30`).
    """

    name: str
    versions: str
    keys: Mapping[str, str]
    renamed: Mapping[str, str]
    dead: Mapping[str, str]


@cache
def key_set(product: str, name: str) -> KeySet:
    """The key set of a product; raises Incomplete where the installation lacks it."""
    file = shipped.rules_dir() / "products" / f"{product}.json"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Incomplete(
            f"what is known of {product} cannot be read: {error}", advice="install tokenlint again"
        ) from error
    row = next(each for each in data["sets"] if each["name"] == name)
    return KeySet(name, row["versions"], row["keys"], row.get("renamed", {}), row.get("dead", {}))
