"""`tokenlint explain CODE`: what a rule means, offline."""

import os
import sys
from pathlib import Path

import click

from tokenlint.cli.options import policy_option
from tokenlint.errors import UsageError
from tokenlint.policy.catalogue import load_catalogue
from tokenlint.report.explain import render
from tokenlint.report.output import emit
from tokenlint.report.view import view_for


@click.command(name="explain")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@policy_option
def command(codes: tuple[str, ...], policies: tuple[Path, ...]) -> int:
    """What a rule means, why it matters, and what to write instead.

    CODE is the code or the name of a rule, such as SCP001 or delete-without-modify.
    """
    catalogue = load_catalogue(policies)
    view = view_for(sys.stdout, os.environ, rules=catalogue.rules)
    wanted = []
    for text in codes:
        found = sorted(catalogue.matching(text))
        if not found:
            meant = catalogue.suggest(text)
            raise UsageError(
                f"no rule is called {text[:40]!r}",
                advice=f"did you mean {meant}?" if meant else "`tokenlint rules` lists all rules",
            )
        wanted += found
    texts = [render(catalogue.rules[code], view) for code in dict.fromkeys(wanted)]
    emit("\n".join(texts), sys.stdout)
    return 0
