"""Lines of JSON decoded straight into the members that a mapping names, without a dictionary.

For each mapping one type is made whose nested fields are the named members;
msgspec skips everything else. A line that does not fit the narrow types (a number where mostly
texts are, an object that is null) is decoded as a whole, and the members are looked up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, Final

import msgspec

from tokenlint.audit.readers.log_mapping import UNITS, LogMapping, Member

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
RARE: Final = ("scope", "audience", "token")
FIELDS: Final = ("operation", "status", "time", *TEXTS)
"""What a row may hold; `status` is that of the member `allowed`, too."""
SHORT: Final = 160
"""Characters of a text that is taken as it is: no token with an issuer, a subject, an expiry and a
signature is that short. Longer ones, other than paths, take the careful way."""
_TEXT: Final = str | None
_SHORT_TEXT: Final = Annotated[str, msgspec.Meta(max_length=SHORT)] | None
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
    `zoned` leaves times without a zone to the careful way.
    """

    def __init__(self, mapping: LogMapping, *, zoned: bool) -> None:
        members = dict(mapping.members)
        if "allowed" in members:
            members["status"] = members.pop("allowed")
        wanted = {name: members[name] for name in FIELDS if name in members}
        root = _Branch()
        put = [_put(root, wanted[name], _type_of(name, mapping, zoned)) for name in wanted]
        self.narrow = msgspec.json.Decoder(_struct(root)) if all(put) else None
        self.places: dict[str, str] = {
            name: _place(root, member) for name, member in wanted.items()
        }

    def picker(self, names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
        """What takes the values of at least two of `places` out of a row, in this order."""
        return attrgetter(*(self.places[name] for name in names))


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
        return str | int | bool | None
    return _TEXT if name in ("path", "to") else _SHORT_TEXT


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
