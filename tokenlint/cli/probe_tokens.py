"""Where the tokens of a probe come from, as the command line says it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tokenlint.cli.reading import refuse_token
from tokenlint.errors import UsageError
from tokenlint.probe.plans import ENTITLED, JOB_PROTOCOLS, wished
from tokenlint.probe.settings import Settings
from tokenlint.probe.token import TokenSource, Wish

_MOST_BYTES = 1 << 20
_WAYS = ("token_command", "token_files", "issuer_socket")


def source_for(settings: Settings, given: Mapping[str, Any]) -> TokenSource:
    """The one source of tokens that the options name; a plan needs none. Raises UsageError."""
    named = [way for way in _WAYS if given[way]]
    if given["dry_run"] and not named:
        from tokenlint.probe.sources.nobody import Nobody

        return Nobody()
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

    files = _files(given["token_files"])
    names = _names(settings, given["folder"], files)
    if not given["dry_run"] and next(iter(names.values())) not in files:
        raise UsageError(
            "no file holds the token that makes the test data, looks at it and takes it away",
            advice=f"name it by --token {ENTITLED}=FILE; --dry-run prints the scope that it wants",
        )
    return FileSource(files, names, keys=keys)


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


def _names(settings: Settings, folder: str | None, files: Mapping[str, Path]) -> dict[Wish, str]:
    """The name of each token of the plan: that of its file, where it has several.

    The first is the token that may do everything.
    """
    storage = settings.protocol not in JOB_PROTOCOLS
    if storage and settings.allow_write and not folder:
        raise UsageError(
            "tokens in files name the test folder, and its name is not known",
            advice="choose one by --folder; --dry-run without --token then prints all scopes "
            "that are wanted",
        )
    wanted = wished(settings, folder or "")
    known = dict.fromkeys(name for names in wanted.values() for name in names)
    if unknown := sorted(files.keys() - known):
        raise UsageError(
            f"no kind of token is called {unknown[0]}", advice=f"there are {', '.join(known)}"
        )
    return {
        wish: next((name for name in names if name in files), names[0])
        for wish, names in wanted.items()
    }


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
