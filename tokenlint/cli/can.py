"""`tokenlint can`: what a credential lets its bearer do at a service, and why."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from tokenlint.cli.options import mapping_option
from tokenlint.errors import UsageError


@click.command(name="can")
@click.argument("file", required=False)
@click.option(
    "--service",
    "services",
    multiple=True,
    metavar="PATH",
    type=click.Path(path_type=Path, exists=True),
    help="Configuration of the service: a file, or a folder with all of its files; repeatable.",
)
@click.option(
    "--implementation",
    metavar="NAME[@VERSION]",
    help="The product, as xrootd@5.7.1: what is known of it, or the release of --service.",
)
@click.option(
    "--audience",
    default="",
    metavar="URL",
    help="Without --service: the audience by which the service knows itself.",
)
@mapping_option
@click.option("--path", "paths", multiple=True, metavar="PATH", help="Only this path; repeatable.")
@click.option(
    "--operation", "operations", multiple=True, metavar="NAME", help="Only this one; repeatable."
)
@click.option(
    "--request",
    "requests",
    multiple=True,
    metavar="'OPERATION PATH'",
    help="Answer this one request in full, as 'delete /data/x' or 'submit'; repeatable.",
)
@click.option(
    "--expect",
    type=click.Choice(["yes", "no"]),
    help="Exit with 1 unless every answer is this one. Needs --request or --path.",
)
@click.option(
    "--jwks",
    "keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Verify the signature with these public keys (JWKS, JWK or PEM).",
)
@click.option("--at", metavar="TIME", help="Answer as of this instant (ISO 8601, UTC).")
@click.option(
    "--format", "format_", type=click.Choice(["full", "concise", "json"]), default="full",
    help="For people, one line an answer, or tokenlint.can/1. Default: full.",
)  # fmt: skip
def command(file: str | None, expect: str | None, format_: str, **given: Any) -> int:
    """What a credential lets its bearer do, operation by operation, and why.

    FILE holds a token, a proxy or a macaroon, `-` is standard input;
    without FILE the token is looked for where clients do, as `tokenlint token` does.

    With --service the answers are those of the service whose configuration this is,
    with the lines that decide; `depends` is what its files do not tell.
    Without it, they are those of the WLCG profile, or of a known product (--implementation);
    for groups and for proxies those of --mapping, for a macaroon those of its product.

    Exit codes: 0 answered, 1 not as expected (--expect), 2 usage, 3 nothing found, 4 incomplete.
    """
    if expect and not (given["requests"] or given["paths"]):
        raise UsageError("--expect needs --request or --path", advice="say what is expected")
    for option in ("audience", "mapping"):
        if given["services"] and given[option]:
            raise UsageError(f"--{option} is for answers without --service", advice="leave one out")
    if given["mapping"] and given["implementation"]:
        raise UsageError(
            "--implementation is for answers without --mapping",
            advice="leave one out: a mapping says itself what its services grant",
        )
    from tokenlint.cli.asking import Asked, ask
    from tokenlint.cli.questions import question
    from tokenlint.report.can import render
    from tokenlint.report.output import emit
    from tokenlint.report.view import view_for

    wanted = question(*(given.pop(name) for name in ("requests", "paths", "operations")))
    result = ask(file, wanted, Asked(**given))
    emit(render(result, format_, view_for(sys.stdout, os.environ)), sys.stdout)
    return result.exit_code(expect or "")
