"""Macaroons in JSON: the two forms that libraries write, and the answer of a service.

First: `identifier`, `location`, `signature` (hexadecimal), `caveats` of `cid`, `vid`, `cl`.
Second: `i`, `l`, `s`, `c` of `i`, `v`, `l`; a name with `64` behind it holds base64url.
Services answer a request with an object whose member `macaroon` holds one in base64.
"""

import binascii
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tokenlint.credentials.anomaly import AnomalyKind
from tokenlint.credentials.json_text import scan
from tokenlint.credentials.json_value import Kind, Node
from tokenlint.credentials.macaroon.armour import unarmoured
from tokenlint.credentials.macaroon.macaroon import (
    MAX_CAVEATS,
    Content,
    Defect,
    Fields,
    Unreadable,
)

ANSWER = "macaroon"
_MAX_DEPTH = 6
_MAX_VALUES = 5 * MAX_CAVEATS + 100


def read_json(data: bytes) -> Content | bytes:
    """The content of a macaroon in JSON, or the base64 word of an answer; raises Unreadable."""
    try:
        seen = scan(data.decode("utf-8"), _MAX_DEPTH, _MAX_VALUES)
    except UnicodeDecodeError:
        raise Unreadable(Defect.NOT_UTF_8) from None
    odd = {each.kind for each in seen.irregularities}
    if AnomalyKind.TRAILING_DATA in odd:
        raise Unreadable(Defect.TRAILING_DATA)
    if seen.root is None or seen.root.kind is not Kind.OBJECT or not seen.complete:
        raise Unreadable(Defect.NOT_A_MACAROON)
    members = _Members(seen.root)
    answer = members.text(ANSWER)
    if answer is not None:
        return answer
    content = _first(members) if members.has("identifier") else _second(members)
    defects = {_DEFECTS.get(kind, Defect.BAD_VALUE) for kind in odd}
    return replace(content, defects=frozenset(defects))


_DEFECTS = {
    AnomalyKind.DUPLICATE_MEMBER: Defect.DUPLICATE_MEMBER,
    AnomalyKind.LONE_SURROGATE: Defect.NOT_UTF_8,
}


def _first(members: "_Members") -> Content:
    caveats = [
        Fields(_needed(each.text("cid")), each.encoded("vid"), each.text("cl"))
        for each in members.objects("caveats")
    ]
    try:
        signature = binascii.unhexlify(_needed(members.text("signature")))
    except binascii.Error:
        raise Unreadable(Defect.BAD_VALUE) from None
    identifier = _needed(members.text("identifier"))
    return Content(1, members.text("location"), identifier, tuple(caveats), signature)


def _second(members: "_Members") -> Content:
    caveats = [
        Fields(_needed(each.either("i")), each.either("v"), each.either("l"))
        for each in members.objects("c")
    ]
    identifier, signature = _needed(members.either("i")), _needed(members.either("s"))
    return Content(2, members.either("l"), identifier, tuple(caveats), signature)


def _needed(value: bytes | None) -> bytes:
    if value is None:
        raise Unreadable(Defect.BAD_FIELD)
    return value


class _Members:
    """The members of an object, of doubled ones the last, as common libraries take it."""

    def __init__(self, node: Node) -> None:
        self._nodes = dict(node.children)

    def has(self, name: str) -> bool:
        """Whether there is such a member."""
        return name in self._nodes

    def text(self, name: str) -> bytes | None:
        """A string in UTF-8; None where it is absent or null."""
        node = self._nodes.get(name)
        if node is None or node.plain is None:
            return None
        if node.kind is not Kind.STRING:
            raise Unreadable(Defect.BAD_VALUE)
        return str(node.plain).encode("utf-8", "surrogatepass")

    def encoded(self, name: str) -> bytes | None:
        """The bytes of a string in base64url."""
        text = self.text(name)
        return None if text is None else unarmoured(text).data

    def either(self, name: str) -> bytes | None:
        """The string, or else the bytes of the one with `64` behind its name."""
        plain = self.text(name)
        return self.encoded(f"{name}64") if plain is None else plain

    def objects(self, name: str) -> Iterator["_Members"]:
        """The objects of an array."""
        return map(_Members, self._elements(name))

    def _elements(self, name: str) -> Sequence[Node]:
        node = self._nodes.get(name)
        if node is None or node.plain is None:
            return ()
        elements = [each for _, each in node.children]
        if node.kind is not Kind.ARRAY or any(each.kind is not Kind.OBJECT for each in elements):
            raise Unreadable(Defect.BAD_VALUE)
        if len(elements) > MAX_CAVEATS:
            raise Unreadable(Defect.TOO_MANY_CAVEATS)
        return elements
