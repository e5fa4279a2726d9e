"""Tokens from a command, `--token-command 'oidc-token account -s {scope} --aud {audience}'`.

The words of the command are split before their placeholders are filled, and no shell reads them:
a scope is one word, whatever stands in it.
"""

import re
import shlex
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tokenlint.credentials.scope import PathState, read_scope
from tokenlint.credentials.token import Dialect
from tokenlint.credentials.vocabulary import Vocabulary
from tokenlint.errors import UsageError
from tokenlint.privilege.endpoint import WILDCARDS
from tokenlint.probe.broken import Strangers, by_a_stranger, parts_of
from tokenlint.probe.forge import STRANGERS
from tokenlint.probe.sources.fitting import LENIENCE, Declined, Taken, fits, taken
from tokenlint.probe.sources.keeping import Keeper, good_until
from tokenlint.probe.sources.running import output_of
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

_PLACEHOLDER: Final = re.compile(r"\{(\w*)\}", re.ASCII)
_NAMES: Final = ("scope", "audience", "lifetime")
_SECONDS: Final = 60.0
_WAIT: Final = 120.0
_ASYMMETRIC: Final = ("RSA", "EC", "OKP")


@dataclass(frozen=True, slots=True)
class CommandLine:
    """The words of a command, with placeholders; made by `read_command`."""

    words: tuple[str, ...]

    def filled(self, wish: Wish) -> tuple[str, ...]:
        """The words for a wish; raises Unobtainable where a value would not stay what it is."""
        values = {
            "scope": " ".join(filter(None, (wish.scope, *_group_scopes(wish)))),
            "audience": " ".join(wish.audience or ()),
            "lifetime": str(wish.lifetime),
        }
        for name, value in values.items():
            if "\0" in value:
                raise Unobtainable(f"no command takes a {name} with a NUL in it")
            if value.startswith("-") and f"{{{name}}}" in self.words:
                raise Unobtainable(f"a command would take this {name} for an option")
        return tuple(_PLACEHOLDER.sub(lambda found: values[found[1]], each) for each in self.words)


def read_command(text: str) -> CommandLine:
    """The command of `--token-command`; raises UsageError where it cannot be used."""
    advice = "write it as 'oidc-token account -s {scope} --aud {audience} --time {lifetime}'"
    try:
        words = tuple(shlex.split(text))
    except ValueError:
        raise UsageError("--token-command: a quote is not closed", advice=advice) from None
    if not words or not words[0]:
        raise UsageError("--token-command: no program is named", advice=advice)
    named = [found for word in words for found in _PLACEHOLDER.findall(word)]
    if unknown := sorted(set(named) - set(_NAMES)):
        raise UsageError(
            f"--token-command: {{{unknown[0][:20]}}} is no placeholder",
            advice="there are {scope}, {audience} and {lifetime}",
        )
    if _PLACEHOLDER.search(words[0]):
        raise UsageError("--token-command: the program's name holds a placeholder", advice=advice)
    for name in ("scope", "audience"):
        if name not in named:
            raise UsageError(f"--token-command: {{{name}}} is missing", advice=advice)
    return CommandLine(words)


