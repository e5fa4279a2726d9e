"""The options that commands share, and what they come to."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from tokenlint import shipped
from tokenlint.cli.config import Config, load_config
from tokenlint.errors import UsageError
from tokenlint.policy.catalogue import Catalogue, load_catalogue
from tokenlint.policy.engine import CHOICES, Engine, ServerOptions, open_engine, server_token
from tokenlint.policy.finding import Persona, Severity
from tokenlint.policy.memo import SharedShapes
from tokenlint.policy.policies import PolicySet, load_policies
from tokenlint.policy.settings import Settings

_OPA_SECONDS = 60.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

Command = TypeVar("Command", bound=Callable[..., Any])

policy_option = click.option(
    "--policy", "policies", multiple=True, metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Policies and catalogue entries of your own; repeatable.",
)  # fmt: skip

inventory_option = click.option(
    "--inventory", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The services of the infrastructure: how many endpoints the audience axis counts.",
)  # fmt: skip
mapping_option = click.option(
    "--mapping", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What services grant to groups: tokens that name nothing else stand for that.",
)  # fmt: skip

_format_option = click.option(
    "--format", "formats", multiple=True, metavar="FORMAT[=FILE]",
    help="full, concise, json, sarif, junit, github, github-summary, gitlab, html, svg, "
    "space, space-svg; repeatable; FORMAT=FILE writes to a file. Default: full.",
)  # fmt: skip
_OPTIONS = (
    click.option("--select", multiple=True, metavar="CODES", help="Judge only these rules."),
    click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out."),
    click.option(
        "--fail-on", type=click.Choice([s.value for s in Severity]),
        help="Exit with 1 from this severity on. Default: medium.",
    ),
    click.option(
        "--persona", type=click.Choice([p.value for p in Persona]),
        help="How much to show. Default: regular.",
    ),
    click.option("--at", metavar="TIME", help="Judge as of this instant (ISO 8601, UTC)."),
    click.option(
        "--config", "config_file", metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False), help="Use this configuration file.",
    ),
    click.option("--no-config", is_flag=True, help="Use no configuration file."),
    inventory_option,
    mapping_option,
    policy_option,
    click.option(
        "--engine", type=click.Choice(CHOICES),
        help="What evaluates the policies. Default: embedded.",
    ),
    click.option("--opa-url", metavar="URL", help="Evaluate the policies on this OPA server."),
    click.option(
        "--opa-ca", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Certificates of the authority behind the OPA server.",
    ),
    click.option(
        "--opa-token-file", metavar="FILE",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Bearer token for the OPA server; else TOKENLINT_OPA_TOKEN.",
    ),
    click.option("--opa-readonly", is_flag=True, help="Upload nothing; verify what is there."),
    click.option(
        "--opa-timeout", type=float, metavar="SECONDS", help="For one answer. Default: 60."
    ),
    click.option("--no-progress", is_flag=True, help="Show no progress."),
)  # fmt: skip


def common_options(command: Command) -> Command:
    """Give a command the options that all judging commands share, and the formats of a report."""
    wanted: Command = _format_option(judging_options(command))
    return wanted


def judging_options(command: Command) -> Command:
    """Give a command those options without the formats of a report."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Run:
    """A judging command's surroundings: settings, catalogue, policies, where reports go."""

    config: Config
    settings: Settings
    catalogue: Catalogue
    policies: PolicySet
    formats: tuple[str, ...]
    engine_choice: str
    server: ServerOptions | None
    inventory: Path | None = None
    mapping: Path | None = None

    def engine(self) -> Engine:
        """The chosen engine, to be used in a `with` statement; equal documents are judged once."""
        return SharedShapes(open_engine(self.engine_choice, self.policies, server=self.server))


def prepare(**given: Any) -> Run:
    """Options and configuration file as one; options win. Raises UsageError and PolicyError."""
    config = Config({}) if given["no_config"] else load_config(given["config_file"], Path.cwd())
    folders = (*config.policy_folders(), *given["policies"])
    catalogue = load_catalogue(folders)
    return Run(
        config,
        _settings(config, catalogue, given),
        catalogue,
        load_policies([shipped.policies_dir()], catalogue, site_dirs=folders),
        tuple(given["formats"] or config.values.get("format", ("full",))),
        _engine_choice(config, given),
        _server(config, given),
        _inventory(config, given),
        given["mapping"],
    )


def _inventory(config: Config, given: dict[str, Any]) -> Path | None:
    chosen: Path | None = given["inventory"]
    named = config.values.get("inventory")
    return chosen or (config.folder / named if named else None)


def _settings(config: Config, catalogue: Catalogue, given: dict[str, Any]) -> Settings:
    values = config.values
    select = _codes(given["select"]) or values.get("select", ())
    ignore = (*_codes(given["ignore"]), *values.get("ignore", ()))
    return Settings(
        at=instant(given["at"]),
        limits=config.limits(shipped.compiled()["limits"]),
        codes=catalogue.select(select, ignore),
        persona=Persona(given["persona"] or values.get("persona", "regular")),
        fail_on=Severity(given["fail_on"] or values.get("fail-on", "medium")),
        waivers=config.waivers(),
    )


def _codes(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for text in given for code in text.split(",") if code.strip())


def instant(text: str | None) -> int:
    """Seconds since the epoch of an ISO 8601 time (UTC where it does not say), or now.

    Raises UsageError for anything else.
    """
    if text is None:
        return int(time.time())
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--at: {text!r} is no time", advice="write it as 2026-11-20T12:00:00Z"
        ) from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _engine_choice(config: Config, given: dict[str, Any]) -> str:
    chosen: str | None = given["engine"] or config.values.get("engine")
    address = _opa_url(config, given)
    if chosen is None:
        return "server" if address else "embedded"
    if chosen == "server" and not address:
        raise UsageError("the engine server needs an address", advice="give --opa-url")
    if chosen != "server" and given["opa_url"]:
        raise UsageError(f"--opa-url and --engine {chosen} contradict each other")
    return chosen


def _opa_url(config: Config, given: dict[str, Any]) -> str | None:
    url: str | None = (
        given["opa_url"] or os.environ.get("TOKENLINT_OPA_URL") or config.values.get("opa-url")
    )
    return url


def _server(config: Config, given: dict[str, Any]) -> ServerOptions | None:
    values, url = config.values, _opa_url(config, given)
    if url is None:
        return None
    authority = given["opa_ca"] or (
        config.folder / values["opa-ca"] if "opa-ca" in values else None
    )
    return ServerOptions(
        url,
        token=_server_token(config, given),
        ca=authority,
        seconds=given["opa_timeout"] or values.get("opa-timeout", _OPA_SECONDS),
        readonly=given["opa_readonly"] or values.get("opa-readonly", False),
    )


def _server_token(config: Config, given: dict[str, Any]) -> str | None:
    """The user's token for the server, which goes only to an address that the user gave.

    A configuration that was found may come with a stranger's repository.
    """
    token = server_token(os.environ, given["opa_token_file"])
    by_user = given["opa_url"] or os.environ.get("TOKENLINT_OPA_URL") or given["config_file"]
    if token and not by_user and _engine_choice(config, given) == "server":
        raise UsageError(
            f"the token for the OPA server is not sent to an address that {config.path} names",
            advice="give it with --opa-url or TOKENLINT_OPA_URL, or the file with --config",
        )
    address = urlsplit(_opa_url(config, given) or "")
    if token and address.scheme == "http" and address.hostname not in _LOOPBACK:
        raise UsageError(
            f"the token for the OPA server at {address.hostname} would travel unencrypted",
            advice="use an https address",
        )
    return token
