"""The frontier of a run of `tokenlint check`: its workflows that tell their load, at an issuer."""

from collections.abc import Mapping
from pathlib import Path

from tokenlint.cli import frontier_words as words
from tokenlint.cli.options import Run
from tokenlint.cli.reading import calibration_for
from tokenlint.errors import UsageError
from tokenlint.frontier.compute import frontier
from tokenlint.frontier.issuer_file import read_issuer
from tokenlint.frontier.options import Setting
from tokenlint.frontier.result import Frontier
from tokenlint.frontier.work import Work, work_of
from tokenlint.inputs import ISSUER_MODEL
from tokenlint.workflows.declaration import Workflow
from tokenlint.workflows.kinds import shipped_kinds

_LOSE, _LIFETIMES = "1%", "15m..8d"


def model_in(files: Mapping[Path, str]) -> Path | None:
    """The issuer model among the files of a run; None where there is none or more than one."""
    models = [path for path, kind in files.items() if kind == ISSUER_MODEL]
    return models[0] if len(models) == 1 else None


def priced(run: Run, model: Path, workflows: list[Workflow]) -> Frontier | None:
    """The frontier with the tolerance of `tokenlint frontier`; None where no workflow has a load.

    Raises UsageError for an issuer model with a problem.
    """
    file = read_issuer(model)
    if file.issuer is None:
        first = file.problems[0]
        raise UsageError(
            f"the issuer model cannot be used: {first.reason}",
            advice=first.advice,
            source=first.source,
        )
    found = [made for made in map(work_of, workflows) if isinstance(made, Work)]
    if not found:
        return None
    wanted = words.Wanted(None, words.share(_LOSE), False, words.lifetimes(_LIFETIMES), frozenset())
    setting = Setting(
        issuer=file.issuer,
        tolerance=wanted.tolerance(file.issuer),
        lifetimes=wanted.lifetimes,
        limits=run.settings.limits,
        calibration=calibration_for(run.inventory),
        kinds=shipped_kinds(),
        granularities=wanted.granularities,
    )
    return frontier(found, setting)
