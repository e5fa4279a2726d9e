"""Names under which secrets are written, also where a letter of the name is wrong.

A key that the product does not know is shown with its line,
and the misspelt key of a secret is such a key.
Covering what may be a secret asks `names_secret`, which rather says yes;
`wanted_under` says what a name makes of its value, and how sure it is.
"""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

_WORDS = ("secret", "password", "passwd", "passphrase", "privatekey", "apikey")
_LAST_WORDS = ("token", "assertion", "cookie")  # within a name they say little: `authtokens`
_NO_LETTERS = re.compile(r"[^a-z]")
_SHORTEST = 5  # letters of a misspelt word: shorter ones are near too many others


class SecretKind(StrEnum):
    """The words of `secrets.kind` in the policy input schema."""

    CLIENT_SECRET = "client-secret"
    REFRESH_TOKEN = "refresh-token"
    ACCESS_TOKEN = "access-token"
    """One that says nothing of itself."""
    JWT = "jwt"
    ID_TOKEN = "id-token"
    VAULT_TOKEN = "vault-token"
    MACAROON = "macaroon"
    MACAROON_SECRET = "macaroon-secret"
    SIGNING_KEY = "signing-key"
    PASSWORD = "password"
    POOL_PASSWORD = "pool-password"
    API_KEY = "api-key"
    SECRET = "secret"
    """Any other."""


class Trust(Enum):
    """What a value must look like to be a secret under a name."""

    ANY = "any"  # `password`: whatever stands there is one
    ODD = "odd"  # `secret`: may be the name of one, so no plain word
    RANDOM = "random"  # `token`, or a name that only holds such a word: nothing but noise


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the value under a name would be; `hashed`: the name says that it is only a hash."""

    kind: SecretKind
    trust: Trust
    hashed: bool = False


@cache
def names_secret(key: str) -> bool:
    """Whether the value of a key, in any spelling of any product, is probably a secret."""
    letters = _NO_LETTERS.sub("", key.casefold())
    if letters.endswith(_LAST_WORDS) or any(word in letters for word in _WORDS):
        return True
    return wanted_under(key) is not None or _misspelt(letters)


def _misspelt(letters: str) -> bool:
    return any(
        _one_slip(letters[-length:], word)
        for word in _WORDS
        for length in (len(word) - 1, len(word))
        if _SHORTEST <= length <= len(letters)
    )


def _one_slip(written: str, word: str) -> bool:
    """Whether one letter is missing or wrong, or two neighbours have changed places."""
    if len(written) < len(word):
        return any(word[:at] + word[at + 1 :] == written for at in range(len(word)))
    wrong = [at for at, letter in enumerate(word) if letter != written[at]]
    at = wrong[0] if wrong else 0
    swapped = word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return len(wrong) == 1 or written == swapped


_NAME_WORD = re.compile(r"[A-Z]++(?![a-z])|[A-Z]?[a-z]++")
_JOINED = re.compile(  # `clientsecret`, `bdiipasswd`, `dbpassword`, `secretkey`, `authtoken`
    r"(?:(secret|password|passwd|passphrase|apikey|privatekey|secretkey)s?|(token))$"
)
_NO_VALUE = frozenset(
    "file files path paths name names ref refs url uri endpoint endpoints id ids type types method"
    " methods alg algorithm length size bits lifetime ttl expires expiry expiration at fingerprint"
    " checksum sum issuer audience scope scopes claim claims version mode policy mount mounts"
    " enabled header format dir folder location store generation rotation namespace class".split()
)
_HASHED = frozenset({"hash", "hashed", "digest", "crypted", "encrypted", "bcrypt"})
_KEYS = frozenset({"private", "signing", "encryption", "hmac", "shared", "crypto", "master"})
_PASSWORDS = frozenset({"password", "passwords", "passwd", "passphrase", "pwd"})


@cache
def wanted_under(key: str) -> Wanted | None:
    """What stands under this name, if it is a secret; None for a name that says nothing of one."""
    words = _words_of(key)
    last = words[-1] if words else ""
    if last in _NO_VALUE and words[-2:] != ("secret", "id"):
        return None
    hashed = not _HASHED.isdisjoint(words)
    kind, trust = _by_last_word(words[:-1], last, frozenset(words))
    if kind is None and not {"secret", *_PASSWORDS}.isdisjoint(words):
        kind, trust = SecretKind.SECRET, Trust.ANY if hashed else Trust.RANDOM
    if kind is None and (last == "cookie" or _misspelt(_NO_LETTERS.sub("", key.casefold()))):
        kind = SecretKind.SECRET
    return None if kind is None else Wanted(kind, trust, hashed)


def _by_last_word(
    before: tuple[str, ...], last: str, words: frozenset[str]
) -> tuple[SecretKind | None, Trust]:
    if last in _PASSWORDS:
        pool = not words.isdisjoint({"pool", "condor"})
        return SecretKind.POOL_PASSWORD if pool else SecretKind.PASSWORD, Trust.ANY
    if last in {"secret", "secrets"}:
        return _secret(words)
    if last in {"key", "keys"}:
        return _key(frozenset(before))
    if last == "pass" and before and "proxy" not in words:
        return SecretKind.PASSWORD, Trust.RANDOM
    return (_token(words), Trust.RANDOM) if last == "token" else (None, Trust.RANDOM)


def _secret(words: frozenset[str]) -> tuple[SecretKind | None, Trust]:
    if not words.isdisjoint({"existing", "pull", "tls"}):  # the name of a Kubernetes Secret
        return None, Trust.RANDOM
    if "macaroon" in words or "macaroons" in words:
        return SecretKind.MACAROON_SECRET, Trust.ODD
    if "client" in words:
        return SecretKind.CLIENT_SECRET, Trust.ANY
    return SecretKind.SECRET, Trust.ODD


def _key(before: frozenset[str]) -> tuple[SecretKind | None, Trust]:
    if "public" in before:
        return None, Trust.RANDOM
    if "secret" in before:
        macaroon = not before.isdisjoint({"macaroon", "macaroons"})
        return SecretKind.MACAROON_SECRET if macaroon else SecretKind.API_KEY, Trust.ODD
    if "api" in before:
        return SecretKind.API_KEY, Trust.ODD
    if not before.isdisjoint(_KEYS):
        return SecretKind.SIGNING_KEY, Trust.RANDOM
    return None, Trust.RANDOM


def _token(words: frozenset[str]) -> SecretKind:
    if "refresh" in words:
        return SecretKind.REFRESH_TOKEN
    return SecretKind.VAULT_TOKEN if "vault" in words else SecretKind.ACCESS_TOKEN


_APART = {
    "apikey": ("api", "key"),
    "privatekey": ("private", "key"),
    "secretkey": ("secret", "key"),
}


def _words_of(key: str) -> tuple[str, ...]:
    """The words of a name, lower case: `OIDCClientSecret` and `oidc.client-secret` have three."""
    words: list[str] = []
    for word in map(str.casefold, _NAME_WORD.findall(key)):
        joined = _JOINED.search(word)
        if joined is None:
            words.append(word)
            continue
        words += [word[: joined.start()]] if joined.start() else []
        words += _APART.get(joined[joined.lastindex or 1], (joined[joined.lastindex or 1],))
    return tuple(words)
