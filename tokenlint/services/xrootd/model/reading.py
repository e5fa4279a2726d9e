"""What a server may read in a token, as far as its files tell.

A placeholder may hide the audience or the issuer, and the library has versions too:
then there is more than one reading, and each has its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Reader:
    """A server's way to read tokens.

    `libraries` are the versions of libscitokens that may be there, `modern` (1.4.1) or not (0.7.3).
    """

    config: SciTokens
    release: Release
    now: float = 0.0
    libraries: tuple[bool, ...] = (False, True)

    def readings(self, token: Token) -> tuple[Reading, ...]:
        """The readings of a token that differ, the plain one first."""
        found = list(self._by_library(token, self.config.issuers))
        if self._audience_open and all(each.bearer is None for each in found):
            found += self._for_any_audience(token)
        found += self._by_open_issuers(token)
        return _different(found)

    @property
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
            frozenset(each.url.text for each in sections if each.url.known),
            (*(each.text for each in self.config.audiences if each.known), *more),
            self.now,
        )
        login = authentic(token, trust, modern=modern)
        read = accepted(token, trust, modern=modern)
        if read is None:
            return Reading(None, login, reason)
        section = next(each for each in sections if each.url.text == read.issuer)
        return Reading(bearer_of(read, section, self.release, modern=modern), login, reason)

    def _for_any_audience(self, token: Token) -> Iterator[Reading]:
        """As if the audience that nobody knows were the token's."""
        audience = token.claims.get("aud")
        named = audience if isinstance(audience, list | tuple) else [audience]
        more = tuple(each for each in named if isinstance(each, str))
        for each in self._by_library(token, self.config.issuers, more):
            yield replace(each, reason="the audience that the server accepts")

    def _by_open_issuers(self, token: Token) -> Iterator[Reading]:
        """As if an issuer that a placeholder leaves open were the token's."""
        issuer = token.claims.get("iss")
        known = any(each.url.known and each.url.text == issuer for each in self.config.issuers)
        if known or not isinstance(issuer, str):
            return
        for section in self.config.issuers:
            if not section.url.known:
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
