"""Where the tokens of a probe come from, as the command line says it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tokenlint.cli.reading import refuse_token
from tokenlint.errors import UsageError
from tokenlint.probe.kinds import storage_kinds
from tokenlint.probe.layout import Layout
from tokenlint.probe.matrix import entitled_wish
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import TokenSource, Wish

ENTITLED = "entitled"
_MOST_BYTES = 1 << 20
_WAYS = ("token_command", "token_files", "issuer_socket")


def source_for(settings: Settings, given: Mapping[str, Any]) -> TokenSource:
    """The one source of tokens that the options name. Raises UsageError."""
    named = [way for way in _WAYS if given[way]]
    if len(named) != 1:
        raise UsageError(
            "no source of tokens is named" if not named else "several sources of tokens are named",
            advice="one of --token-command, --token KIND=FILE, --issuer-socket",
        )
    keys = _key_set(given["keys"])
    if given["issuer_socket"]:
        from tokenlint.probe.sources.issuer import IssuerSource

        return IssuerSource(given["issuer_socket"])
    if given["token_command"]:
        from tokenlint.probe.sources.command import CommandSource, read_command

        command = read_command(given["token_command"])
        return CommandSource(command, keys, wait=given["wait_expiry"])
    from tokenlint.probe.sources.files import FileSource

    return FileSource(_files(given["token_files"]), _names(settings, given), keys=keys)


def _files(named: tuple[str, ...]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for text in named:
        refuse_token(text)
        kind, mark, file = text.partition("=")
        if not mark or not file:
            raise UsageError("--token wants KIND=FILE", advice="such as --token read=read.token")
        if kind in files:
            raise UsageError(f"two files are named for {kind}", advice="name one")
        files[kind] = Path(file)
    return files


def _names(settings: Settings, given: Mapping[str, Any]) -> dict[Wish, str]:
    """The names of kinds by what is wished for; the folder's name is part of most wishes."""
    if settings.allow_write and not given["folder"]:
        raise UsageError(
            "tokens in files name the test folder, and its name is not known",
            advice="choose one by --folder; --dry-run then prints the scopes that are wanted",
        )
    layout = Layout.of(settings, given["folder"] or ENTITLED)
    names = {kind.wish: kind.name for kind in storage_kinds(settings, layout)}
    names[entitled_wish(settings, layout)] = ENTITLED
    unknown = sorted(set(_files(given["token_files"])) - set(names.values()))
    if unknown:
        raise UsageError(
            f"no kind of token is called {unknown[0]}",
            advice=f"there are {', '.join(names.values())}",
        )
    return names


def _key_set(file: Path | None) -> Mapping[str, Any] | None:
    """A JSON Web Key Set (RFC 7517), as it is."""
    if file is None:
        return None
    try:
        with file.open("rb") as stream:
            found = json.loads(stream.read(_MOST_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no JSON"
        raise UsageError(f"{file}: {reason}", advice="--jwks names a key set in JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
        raise UsageError(f"{file}: it has no `keys`", advice="--jwks names a key set in JSON")
    return found
