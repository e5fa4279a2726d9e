"""`tokenlint check`: the command for pre-commit and CI."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tokenlint.cli.known import baseline_option, hold, named, with_baseline
from tokenlint.cli.options import common_options, prepare
from tokenlint.errors import NothingToCheck

if TYPE_CHECKING:  # imported while the engine comes up
    from tokenlint.cli.options import Run
    from tokenlint.policy.engine import Engine
    from tokenlint.policy.finding import Report
    from tokenlint.read import Gathered
    from tokenlint.report.beside import Beside


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--show-files", is_flag=True, help="Say what each file was recognised as.")
@click.option(
    "--jwks",
    "keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Verify the signatures of token files with these public keys.",
)
@click.option(
    "--frontier",
    "model",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="An issuer model: the HTML report shows the price of lifetime there. "
    "Default: the one among the files.",
)
@baseline_option
@click.option("--no-baseline", is_flag=True, help="Use no baseline.")
@common_options
def command(
    paths: tuple[Path, ...],
    show_files: bool,
    keys: Path | None,
    model: Path | None,
    baseline_file: Path | None,
    no_baseline: bool,
    **given: Any,
) -> int:
    """Lint declarations, inventories, mappings, service configurations and token files.

    PATHS are files or folders; without any, the current folder.
    Below a folder, files that tokenlint does not know are passed over and counted.

    Configurations are those of storage and compute services (XRootD, EOS, dCache, StoRM,
    Pelican, HTCondor-CE, ARC CE, ...), of issuers and brokers (INDIGO IAM, Keycloak, OA4MP,
    htvault, mytoken, ...) and of clients (Rucio, FTS, DIRAC, PanDA, ...);
    docs/reference/service-files.md lists them all.
    They are found by name and content, also inside YAML, Markdown and reStructuredText.
    """
    run = prepare(**given)
    known = None if no_baseline else named(run.config, baseline_file)
    held = hold(known) if known else None
    with run.engine() as engine:
        engine.warm("workflow")  # it starts while the rooms below are imported
        from tokenlint.cli.present import finish, progress_for, wanted
        from tokenlint.cli.reading import gather
        from tokenlint.lint import lint
        from tokenlint.report.render import WITH_SHEETS

        outputs = wanted(run)
        gathered = gather(run, paths, keys)
        if show_files:
            _show(gathered.files, gathered.unclaimed)
        if gathered.empty:
            _nothing(len(gathered.files))
        progress = progress_for(sys.stderr, wanted=not given["no_progress"])
        report = lint(gathered.inputs, run.catalogue, engine, run.settings, progress)
        if held:
            report = with_baseline(run, report, held, paths or (Path(),))
        beside = None
        if any(output.format in WITH_SHEETS for output in outputs):
            beside = _beside(run, paths, engine, gathered, report, model)
        return finish(run, report, outputs, beside)


def _beside(
    run: "Run",
    paths: tuple[Path, ...],
    engine: "Engine",
    gathered: "Gathered",
    report: "Report",
    model: Path | None,
) -> "Beside":
    """Least requests, repairs and the frontier; imported for the formats that show them."""
    from tokenlint.cli.repairs import MOST_FINDINGS, repairs
    from tokenlint.cli.sheets import beside

    few = len(report.findings) <= MOST_FINDINGS
    fixes = repairs(run, paths or (Path(),), engine) if few else {}
    found = beside(run, gathered, fixes, model)
    if few:
        return found
    told = (
        f"repairs are shown up to {MOST_FINDINGS:,} findings; "
        "`tokenlint fix --diff --unsafe` shows them all."
    )
    return replace(found, notes=(told,))


def _show(files: Mapping[Path, str], unclaimed: Mapping[Path, str]) -> None:
    from tokenlint.report.escape import visible

    for path, kind in files.items():
        why = f"  ({unclaimed[path]})" if path in unclaimed else ""
        click.echo(f"{kind:28} {visible(str(path))}{why}", err=True)


def _nothing(count: int) -> None:
    raise NothingToCheck(
        f"nothing to check: {count or 'no'} file{'s' if count != 1 else ''} "
        "without a workflow, an inventory, a service's configuration or a token",
        advice="a workflow file holds the line `tokenlint: workflows/1`; "
        "--show-files says what each file was taken for",
    )
