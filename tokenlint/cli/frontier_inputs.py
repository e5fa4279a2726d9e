"""The files of `tokenlint frontier`: workflows, the issuer model, the configuration."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tokenlint import shipped
from tokenlint.cli.config import Config, load_config
from tokenlint.cli.frontier_words import Wanted
from tokenlint.cli.reading import calibration_for
from tokenlint.errors import NothingToCheck, UsageError
from tokenlint.frontier.comparison import Comparison
from tokenlint.frontier.compute import frontier
from tokenlint.frontier.issuer_file import read_issuer
from tokenlint.frontier.model import Issuer
from tokenlint.frontier.options import Setting
from tokenlint.frontier.plan import Plan
from tokenlint.frontier.result import Frontier
from tokenlint.frontier.work import Work, work_of
from tokenlint.inputs import WORKFLOWS, find
from tokenlint.source import Problem, Source
from tokenlint.workflows.declaration import Workflow, WorkflowFile
from tokenlint.workflows.kinds import shipped_kinds
from tokenlint.workflows.reader import read_workflows


@dataclass(frozen=True, slots=True)
class Paths:
    """The files that a run is about, as they were named."""

    workflows: tuple[str, ...]
    issuer: Path
    inventory: Path | None
    config: Path | None
    no_config: bool


def answer(paths: Paths, wanted: Wanted, plan: Plan | None = None) -> Frontier:
    """The frontier of all workflows at or below the paths, with all that could not be read.

    With a plan, it is simulated, too.

    Raises UsageError for an issuer model with a problem, NothingToCheck without a workflow.
    """
    issuer = _issuer(paths.issuer)
    inventory = calibration_for(paths.inventory)
    config = Config({}) if paths.no_config else load_config(paths.config, Path.cwd())
    workflows, problems = _declared(paths.workflows, besides=paths.issuer)
    works: dict[int, Work] = {}
    for number, workflow in enumerate(workflows):
        made = work_of(workflow)
        if isinstance(made, Work):
            works[number] = made
        else:
            problems.append(made)
    if not workflows and not problems:
        raise NothingToCheck(
            "no workflow in " + ", ".join(paths.workflows),
            advice="a workflow file holds the line `tokenlint: workflows/1`",
        )
    setting = Setting(
        issuer=issuer,
        tolerance=wanted.tolerance(issuer),
        lifetimes=wanted.lifetimes,
        limits=config.limits(shipped.compiled()["limits"]),
        calibration=inventory,
        kinds=shipped_kinds(),
        granularities=wanted.granularities,
    )
    found = list(works.values())
    problems += _without(found, setting)
    result = replace(frontier(found, setting), problems=tuple(dict.fromkeys(problems)))
    if plan is None:
        return result
    return replace(result, simulated=_simulated(result, found, plan))


def _simulated(result: Frontier, works: list[Work], plan: Plan) -> Comparison | None:
    """Each workflow at what is recommended, or at its longest accepted lifetime."""
    from tokenlint.frontier.compare import Named, compare
    from tokenlint.frontier.scenario import Held

    following = iter(works)  # in the same order; those without an answer are passed over
    named = []
    for each in result.workflows:
        best = each.recommended
        granularity = best.granularity if best else each.granularity
        lifetime = best.lifetime if best else each.allowed
        streams = next(
            work.streams
            for work in following
            if work.workflow.name == each.name and granularity in work.streams
        )
        held = Held(streams[granularity], lifetime)
        named.append(Named(each.name, granularity.value, held))
    return compare(named, result.issuer, result.tolerance, plan)


def _issuer(path: Path) -> Issuer:
    file = read_issuer(path)
    if file.issuer is None:
        first, *more = file.problems
        also = f" (and {len(more)} more)" if more else ""
        raise UsageError(
            f"the issuer model cannot be used: {first.reason}{also}",
            advice=first.advice,
            source=first.source,
        )
    return file.issuer


def _without(works: list[Work], setting: Setting) -> Iterator[Problem]:
    """Workflows that tell of none of the granularities that are asked about."""
    for work in works:
        if setting.granularities and not setting.granularities & work.streams.keys():
            wanted = ", ".join(sorted(setting.granularities))
            yield Problem(
                "load",
                work.workflow.source,
                f"{work.workflow.name} does not tell of a token for each {wanted}",
                "add `files_per_dataset` or `sites` to its `load`",
            )


def _declared(names: tuple[str, ...], besides: Path) -> tuple[list[Workflow], list[Problem]]:
    """The workflows of the files; `besides` is no workflow file, and may be among them."""
    workflows: list[Workflow] = []
    problems: list[Problem] = []
    for name in names:
        path, _, one = name.partition("#")
        if Path(path) == besides:
            continue
        for file in _files(Path(path), problems):
            problems += file.problems
            workflows += _named(file, one, problems) if one else file.workflows
    return workflows, problems


def _files(path: Path, problems: list[Problem]) -> Iterator[WorkflowFile]:
    for found in find([path]):
        if isinstance(found, Problem):
            problems.append(found)
        elif found.kind == WORKFLOWS:
            yield read_workflows(found.path, found.data)
        elif found.named:
            reason = "this is no workflow declaration"
            advice = "a workflow file holds the line `tokenlint: workflows/1`"
            problems.append(Problem("not-recognised", Source(str(path)), reason, advice))


def _named(file: WorkflowFile, name: str, problems: list[Problem]) -> list[Workflow]:
    workflow = file.workflow(name)
    if workflow is None:
        names = ", ".join(each.name for each in file.workflows) or "none"
        reason = f"no workflow {name!r}; there are {names}"
        problems.append(Problem("not-found", file.source, reason, "write FILE#NAME"))
        return []
    return [workflow]
