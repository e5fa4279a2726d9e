"""Texts of recipes: commands for a POSIX shell, and JSON; each value quoted by its own grammar."""

import json
import shlex
from collections.abc import Iterable

from tokenlint.least.token import LeastToken
from tokenlint.policy.words import human_duration


def command(*parts: str) -> str:
    """A command with one part on each line; parts are quoted already."""
    return " \\\n  ".join(parts)


def option(name: str, value: str) -> str:
    """`--name=value` as one word, so that a value with a hyphen in front stays a value."""
    return f"{name}={shlex.quote(value)}"


def quoted(value: str) -> str:
    """A value as one word of a shell."""
    return shlex.quote(value)


def json_text(value: object) -> str:
    """JSON for people, in ASCII, with a line break at its end."""
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def scope_text(token: LeastToken) -> str:
    """The scopes with blanks between them (RFC 6749 section 3.3)."""
    return " ".join(token.scopes)


def audience_text(token: LeastToken) -> str:
    """The audiences with blanks between them, as IAM takes them."""
    return " ".join(token.audience)


def lifetime_of(token: LeastToken) -> str:
    """The lifetime in words and in seconds: `1 h (3600 s)`."""
    return f"{human_duration(token.lifetime)} ({token.lifetime} s)"


def listed(words: Iterable[str]) -> str:
    """Words with commas between them."""
    return ", ".join(words)
