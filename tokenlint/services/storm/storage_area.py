"""A storage area of StoRM WebDAV: one file `sa.d/*.properties`.

Keys and defaults: `OwnerStorageAreaInfo.java` at commit f9ae714 and `StorageAreaInfo.java`
at commit 12ebddf, its successor. Both have `orgsGrantReadPermission` and
`orgsGrantWritePermission` at true where they are not written; the documentation says false
for the second. `voMapEnabled` was true in the first and is false in the second.
"""

from typing import Final

from tokenlint.services.acceptance import Dead, UnknownKey
from tokenlint.services.known_keys import unknown_key
from tokenlint.services.storm.configuration import Flag, StorageArea
from tokenlint.services.storm.java_properties import Properties, Property, read
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem

READ: Final = "orgsGrantReadPermission"
WRITE: Final = "orgsGrantWritePermission"
ANONYMOUS: Final = "anonymousReadEnabled"
AUTHENTICATED: Final = "authenticatedReadEnabled"
VO_MAP: Final = "voMapEnabled"
VO_MAP_WRITE: Final = "voMapGrantsWritePermission"
SCOPES: Final = "wlcgScopeAuthzEnabled"
POLICIES: Final = "fineGrainedAuthzEnabled"

FLAGS: Final = {
    ANONYMOUS: False,
    AUTHENTICATED: False,
    VO_MAP: True,
    VO_MAP_WRITE: False,
    READ: True,
    WRITE: True,
    SCOPES: False,
    POLICIES: False,
    "tapeEnabled": False,
}
_REQUIRED: Final = ("name", "rootPath", "accessPoints")
_KEYS: Final = {
    **dict.fromkeys(_REQUIRED, ""),
    "filesystemType": "posix",
    "vos": "",
    "orgs": "",
    **{name: str(value).lower() for name, value in FLAGS.items()},
}
_MOST_UNKNOWN: Final = 500  # each is compared with all known names
_WORDS: Final = {"true": True, "false": False}


def storage_area(text: Text) -> StorageArea:
    """The storage area that a text describes."""
    properties = read(text)
    last = {each.key.text: each for each in properties.properties if each.key.known}
    opened = properties.open or (text.embedded and not all(key in last for key in _REQUIRED))
    name = last["name"].value if "name" in last else Value("", text.whole, known=not opened)
    return StorageArea(
        text,
        Value.of(name.text.strip(), name.source) if name.known else name,
        _items(text, last.get("accessPoints")),
        _items(text, last.get("orgs")),
        _items(text, last.get("vos")),
        {flag: _flag(text, flag, last.get(flag), opened) for flag in FLAGS},
        opened,
        _unknown(properties),
        _overwritten(properties, last),
        (*properties.problems, *_refused(text, last, opened)),
    )


def _items(text: Text, found: Property | None) -> tuple[Value, ...]:
    return found.items(text) if found else ()


def _flag(text: Text, name: str, found: Property | None, opened: bool) -> Flag:
    if found is None:
        return Flag(name, None if opened else FLAGS[name], text.whole, written=False)
    value = _WORDS.get(found.value.text.casefold()) if found.value.known else None
    return Flag(name, value, found.value.source, written=True)


def _unknown(properties: Properties) -> tuple[UnknownKey, ...]:
    return tuple(unknown_key(each.key, "", _KEYS) for each in _strange(properties)[:_MOST_UNKNOWN])


def _strange(properties: Properties) -> list[Property]:
    every = properties.properties
    return [each for each in every if each.key.known and each.key.text not in _KEYS]


def _overwritten(properties: Properties, last: dict[str, Property]) -> tuple[Dead, ...]:
    return tuple(
        Dead(
            "duplicate",
            each.value,
            f"`{each.key.text}` is written again further down, and the last line counts",
            last[each.key.text].value.source,
        )
        for each in properties.properties
        if each.key.known and last[each.key.text] is not each
    )


def _refused(text: Text, last: dict[str, Property], opened: bool) -> tuple[Problem, ...]:
    """What StoRM WebDAV does not start with."""
    found = [
        Problem(
            "syntax",
            each.value.source,
            f"the value of `{name}` is neither `true` nor `false`",
            "write one of the two, without blanks behind it",
        )
        for name, each in last.items()
        if name in FLAGS and each.value.known and each.value.text.casefold() not in _WORDS
    ]
    if opened or text.embedded or not text.name.endswith(".properties"):
        return tuple(found)
    missing = [name for name in _REQUIRED if name not in last or not last[name].written.text]
    if missing:
        reason = f"StoRM WebDAV asks for `{missing[0]}` in every storage area"
        found.append(Problem("syntax", text.whole, reason, f"write `{missing[0]}=...`"))
    return tuple(found)
