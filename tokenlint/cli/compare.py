"""`tokenlint compare`: the order between credentials of any kind."""

import os
import sys
from pathlib import Path

import click

from tokenlint.cli.options import instant, inventory_option, mapping_option
from tokenlint.errors import UsageError


@click.command(name="compare")
@click.argument("operands", nargs=-1, metavar="A B [...]")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="full, json, svg; repeatable; FORMAT=FILE writes to a file. Default: full.",
)
@click.option(
    "--instants",
    is_flag=True,
    help="Compare lifetimes as they lie in time, not by length; for captured credentials only.",
)
@click.option(
    "--at", metavar="TIME", help="Read the credentials as of this instant (ISO 8601, UTC)."
)
@inventory_option
@mapping_option
def command(
    operands: tuple[str, ...],
    formats: tuple[str, ...],
    instants: bool,
    at: str | None,
    inventory: Path | None,
    mapping: Path | None,
) -> int:
    """Put credentials, needs and references in order, with proofs.

    For each pair: equivalent, covered, covers or incomparable,
    and requests that one of the two allows and the other does not.

    A and B are files with a credential; FILE#WORKFLOW, the need of a declared workflow;
    FILE#WORKFLOW#request, the token that it asks for; - for standard input;
    or a reference: voms-proxy-96h, legacy-8d. From 2 to 12 of them.

    Exit codes: 0 compared, 2 usage, 4 something could not be read; the rest is compared.
    """
    from tokenlint.cli.reading import calibration_for, mapping_in, refuse_token
    from tokenlint.comparison import compare_all
    from tokenlint.operands import read_operands
    from tokenlint.presented import Surroundings
    from tokenlint.report.comparison.render import deliver, parse
    from tokenlint.report.view import view_for

    _check(operands)
    for text in operands:
        refuse_token(text)
    outputs = tuple(map(parse, formats or ("full",)))
    around = Surroundings(instant(at), calibration_for(inventory), mapping_in(mapping))
    presented, problems = read_operands(operands, around, sys.stdin.buffer)
    if instants and any(not each.dated for each in presented):
        raise UsageError(
            "--instants compares captured credentials only",
            advice="leave it away: needs, requests and references have a length and no date",
        )
    comparison = compare_all(presented, problems, instants=instants)
    deliver(outputs, comparison, sys.stdout, view_for(sys.stdout, os.environ))
    return 4 if problems else 0


def _check(operands: tuple[str, ...]) -> None:
    """Raises UsageError for too few, too many, or standard input twice."""
    from tokenlint.comparison import MOST

    if len(operands) < 2:  # noqa: PLR2004 - two, as the word says
        raise UsageError(
            "it takes two to compare",
            advice="a reference is built in: `tokenlint compare FILE voms-proxy-96h`",
        )
    if len(operands) > MOST:
        raise UsageError(f"more than {MOST} cannot be compared at once", advice="take fewer")
    if operands.count("-") > 1:
        raise UsageError("standard input can be read once only", advice="put the others into files")
