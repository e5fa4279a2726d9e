"""Workflow files from a path or from bytes: nothing is lost silently, nothing raises."""

from pathlib import Path

from tokenlint.source import Problem, Source
from tokenlint.workflows.build import build_workflow
from tokenlint.workflows.declaration import Workflow, WorkflowFile
from tokenlint.workflows.documents import (
    DEFAULT_LIMITS,
    Content,
    Part,
    ReadLimits,
    read_content,
)
from tokenlint.workflows.inventory import Inventory, bytes_in, repository_of
from tokenlint.workflows.kinds import Kinds, shipped_kinds
from tokenlint.workflows.load_problems import load_problems


def read_workflows(
    source: Path | bytes,
    data: bytes | None = None,
    *,
    name: str | None = None,
    root: Path | None = None,
    kinds: Kinds | None = None,
    limits: ReadLimits = DEFAULT_LIMITS,
) -> WorkflowFile:
    """Everything that a workflow file declares, and every problem in it.

    `source` is a path, with its bytes in `data` where they were read already,
    or the bytes alone: then includes are relative to the working folder.
    `name` is how the file is shown, by default its path, or `-`.
    `root` is the folder that includes must stay in, by default the repository around the file.
    Nothing in a file raises; Incomplete says that the installation lacks its rules.
    """
    path, data = (Path("-"), source) if isinstance(source, bytes) else (source, data)
    shown = name or str(path)
    taken = bytes_in(path, limits.file_bytes, shown) if data is None else data
    if isinstance(taken, Problem):
        return WorkflowFile(Source(shown), {}, (), (taken,))
    content = read_content(taken, shown, limits)
    inventory = Inventory((root or repository_of(path)).resolve(), limits)
    inventory.add(content, shown, path.resolve())
    workflows, problems = _workflows(content, inventory, kinds or shipped_kinds())
    return WorkflowFile(
        source=Source(shown),
        services=inventory.services,
        workflows=workflows,
        problems=(*content.problems, *problems, *inventory.problems),
        texts=inventory.texts,
    )


def _workflows(
    content: Content, inventory: Inventory, kinds: Kinds
) -> tuple[tuple[Workflow, ...], list[Problem]]:
    found: dict[str, Workflow] = {}
    problems: list[Problem] = []
    for part in content.workflows:
        try:
            workflow = build_workflow(part.name, part.data, part.places, inventory.services, kinds)
        except ValueError as error:
            problems.append(_unusable(part, error))
            continue
        if part.name in found:
            problems += _twice(found[part.name], workflow)
        problems += load_problems(workflow)
        found[part.name] = workflow
    return tuple(found.values()), problems


def _unusable(part: Part, error: ValueError) -> Problem:
    return Problem("schema", part.places.key(""), f"a time cannot be used: {error}", "write less")


def _twice(first: Workflow, second: Workflow) -> tuple[Problem, Problem]:
    advice = "name one of them differently; this report takes the last"
    return (
        Problem(
            "schema",
            first.source,
            f"the workflow `{first.name}` is declared again in line {second.source.line}",
            advice,
        ),
        Problem(
            "schema",
            second.source,
            f"the workflow `{first.name}` is declared already in line {first.source.line}",
            advice,
        ),
    )
