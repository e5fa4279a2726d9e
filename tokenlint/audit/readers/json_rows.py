"""Lines of JSON decoded straight into the members that a mapping names, without a dictionary.

For each mapping one type is made whose nested fields are the named members;
msgspec skips everything else. A line that does not fit the narrow types (a number where mostly
texts are, an object that is null) is decoded as a whole, and the members are looked up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from tokenlint.audit.readers.log_mapping import UNITS, LogMapping, Member, Value
from tokenlint.audit.readers.paths import LONGEST

TEXTS: Final = (
    "path",
    "to",
    "client",
    "service",
    "token_id",
    "fingerprint",
    "subject",
    "issuer",
    "user",
    "workflow",
    "session",
)
CLAIMS: Final = ("scope", "audience", "token")
FIELDS: Final = ("operation", "status", "time", *TEXTS, *CLAIMS)
"""What a row may hold; `status` is that of the member `allowed`, too."""
TELLING: Final = (
    "operation",
    "status",
    "service",
    "client",
    "token_id",
    "fingerprint",
    "subject",
    "issuer",
    "workflow",
    "scope",
    "audience",
)
"""All that has a say about a line, but path, time, and a token that stands in it."""
SHORT: Final = 160
"""Characters of a text that is taken as it is: no token with an issuer, a subject, an expiry and a
signature is that short. Longer ones, other than paths, take the careful way."""
_LONG_TEXT: Final = Annotated[str, msgspec.Meta(max_length=LONGEST)] | None
_SHORT: TypeAlias = Annotated[str, msgspec.Meta(max_length=SHORT)]
_SHORT_TEXT: Final = _SHORT | None
_AUDIENCE: Final = _SHORT_TEXT | tuple[_SHORT, ...]
_ZONED: Final = Annotated[datetime, msgspec.Meta(tz=True)]


@dataclass(slots=True)
class _Branch:
    """The named members of one object of a line; `leaf` is the type where it is wanted itself."""

    inside: dict[str, "_Branch"] = field(default_factory=dict)
    leaf: Any = None
    place: str = ""


class Rows:
    """How the lines of one mapping are decoded.

    `narrow` decodes a line; None where one member lies inside another, which one type cannot
    hold. `places` tells where in a row the mapped ones of FIELDS are, such as `f0.f2`.
    `conditions` are the places of further members on which operations depend; None where one of
    them cannot be in a row. `zoned` leaves times without a zone to the careful way.
    """

    def __init__(self, mapping: LogMapping, *, zoned: bool) -> None:
        members = dict(mapping.members)
        if "allowed" in members:
            members["status"] = members.pop("allowed")
        wanted = {name: members[name] for name in FIELDS if name in members}
        kinds = {name: _type_of(name, mapping, zoned) for name in wanted}
        further = _conditions(mapping, [wanted[name] for name in TELLING if name in wanted])
        asked = [(wanted[name], kinds[name]) for name in wanted]
        root = _rooted([*asked, *further.items()]) if None not in further.values() else None
        self.conditions = None if root is None else tuple(_place(root, each) for each in further)
        root = root or _rooted(asked)
        self.narrow = None if root is None else msgspec.json.Decoder(_struct(root))
        self.places: dict[str, str] = {
            name: _place(root, member) for name, member in wanted.items() if root
        }

    def picker(
        self, names: Sequence[str], further: Sequence[str] = ()
    ) -> Callable[[Any], tuple[Any, ...]]:
        """What takes the values of at least two of `places`, and further ones, out of a row."""
        return attrgetter(*(self.places[name] for name in names), *further)


def _conditions(mapping: LogMapping, told: Sequence[Member]) -> dict[Member, Any]:
    """The members on which operations depend, but those that are told anyway, and their types."""
    values: dict[Member, list[Value]] = {}
    for choice in chain.from_iterable(mapping.operations.values()):
        if choice.member and choice.member not in told:
            values.setdefault(choice.member, []).extend(choice.values)
    return {member: _condition_type(some) for member, some in values.items()}


def _condition_type(values: Sequence[Value]) -> Any:
    """Rows are found by their values, among which 1 and true are the same: never both of them."""
    truths = any(isinstance(each, bool) for each in values)
    if not truths:
        return _SHORT | int | None
    numbers = any(isinstance(each, int) and not isinstance(each, bool) for each in values)
    return None if numbers else _SHORT | bool | None


def value_at(data: Any, member: Member | None) -> Any:
    """The value of a member; None where there is none."""
    if member is None:
        return None
    for step in member:
        if not isinstance(data, dict):
            return None
        data = data.get(step)
    return data


def _type_of(name: str, mapping: LogMapping, zoned: bool) -> Any:
    if name == "time":
        if mapping.time_format == "iso":
            return (_ZONED if zoned else datetime) | None
        return int | float | None if mapping.time_format in UNITS else str | None
    if name == "status":
        return bool | None if "allowed" in mapping.members else _SHORT | int | None
    if name == "token":
        return msgspec.Raw
    if name == "audience":
        return _AUDIENCE
    return _LONG_TEXT if name in ("path", "to", "scope") else _SHORT_TEXT


def _rooted(asked: Sequence[tuple[Member, Any]]) -> _Branch | None:
    """All that is asked for below one root; None where it cannot be."""
    root = _Branch()
    return root if all(_put(root, member, kind) for member, kind in asked) else None


def _put(root: _Branch, member: Member, kind: Any) -> bool:
    """Whether there is a place for the member: not inside another, and not around one."""
    at = root
    for step in member:
        if at.leaf is not None:
            return False
        at = at.inside.setdefault(step, _Branch(place=f"f{len(at.inside)}"))
    same = at.leaf is None or at.leaf == kind
    at.leaf = kind if same else Any
    return same and not at.inside


def _struct(branch: _Branch) -> Any:
    """A type with one field for each member; missing objects are as if they were empty."""
    fields: list[tuple[str, Any, Any]] = []
    for inside in branch.inside.values():
        kind = inside.leaf if inside.leaf is not None else _struct(inside)
        fields.append((inside.place, kind, None if inside.leaf is not None else kind()))
    names = {inside.place: step for step, inside in branch.inside.items()}
    return msgspec.defstruct("Row", fields, rename=names, frozen=True, gc=False)


def _place(root: _Branch, member: Member) -> str:
    places = []
    for step in member:
        root = root.inside[step]
        places.append(root.place)
    return ".".join(places)
