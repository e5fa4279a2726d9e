"""Macaroons in JSON: the two forms that libraries write, and the answer of a service.

First: `identifier`, `location`, `signature` (hexadecimal), `caveats` of `cid`, `vid`, `cl`.
Second: `i`, `l`, `s`, `c` of `i`, `v`, `l`; a name with `64` behind it holds base64url.
Services answer a request with an object whose member `macaroon` holds one in base64.
"""

import binascii
from collections.abc import Iterator, Sequence

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


def read_json(text: str) -> Content | str:
    """The content of a macaroon in JSON, or the base64 text out of an answer; raises Unreadable."""
    seen = scan(text, _MAX_DEPTH, _MAX_VALUES)
    if seen.root is None or seen.root.kind is not Kind.OBJECT or not seen.complete:
        raise Unreadable(Defect.NOT_A_MACAROON)
    members = _Members(seen.root)
    answer = members.text(ANSWER)
    if answer is not None:
        return answer.decode("utf-8", "replace")
    return _first(members) if members.has("identifier") else _second(members)


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
    return Content(
        1, members.text("location"), identifier, tuple(caveats), signature, members.defects
    )


def _second(members: "_Members") -> Content:
    caveats = [
        Fields(_needed(each.either("i")), each.either("v"), each.either("l"))
        for each in members.objects("c")
    ]
    identifier, signature = _needed(members.either("i")), _needed(members.either("s"))
    return Content(2, members.either("l"), identifier, tuple(caveats), signature, members.defects)


def _needed(value: bytes | None) -> bytes:
    if value is None:
        raise Unreadable(Defect.BAD_FIELD)
    return value


class _Members:
    """The members of an object, of doubled ones the last, as common libraries take it."""

    def __init__(self, node: Node) -> None:
        self._nodes = dict(node.children)
        doubled = len(self._nodes) < len(node.children)
        self.defects = frozenset({Defect.DUPLICATE_MEMBER} if doubled else ())

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
        """The objects of an array; doubled members in them are remembered, too."""
        for node in self._elements(name):
            inner = _Members(node)
            self.defects |= inner.defects
            yield inner

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
