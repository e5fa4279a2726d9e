"""Closed sets of keys: what a product knows, what it passes over, and what was probably meant."""

from collections.abc import Mapping
from difflib import get_close_matches

from tokenlint.services.acceptance import UnknownKey
from tokenlint.services.value import Value

_CLOSE = 0.72


def unknown_key(key: Value, section: str, known: Mapping[str, str]) -> UnknownKey:
    """The record of a key that is not in `known` (name to default), with the nearest name."""
    names = {name.casefold(): name for name in known}
    close = get_close_matches(key.text.casefold(), names, n=1, cutoff=_CLOSE)
    suggestion = names[close[0]] if close else ""
    return UnknownKey(key, section, suggestion, known.get(suggestion, ""))