@dataclass(eq=False)
class CommandSource:
    """A source of tokens: `seconds` for one call, `wait` for a token to expire, at most.

    `keys` is the key set of the issuer (JSON), for HMAC_PUBLIC_KEY alone.
    """

    command: CommandLine
    keys: Mapping[str, Any] | None = None
    seconds: float = _SECONDS
    wait: float = _WAIT
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    _strangers: Strangers = field(default_factory=Strangers, repr=False)

    def __post_init__(self) -> None:
        self._keeper = Keeper(self.clock)
        self._proved = False  # it has given a token once

    def offers(self, wish: Wish) -> str:
        """Empty where the command may have such a token, else why it cannot."""
        if wish.flaw is Flaw.NO_TOKEN:
            return ""
        if wish.flaw is Flaw.HMAC_PUBLIC_KEY and self.keys is None:
            return "the issuer's public keys are not known; give them with --jwks"
        if wish.flaw not in STRANGERS | {Flaw.NONE, Flaw.EXPIRED}:
            return "no issuer gives out such a token; a test issuer does"
        if wish.audience is None:
            return "an issuer cannot be asked to leave the audience out; a test issuer does"
        if wish.scope is None and not wish.groups:
            return "an issuer cannot be asked to leave the scope out; a test issuer does"
        return ""

    def token(self, wish: Wish) -> Token:
        """A token as wished. Raises Unobtainable, TokenFailed."""
        if why := self.offers(wish) or _no_token(wish):
            raise Unobtainable(why)
        return self._keeper.get(wish, lambda: self._made(wish))

    def _made(self, wish: Wish) -> tuple[Token, float]:
        if wish.flaw is Flaw.EXPIRED:
            return self._expired(wish)
        if wish.flaw is Flaw.NONE:
            return self._sound(wish)
        good = self.token(replace(wish, flaw=Flaw.NONE))
        broken = by_a_stranger(wish, good, self._strangers, key_of(good, self.keys))
        return broken, self._end(taken(good.value.encode(), "the token command"), wish)

    def _sound(self, wish: Wish) -> tuple[Token, float]:
        """A token without a flaw; Unobtainable where the issuer gives others, but not this one."""
        try:
            found = self._asked(wish)
            fits(found, wish, self.clock())
        except Declined as declined:
            if self._proved and not _ordinary(wish):
                raise Unobtainable(
                    f"the issuer does not give such a token: {declined.reason}"
                ) from None
            raise
        self._proved = True
        return found.token, self._end(found, wish)

    def _asked(self, wish: Wish) -> Taken:
        return taken(output_of(self.command.filled(wish), self.seconds), "the token command")

    def _expired(self, wish: Wish) -> tuple[Token, float]:
        """A token that lives shortly, waited out; Unobtainable where that takes too long."""
        found = self._asked(replace(wish, flaw=Flaw.NONE, lifetime=1))
        fits(found, wish, self.clock())
        end = found.time("exp")
        if end is None:
            raise TokenFailed("the token that came never expires", "ask for a lifetime")
        left = end - self.clock()
        if left > self.wait:
            raise Unobtainable(
                f"the issuer gives tokens for {int(left)} seconds, "
                f"and {self.wait:g} are waited for one to expire"
            )
        while (left := end + LENIENCE - self.clock()) > 0:
            self.sleep(left)
        return found.token, self._end(found, wish)

    def _end(self, found: Taken, wish: Wish) -> float:
        return good_until(found, wish, self.clock())


def key_of(good: Token, keys: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The public key of the set that signed a token, by its name; else the first that may have."""
    listed = (keys or {}).get("keys", [])
    name = parts_of(good)[0].get("kid")
    usable = [key for key in listed if isinstance(key, dict) and key.get("kty") in _ASYMMETRIC]
    named = [key for key in usable if key.get("kid") == name]
    return next(iter(named or usable), None)


def _ordinary(wish: Wish) -> bool:
    """Whether every issuer of the profile should have such a token for a client that may have it.

    Many know no polling (INDIGO IAM's application-wlcg-scopes.yml has no `storage.poll`) and
    staging is for few clients; and none has to give scopes that are written otherwise.
    """
    items = read_scope(wish.scope or "", Dialect.WLCG)
    usual = all(
        item.vocabulary is Vocabulary.WLCG
        and item.word not in ("storage.stage", "storage.poll")
        and item.path_state in (None, PathState.CONFORMING)
        for item in items
    )
    audience = wish.audience or ()
    return usual and len(audience) == 1 and audience[0] not in WILDCARDS


def _no_token(wish: Wish) -> str:
    return "a request without a token needs none" if wish.flaw is Flaw.NO_TOKEN else ""


def _group_scopes(wish: Wish) -> list[str]:
    """How groups are asked for (WLCG profile 1.3 section 3.1)."""
    asked = (wish.scope or "").split()
    return [each for each in (f"wlcg.groups:{group}" for group in wish.groups) if each not in asked]
