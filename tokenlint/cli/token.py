"""`tokenlint token`: one captured credential."""

from pathlib import Path
from typing import Any

import click

from tokenlint.cli.options import common_options, prepare


@click.command(name="token")
@click.argument("file", required=False)
@click.option(
    "--workflow",
    "against",
    metavar="FILE#NAME",
    help="Judge the token against the need of this declared workflow.",
)
@click.option(
    "--jwks",
    "keys",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Verify the signature with these public keys (JWKS, JWK or PEM).",
)
@click.option("--online", is_flag=True, help="Fetch the issuer's public keys over https.")
@common_options
def command(
    file: str | None, against: str | None, keys: Path | None, online: bool, **given: Any
) -> int:
    """Decode, place and lint one credential.

    FILE holds the token, `-` is standard input.
    Without FILE the token is looked for where clients do (WLCG Bearer Token Discovery):
    BEARER_TOKEN, BEARER_TOKEN_FILE, $XDG_RUNTIME_DIR/bt_uUID, /tmp/bt_uUID.
    """
    run = prepare(**given)
    with run.engine() as engine:
        engine.warm("token")  # it starts while the rooms below are imported
        from tokenlint.cli.present import finish, wanted
        from tokenlint.cli.reading import credential
        from tokenlint.lint import lint

        outputs = wanted(run)
        inputs = credential(run, file, against=against, keys=keys, online=online)
        report = lint(inputs, run.catalogue, engine, run.settings)
        return finish(run, report, outputs)
