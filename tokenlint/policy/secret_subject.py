"""The secrets in one file, under judgement: their kinds and places, never their values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from tokenlint.credentials.redact import covered, covered_at
from tokenlint.credentials.secret_names import SecretKind
from tokenlint.credentials.secrets.find import find_secrets
from tokenlint.credentials.secrets.places import named_values
from tokenlint.credentials.secrets.secret import Secret
from tokenlint.credentials.secrets.veil import Veil
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.service_facts import for_tests
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.source import Pointer, Problem, Source

MOST_SECRETS = 250
"""Secrets of one file that policies are asked about."""

_WORDS: Mapping[SecretKind, str] = {
    SecretKind.CLIENT_SECRET: "a client secret",
    SecretKind.REFRESH_TOKEN: "a refresh token",
    SecretKind.ACCESS_TOKEN: "an access token",
    SecretKind.JWT: "a token (JWT)",
    SecretKind.ID_TOKEN: "an ID token",
    SecretKind.VAULT_TOKEN: "a token for Vault",
    SecretKind.MACAROON: "a macaroon",
    SecretKind.MACAROON_SECRET: "the secret that macaroons are made with",
    SecretKind.SIGNING_KEY: "a private key",
    SecretKind.PASSWORD: "a password",
    SecretKind.POOL_PASSWORD: "the password of a pool",
    SecretKind.API_KEY: "an API key",
    SecretKind.SECRET: "a secret",
}
_SHOWN = re.compile(r"[^a-z0-9]+")
_FOR_SHOW = frozenset(
    "example examples sample samples template templates tmpl tpl dist docs doc documentation"
    " tutorial tutorials quickstart howto fixture fixtures mock mocks".split()
)
_PROSE = frozenset({".md", ".mdx", ".markdown", ".rst", ".rmd", ".qmd", ".adoc"})


def for_show(file: str) -> bool:
    """Whether a file is for tests, an example or documentation, by its name and two folders."""
    path = PurePosixPath(file)
    words = _SHOWN.split(path.name.casefold())
    folders = [part.casefold() for part in path.parts[-3:-1] if part != "templates"]  # of Helm
    named = not _FOR_SHOW.isdisjoint([*words, *folders])
    return named or path.suffix.lower() in _PROSE or for_tests(file)


@dataclass(frozen=True)
class SecretSubject:
    """The secrets of one file, the first `MOST_SECRETS` of them."""

    file: str
    secrets: tuple[Secret, ...]
    settings: Settings

    @property
    def document(self) -> Document:
        """The secrets of the file as one document."""
        known = {"secrets": str(len(self.secrets))}
        return Document(
            id=f"{self.file}#secrets",
            kind="secrets",
            title=f"secrets in {self.file}",
            source=Source(self.file),
            facts=known,
        )

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `secrets`."""
        testing = for_show(self.file)
        return {
            "format": FORMAT,
            "kind": "secrets",
            "limits": dict(self.settings.limits),
            "secrets": [self._fact(each, testing=testing) for each in self.secrets],
        }

    def _fact(self, secret: Secret, *, testing: bool) -> dict[str, Any]:
        fact: dict[str, Any] = {
            "kind": secret.kind.value,
            "well_known": secret.well_known,
            "hashed": secret.hashed,
            "testing": testing,
        }
        if secret.expires is not None:
            fact["expired"] = secret.expires <= self.settings.at
        return fact

    def text(self, pointer: Pointer) -> str:
        """A secret in the words of a message: its kind, and its fingerprint where that is safe."""
        return Phrases({"/secrets/*": self._words}).say(pointer, self.facts)

    def _words(self, index: int) -> str:
        secret = self.secrets[index]
        words = _WORDS[secret.kind]
        if secret.hashed:
            words = f"{words}, hashed or encrypted"
        named = f"{words} (fingerprint {secret.fingerprint})"
        return words if secret.well_known else named

    def location(self, pointer: Pointer) -> Location:
        """Where the secret begins, up to its end or the end of that line."""
        secret = self._at(pointer)
        source = Source(self.file, secret.line, secret.column, secret.end_column)
        return Location(source, self.text(pointer))

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """Kind and fingerprint; no fingerprint of a word that everybody can try."""
        secret = self._at(pointers[0])
        known = {"kind": secret.kind.value, "fingerprint": secret.fingerprint}
        return {"kind": secret.kind.value} if secret.well_known else known

    def _at(self, pointer: Pointer) -> Secret:
        return self.secrets[int(pointer.split("/")[2])]


@dataclass(frozen=True, slots=True)
class Held:
    """What the texts of a run hold: subjects, problems, covered texts, and the veil for words."""

    subjects: tuple[SecretSubject, ...] = ()
    problems: tuple[Problem, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict)
    veil: Veil = field(default=Veil(), repr=False)


def secrets_in(texts: Mapping[str, str], settings: Settings) -> Held:
    """The secrets of configurations, in whose texts everything is covered that may be one."""
    found: dict[str, tuple[Secret, ...]] = {}
    shown: dict[str, str] = {}
    for file, text in texts.items():
        named = tuple(named_values(text))
        found[file] = tuple(find_secrets(text, named))
        shown[file] = covered(text, named)
    return _held(texts, found, shown, tuple(texts), settings)


def secrets_among(texts: Mapping[str, str], own: str, settings: Settings) -> Held:
    """The secrets of one of the texts, and all texts with theirs covered.

    Only what was found is covered: in a declaration, every line may have to be shown.
    """
    found = {file: tuple(find_secrets(text)) for file, text in texts.items()}
    shown = {
        file: covered_at(texts[file], ((each.start, each.end) for each in secrets))
        for file, secrets in found.items()
    }
    return _held(texts, found, shown, (own,), settings)


def _held(
    texts: Mapping[str, str],
    found: Mapping[str, tuple[Secret, ...]],
    shown: Mapping[str, str],
    judged: Sequence[str],
    settings: Settings,
) -> Held:
    some = {file: found[file] for file in judged if found.get(file)}
    return Held(
        tuple(SecretSubject(file, each[:MOST_SECRETS], settings) for file, each in some.items()),
        tuple(_too_many(file, each) for file, each in some.items() if len(each) > MOST_SECRETS),
        shown,
        Veil.over((texts[file], secrets) for file, secrets in found.items()),
    )


def _too_many(file: str, secrets: Sequence[Secret]) -> Problem:
    first = f"{MOST_SECRETS:,}"
    return Problem(
        "limit",
        Source(file, secrets[MOST_SECRETS].line),
        f"the file holds {len(secrets):,} secrets (the first {first} are reported)",
        "remove these, and check the file again",
    )
