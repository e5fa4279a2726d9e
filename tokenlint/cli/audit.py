"""`tokenlint audit`: access logs beside token facts."""

import sys
from pathlib import Path
from typing import Any

import click

from tokenlint.cli.crew import cores, dask_option, workers_option
from tokenlint.cli.options import common_options, prepare


@click.command(name="audit")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--tokens",
    "token_files",
    multiple=True,
    metavar="FILE",
    help="Facts of tokens: records of `tokenlint scan --records`, or decoded claims, "
    "one JSON object a line, or the log of INDIGO IAM; repeatable.",
)
@click.option(
    "--log-format",
    metavar="NAME",
    default="",
    help="The format of the logs. Default: told by their first lines.",
)
@click.option(
    "--log-mapping",
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Which member of a log in JSON lines holds what (`tokenlint schema log-mapping`).",
)
@click.option(
    "--log-time-zone",
    "zone",
    metavar="ZONE",
    default="",
    help="The zone of times that do not say theirs: UTC, +01:00, Europe/Zurich.",
)
@click.option(
    "--log-year",
    "year",
    type=click.IntRange(1970, 9999),
    metavar="YEAR",
    help="The year of the last line where times have none. Default: that of the file's time.",
)
@click.option(
    "--service",
    metavar="URL",
    default="",
    help="The service of logs whose lines do not name it, as its tokens name it.",
)
@click.option(
    "--base-path",
    "bases",
    multiple=True,
    metavar="[ISSUER=]PATH",
    help="Where the area of an issuer begins at the service; repeatable.",
)
@click.option(
    "--implementation",
    metavar="NAME[@VERSION]",
    help="Judge by what this product documents, in place of the profile.",
)
@click.option(
    "--skew",
    type=click.FloatRange(0, 86_400),
    default=60.0,
    metavar="SECONDS",
    help="By how much clocks may differ. Default: 60.",
)
@click.option(
    "--workflow",
    metavar="FILE#NAME",
    help="The logs are of this declared workflow: it explains addresses and services.",
)
@click.option(
    "--addresses",
    type=click.IntRange(1),
    metavar="N",
    help="Client addresses of one token that explain themselves. Default: as the workflow's kind "
    "has it, else 2.",
)
@click.option(
    "--services",
    type=click.IntRange(1),
    metavar="N",
    help="Services of one token that explain themselves. Default: as many as its audience names.",
)
@click.option(
    "--observed",
    metavar="FILE|-",
    help="Write the allowed operations as JSON lines for `tokenlint least --observed`.",
)
@workers_option
@dask_option
@common_options
def command(paths: tuple[str, ...], **given: Any) -> int:
    """What was allowed against the tokens at hand, and what of them was never used.

    PATHS are access logs: files, folders or URLs that fsspec reads, `-` is standard input;
    also in gzip, zstd, xz and bzip2, in tar and zip.
    Facts of the tokens come from --tokens, or from the log itself where it has scopes.

    A line is joined with the facts by the token's id or fingerprint.
    Where a log has only issuer and subject, it is joined with all tokens of that pair:
    an operation is then permitted if any of them that was valid permits it.
    """
    crew = cores(given["workers"], given["dask"])
    run = prepare(**given)
    with run.engine() as engine:
        engine.warm("audit")  # it starts while the rooms below are imported
        from tokenlint.cli.auditing import Wishes, audited, outputs_of, told
        from tokenlint.cli.meter import progress_on

        wishes = Wishes.of(crew, given)
        outputs = outputs_of(run, given["formats"], wishes)
        with progress_on(sys.stderr, "lines", wanted=not given["no_progress"]) as progress:
            done = audited(paths, progress, wishes)
        return told(run, engine, done, outputs)
