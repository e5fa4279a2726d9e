"""Names of groups, roles, entitlements and persons, and which pattern of a mapping means which.

Sources: WLCG profile 1.3 section 2.2.2 (a group does not stand for its parent or its children),
the VOMS attribute certificate format OGF GFD.182 (FQAN: group, `Role=`, `Capability=`),
AARC-G069 and AARC-G027 (entitlements are URNs), RFC 8141 section 3 (when two URNs are equal).
"""

import re
from dataclasses import dataclass

WILDCARD = "*"
_NULL = re.compile(r"(?:/Role=NULL)?(?:/Capability=[^/]*)?\Z")
_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Who:
    """A pattern of a mapping: one name, or with `*` at its end all names that begin like it.

    `/vo/group` means this group, and neither its parent nor its children;
    `/vo/*` means whatever is below `/vo`, `/vo/Role=*` any role there, `*` anybody.
    An entitlement without its authority (`#...`) means that of any authority.
    """

    text: str
    key: str
    authority: str

    @classmethod
    def parse(cls, text: str) -> "Who":
        """A pattern as it is written in a mapping file."""
        key, authority = _parts(text)
        return cls(text, key, authority)

    @property
    def sound(self) -> bool:
        """Whether it has no `*` but one at its end, behind a separator or alone.

        `/vo*` would mean `/vo-other`, too.
        """
        stem = self.text.removesuffix(WILDCARD)
        if not self.text or WILDCARD in stem:
            return False
        return stem == self.text or not stem or stem[-1] in "/:="

    def means(self, name: str) -> bool:
        """Whether the name is one that the pattern is about."""
        key, authority = _parts(name)
        if self.text.endswith(WILDCARD):
            stem = self.key.removesuffix(WILDCARD)
            return bool(key) and key.startswith(stem) and key != stem
        return key == self.key and self.authority in {"", authority}


def is_group(name: str) -> bool:
    """Whether it names a group, a role of one (`/vo/Role=pilot`) or an entitlement, and no person.

    `*` alone may mean anybody.
    """
    return name.startswith(("/", "urn:")) and "=" not in name.partition("/Role=")[0]


def _parts(text: str) -> tuple[str, str]:
    """What is compared, and the authority of an entitlement."""
    if text.startswith("/"):
        return _NULL.sub("", text, count=1) or text, ""
    found = _URN.match(text)
    if found is None:
        return text, ""
    name, _, authority = text.partition("#")
    rest = _ESCAPE.sub(lambda escape: escape[0].upper(), name[found.end() :])
    return found[0].lower() + rest, authority
