"""`tokenlint probe issuer`: a test issuer, for a service that is to be probed."""

import os
import shlex
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import click

from tokenlint.errors import UsageError
from tokenlint.probe.issuer.setting import Setting, read_address
from tokenlint.probe.signing import ALGORITHMS

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command(name="issuer")
@click.option(
    "--listen",
    default="127.0.0.1:8443",
    metavar="ADDRESS:PORT",
    show_default=True,
    help="Where services fetch the public keys; port 0 takes a free one.",
)
@click.option(
    "--issuer",
    "name",
    default="",
    metavar="URL",
    help="Its name, as services reach it. Default: made from the address.",
)
@click.option("--cert", "certificate", type=_FILE, metavar="FILE", help="Its certificate (PEM).")
@click.option("--key", type=_FILE, metavar="FILE", help="The key of that certificate (PEM).")
@click.option(
    "--write-ca",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Without --cert: where the certificate of a throw-away authority goes.",
)
@click.option("--insecure-http", is_flag=True, help="Plain http, on loopback only.")
@click.option(
    "--socket",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where tokens are handed out. Default: in $XDG_RUNTIME_DIR, or a private folder.",
)
@click.option(
    "--algorithm",
    type=click.Choice(ALGORITHMS),
    default=ALGORITHMS[0],
    show_default=True,
    help="What tokens are signed with.",
)
@click.option(
    "--audience", default="", metavar="AUDIENCE",
    help="The audience of the service, for the configuration that is printed.",
)  # fmt: skip
def command(*, socket: Path | None, write_ca: Path | None, audience: str, **given: Any) -> int:
    """Serve a test issuer until it is interrupted (Ctrl-C, SIGTERM).

    Its keys are made now, stay in memory and are gone when it ends.
    After a restart services must fetch the new ones: restart them, or empty their caches.
    Tokens go over a socket to this user alone, never over the network.
    Whoever is this user can have any token of it: take the issuer out of the service afterwards.
    """
    from tokenlint.probe.issuer.certificate import write_authority
    from tokenlint.probe.issuer.server import TestIssuer, socket_place

    setting = _setting(given, write_ca)
    with (
        suppress(KeyboardInterrupt),  # SIGTERM ends as this, too
        socket_place(os.environ, socket) as place,
        TestIssuer(setting, _log) as issuer,
    ):
        if write_ca:
            write_authority(write_ca, issuer.authority)
        issuer.hand_out(place)
        click.echo(_told(issuer.issuer, issuer.key_set_url, place, write_ca, audience))
        sys.stdout.flush()
        Event().wait()
    _log("ended; take the issuer out of the service's configuration")
    return 0


def _setting(given: dict[str, Any], write_ca: Path | None) -> Setting:
    own, plain = given["certificate"] is not None, given["insecure_http"]
    if write_ca is None and not own and not plain:
        raise UsageError(
            "services must be able to trust the server of the keys",
            advice="give --cert and --key, or --write-ca FILE for a throw-away authority",
        )
    if write_ca is not None and (own or plain):
        raise UsageError("--write-ca is for a throw-away authority alone")
    host, port = read_address(given["listen"])
    return Setting(
        host, port, given["name"], given["certificate"], given["key"], plain, given["algorithm"]
    )


def _log(text: str) -> None:
    from tokenlint.report.escape import visible

    click.echo(f"tokenlint issuer: {visible(text)}", err=True)


def _told(issuer: str, keys: str, place: Path, authority: Path | None, audience: str) -> str:
    """What to configure in the service, and what to do afterwards."""
    from tokenlint.report.escape import visible

    trust = [f"authority to trust   {visible(str(authority))}"] if authority else []
    to = f" --audience {visible(shlex.quote(audience))}" if audience else ""
    socket = visible(shlex.quote(str(place)))
    written = visible(audience) or "(the audience that the probe is told)"
    return "\n".join(
        (
            f"issuer               {issuer}",
            f"public keys          {keys}",
            *trust,
            f"tokens, for you      {visible(str(place))}",
            "",
            "For XRootD, in its scitokens.cfg, for the time of the test:",
            "",
            "  [Global]",
            f"  audience = {written}",
            "",
            "  [Issuer tokenlint-probe]",
            f"  issuer = {issuer}",
            "  base_path = /",
            "",
            "Paths of scopes start at base_path: where it is not /, tell the probe (--base-path).",
            "Other services need the issuer, their audience and a path in the same way.",
            *(_trust_advice() if authority else ()),
            f"Then: tokenlint probe URL --allow-write{to} --issuer-socket {socket}",
            "Afterwards take all of this out again, and restart the service.",
            "",
            "Serving until Ctrl-C.",
        )
    )


def _trust_advice() -> tuple[str, ...]:
    """Where XRootD looks for authorities: libscitokens 0.7.3 takes the system's only (our run)."""
    return (
        "The service must trust the authority above when it fetches the keys; XRootD's plug-in",
        "looks at the authorities of the system.",
    )
