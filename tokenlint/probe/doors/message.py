"""A request as it is sent, and what came back, without any reading of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_VISIBLE = re.compile(r"[\x21-\x7e]+")
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `target` goes into the request line as it stands.

    `headers` hold no credential: that is added where the origin is known to be the right one.
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent; names of `headers` are in lower case. `cut` where its body was longer."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    cut: bool = False


def visible(text: str) -> bool:
    """Whether a text can stand in a request line: printable ASCII without spaces."""
    return _VISIBLE.fullmatch(text) is not None


def cleaned(text: str) -> str:
    """What a server says, for people: bounded, and nothing in it can steer a terminal."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[:_LONGEST_WORDS])
    return " ".join(plain.split())
