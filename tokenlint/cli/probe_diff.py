"""`tokenlint probe diff`: what changed from one probe of a service to the next."""

import os
import sys

import click


@click.command(name="diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="full, json; repeatable; FORMAT=FILE writes to a file. Default: full.",
)
def command(old: str, new: str, formats: tuple[str, ...]) -> int:
    """Compare two records of a probe, cell by cell.

    OLD and NEW are records that `tokenlint probe` wrote.
    What became worse comes first: what is done now and should be refused,
    what changed although it was refused, what is not done any more and should be.

    Exit codes: 0 nothing became worse, 1 something did, 2 usage,
    4 a record is not complete, so that nobody knows.
    """
    from tokenlint.cli.reading import refuse_token
    from tokenlint.probe.comparison import compare
    from tokenlint.probe.recorded import read_record
    from tokenlint.report.probe_diff.render import deliver, parse
    from tokenlint.report.view import view_for

    for text in (old, new):
        refuse_token(text)
    outputs = tuple(map(parse, formats or ("full",)))
    found = compare(read_record(old), read_record(new))
    deliver(outputs, found, sys.stdout, view_for(sys.stdout, os.environ))
    return found.exit_code
