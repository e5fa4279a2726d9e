"""What the judging commands read: tokens, workflows, keys.

Commands import this module only when the engine has been told to start:
its worker process then comes up while Python imports the rooms that read.
"""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tokenlint.cli.options import Run
from tokenlint.credentials.discovery import Found, NotFound, Stopped, discover
from tokenlint.credentials.jwt import decode
from tokenlint.credentials.keys import KeySet, read_keys
from tokenlint.credentials.macaroon.read import looks_like_macaroon
from tokenlint.credentials.mapping import Mapping
from tokenlint.errors import Incomplete, MappingError, NothingToCheck, UsageError
from tokenlint.inputs import MAX_BYTES, looks_like_certificates
from tokenlint.lint import Inputs
from tokenlint.privilege.endpoint import endpoint_key
from tokenlint.read import Gathered, Reader, read_paths, together
from tokenlint.source import Source
from tokenlint.token_inputs import with_macaroons, with_tokens
from tokenlint.trustspace.calibration import Calibration

if TYPE_CHECKING:
    from tokenlint.workflows.declaration import Workflow


def gather(run: Run, paths: tuple[Path, ...], keys: Path | None) -> Gathered:
    """Everything at or below the paths. Raises NothingToCheck where there is nothing."""
    reader = _reader(run, keys)
    gathered = read_paths(paths or (Path(),), reader)
    if reader.keys:
        found = together([gathered.inputs, Inputs(problems=reader.keys.problems)])
        gathered = replace(gathered, inputs=found)
    return replace(gathered, inputs=together([gathered.inputs, _notes(run)]))


def reader_for(run: Run) -> tuple[Reader, Inputs]:
    """What reads the files of a run, and what the reader of its report must know."""
    return _reader(run, None), _notes(run)


def credential(
    run: Run, file: str | None, *, against: str | None, keys: Path | None, online: bool
) -> Inputs:
    """One token, from a file, standard input, or where clients look for it."""
    found = captured(file)
    if looks_like_macaroon(found.data):
        return _macaroon(run, found, only_for_tokens=bool(against or keys or online))
    workflow, declared = workflow_named(against) if against else (None, Inputs())
    if looks_like_certificates(found.data):
        _refuse_keys(keys, online=online)
        mode = Path(file).stat().st_mode if file and file != "-" else None
        held = _reader(run, None).proxy(found.data, found.source, mode, workflow)
        rest = Inputs(notes=(f"the proxy came from {found.origin}",))
        return together([held, declared, rest, _notes(run)])
    reader = _reader(run, keys, online_for=found.data if online else None)
    subject = reader.token(found.data, found.source, workflow)
    notes = (f"the token came from {found.origin}", *found.notes)
    problems = reader.keys.problems if reader.keys else ()
    rest = Inputs(problems=problems, notes=notes)
    return together([with_tokens([subject]), declared, rest, _notes(run)])


def _macaroon(run: Run, found: Found, *, only_for_tokens: bool) -> Inputs:
    """One macaroon; nobody but the service that made it has the key to check it."""
    if only_for_tokens:
        raise UsageError(
            "--workflow, --jwks and --online are for tokens, and this is a macaroon",
            advice="leave them out",
        )
    subject = _reader(run, None).macaroon(found.data, found.source)
    notes = Inputs(notes=(f"the macaroon came from {found.origin}", *found.notes))
    return together([with_macaroons([subject]), notes, _notes(run)])


def _refuse_keys(keys: Path | None, *, online: bool) -> None:
    """A proxy brings the certificates along that signed it."""
    if keys or online:
        raise UsageError(
            "a proxy is not signed with a key of a token issuer",
            advice="leave out --jwks and --online; its chain is checked without them",
        )


def _reader(run: Run, keys: Path | None, online_for: bytes | None = None) -> Reader:
    """What reads inputs for this run; with `online_for` the keys of that token's issuer."""
    key_set = None
    if keys and online_for is not None:
        raise UsageError("--jwks and --online contradict each other", advice="give one of them")
    if keys:
        key_set = read_keys(keys)
    elif online_for is not None:
        key_set = _fetched(online_for)
    calibration = calibration_for(run.inventory)
    mapping = mapping_in(run.mapping)
    return Reader(run.settings, calibration, run.policies.letters, key_set, mapping)


def mapping_in(path: Path | None) -> Mapping | None:
    """The mapping of that file. Raises MappingError for one with any problem."""
    return mapping_with_text(path)[0]


