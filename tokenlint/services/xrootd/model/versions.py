"""Versions of XRootD, and the releases in which its handling of tokens changed.

Where no source is named, the change was found between the sources of the two releases around it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBERS = re.compile(r"\s*v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?", re.IGNORECASE | re.ASCII)


class Change(StrEnum):
    """Something that a server does since a release, and did otherwise before."""

    CREATE_SPLIT = "create-split"
    BARE_TOKEN = "bare-token"
    SESSION_TOKEN = "session-token"
    LOCATE_WITH_TOKEN = "locate-with-token"
    MOVE_WITH_TOKEN = "move-with-token"
    NAME_FORGOTTEN = "name-forgotten"
    STATUS_OF_MOVE = "status-of-move"
    USERNAME_CLAIM = "username-claim"
    ANY_SPELLING_OF_HEADER = "any-spelling-of-header"
    STAT_WITH_WRITING = "stat-with-writing"
    LEADING_FOLDERS = "leading-folders"
    WHOLE_PARTS = "whole-parts"
    NARROWED_SCOPES = "narrowed-scopes"
    ROOT_SCOPE = "root-scope"
    GROUPS_CLAIM = "groups-claim"
    STRATEGIES = "strategies"
    OPEN_BEFORE_STAT = "open-before-stat"
    SLASH_AT_END = "slash-at-end"
    PARENT_AT_END = "parent-at-end"
    CACHE_ENDS_WITH_TOKEN = "cache-ends-with-token"
    MAPFILE_PARTS = "mapfile-parts"
    LOGIN_UNCHECKED = "login-unchecked"
    PLAIN_SELECTORS = "plain-selectors"
    SAFE_USERNAMES = "safe-usernames"
    STAGE_SCOPES = "stage-scopes"


@dataclass(frozen=True, slots=True)
class FixPoint:
    """The release since which a change holds, in one sentence, and where that is written."""

    change: Change
    since: tuple[int, int, int]
    says: str
    source: str


_NOTES = "XRootD release notes "
_TOKENS = "src/XrdSciTokens/XrdSciTokensAccess.cc"
_HTTP = "src/XrdHttp/XrdHttpReq.cc"

FIX_POINTS = (
    FixPoint(
        Change.CREATE_SPLIT,
        (5, 5, 0),
        "storage.create no longer overwrites and deletes",
        "https://github.com/xrootd/xrootd/pull/1697",
    ),
    FixPoint(
        Change.BARE_TOKEN,
        (5, 5, 0),
        "a token counts also without `Bearer%20` before it",
        _TOKENS,
    ),
    FixPoint(
        Change.SESSION_TOKEN,
        (5, 5, 0),
        "a request without a token takes the one of the login (ztn)",
        _NOTES + "5.5.0",
    ),
    FixPoint(
        Change.LOCATE_WITH_TOKEN,
        (5, 5, 0),
        "locate looks at the token of the request",
        "src/XrdOfs/XrdOfsFSctl.cc",
    ),
    FixPoint(
        Change.MOVE_WITH_TOKEN,
        (5, 5, 0),
        "the destination of an HTTP MOVE carries the token",
        _HTTP,
    ),
    FixPoint(
        Change.NAME_FORGOTTEN,
        (5, 5, 0),
        "the new name of a rename is judged without the account that the old name was mapped to",
        "src/XrdOfs/XrdOfs.cc",
    ),
    FixPoint(
        Change.STATUS_OF_MOVE,
        (5, 5, 0),
        "a failed HTTP MOVE tells why; before, it always answered 409",
        _HTTP,
    ),
    FixPoint(
        Change.USERNAME_CLAIM,
        (5, 6, 0),
        "username_claim, and username in mapfiles",
        _NOTES + "5.6.0 (#1978)",
    ),
    FixPoint(
        Change.LOGIN_UNCHECKED,
        (5, 6, 0),
        "sec.protocol ztn -tokenlib none; before, the server did not start with it",
        "src/XrdSecztn/XrdSecProtocolztn.cc; the release by our runs of 5.5.3, 5.5.5 and 5.6.0",
    ),
    FixPoint(
        Change.PLAIN_SELECTORS,
        (5, 6, 2),
        "a compound id may have its selectors without a colon (`u`, not only `u:`)",
        _NOTES + "5.6.2 (#2061)",
    ),
    FixPoint(
        Change.ANY_SPELLING_OF_HEADER,
        (5, 6, 3),
        "http.header2cgi names a header in any case; before, in that of the request",
        _NOTES + "5.6.3 (#2101)",
    ),
    FixPoint(
        Change.STAT_WITH_WRITING,
        (5, 6, 9),
        "scopes that write also let ask for attributes",
        _NOTES + "5.6.9 (#2185)",
    ),
    FixPoint(
        Change.LEADING_FOLDERS,
        (5, 6, 9),
        "folders that lead to the path of a scope may be made and asked for",
        _NOTES + "5.6.9 (#2184)",
    ),
    FixPoint(
        Change.WHOLE_PARTS,
        (5, 6, 9),
        "a scope for /foo no longer covers /foobar",
        "https://github.com/xrootd/xrootd/pull/2152",
    ),
    FixPoint(
        Change.NARROWED_SCOPES,
        (5, 6, 9),
        "a scope that is wider than restricted_path is narrowed to it, no longer dropped",
        _NOTES + "5.6.9 (#2132)",
    ),
    FixPoint(
        Change.ROOT_SCOPE,
        (5, 7, 0),
        "a scope for / under the base path / covers what lies below it (5.6.9 lost that)",
        _NOTES + "5.7.0",
    ),
    FixPoint(Change.GROUPS_CLAIM, (5, 7, 0), "groups_claim", _NOTES + "5.7.0 (#2176)"),
    FixPoint(
        Change.STRATEGIES,
        (5, 7, 0),
        "authorization_strategy; before, it was passed over",
        _NOTES + "5.7.0 (#2205)",
    ),
    FixPoint(
        Change.OPEN_BEFORE_STAT,
        (5, 7, 2),
        "an HTTP GET opens at once; before, it asked for attributes, and went on without them",
        _NOTES + "5.7.2 (#2299)",
    ),
    FixPoint(
        Change.SLASH_AT_END,
        (5, 9, 1),
        "a folder written with a slash at its end, also `/`, counts as a leading folder",
        _NOTES + "5.9.1",
    ),
    FixPoint(
        Change.PARENT_AT_END,
        (5, 9, 2),
        "a path that ends with `/..` is refused",
        _NOTES + "5.9.2",
    ),
    FixPoint(
        Change.CACHE_ENDS_WITH_TOKEN,
        (5, 9, 3),
        "a decision is not kept longer than its token is valid; before, up to 60 s",
        _NOTES + "5.9.3",
    ),
    FixPoint(
        Change.MAPFILE_PARTS,
        (5, 9, 3),
        "a path in a mapfile covers whole parts of a path",
        _NOTES + "5.9.3",
    ),
    FixPoint(
        Change.SAFE_USERNAMES,
        (5, 9, 3),
        "a username_claim with signs that no account has voids the token",
        _NOTES + "5.9.3",
    ),
    FixPoint(
        Change.STAGE_SCOPES,
        (6, 0, 0),
        "storage.stage and storage.poll are known (no call of the server asks for them yet)",
        _NOTES + "6.0.0 (#2627)",
    ),
)

_SINCE = {point.change: point.since for point in FIX_POINTS}


def first_with(change: Change) -> str:
    """The release since which a change holds: `5.7.0`."""
    return ".".join(map(str, _SINCE[change]))


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the server, as numbers; None stands for the newest."""

    numbers: tuple[int, int, int] | None = None

    def has(self, change: Change) -> bool:
        """Whether the release does as since that change."""
        return self.numbers is None or self.numbers >= _SINCE[change]


def release_of(version: str) -> Release:
    """The release of a version's text; the newest where it names no version."""
    found = _NUMBERS.match(version)
    if not found:
        return Release()
    major, minor, patch = (int(part or 0) for part in found.groups())
    return Release((major, minor, patch))
