"""Tokens that the lab presents: what is in each, how it is minted, and how the model sees it.

All names are made up. Keys are made when the lab runs, and a token lives in memory only.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.minting import mint
from tokenlint.services.decision import Presented

FIRST = "https://issuer.example/vo1"
SECOND = "https://issuer.example/vo2"
STRANGER = "https://stranger.example/vo1"
"""An issuer that no configuration trusts."""

ISSUERS = (FIRST, SECOND, STRANGER)

AUDIENCE = "https://storage.example"
ANY_WLCG = "https://wlcg.cern.ch/jwt/v1/any"  # the profile's own word for any audience
LIFETIME = 1200
"""Seconds that a token lives; a comparison of everything mints anew for each server."""

_PROFILES: Mapping[str, Mapping[str, str]] = {
    "wlcg": {"wlcg.ver": "1.0"},
    "scitokens-2": {"ver": "scitoken:2.0"},
    "scitokens-1": {},
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of token; `issuer` None: no token at all.

    Without a word about storage its scope is `openid`, as an issuer's tokens have it:
    libscitokens refuses a token that has no such claim (`scopeless`).
    """

    name: str
    scope: str | None = "openid"
    issuer: str | None = FIRST
    subject: str = "alice"
    groups: tuple[str, ...] = ()
    audience: str | tuple[str, ...] | None = AUDIENCE
    profile: str = "wlcg"
    more: Mapping[str, str | list[str]] = field(default_factory=dict, hash=False)

    @property
    def one_file(self) -> bool:
        """Whether a scope is for a single file, so that it renames nothing to another name."""
        return ".txt" in (self.scope or "")

    def claims(self) -> dict[str, Any]:
        """The claims, valid from now on."""
        now = int(time.time())
        complete = {
            **_PROFILES[self.profile],
            "iss": self.issuer,
            "sub": self.subject,
            "jti": f"made-up-{self.name}",
            "iat": now - 5,
            "nbf": now - 5,
            "exp": now + LIFETIME,
            "scope": self.scope,
            "aud": list(self.audience) if isinstance(self.audience, tuple) else self.audience,
            "wlcg.groups": list(self.groups) or None,
            **self.more,
        }
        return {name: value for name, value in complete.items() if value is not None}

    def mint(self) -> str | None:
        """A token of this kind, signed by its issuer; None where there is none to present."""
        return mint(self.claims(), owner=self.issuer) if self.issuer else None

    def presented(self) -> Presented:
        """The same as the acceptance model takes it."""
        if self.issuer is None:
            return Presented()
        audiences = (self.audience,) if isinstance(self.audience, str) else self.audience
        return Presented(
            issuer=self.issuer,
            audiences=audiences,
            scopes=tuple((self.scope or "").split()),
            subject=self.subject,
            groups=self.groups,
            profile=self.profile,
            claims=self.claims(),
        )


SPELLINGS = {
    "slash-at-end": "storage.read:/foo/ storage.modify:/foo/",
    "file-and-slash": "storage.read:/foo/f.txt/ storage.modify:/foo/f.txt/",
    "relative": "storage.read:foo storage.modify:foo",
    "two-slashes": "storage.read://foo storage.modify://foo",
    "upwards": "storage.read:/foo/../other storage.modify:/foo/../other",
    "up-to-root": "storage.read:/foo/.. storage.modify:/foo/..",
    "per-cent": "storage.read:/%66oo storage.modify:/%66oo",
    "empty-path": "storage.read: storage.modify:",
    "capitals": "STORAGE.READ:/foo Storage.Modify:/foo",
    "capital-path": "storage.read:/Foo storage.modify:/FOO",
    "piece-of-a-name": "storage.read:/fo storage.modify:/fo",
    "deeper": "storage.read:/foo/newdir/deep storage.create:/foo/newdir/deep",
    "create-beside-modify": "storage.read:/foo storage.create:/foo storage.modify:/foo/f.txt",
    "modify-elsewhere": "storage.read:/foo storage.create:/foo storage.modify:/other",
    "modify-and-write": "storage.modify:/foo write:/foo read:/foo",
    "scitokens-words": "read:/foo create:/foo modify:/other",
    "words-alone": "read write",
    "unknown-words": "storage.delete:/foo storage.write:/foo storage.*:/foo",
    "comma": "storage.read:/foo,storage.modify:/foo",
    "nothing": "",
}
"""Scopes that are written in unusual ways."""

KINDS = {
    kind.name: kind
    for kind in (
        Kind("none", issuer=None),
        Kind("scopeless", None),
        Kind("bare"),
        Kind("bare-bob", subject="bob"),
        Kind("read", "storage.read:/foo"),
        Kind("create", "storage.create:/foo"),
        Kind("modify", "storage.modify:/foo"),
        Kind("stage", "storage.stage:/foo"),
        Kind("read-create", "storage.read:/foo storage.create:/foo"),
        Kind("read-modify", "storage.read:/foo storage.modify:/foo"),
        Kind("read-modify-everywhere", "storage.read:/ storage.modify:/"),
        Kind("read-foo-modify-other", "storage.read:/foo storage.modify:/other"),
        Kind("read-modify-file", "storage.read:/foo/f.txt storage.modify:/foo/f.txt"),
        Kind("pathless", "storage.read storage.modify"),
        Kind("read-bob", "storage.read:/foo", subject="bob"),
        Kind("group", groups=("/lab",)),
        Kind("group-below", groups=("/lab/sub",)),
        Kind("groups-two", groups=("/else", "/lab")),
        Kind("group-read", "storage.read:/foo", groups=("/lab",)),
        Kind("second", "storage.read:/foo storage.modify:/foo", SECOND),
        Kind("second-bare", "openid", SECOND),
        Kind("stranger", "storage.read:/foo storage.modify:/foo", STRANGER),
        Kind("audience-any", "storage.read:/foo storage.modify:/foo", audience=ANY_WLCG),
        Kind(
            "audience-listed",
            "storage.read:/foo storage.modify:/foo",
            audience=("https://elsewhere.example", AUDIENCE),
        ),
        Kind(
            "audience-other",
            "storage.read:/foo storage.modify:/foo",
            audience="https://elsewhere.example",
        ),
        Kind("audience-missing", "storage.read:/foo storage.modify:/foo", audience=None),
        Kind("wlcg-write", "read:/foo write:/foo"),
        Kind("scitoken", "read:/foo write:/foo", profile="scitokens-2"),
        Kind("scitoken-any", "read:/foo write:/foo", audience="ANY", profile="scitokens-2"),
        Kind("scitoken-storage", "storage.modify:/foo storage.read:/foo", profile="scitokens-2"),
        Kind("scitoken-old", "read:/foo write:/foo", audience=None, profile="scitokens-1"),
        *(Kind(name, scope) for name, scope in SPELLINGS.items()),
        *(
            Kind(f"scitoken-{name}", SPELLINGS[name], profile="scitokens-2")
            for name in ("scitokens-words", "words-alone", "modify-and-write")
        ),
        Kind("named", more={"user_name": "carol"}),
        Kind("roles", more={"roles": ["/lab"]}),
    )
}
