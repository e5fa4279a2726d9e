"""`tokenlint probe run`: the options of a probe; `probing` does what they ask for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from tokenlint.cli.options import common_options

Command = TypeVar("Command", bound=Callable[..., Any])

_FILE = click.Path(path_type=Path, dir_okay=False)
_TOKENS = (
    click.option(
        "--token-command", metavar="COMMAND",
        help="Prints a token: 'oidc-token NAME -s {scope} --aud {audience} --time {lifetime}'.",
    ),
    click.option(
        "--token", "token_files", multiple=True, metavar="KIND=FILE",
        help="A token in a file, such as read=FILE; `entitled` may do all; repeatable.",
    ),
    click.option(
        "--issuer-socket", metavar="FILE", type=_FILE,
        help="The socket of `tokenlint probe issuer`, which makes any token.",
    ),
    click.option(
        "--jwks", "keys", metavar="FILE", type=_FILE,
        help="The public keys of the issuer, for a token that is signed with one as a secret.",
    ),
    click.option(
        "--wait-expiry", type=click.FloatRange(0, 3600), default=120.0, metavar="SECONDS",
        help="How long to wait for a token of --token-command to expire. Default: 120.",
    ),
)  # fmt: skip
_WHERE = (
    click.option(
        "--allow-write", is_flag=True,
        help="Make, change and delete in a folder of its own below the path of the URL.",
    ),
    click.option(
        "--existing", metavar="PATH",
        help="Without --allow-write: this file of the service is what is read.",
    ),
    click.option(
        "--base-path", default="/", metavar="PATH",
        help="The path of the URL that scopes call `/` (the issuer's base path). Default: /.",
    ),
    click.option(
        "--audience", metavar="AUD",
        help="The audience by which the service knows itself. Default: scheme, host and port of "
        "the URL; https://HOST:PORT of ARC, HOST:PORT of HTCondor-CE.",
    ),
    click.option(
        "--group", metavar="/GROUP",
        help="A group with rights there: is it ignored beside a capability?",
    ),
    click.option(
        "--negative-audience", is_flag=True,
        help="Send also tokens that are meant for another audience.",
    ),
    click.option(
        "--local", metavar="FOLDER", type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Where the path of the URL lies on this disk: look there at what was done.",
    ),
)  # fmt: skip
_HOW = (
    click.option("--dry-run", is_flag=True, help="Print the plan, and send nothing."),
    click.option(
        "--record", metavar="FILE", type=click.Path(path_type=Path),
        help="What is known so far; an interrupted run goes on with it. Of several services "
        "the folder of their records. "
        "Default: below $XDG_STATE_HOME/tokenlint/probe.",
    ),
    click.option(
        "--folder", metavar="NAME",
        help="The name of the test folder, which must not exist. Default: a random one.",
    ),
    click.option("--kind", "only_kinds", multiple=True, metavar="NAME", help="Only these tokens."),
    click.option(
        "--case", "only_cases", multiple=True, metavar="NAME", help="Only these requests."
    ),
    click.option(
        "--rate", type=click.FloatRange(0.1, 10_000), default=50.0, metavar="N",
        help="Requests a second at most. Default: 50.",
    ),
    click.option(
        "--max-requests", type=click.IntRange(1, 1_000_000), default=5_000, metavar="N",
        help="Requests to one service at most. Default: 5000.",
    ),
    click.option(
        "--timeout", type=click.FloatRange(0.1, 600), default=10.0, metavar="SECONDS",
        help="For one request. Default: 10.",
    ),
    click.option(
        "--ca", metavar="PATH", type=click.Path(path_type=Path, exists=True),
        help="Certificates of authorities: a file, or a folder of hashed ones.",
    ),
    click.option("--insecure-http", is_flag=True, help="Send tokens unencrypted to other hosts."),
    click.option(
        "--redirect-to", "redirect_to", multiple=True, metavar="HOST",
        help="Follow redirects to this host, without the token; repeatable.",
    ),
    click.option(
        "--tape", "tape_origins", multiple=True, metavar="URL",
        help="A Tape REST API at another address that belongs to the service; repeatable.",
    ),
    click.option(
        "--implementation", "implementations", multiple=True, metavar="[URL=]NAME@VERSION",
        help="What the service is, where it does not say so itself; repeatable.",
    ),
    click.option("--diff", "differing", is_flag=True, help="Tell where the services differ."),
)  # fmt: skip


def _with_options(function: Command) -> Command:
    for option in reversed(_TOKENS + _WHERE + _HOW):
        function = option(function)
    return function


@click.command(name="run")
@click.argument("urls", nargs=-1, required=True, metavar="[NAME=]URL...")
@_with_options
@common_options
def run(urls: tuple[str, ...], **given: Any) -> int:
    """Send a matrix of requests to each URL, and report where the answers differ from the profile.

    A storage is reached over WebDAV (https, davs) or the root protocol (roots, where the XRootD
    client is installed), a computing element over the REST interface of ARC (arc+https),
    or by the tools of HTCondor-CE (condor).

    Nothing is written without --allow-write, and then only in a folder that the probe makes,
    marks and removes itself, below the path of the URL.
    What a request did is seen in the stored data, with a second token or on the disk (--local).
    """
    from tokenlint.cli.probing import probe

    return probe(urls, given)
