"""The secrets in one file, under judgement: their kinds and places, never their values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from tokenlint.credentials.redact import covered_at
from tokenlint.credentials.secret_names import SecretKind
from tokenlint.credentials.secrets.find import find_secrets
from tokenlint.credentials.secrets.secret import Secret
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


def secrets_of(
    file: str, secrets: Iterable[Secret], settings: Settings
) -> tuple[tuple[SecretSubject, ...], tuple[Problem, ...]]:
    """The subject of a file that has secrets, and what is said where it has too many."""
    found = tuple(islice(secrets, MOST_SECRETS + 1))
    problems: tuple[Problem, ...] = ()
    if len(found) > MOST_SECRETS:
        place = Source(file, found[MOST_SECRETS].line)
        reason = f"more than {MOST_SECRETS:,} secrets (the first {MOST_SECRETS:,} are reported)"
        problems = (Problem("limit", place, reason, "remove these, and check the file again"),)
        found = found[:MOST_SECRETS]
    subjects = (SecretSubject(file, found, settings),) if found else ()
    return subjects, problems


def secrets_among(
    texts: Mapping[str, str], own: str, settings: Settings
) -> tuple[tuple[SecretSubject, ...], tuple[Problem, ...], dict[str, str]]:
    """The secrets of a file, and all texts that are shown with it, with theirs covered.

    Only what was found is covered: in a declaration, every line may have to be shown.
    """
    every = {name: tuple(find_secrets(text)) for name, text in texts.items()}
    shown = {
        name: covered_at(texts[name], ((each.start, each.end) for each in found))
        for name, found in every.items()
    }
    return *secrets_of(own, every.get(own, ()), settings), shown
