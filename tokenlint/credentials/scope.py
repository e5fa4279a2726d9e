"""Reading scopes, item by item, with the place of each.

RFC 6749 section 3.3: scope-tokens are printable ASCII without the double quote and the backslash,
with one space between two.
Libraries differ in what they make of tabs and line ends, so these are taken as separators
(the wider reading) and stand as an item of their own that no scope-token can be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from typing import Any

from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import (
    ADMINISTER,
    ADMINISTRATION_FAMILIES,
    OFTEN_MEANT,
    SCITOKENS_URI,
    WORDS,
    ScopeKind,
    Vocabulary,
    Word,
)
from tokenlint.privilege.capability import Capability
from tokenlint.privilege.path import ROOT, ScopePath

_PIECE = re.compile(r"[^ \t\n\r\f\v]+|[\t\n\r\f\v][ \t\n\r\f\v]*")
_BREAK = "\t\n\r\f\v"
_SCOPE_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
_MOST_ITEMS = 10_000
_WITHOUT_PATH = frozenset({Vocabulary.OIDC, Vocabulary.IAM, Vocabulary.FTS})
_MOST_SUGGESTIONS = 3
_LONGEST_WORD = 64  # nothing is suggested for longer ones


class PathState(StrEnum):
    """How the path of a scope is written."""

    ABSENT = "absent"
    EMPTY = "empty"
    CONFORMING = "conforming"
    NON_CONFORMING = "non-conforming"


@dataclass(frozen=True, slots=True)
class ScopeItem:
    """One scope-token as written, and what it grants.

    `word` is its name without the path (`unknown` for words in no vocabulary).
    `path_state` is None where the word has no path and needs none;
    an absent or empty path counts as the root in `capabilities`, as services that take it do.
    `start` and `end` are offsets in the scope string,
    or in the element number `element` where the scope is a list.
    """

    text: str
    kind: ScopeKind
    vocabulary: Vocabulary
    word: str
    capabilities: tuple[Capability, ...] = ()
    path: ScopePath | None = None
    path_state: PathState | None = None
    start: int = 0
    end: int = 0
    element: int | None = None

    @property
    def suggestions(self) -> tuple[str, ...]:
        """For an unknown word: the known ones that may have been meant."""
        return suggest(self.text) if self.kind is ScopeKind.UNKNOWN else ()


def read_scope(value: object, dialect: Dialect) -> tuple[ScopeItem, ...]:
    """Every item of a scope: a string, or a list of strings as some issuers write it.

    A value of another type has no items, and items beyond the first 10,000 are left out.
    """
    if isinstance(value, str):
        return tuple(_items(value, dialect, None))
    if isinstance(value, list | tuple):
        texts = ((i, text) for i, text in enumerate(value) if isinstance(text, str))
        return tuple(item for i, text in texts for item in _items(text, dialect, i))[:_MOST_ITEMS]
    return ()


def _items(text: str, dialect: Dialect, element: int | None) -> Iterator[ScopeItem]:
    for count, match in enumerate(_PIECE.finditer(text)):
        if count == _MOST_ITEMS:
            return
        piece, start, end = match[0], match.start(), match.end()
        if piece[0] in _BREAK:
            kind, word = ScopeKind.MALFORMED, Vocabulary.UNKNOWN
            yield ScopeItem(piece, kind, word, word.value, start=start, end=end, element=element)
        else:
            yield _read_item(piece, dialect, start, element)


def _read_item(text: str, dialect: Dialect, start: int, element: int | None) -> ScopeItem:
    end = start + len(text)
    plain = text.removeprefix(SCITOKENS_URI)
    name, colon, path_text = plain.partition(":")
    word = _known(plain, name, dialect, uri=plain != text, has_path=bool(colon))
    if word is None:
        kind = ScopeKind.UNKNOWN if _SCOPE_TOKEN.fullmatch(text) else ScopeKind.MALFORMED
        unknown = Vocabulary.UNKNOWN
        return ScopeItem(text, kind, unknown, unknown.value, start=start, end=end, element=element)
    path, state = None, None
    if word.name == name and word.actions and (word.takes_path or colon):
        path, state = _path(path_text, written=bool(colon))
    granted = tuple(Capability(action, _granted_path(word, path)) for action in word.actions)
    return ScopeItem(
        text, word.kind, word.vocabulary, word.name, granted, path, state, start, end, element
    )


def _known(plain: str, name: str, dialect: Dialect, *, uri: bool, has_path: bool) -> Word | None:
    """The word that a scope-token begins with.

    The SciTokens words are common English ones:
    without a path they count as such only where SciTokens are spoken.
    """
    word = WORDS.get(plain) or WORDS.get(name)
    if uri:
        return word if word and word.vocabulary is Vocabulary.SCITOKENS else None
    if word is None and name in ADMINISTRATION_FAMILIES and has_path:
        return Word(name, Vocabulary.IAM, ScopeKind.ADMINISTRATION, ADMINISTER)
    if word and word.vocabulary is Vocabulary.SCITOKENS:
        spoken = dialect in {Dialect.SCITOKENS, Dialect.WLCG, Dialect.HTCONDOR}
        return word if spoken or has_path else None
    if word and word.vocabulary in _WITHOUT_PATH and word.name != plain:
        return None
    return word


def _path(text: str, *, written: bool) -> tuple[ScopePath | None, PathState]:
    if not text:
        return None, PathState.EMPTY if written else PathState.ABSENT
    path = ScopePath.parse(text)
    return path, PathState.CONFORMING if path.conforming else PathState.NON_CONFORMING


def _granted_path(word: Word, path: ScopePath | None) -> ScopePath:
    """Where a word grants its actions: job actions reach all jobs of the account anyway."""
    return path if path is not None and word.takes_path else ROOT


def suggest(text: str) -> tuple[str, ...]:
    """Known words that resemble an unknown scope-token, best first, at most three."""
    name = text.partition(":")[0]
    if name.lower() in WORDS and name.lower() != name:
        return (name.lower(),)
    if name in OFTEN_MEANT:
        return OFTEN_MEANT[name]
    near = _nearest(text, has_colon=True) + _nearest(name, has_colon=False)
    return near[:_MOST_SUGGESTIONS]


def _nearest(written: str, *, has_colon: bool) -> tuple[str, ...]:
    return _nearest_short(written, has_colon) if len(written) <= _LONGEST_WORD else ()


@lru_cache(maxsize=1024)  # holds short words only
def _nearest_short(written: str, has_colon: bool) -> tuple[str, ...]:
    words = [word for word in WORDS if (":" in word) is has_colon and word != written]
    return tuple(get_close_matches(written, words, n=_MOST_SUGGESTIONS, cutoff=0.75))


def path_facts(path: ScopePath | None, state: PathState) -> dict[str, Any]:
    """The `path` object of the policy input schema, without letters."""
    if path is None:
        return {
            "state": state.value,
            "depth": 0,
            "root": state in {PathState.ABSENT, PathState.EMPTY},
            "directory": False,
            "defects": [],
        }
    return {
        "state": state.value,
        "depth": path.depth,
        "root": path.is_root,
        "directory": path.directory,
        "defects": [defect.value for defect in path.defects],
    }


def scope_item_facts(item: ScopeItem) -> dict[str, Any]:
    """The `scope_item` object of the policy input schema, without what compares items."""
    facts: dict[str, Any] = {
        "kind": item.kind.value,
        "vocabulary": item.vocabulary.value,
        "word": item.word,
        "actions": [capability.action.value for capability in item.capabilities],
    }
    if item.path_state is not None:
        facts["path"] = path_facts(item.path, item.path_state)
    return facts
