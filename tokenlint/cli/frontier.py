"""`tokenlint frontier`: the price of a lifetime, and the shortest that can be afforded."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from tokenlint.cli.options import inventory_option

_OF_A_PLAN = ("simulate", "replications", "seed", "retry", "jitter")


@click.command(name="frontier")
@click.argument("workflows", nargs=-1, required=True, metavar="WORKFLOWS...")
@click.option(
    "--issuer",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The issuer model: capacity, costs, outages (`tokenlint schema issuer-model`).",
)
@click.option(
    "--outage",
    metavar="LENGTH",
    help="The outage to bear, as 64h, or a scenario of the issuer model. "
    "Default: its longest scenario, else 64h.",
)
@click.option(
    "--lose",
    metavar="SHARE",
    default="1%",
    show_default=True,
    help="How many of the jobs that run or begin in it may be lost.",
)
@click.option("--worst", is_flag=True, help="It begins at the worst time, not at a random one.")
@click.option(
    "--lifetimes",
    metavar="RANGE",
    default="15m..8d",
    show_default=True,
    help="The lifetimes to look at: FROM..TO, FROM..TO/COUNT, or a list as 15m,1h,6h.",
)
@click.option(
    "--granularity",
    "granularities",
    metavar="LIST",
    default="",
    help="file, job, dataset, site, workflow; several with commas. Default: all that is declared.",
)
@click.option("--simulate", is_flag=True, help="Simulate it, too, and compare with the formulas.")
@click.option(
    "--replications",
    metavar="N",
    type=click.IntRange(2, 1000),
    default=10,
    show_default=True,
    help="With --simulate: how often, each with other random numbers.",
)
@click.option(
    "--seed",
    metavar="S",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help="With --simulate: the same seed gives the same numbers.",
)
@click.option(
    "--retry",
    metavar="RULE",
    type=click.Choice(["exponential", "fixed", "immediate"]),
    help="With --simulate: how clients ask again: exponential (1 min, doubled up to 1 h), "
    "fixed (1 min), immediate (1 s). Default: the pause that each workflow declares.",
)
@click.option("--jitter", is_flag=True, help="With --retry: each pause is random, up to that.")
@inventory_option
@click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Use this configuration file.",
)
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
@click.option(
    "--format", "formats", multiple=True, metavar="FORMAT[=FILE]",
    help="full, json, svg, html; repeatable; FORMAT=FILE writes to a file. Default: full.",
)  # fmt: skip
def command(workflows: tuple[str, ...], formats: tuple[str, ...], **given: Any) -> int:
    """How short a lifetime can an infrastructure afford?

    WORKFLOWS are workflow files, folders with such files, or FILE#NAME for one of its workflows.
    Each workflow says how much work it has (`load`), and --issuer what the issuer can carry.

    For each lifetime and granularity: requests a second at the issuer, work lost in an outage,
    what a leaked token is worth. And for each workflow the shortest lifetime
    that bears the outage, that the issuer can carry and that its mitigations accept;
    or that there is none, and which change would open one.

    Exit codes: 0 a lifetime for every workflow, 1 some workflow has none, or loses more than
    may be lost in the simulation, 2 usage,
    3 no workflow found, 4 something could not be read or computed, or a simulation contradicts
    a formula; the rest is answered.
    """
    from tokenlint.cli import frontier_words as words
    from tokenlint.cli.frontier_inputs import Paths, answer
    from tokenlint.report.frontier.render import deliver, parse
    from tokenlint.report.view import view_for

    outputs = tuple(map(parse, formats or ("full",)))
    wanted = words.Wanted(
        outage=given["outage"],
        share=words.share(given["lose"]),
        worst=given["worst"],
        lifetimes=words.lifetimes(given["lifetimes"]),
        granularities=words.granularities(given["granularities"]),
    )
    names = ("issuer", "inventory", "config", "no_config")
    paths = Paths(workflows, **{name: given[name] for name in names})
    result = answer(paths, wanted, words.plan(**{name: given[name] for name in _OF_A_PLAN}))
    deliver(outputs, result, sys.stdout, view_for(sys.stdout, os.environ))
    return result.exit_code
