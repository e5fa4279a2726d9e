"""The configurations that servers are started with, as data in `configurations/`.

A file there holds several of them; each has the files of a server, with places to fill in:
`@ETC@` is the folder of the configuration, `@ROOT@` that of the stored data,
`@HTTP@` the HTTP port, `@STATE@` a folder for the server's own files.
What most have in common (`xrootd.cfg` without its authorisation) is written once, in
`common.cfg`; `@AUTHORIZATION@` there is what a configuration says in `authorization`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tokenlint.policy.implementations import Versions, version_key

FOLDER = Path(__file__).with_name("configurations")
MAIN = "xrootd.cfg"


class Described(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A configuration as the files of `configurations/` hold it.

    `without` names lines of `common.cfg` by their beginning.
    `tokens` are kinds of tokens that tell most about it: the ones that CI presents.
    `refused` tells which versions do not start with it (as in `rules/implementations.yaml`);
    left out: none, empty: all. `unseen` tells why the files alone do not show that.
    `discovery`: the server fetches the issuers' keys, which others have in their cache.
    `one_file`: its rights end at a single file, so that nothing is renamed.
    """

    says: str
    files: dict[str, str]
    tokens: list[str]
    authorization: str = (
        "ofs.authorize\nofs.authlib libXrdAccSciTokens.so config=@ETC@/scitokens.cfg\n"
    )
    without: list[str] = []
    refused: dict[str, str] | None = None
    unseen: str = ""
    one_file: bool = False
    discovery: bool = False


@dataclass(frozen=True, slots=True)
class Configuration:
    """One configuration: its files by name, `xrootd.cfg` among them, with places to fill in."""

    name: str
    says: str
    files: Mapping[str, str] = field(repr=False)
    tokens: tuple[str, ...]
    refused: Versions | None = None
    unseen: str = ""
    one_file: bool = False
    discovery: bool = False

    def starts_on(self, version: str) -> bool:
        """Whether a server of that version starts with it."""
        return self.refused is None or version_key(version) not in self.refused

    @property
    def login(self) -> bool:
        """Whether the root protocol asks for a token at login."""
        return "sec.protocol ztn" in self.files[MAIN]

    def filled(self, places: Mapping[str, str]) -> dict[str, str]:
        """The files with their places filled in."""
        return {name: _fill(text, places) for name, text in self.files.items()}


def configurations() -> tuple[Configuration, ...]:
    """All of them, in the order of their files' names."""
    common = (FOLDER / "common.cfg").read_text()
    found: dict[str, Configuration] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        described = msgspec.yaml.decode(path.read_bytes(), type=dict[str, Described])
        for name, each in described.items():
            if name in found:
                raise ValueError(f"two configurations are called {name}")
            found[name] = _configuration(name, each, common)
    return tuple(found.values())


def _configuration(name: str, described: Described, common: str) -> Configuration:
    kept = "".join(
        line
        for line in common.splitlines(keepends=True)
        if not line.startswith(tuple(described.without) or "\0")
    )
    main = _fill(kept, {"AUTHORIZATION": described.authorization})
    files = {MAIN: main} | described.files
    return Configuration(
        name=name,
        says=described.says,
        files=files,
        tokens=tuple(described.tokens),
        refused=None if described.refused is None else Versions(**described.refused),
        unseen=described.unseen,
        one_file=described.one_file,
        discovery=described.discovery,
    )


def _fill(text: str, places: Mapping[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(f"@{name}@", value)
    return text