def mapping_with_text(path: Path | None) -> tuple[Mapping | None, dict[str, str]]:
    """The same, with the text that code frames are cut from."""
    if path is None:
        return None, {}
    from tokenlint.workflows.mapping_file import read_mapping

    file = read_mapping(path)
    if file.mapping is None:
        raise MappingError(
            f"the mapping {path} cannot be used",
            file.problems,
            advice="`tokenlint schema mapping` prints its format",
        )
    return file.mapping, {file.source.file: file.text}


def calibration_for(inventory: Path | None) -> Calibration:
    """The shipped one; where an inventory tells, with the infrastructure's number of endpoints."""
    calibration = Calibration.default()
    if inventory is None:
        return calibration
    from tokenlint.workflows.reader import read_workflows

    file = read_workflows(inventory)
    if file.problems or not file.services:
        first = file.problems[0] if file.problems else None
        reason = f"{first.source}: {first.reason}" if first else "it declares no service"
        raise UsageError(
            f"the inventory {inventory} cannot be used: {reason}",
            advice=first.advice if first else "list the services under `services`",
        )
    keys = {endpoint_key(service.audiences[0]) for service in file.services.values()}
    return replace(calibration, endpoints=len(keys))


def _notes(run: Run) -> Inputs:
    """What the reader of the report must know about the policies of this run."""
    letters = run.policies.letters
    if not letters:
        return Inputs()
    names = ", ".join(sorted(letters))
    cost = (
        f"a policy reads {names}: documents that differ only there no longer share "
        "an evaluation, so that many of them take longer"
    )
    return Inputs(notes=(cost,))


def _fetched(token: bytes) -> KeySet:
    """The public keys of the token's issuer; an empty set with its problem where there are none."""
    from tokenlint.credentials.online import fetch_keys

    issuer = decode(token).token.claims.get("iss")
    answer = fetch_keys(issuer if isinstance(issuer, str) else "")
    return answer if isinstance(answer, KeySet) else KeySet((), answer.source.file, (answer,))


def captured(file: str | None) -> Found:
    """The bytes of one credential and where they came from.

    From a file, standard input, or where clients look for a token.
    """
    if file is None:
        return _discovered()
    if file == "-":
        return Found(_bounded(sys.stdin.buffer, Source("-")), "standard input", Source("-"))
    refuse_token(file)
    try:
        with Path(file).open("rb") as stream:
            return Found(_bounded(stream, Source(file)), file, Source(file))
    except (OSError, ValueError) as error:
        raise Incomplete(
            f"cannot be read: {getattr(error, 'strerror', None) or error}",
            advice="name a file that holds a token, or `-` for standard input",
            source=Source(file),
        ) from None


def _bounded(stream: BinaryIO, source: Source) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Incomplete(
            f"it holds more than the limit of {MAX_BYTES:,} bytes",
            advice="no service takes a token of that size; name a file with the token alone",
            source=source,
        )
    return data


def refuse_token(text: str) -> None:
    """A token among the arguments is visible to every process of the machine."""
    jwt = text.startswith("eyJ") and text.count(".") >= 1
    if (jwt or looks_like_macaroon(os.fsencode(text))) and not Path(text[:255]).exists():
        raise UsageError(
            "a token is never taken from the command line, where other users can read it",
            advice="give it on standard input: `tokenlint token -`",
        )


def _discovered() -> Found:
    match discover(os.environ, os.geteuid()):
        case Found() as found:
            return found
        case Stopped(problem=problem):
            raise Incomplete(problem.reason, advice=problem.advice, source=problem.source)
        case NotFound(looked_at=places):
            raise NothingToCheck(
                "no token found; looked at " + ", ".join(places),
                advice="name a file, or give the token on standard input: `tokenlint token -`",
            )


def workflow_named(reference: str) -> "tuple[Workflow, Inputs]":
    """The workflow that `FILE#NAME` names, and what else its file tells.

    The name may be left out where there is only one.
    """
    from tokenlint.workflows.reader import read_workflows

    file, _, name = reference.partition("#")
    read = read_workflows(Path(file))
    only = read.workflows[0] if len(read.workflows) == 1 and not name else None
    workflow = only or read.workflow(name)
    if workflow is None and read.problems:
        first = read.problems[0]
        raise UsageError(f"{first.source}: {first.reason}", advice=first.advice)
    if workflow is None:
        names = ", ".join(each.name for each in read.workflows) or "none"
        said = f"no workflow {name!r}" if name else "which workflow?"
        raise UsageError(f"{file}: {said}; there are {names}", advice="write FILE#NAME")
    return workflow, Inputs(problems=read.problems, texts=read.texts)
