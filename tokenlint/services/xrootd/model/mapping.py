"""Name mapfiles: which account a token stands for (`MapRule::match`, `get_username`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from tokenlint.services.xrootd.config import IssuerSection, MapRule
from tokenlint.services.xrootd.model.scopes import within
from tokenlint.services.xrootd.model.versions import Change, Release


class Mappable(Protocol):
    """What a mapfile looks at in a token."""

    @property
    def subject(self) -> str:
        """The claim `sub`."""

    @property
    def username(self) -> str:
        """The account without a mapfile."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the token."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The account, empty for none; `open` tells that the files do not say which one."""

    account: str = ""
    open: bool = False


def account_of(section: IssuerSection, token: Mappable, path: str, release: Release) -> Mapped:
    """The account of the first rule that fits a token and the path of a request."""
    for rule, prefix in _placed(section):
        if _fits(rule, prefix, token, path, release):
            return Mapped(rule.result.text) if rule.result.known else Mapped(open=True)
    return Mapped(open=section.mapfile_missing)


def _placed(section: IssuerSection) -> Iterator[tuple[MapRule, str]]:
    """The rules, each below every base path: a rule's path lies in the issuer's area."""
    for rule in section.mapfile or ():
        for base in section.base_paths:
            yield rule, (base.text + (rule.path or "")).replace("//", "/", 1)


def _fits(rule: MapRule, prefix: str, token: Mappable, path: str, release: Release) -> bool:
    if rule.sub is not None and rule.sub != token.subject:
        return False
    named = release.has(Change.USERNAME_CLAIM) and rule.username is not None
    if named and rule.username != token.username:
        return False
    whole = release.has(Change.MAPFILE_PARTS)
    if not (within(path, prefix) if whole else path.startswith(prefix)):
        return False
    return rule.group is None or rule.group in token.groups
