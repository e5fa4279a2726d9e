"""What a text holds, without places, to compare with what other readers make of it."""

from typing import Any

from tokenlint.services.structured.tree import Node


def plain(node: Node) -> Any:
    """The values of a setting and all below it."""
    if node.kind == "map":
        return {name: plain(child) for name, child in node.children.items()}
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return node.plain
