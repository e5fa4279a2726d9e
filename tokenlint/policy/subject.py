"""What is judged: plain facts for the policies, exact words and places for the people.

The facts hold no identity and no letters, so that documents of equal shape share one evaluation.
The exact values come back here, after the decision, through pointers into the facts.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from tokenlint.errors import PolicyError
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.reach import cut
from tokenlint.policy.words import human_duration
from tokenlint.source import Pointer

FORMAT = "tokenlint.input/1"
"""The version of the policy input."""

Speaker = Callable[..., str]

_INDEX = re.compile(r"/(\d+)(?=/|$)")


class Subject(Protocol):
    """A document under judgement."""

    @property
    def document(self) -> Document:
        """What a report says of it as a whole."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the policies see; `policies/schema/policy-input.json` describes it."""
        ...

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        ...

    def location(self, pointer: Pointer) -> Location:
        """Where the node at a pointer into the facts was read."""
        ...

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """Exact values and the witness behind the nodes at these pointers."""
        ...


class Phrases:
    """Turns pointers into words: patterns with `*` for an index, each with its speaker."""

    def __init__(self, speakers: Mapping[str, Speaker]) -> None:
        self._speakers = speakers

    def say(self, pointer: Pointer, facts: Mapping[str, Any]) -> str:
        """The words for a pointer: its speaker's, else the plain value that stands there.

        Raises PolicyError when nothing stands there: a policy that points nowhere is broken.
        """
        speaker = self._speakers.get(_INDEX.sub("/*", pointer))
        if speaker is None:
            return _plain(pointer, lookup(facts, pointer))
        try:
            return speaker(*map(int, _INDEX.findall(pointer)))
        except (IndexError, KeyError):
            raise PolicyError(f"a policy points to {pointer}, which is not there") from None


def lookup(facts: Mapping[str, Any], pointer: Pointer) -> Any:
    """The value at a JSON pointer (RFC 6901); raises PolicyError when there is none."""
    node: Any = facts
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            node = node[int(key)] if isinstance(node, Sequence) else node[key]
        except (KeyError, IndexError, ValueError, TypeError):
            raise PolicyError(f"a policy points to {pointer}, which is not there") from None
    return node


def _plain(pointer: Pointer, value: Any) -> str:
    seconds = pointer.endswith(("seconds", "_minimum", "_recommended", "_maximum"))
    if seconds and isinstance(value, int) and not isinstance(value, bool):
        return human_duration(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return cut(", ".join(str(item) for item in value))
    return cut(str(value))
