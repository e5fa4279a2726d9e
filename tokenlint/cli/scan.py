"""`tokenlint scan`: captured tokens at volume."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from tokenlint.cli.crew import cores, dask_option, workers_option
from tokenlint.cli.options import common_options, prepare
from tokenlint.errors import NothingToCheck


@click.command(name="scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--workflow",
    "against",
    metavar="FILE#NAME",
    help="Tell also what the tokens have beyond the need of this declared workflow.",
)
@click.option(
    "--jwks",
    "keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Verify the signatures with these public keys, once for each distinct token.",
)
@click.option(
    "--log-of",
    metavar="HOST",
    default="",
    help="All inputs are logs or traffic of this host: tokens for others do not belong there.",
)
@workers_option
@click.option(
    "--records",
    metavar="FILE|-",
    help="Write a JSON line for each credential that is found; - is standard output.",
)
@click.option(
    "--parquet",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the same as columns, in Apache Parquet (needs the extra `parquet`).",
)
@dask_option
@common_options
def command(
    paths: tuple[str, ...],
    against: str | None,
    keys: Path | None,
    log_of: str,
    workers: int | None,
    dask: str | None,
    records: str | None,
    parquet: Path | None,
    **given: Any,
) -> int:
    """Find, count, place and judge all credentials in logs, dumps and archives.

    PATHS are files, folders or URLs that fsspec reads, `-` is standard input:
    log lines, headers, traces of curl,
    JSON lines, CSV, HTTP archives, dumps of environments, credential directories;
    also in gzip, zstd, xz and bzip2, in tar and zip.
    Tokens are found as they stand, and escaped, encoded, broken over lines or cut off.

    Tokens of equal shape share one evaluation, so that millions are no problem.
    No token is printed: places, fingerprints and decoded claims tell which one is meant.
    """
    crew = cores(workers, dask)
    run = prepare(**given)
    with run.engine() as engine:
        engine.warm("token")  # it starts while the rooms below are imported
        from tokenlint.cli.meter import progress_on
        from tokenlint.cli.present import wanted
        from tokenlint.cli.recording import Wanted, tell_errors
        from tokenlint.cli.scanning import Wishes, scanned
        from tokenlint.report.scan.render import deliver
        from tokenlint.report.view import judge, view_for

        recorded = Wanted.of(records, parquet)
        outputs = recorded.beside(wanted(run), given["formats"])
        with progress_on(sys.stderr, "tokens", wanted=not given["no_progress"]) as progress:
            scan = scanned(
                run, paths, engine, progress, Wishes(crew, against, keys, log_of, dask, recorded)
            )
        if not scan.statistics.tokens and not scan.report.errors and not scan.statistics.others:
            _nothing(scan.plan.inputs)
        view = view_for(
            sys.stdout, os.environ, fail_on=run.settings.fail_on, rules=run.catalogue.rules
        )
        deliver(outputs, scan, sys.stdout, view)
        if not outputs:
            tell_errors(scan.report)
        return judge(scan.report, run.settings.fail_on).exit_code


def _nothing(inputs: int) -> None:
    raise NothingToCheck(
        f"no credential in {inputs or 'no'} input{'s' if inputs != 1 else ''}",
        advice="tokens are found in text, also encoded and compressed, and in no database",
    )
