"""Where a request says what the policies see of its credential."""

import re

from tokenlint.source import Pointer
from tokenlint.workflows.declaration import TokenRequest

_ITEM = re.compile(r"/credential/items/(\d+)")
_ENTRY = re.compile(r"/credential/audience/entries/(\d+)")
_PARTS = {"audience": "audience", "lifetime": "lifetime", "items": "scope"}
_PARTS |= {"scope_form": "scope", "actions": "scope"}


def written(pointer: Pointer, request: TokenRequest | None) -> Pointer:
    """The pointer into the declaration for one into `/credential`."""
    if pointer == "/credential":
        return "/token/scope"
    if match := _ITEM.match(pointer):
        return _item(int(match[1]), request)
    if match := _ENTRY.match(pointer):
        return f"/token/audience/{match[1]}"
    if pointer == "/credential/lifetime/refresh_seconds":
        return "/token/refresh/lifetime"
    name = pointer.removeprefix("/credential").lstrip("/").partition("/")[0]
    return f"/token/{_PARTS[name]}" if name in _PARTS else "/token"


def _item(index: int, request: TokenRequest | None) -> Pointer:
    """A scope is a string of words, or a list of them."""
    items = request.scope_items if request else ()
    element = items[index].element
    if element is None:
        return f"/token/scope/{index}"
    before = sum(each.element == element for each in items[:index])
    alone = sum(each.element == element for each in items) == 1
    return f"/token/scope/{element}" + ("" if alone else f"/{before}")
