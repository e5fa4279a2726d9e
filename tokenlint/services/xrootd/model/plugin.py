"""The SciTokens plug-in: what a request's token decides, and whom the next one is asked for.

Follows `XrdAccSciTokens::Access` and `GenerateAcls`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tokenlint.services.decision import Decision, Step
from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, SciTokens
from tokenlint.services.xrootd.model.entity import Entity
from tokenlint.services.xrootd.model.mapping import Mapped, account_of
from tokenlint.services.xrootd.model.rights import Right, verb
from tokenlint.services.xrootd.model.scopes import Grant, authorizations, covers, grants
from tokenlint.services.xrootd.model.validity import Read, groups_of, safe_username
from tokenlint.services.xrootd.model.verdicts import after, allowed, denied, depends, either
from tokenlint.services.xrootd.model.versions import Change, Release

Following = Callable[[Entity], Decision]
STRATEGIES = ("capability", "group", "mapping")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token that the plug-in took apart, for the section of its issuer.

    `open_paths` tells that a placeholder leaves open where its scopes hold.
    """

    section: IssuerSection
    grants: tuple[Grant, ...]
    subject: str
    username: str
    groups: tuple[str, ...]
    open_paths: bool = False


@dataclass(frozen=True, slots=True)
class Plugin:
    """The plug-in with its configuration; `next` is None where nobody is asked after it."""

    config: SciTokens
    release: Release
    next: Following | None

    def decide(self, bearer: Bearer | None, who: Entity, right: Right, path: str) -> Decision:
        """What the plug-in makes of a right at a path; no bearer: no token that it accepts.

        `who` is the client without its token, as the login named it.
        """
        if bearer is None:
            return self._missing(who)
        section = bearer.section
        if "authorization_strategy" in section.open_keys:
            both = (
                self._known(bearer, STRATEGIES, right, path),
                self._known(bearer, (), right, path),
            )
            return either(*both, "authorization_strategy")
        written = section.strategies if self.release.has(Change.STRATEGIES) else None
        return self._known(bearer, STRATEGIES if written is None else written, right, path)

    def _known(
        self, bearer: Bearer, strategies: tuple[str, ...], right: Right, path: str
    ) -> Decision:
        """The answer for the strategies that hold: scopes first, then whoever comes after."""
        capability = "capability" in strategies
        grant = next((g for g in bearer.grants if covers(g, right, path, self.release)), None)
        if grant and capability:
            where = f"below {grant.path}" if grant.path != "/" else "everywhere"
            says = f"lets the scope {grant.scope} {verb(right)} {where}"
            return allowed(bearer.section.source, says)
        rest = self._missing(self._entity(bearer, strategies, path))
        if bearer.open_paths and capability:
            may = allowed(bearer.section.source, "may let a scope of the token do this")
            return either(may, rest, "a path of the issuer that a placeholder leaves open")
        return rest

    def _entity(self, bearer: Bearer, strategies: tuple[str, ...], path: str) -> Entity:
        """Whom the next one sees: the issuer, groups and account, as far as strategies let."""
        mapped = Mapped()
        if "mapping" in strategies:
            mapped = account_of(bearer.section, bearer, path, self.release)
        groups = bearer.groups if "group" in strategies else ()
        return Entity(mapped.account, bearer.section.url.text, groups, mapped.open)

    def _missing(self, who: Entity) -> Decision:
        """What holds where no scope decides (`onmissing`)."""
        source = self.config.onmissing_source
        if self.config.onmissing == "allow":
            return allowed(source, "lets everybody do what no scope decides")
        if self.config.onmissing == "deny":
            return denied(source, "refuses what no scope decides")
        if self.config.onmissing != "passthrough":
            return depends(source, "decides what no scope decides", "onmissing")
        if self.next is None:
            return denied(source, "hands on what no scope decides, and nobody is asked after it")
        return after(Step(source, "hands on what no scope decides"), self.next(who))


def bearer_of(
    read: Read, section: IssuerSection, release: Release, *, modern: bool = False
) -> Bearer | None:
    """A token that libscitokens accepted, for the section of its issuer; None where it is void."""
    claims = read.claims
    subject = claims.get("sub")
    found = authorizations(read.scope, wlcg=read.wlcg, modern=modern)
    if found is None or not isinstance(subject, str):
        return None
    username = _username(read, section, subject, release)
    if username is None:
        return None
    claim = section.groups_claim if release.has(Change.GROUPS_CLAIM) else "wlcg.groups"
    made = grants(found, _texts(section.base_paths), _texts(section.restricted_paths), release)
    if not all(each.known for each in section.restricted_paths):
        made = ()
    unknown = not all(each.known for each in (*section.base_paths, *section.restricted_paths))
    return Bearer(section, made, subject, username, groups_of(claims, claim), unknown)


def _username(read: Read, section: IssuerSection, subject: str, release: Release) -> str | None:
    """The account that scopes stand for without a mapfile; None where the token is void."""
    claim = section.username_claim if release.has(Change.USERNAME_CLAIM) else ""
    if claim:
        name = read.claims.get(claim)
        if not isinstance(name, str):
            return None
        unsafe = release.has(Change.SAFE_USERNAMES) and not safe_username(name)
        return None if unsafe else name
    if section.map_subject:
        return subject
    return section.default_user.text if section.default_user else ""


def _texts(values: tuple[Value, ...]) -> tuple[str, ...]:
    return tuple(each.text for each in values if each.known)
