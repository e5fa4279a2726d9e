"""The sessions of the lab: requests in a row, or with two tokens, named by what was done."""

from benchmarks.truth_matrix.tokens import session_token
from tokenlint.services.xrootd.model.versions import Change, Release

_READING = "storage.read:/foo"
_CHANGING = "storage.read:/foo storage.modify:/foo"

_SEEN = {
    "short-lived, while valid": _CHANGING,
    "short-lived, 3 s after exp, not cached": None,
    "keep-alive: GET with token, then DELETE without": None,
    # The last of two headers counts, and a token in the URL before any header.
    "two Authorization headers: read first, modify second": _CHANGING,
    "two Authorization headers: modify first, read second": _READING,
    "header read + query modify": _CHANGING,
}
_CACHED = "short-lived, 3 s after exp, cached by the server"


def entry_of(name: str, release: Release) -> dict[str, object] | None:
    """The token that the server goes by in a session, as an entry of `tokens.json`.

    An entry without claims stands for no token; None for a session that is not known.
    """
    if name == _CACHED:
        kept = not release.has(Change.CACHE_ENDS_WITH_TOKEN)
        return session_token(_CHANGING) if kept else _without()
    if name not in _SEEN:
        return None
    scope = _SEEN[name]
    return _without() if scope is None else session_token(scope)


def _without() -> dict[str, object]:
    return {**session_token(""), "claims": None}
