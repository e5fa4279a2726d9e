"""How an occurrence was presented, from the few bytes before it.

RFC 6750 knows three ways to send a bearer token: a header, a form body and, against its advice,
the query of a URL. Captures know more: files, environments, command lines, JSON, cookies, tables.
"""

import re
from collections.abc import Callable
from enum import StrEnum

_BEFORE = 256


class Context(StrEnum):
    """Where a credential stood when it was captured."""

    AUTHORIZATION_HEADER = "authorization-header"
    QUERY_STRING = "query-string"
    FORM_BODY = "form-body"
    JSON_MEMBER = "json-member"
    ENVIRONMENT = "environment"
    COOKIE = "cookie"
    COMMAND_LINE = "command-line"
    CSV_CELL = "csv-cell"
    FILE = "file"
    UNKNOWN = "unknown"


# Quotes, also escaped ones; schemes, and how a space behind them is written in URLs and forms.
_QUOTE = rb"""(?:\\{0,4}["'`]|%22|&quot;)"""
_SCHEME = rb"(?:(?:bearer|basic|macaroon)(?:[ \t]|%20|\+){1,4})"


def _at_end(pattern: bytes, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[bytes]:
    """A pattern that must reach up to the credential."""
    return re.compile(b"(?:%s)\\Z" % pattern, flags)


_LINE_START = _at_end(rb"[ \t]*(?:\xef\xbb\xbf)?[ \t]*")
_COMMAND = re.compile(
    rb"(?:^|[\s/;|&$(`])(?:curl|wget|httpie|davix-\w+|gfal-[\w-]+|xrdcp|xrdfs|aria2c)"
    rb"(?: [^\r\n]*)? -"
)
_OPTION = _at_end(
    rb"(?:^|[\s\"'\[,])--?[a-z][\w-]{0,40}(?:[ =]|[\"'],[ ]?)" + _QUOTE + rb"?" + _SCHEME + rb"?"
)
_COOKIE = re.compile(rb"(?:^|[^\w])(?:set-)?cookie[\"']?\s?[:=]", re.IGNORECASE)
_PARAMETER = _at_end(rb"(?P<word>[^\s\"'<>]*)[?&](?:amp;)?[\w.%-]{1,64}=" + _SCHEME + rb"?")
_HEADER = _at_end(
    rb"authori[sz]ation(?:%s\s?,\s?%s?value)?%s?\s?(?:[:=,]|%%3a|%%20)?\s{0,4}%s?%s?"
    % (_QUOTE, _QUOTE, _QUOTE, _QUOTE, _SCHEME)
)
_MEMBER = _at_end(
    _QUOTE + rb"[^\"'\\]{1,64}" + _QUOTE + rb"\s{0,8}:\s{0,8}" + _QUOTE + _SCHEME + rb"?"
)
_VARIABLE = _at_end(
    rb"(?:^|[^\w?&-])_?[A-Z][A-Z0-9_]*(?:\s?=\s?|: )" + _QUOTE + rb"?", re.RegexFlag(0)
)
_CONDOR_VARIABLE = _at_end(rb"(?:^|[^\w])_CONDOR_\w{1,64}=" + _QUOTE + rb"?")
_FORM = _at_end(
    rb"(?:^|[\"'])(?:access_token|refresh_token|id_token|token|(?:subject|actor)_token"
    rb"|(?:client_)?assertion)="
)
_BEARER = _at_end(rb"\b" + _SCHEME)
_CELL = _at_end(rb"[,;\t|]\"?")


def context_of(data: bytes, start: int) -> Context:
    """How what begins at `start` was presented; looks at 256 bytes before it at most."""
    before = data[max(0, start - _BEFORE) : start]
    line_at = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = before[line_at:]
    if (line_at or start <= _BEFORE) and _LINE_START.fullmatch(line):
        return Context.FILE
    for context, holds in _WAYS:
        if holds(line):
            return context
    return Context.UNKNOWN


def _is_query(line: bytes) -> bool:
    """Whether a parameter is a URL's: its word shows one, or is too long to show its beginning."""
    found = _PARAMETER.search(line)
    if found is None:
        return False
    word = found["word"]
    in_url = b"?" in line[found.start() :] or word.startswith(b"/") or b"://" in word
    return in_url or (not found.start() and len(line) == _BEFORE)


def _is_form(line: bytes) -> bool:
    return _PARAMETER.search(line) is not None or _FORM.search(line) is not None


def _is_command(line: bytes) -> bool:
    return _COMMAND.search(line) is not None or _OPTION.search(line) is not None


def _matches(*patterns: re.Pattern[bytes]) -> Callable[[bytes], bool]:
    return lambda line: any(pattern.search(line) for pattern in patterns)


_WAYS: tuple[tuple[Context, Callable[[bytes], bool]], ...] = (
    (Context.QUERY_STRING, _is_query),
    (Context.COMMAND_LINE, _is_command),
    (Context.COOKIE, _matches(_COOKIE)),
    (Context.AUTHORIZATION_HEADER, _matches(_HEADER)),
    (Context.FORM_BODY, _is_form),
    (Context.JSON_MEMBER, _matches(_MEMBER)),
    (Context.ENVIRONMENT, _matches(_VARIABLE, _CONDOR_VARIABLE)),
    (Context.AUTHORIZATION_HEADER, _matches(_BEARER)),
    (Context.CSV_CELL, _matches(_CELL)),
)
"""In this order: the first that holds is the answer."""
