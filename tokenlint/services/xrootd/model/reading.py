"""What a server may read in a token, as far as its files tell.

A placeholder may hide the audience or the issuer, and the library has versions too:
then there is more than one reading, and each has its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from tokenlint.services.value import Value
from tokenlint.services.xrootd.config import IssuerSection, SciTokens
from tokenlint.services.xrootd.model.plugin import Bearer, bearer_of
from tokenlint.services.xrootd.model.validity import Token, Trust, accepted, authentic
from tokenlint.services.xrootd.model.versions import Release


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: a bearer, or None for a token that is refused; `login` lets it log in by ztn.

    `reason` names what else there would have to be known, empty for the plain reading.
    """

    bearer: Bearer | None
    login: bool
    reason: str = ""


NOTHING = (Reading(None, login=False),)
"""How a request without a token is read."""


_MOST_OPEN = 20
"""Issuers that a placeholder leaves open, of which a token may be, that are asked."""


@dataclass(frozen=True)
class Reader:
    """A server's way to read tokens; made once for a server, as it sorts the issuers.

    `libraries` are the versions of libscitokens that may be there, `modern` (1.4.1) or not (0.7.3).
    """

    config: SciTokens
    release: Release
    now: float = 0.0
    libraries: tuple[bool, ...] = (False, True)

    def readings(self, token: Token) -> tuple[Reading, ...]:
        """The readings of a token that differ, the plain one first."""
        sections = self._known(token.claims.get("iss"))
        found = list(self._by_library(token, sections))
        if self._audience_open and all(each.bearer is None for each in found):
            found += self._for_any_audience(token, sections)
        if not sections:
            found += self._by_open_issuers(token)
        return _different(found)

    def sections(self, issuer: str) -> tuple[IssuerSection, ...]:
        """The sections that may be for an issuer: its own, then those that are left open."""
        return (*self._known(issuer), *self._open)

    def _known(self, issuer: object) -> tuple[IssuerSection, ...]:
        section = self._by_url.get(issuer) if isinstance(issuer, str) else None
        return (section,) if section else ()

    @cached_property
    def _by_url(self) -> dict[str, IssuerSection]:
        known = [each for each in self.config.issuers if each.url.known]
        return {each.url.text: each for each in reversed(known)}

    @cached_property
    def _open(self) -> tuple[IssuerSection, ...]:
        return tuple([each for each in self.config.issuers if not each.url.known][:_MOST_OPEN])

    @cached_property
    def _audiences(self) -> tuple[str, ...]:
        return tuple(each.text for each in self.config.audiences if each.known)

    @cached_property
    def _audience_open(self) -> bool:
        return self.config.partial or not all(each.known for each in self.config.audiences)

    def _by_library(
        self, token: Token, sections: tuple[IssuerSection, ...], more: tuple[str, ...] = ()
    ) -> Iterator[Reading]:
        for modern in self.libraries:
            reason = "the version of libscitokens" if modern else ""
            yield self._read(token, sections, more, modern=modern, reason=reason)

    def _read(
        self,
        token: Token,
        sections: tuple[IssuerSection, ...],
        more: tuple[str, ...],
        *,
        modern: bool,
        reason: str,
    ) -> Reading:
        trust = Trust(
            frozenset(each.url.text for each in sections),
            (*self._audiences, *more),
            self.now,
        )
        login = authentic(token, trust, modern=modern)
        read = accepted(token, trust, modern=modern)
        if read is None:
            return Reading(None, login, reason)
        section = next(each for each in sections if each.url.text == read.issuer)
        return Reading(bearer_of(read, section, self.release, modern=modern), login, reason)

    def _for_any_audience(
        self, token: Token, sections: tuple[IssuerSection, ...]
    ) -> Iterator[Reading]:
        """As if the audience that nobody knows were the token's."""
        audience = token.claims.get("aud")
        named = audience if isinstance(audience, list | tuple) else [audience]
        more = tuple(each for each in named if isinstance(each, str))
        for each in self._by_library(token, sections, more):
            yield replace(each, reason="the audience that the server accepts")

    def _by_open_issuers(self, token: Token) -> Iterator[Reading]:
        """As if an issuer that a placeholder leaves open were the token's."""
        issuer = token.claims.get("iss")
        if not isinstance(issuer, str):
            return
        for section in self._open:
            same = replace(section, url=Value(issuer, section.url.source))
            for each in self._by_library(token, (same,)):
                yield replace(each, reason=f"the issuer of [{section.section.text}]")


def _different(found: list[Reading]) -> tuple[Reading, ...]:
    """The readings without those that say the same as one before."""
    kept: list[Reading] = []
    for each in found:
        if all((each.bearer, each.login) != (other.bearer, other.login) for other in kept):
            kept.append(each)
    return tuple(kept)
