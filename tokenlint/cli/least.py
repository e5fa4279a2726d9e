"""`tokenlint least`: the least token for a workflow, or for operations that were observed."""

import os
import re
import sys
from pathlib import Path
from typing import Any

import click

from tokenlint.errors import UsageError


@click.command(name="least")
@click.argument("workflows", nargs=-1, metavar="[FILE[#NAME]]...")
@click.option(
    "--observed", multiple=True, metavar="FILE",
    help="Operations that were observed, as JSON lines; `-` is standard input; repeatable.",
)  # fmt: skip
@click.option(
    "--services", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="With --observed: an inventory that names the services.",
)  # fmt: skip
@click.option(
    "--implementation", metavar="NAME[:VERSION]",
    help="The product that will judge, as xrootd:5.6.8. Default: what the inventory declares.",
)  # fmt: skip
@click.option(
    "--paths", type=click.IntRange(min=1), metavar="N",
    help="At most N scopes in each token: the best generalisation, and what it costs.",
)  # fmt: skip
@click.option(
    "--split", is_flag=True,
    help="Several tokens where one would allow what no operation needs.",
)  # fmt: skip
@click.option("--curve", is_flag=True, help="What fewer scopes cost, down to one.")
@click.option(
    "--bounds", metavar="N,N,...", help="Numbers of scopes on the curve, in place of the usual."
)
@click.option("--proof", is_flag=True, help="What fails without each part of the token.")
@click.option(
    "--as", "recipes", multiple=True, metavar="NAME",
    help="Also as the command or configuration that asks for it: oidc-token, ...; repeatable.",
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, metavar="FORMAT[=FILE]",
    help="full, json, svg (of the curve); repeatable; FORMAT=FILE writes to a file. Default: full.",
)  # fmt: skip
def command(
    workflows: tuple[str, ...],
    observed: tuple[str, ...],
    services: Path | None,
    formats: tuple[str, ...],
    recipes: tuple[str, ...],
    **given: Any,
) -> int:
    """The least token for a workflow: audience, scope, lifetime, and why nothing can go.

    FILE declares workflows, FILE#NAME is one of them. With --observed the workflow is what
    was seen: one JSON object a line with operation, service, path and time.

    The token lets every operation pass by WLCG profile 1.3, and at the product that will judge;
    what only the product needs is named with its source.

    Exit codes: 0 answered, 2 usage, 3 nothing in the input,
    4 something could not be used; the rest is answered.
    """
    _check(workflows, observed, services, recipes)
    from tokenlint.cli.least_inputs import Wish, answer_for
    from tokenlint.report.least.render import Shown, deliver, parse
    from tokenlint.report.view import view_for

    outputs = tuple(map(parse, formats or ("full",)))
    proof, bounds = given.pop("proof"), _bounds(given.pop("bounds"))
    wish = Wish.of(**given, bounds=bounds)
    if any(each.format == "svg" for each in outputs) and not wish.curve:
        raise UsageError("the picture is of the curve", advice="add --curve")
    answer = answer_for(workflows, observed, services, wish)
    shown = Shown(answer, proof=proof, recipes=recipes)
    deliver(outputs, shown, sys.stdout, view_for(sys.stdout, os.environ))
    return answer.exit_code


def _check(
    workflows: tuple[str, ...],
    observed: tuple[str, ...],
    services: Path | None,
    recipes: tuple[str, ...],
) -> None:
    """Raises UsageError for no input, for options that do not go together, for no such recipe."""
    if not workflows and not observed:
        raise UsageError("for what work?", advice="name a file with workflows, or --observed FILE")
    if services and not observed:
        raise UsageError(
            "--services is for --observed", advice="a workflow file includes its inventory"
        )
    if observed.count("-") > 1:
        raise UsageError("standard input can be read once only", advice="put the others into files")
    if recipes:
        from tokenlint.recipes.catalogue import product

        for name in recipes:
            product(name)


def _bounds(text: str | None) -> tuple[int, ...]:
    """Raises UsageError for anything but whole numbers from 1 on."""
    if text is None:
        return ()
    numbers = [each.strip() for each in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,9}", each) and int(each) for each in numbers):
        raise UsageError(f"--bounds: {text[:40]!r} is no list of numbers", advice="write 20,5,1")
    return tuple(dict.fromkeys(int(each) for each in numbers))
