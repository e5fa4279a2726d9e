"""What a comparison names: files, standard input, workflows of a declaration, references.

`FILE` holds a credential, or a declaration of one workflow, which stands for its need.
`FILE#NAME` is the need of that workflow, `FILE#NAME#request` the token that it asks for;
no name of a workflow holds a `#`. `-` is standard input.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from tokenlint.declared import read_need, read_request
from tokenlint.inputs import MAX_BYTES, WORKFLOWS, kind_of
from tokenlint.presented import Presented, Surroundings, read_reference
from tokenlint.recognised import read_presented
from tokenlint.source import Problem, Source
from tokenlint.trustspace.references import REFERENCES
from tokenlint.workflows.declaration import WorkflowFile
from tokenlint.workflows.reader import read_workflows

STANDARD_INPUT = "-"
REQUEST = "request"
_ADVICE = (
    "name a file with a credential, FILE#WORKFLOW, `-` for standard input, "
    f"or one of {', '.join(REFERENCES)}"
)

Read = tuple[tuple[Presented, ...], tuple[Problem, ...]]


def read_operands(texts: Iterable[str], around: Surroundings, stdin: BinaryIO) -> Read:
    """Everything that can be compared, in order, and what could not be read.

    What a workflow file tells besides the workflow may hold problems, too; each is told once.
    """
    presented: list[Presented] = []
    problems: dict[Problem, None] = {}
    for text in texts:
        found, more = _operand(text, around, stdin)
        problems |= dict.fromkeys(more)
        if isinstance(found, Presented):
            presented.append(found)
        elif found is not None:
            problems[found] = None
    return tuple(presented), tuple(problems)


_Found = tuple[Presented | Problem | None, tuple[Problem, ...]]


def _operand(text: str, around: Surroundings, stdin: BinaryIO) -> _Found:
    """The operand, and problems of its file; None where these say it all."""
    if text in REFERENCES:
        return read_reference(REFERENCES[text], around), ()
    if text == STANDARD_INPUT:
        data = _bounded(stdin, Source(text))
        return (
            data if isinstance(data, Problem) else read_presented(data, Source(text), around)
        ), ()
    file, mark, name = text.partition("#")
    if mark and not _exists(text):
        return _workflow(text, file, name, around)
    data = _bytes(text)
    if isinstance(data, Problem):
        return data, ()
    if kind_of(text, data) == WORKFLOWS:
        return _declared(text, read_workflows(Path(text), data), "", around)
    return read_presented(data, Source(text), around), ()


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def _bytes(text: str) -> bytes | Problem:
    try:
        with Path(text).open("rb") as stream:
            return _bounded(stream, Source(text))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this cannot be the name of a file"
        return Problem("unreadable", Source(text), reason, _ADVICE)


def _bounded(stream: BinaryIO, source: Source) -> bytes | Problem:
    data = stream.read(MAX_BYTES + 1)
    if len(data) <= MAX_BYTES:
        return data
    reason = f"it holds more than the limit of {MAX_BYTES:,} bytes"
    return Problem("oversize", source, reason, "name a file with the credential alone")


def _workflow(text: str, file: str, name: str, around: Surroundings) -> _Found:
    data = _bytes(file)
    if isinstance(data, Problem):
        return data, ()
    return _declared(text, read_workflows(Path(file), data), name, around)


def _declared(text: str, file: WorkflowFile, reference: str, around: Surroundings) -> _Found:
    """The need or the request of a workflow; the name may be left out where there is only one."""
    name, _, part = reference.partition("#")
    if part not in {"", REQUEST}:
        reason = f"a workflow has no part {part[:32]!r}"
        advice = f"write FILE#NAME for its need, FILE#NAME#{REQUEST} for the token that it asks for"
        return Problem("operand", file.source, reason, advice), file.problems
    only = file.workflows[0] if len(file.workflows) == 1 and not name else None
    workflow = only or file.workflow(name)
    if workflow is not None:
        read = read_request if part else read_need
        return read(workflow, text, around), file.problems
    if file.problems:
        return None, file.problems
    names = ", ".join(each.name for each in file.workflows[:20]) or "none"
    said = f"no workflow is called {name[:128]!r}" if name else "which workflow?"
    return Problem("operand", file.source, f"{said}; there are {names}", "write FILE#NAME"), ()
