"""`tokenlint rules`: the catalogue, and the test of a site's own rules."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from tokenlint import shipped
from tokenlint.cli.options import common_options, policy_option, prepare
from tokenlint.errors import NothingToCheck, UsageError
from tokenlint.policy.catalogue import Rule, load_catalogue
from tokenlint.policy.finding import Persona, Severity
from tokenlint.read import Reader
from tokenlint.report.output import emit
from tokenlint.report.view import view_for
from tokenlint.rule_examples import Outcome, example_settings, run_examples
from tokenlint.trustspace.calibration import Calibration


@click.group(name="rules", invoke_without_command=True)
@click.option("--select", multiple=True, metavar="CODES", help="Only these codes or prefixes.")
@click.option("--severity", type=click.Choice([s.value for s in Severity]), help="Only this one.")
@click.option("--axis", type=click.Choice(["audience", "scope", "lifetime", "none"]))
@click.option("--persona", type=click.Choice([p.value for p in Persona]), help="Shown to whom.")
@click.option(
    "--kind",
    type=click.Choice(
        [
            "token",
            "proxy",
            "macaroon",
            "workflow",
            "service",
            "secrets",
            "capture",
            "probe",
            "audit",
            "ignore",
        ]
    ),
)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@policy_option
@click.pass_context
def command(
    context: click.Context,
    /,
    select: tuple[str, ...],
    format_: str,
    policies: tuple[Path, ...],
    **filters: str | None,
) -> int:
    """The catalogue of rules; `tokenlint rules test DIR` runs the examples of your own."""
    if context.invoked_subcommand:
        return 0
    from tokenlint.report import rules_table

    catalogue = load_catalogue(policies)
    codes = catalogue.select([code for text in select for code in text.split(",")])
    rules = [
        rule for rule in catalogue.rules.values() if rule.code in codes and _wanted(rule, filters)
    ]
    if not rules:
        raise UsageError("no rule fits all filters", advice="leave one of them out")
    if format_ == "json":
        emit(rules_table.as_json(rules), sys.stdout)
    else:
        emit(rules_table.render(rules, view_for(sys.stdout, os.environ)), sys.stdout)
    return 0


def _wanted(rule: Rule, filters: dict[str, str | None]) -> bool:
    traits = {"severity": rule.severity, "axis": rule.axis, "persona": rule.persona}
    plain = all(filters[name] in (None, trait) for name, trait in traits.items())
    return plain and filters["kind"] in (None, *rule.kinds)


@command.command(name="test")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@common_options
def test(folder: Path, **given: Any) -> int:
    """Run the examples of the rules in DIR: bad ones must give the code, good ones must not."""
    given["policies"] = (*given["policies"], folder)
    run = prepare(**given)
    here = _codes_in(folder)
    own = [rule for code, rule in run.catalogue.rules.items() if code in here]
    settings = example_settings(run.catalogue, shipped.compiled()["limits"])
    reader = Reader(settings, Calibration.default(), run.policies.letters)
    failed = tried = 0
    with run.engine() as engine:
        for outcome in run_examples(own, run.catalogue, engine, reader):
            tried += 1
            failed += not outcome.as_expected
            emit(_line(outcome), sys.stdout)
    if not tried:
        raise NothingToCheck(
            f"no rule with examples in {folder}",
            advice="an entry is a YAML file whose name is the code of the rule, as SITE001.yaml",
        )
    emit(f"{tried - failed} passed, {failed} failed\n", sys.stdout)
    return int(failed > 0)


@command.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@policy_option
def export(folder: Path, policies: tuple[Path, ...]) -> int:
    """Write all policies, as an OPA server must hold them for --opa-readonly, into DIR.

    Start the server with them: `opa run --server DIR`.
    """
    from tokenlint.policy.engines.server import expected_modules
    from tokenlint.policy.policies import load_policies
    from tokenlint.report.output import write_file

    _make_empty(folder)
    catalogue = load_catalogue(policies)
    loaded = load_policies([shipped.policies_dir()], catalogue, site_dirs=policies)
    for name, (_, text) in expected_modules(loaded).items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        write_file(file, text)
    emit(f"wrote {len(expected_modules(loaded))} policies to {folder}\n", sys.stdout)
    return 0


def _make_empty(folder: Path) -> None:
    """A new folder, or one without content; raises UsageError where there is none to be had."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        content = any(folder.iterdir())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"cannot make the folder {folder}: {reason}") from None
    if content:
        raise UsageError(f"{folder} is not empty", advice="name a new folder")


def _codes_in(folder: Path) -> frozenset[str]:
    """The codes of the entries in a folder; `load_catalogue` has found them in order."""
    from tokenlint.policy.entries import read_entries

    return frozenset(read_entries([folder])[0])


def _line(outcome: Outcome) -> str:
    kind = "bad" if outcome.bad else "good"
    verdict = "ok  " if outcome.as_expected else "FAIL"
    why = "" if outcome.as_expected else _why(outcome)
    return f"{verdict} {outcome.rule} {kind}: {outcome.name}{why}\n"


def _why(outcome: Outcome) -> str:
    if outcome.report.errors:
        first = outcome.report.errors[0]
        return f"\n     {first.source}: {first.reason}"
    found = ", ".join(sorted({finding.rule for finding in outcome.report.findings})) or "nothing"
    return f"\n     {'fired' if outcome.fired else 'did not fire'}; the example gives {found}"
