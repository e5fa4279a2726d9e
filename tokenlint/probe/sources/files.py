"""Tokens out of files, `--token KIND=FILE`: obtained before, by whatever means.

A file is read when its token is wanted, so that it may be renewed while a probe runs.
"""

import os
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from tokenlint.probe.broken import Strangers, by_a_stranger
from tokenlint.probe.forge import STRANGERS
from tokenlint.probe.sources.command import key_of
from tokenlint.probe.sources.fitting import MOST_BYTES, fits, flawed, taken
from tokenlint.probe.sources.keeping import Keeper, good_until
from tokenlint.probe.token import Flaw, Token, TokenFailed, Unobtainable, Wish

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


@dataclass(eq=False)
class FileSource:
    """Tokens by the name of their kind: `files` names the files, `names` the kind of each wish.

    The tokens of the kinds in `roomy` may do more than is wished (those that look at what is
    stored). `keys` is the key set of the issuer (JSON), for HMAC_PUBLIC_KEY alone.
    A broken token that anybody can make is made of the file of the same wish without the flaw.
    """

    files: Mapping[str, Path]
    names: Mapping[Wish, str]
    roomy: frozenset[str] = frozenset({"entitled"})
    keys: Mapping[str, Any] | None = None
    clock: Callable[[], float] = time.time
    notes: dict[str, str] = field(default_factory=dict)
    """What is wrong with a file that was read, by its name; such as that others may read it."""
    _strangers: Strangers = field(default_factory=Strangers, repr=False)

    def __post_init__(self) -> None:
        self._keeper = Keeper(self.clock)

    def offers(self, wish: Wish) -> str:
        """Empty where a file is named for such a token, else why there is none."""
        if wish.flaw is Flaw.NO_TOKEN or self._file(wish):
            return ""
        if wish.flaw in STRANGERS and self._file(replace(wish, flaw=Flaw.NONE)):
            unknown = wish.flaw is Flaw.HMAC_PUBLIC_KEY and self.keys is None
            return (
                "the issuer's public keys are not known; give them with --jwks" if unknown else ""
            )
        return "no file is given for it (--token KIND=FILE)"

    def token(self, wish: Wish) -> Token:
        """The token out of its file, as wished. Raises Unobtainable, TokenFailed."""
        if why := self.offers(wish):
            raise Unobtainable(why)
        if wish.flaw is Flaw.NO_TOKEN:
            raise Unobtainable("a request without a token needs none")
        if self._file(wish) is None:
            return self._keeper.get(wish, lambda: self._broken(wish))
        return self._read(wish)

    def _broken(self, wish: Wish) -> tuple[Token, float]:
        good = self.token(replace(wish, flaw=Flaw.NONE))
        until = good_until(taken(good.value.encode(), "the file"), wish, self.clock())
        return by_a_stranger(wish, good, self._strangers, key_of(good, self.keys)), until

    def _file(self, wish: Wish) -> Path | None:
        name = self.names.get(wish)
        return self.files.get(name) if name else None

    def _read(self, wish: Wish) -> Token:
        name = self.names[wish]
        whose = f"the file for {name}"
        data, note = _content(self.files[name], whose)
        if note:
            self.notes[str(self.files[name])] = note
        found = taken(data, whose)
        try:
            fits(found, wish, self.clock(), roomy=name in self.roomy)
            flawed(found, wish, self.clock())
        except TokenFailed as failed:
            raise TokenFailed(f"{whose}: {failed.reason}", failed.advice) from None
        return found.token


def _content(file: Path, whose: str) -> tuple[bytes, str]:
    """What a regular file holds, without waiting for what is none, and what is wrong with it."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as stream:
            mode = os.fstat(descriptor).st_mode
            if not stat.S_ISREG(mode):
                raise TokenFailed(f"{whose} is no regular file", "name the file that holds it")
            note = "other users may use this file; chmod 600 it" if mode & _OTHERS else ""
            return stream.read(MOST_BYTES + 1), note
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise TokenFailed(f"{whose} cannot be read: {reason}", "look at --token") from None
