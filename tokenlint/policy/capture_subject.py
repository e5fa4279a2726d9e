"""A whole scan under judgement: how credentials were captured, whatever each of them allows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.source import Pointer, Source

_PRESENTED = re.compile(r"/capture/presented/(\d+)(?:/.*)?")
_ELSEWHERE = re.compile(r"/capture/elsewhere/(\d+)(?:/.*)?")
_NOWHERE = Source("<scan>")


@dataclass(frozen=True, slots=True)
class Noted:
    """Some credentials by what they have in common: how many, and where the first are."""

    name: str
    count: int
    places: tuple[Source, ...] = ()


@dataclass(frozen=True)
class CaptureSubject:
    """What a scan noted of its credentials.

    `presented`: by the words of `tokenlint.capture.context`.
    `valid`: tokens that can still be used at the judged instant.
    `shared`: token ids that several tokens of one issuer have; its places are those of one id.
    `elsewhere`: tokens in the traffic or log of a host that they are not for, by `host, for ...`.
    `keys`: private keys that stand beside their certificates.
    """

    settings: Settings
    presented: tuple[Noted, ...] = ()
    valid: Noted = Noted("", 0)
    shared: Noted = Noted("", 0)
    elsewhere: tuple[Noted, ...] = ()
    keys: Noted = Noted("", 0)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `capture`: counts, without hosts and audiences."""
        return {
            "format": FORMAT,
            "kind": "capture",
            "limits": dict(self.settings.limits),
            "capture": {
                "presented": [
                    {"context": each.name, "tokens": each.count} for each in self.presented
                ],
                "valid_tokens": self.valid.count,
                "shared_token_ids": self.shared.count,
                "elsewhere": [{"tokens": each.count} for each in self.elsewhere],
                "private_keys": self.keys.count,
            },
        }

    @property
    def document(self) -> Document:
        """The scan as a report names it."""
        return Document("<scan>", "capture", "the capture", _NOWHERE)

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(
            {
                "/capture/presented/*": lambda index: _counted(self.presented[index]),
                "/capture/elsewhere/*": lambda index: cut(self.elsewhere[index].name),
                "/capture/elsewhere/*/tokens": lambda index: _counted(self.elsewhere[index]),
                "/capture/valid_tokens": lambda: _counted(self.valid),
                "/capture/shared_token_ids": lambda: _counted(self.shared, "token id"),
                "/capture/private_keys": lambda: _counted(self.keys, "private key"),
            }
        )

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def places(self, pointer: Pointer) -> tuple[Source, ...]:
        """Where the credentials are that a node is about, as far as they were kept."""
        return self._noted(pointer).places

    def location(self, pointer: Pointer) -> Location:
        """The first of them."""
        return Location(next(iter(self.places(pointer)), _NOWHERE))

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """How many they are."""
        return {"tokens": self._noted(pointers[0]).count}

    def _noted(self, pointer: Pointer) -> Noted:
        """Raises LookupError where nothing stands there."""
        if match := _PRESENTED.fullmatch(pointer):
            return self.presented[int(match[1])]
        if match := _ELSEWHERE.fullmatch(pointer):
            return self.elsewhere[int(match[1])]
        return {
            "/capture/valid_tokens": self.valid,
            "/capture/shared_token_ids": self.shared,
            "/capture/private_keys": self.keys,
        }[pointer]


def _counted(noted: Noted, name: str = "token") -> str:
    return f"1 {name}" if noted.count == 1 else f"{noted.count:,} {name}s"
