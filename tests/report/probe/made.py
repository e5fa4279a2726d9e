"""Probes to be told."""

from dataclasses import replace

import msgspec

from tests.probe import made_results as made
from tests.report import samples
from tokenlint.policy.finding import Document, Finding, Location, Report
from tokenlint.probe.differences import differences
from tokenlint.probe.outcome import Probe
from tokenlint.probe.probed import Probed
from tokenlint.probe.record import Result
from tokenlint.source import Problem, Source

FINDING = replace(
    samples.SCP001,
    rule="PRB001",
    name="changed-though-refused",
    message="create over a file that is there was refused, and the file is another one",
    document=made.ENDPOINT,
    locations=(Location(Source(made.ENDPOINT)),),
    evidence={"request": f"curl -X PUT {made.ENDPOINT}/t/granted/x"},
)


def _finding(probe: Probe) -> Finding:
    place = probe.begun.endpoint
    return replace(FINDING, document=place, locations=(Location(Source(place)),))


def report(*probes: Probe) -> Report:
    documents = tuple(
        Document(each.begun.endpoint, "service", each.begun.name, Source(each.begun.endpoint))
        for each in probes
    )
    bad = [each for each in probes if any(r.verdict == "excess" for r in each.results)]
    errors = tuple(problem for each in probes for problem in each.problems)
    findings = tuple(map(_finding, bad))
    return replace(samples.EMPTY, documents=documents, findings=findings, errors=errors)


def clean() -> Probed:
    probe = made.probe()
    return Probed(report(probe), (probe,))


def flawed() -> Probed:
    probe = made.flawed()
    return Probed(report(probe), (probe,))


def several() -> Probed:
    """With `--diff`."""
    probes = (
        made.flawed(),
        made.probe({"create:create-over": made.excess}, "south", "made@1.0"),
        made.probe({}, "west", "other@2.0"),
        made.probe({"modify:delete": made.short}, "east", "strange@3.1"),
    )
    return Probed(report(*probes), probes, differences(probes))


def untested() -> Probed:
    """The service was down."""
    probe = made.probe()
    results = tuple(map(made.untested, probe.results))
    problem = Problem("service", Source(made.ENDPOINT), "it is down", "start it")
    down = replace(probe, results=results, requests=1, record="", problems=(problem,))
    return Probed(report(down), (down,))


def empty() -> Probed:
    """Nothing at all came of it."""
    probe = replace(made.probe(), results=(), requests=0)
    return Probed(report(probe), (probe,))


def hostile(attack: str) -> Probed:
    """Every text that comes from a service, a file or the command line is an attack."""
    first = made.flawed()
    probe = replace(
        first,
        begun=msgspec.structs.replace(
            first.begun, name=attack, endpoint=attack, audience=attack, folder=attack, plan=attack
        ),
        results=tuple(
            _hostile(each, attack, names=number % 2 > 0)
            for number, each in enumerate(first.results[:90])
        ),
        problems=(Problem(attack, Source(attack), attack, attack),),
        left=(attack,),
        notes=(attack,),
        implementation=attack,
        record=attack,
    )
    other = replace(made.probe({}, "west"), implementation=attack)
    probes = (probe, other)
    found = replace(report(probe), errors=())
    return Probed(found, probes, differences(probes))


def _hostile(each: Result, attack: str, *, names: bool) -> Result:
    """With `names` also what only a record that somebody wrote could bring in."""
    told = dict.fromkeys(
        ("title", "case_title", "scope", "status", "answer", "request", "before", "after",
         "says", "section", "why", "advice", "server", "token"),
        attack,
    )  # fmt: skip
    if names:
        told |= dict.fromkeys(("kind", "case", "group", "operation", "flaw", "audience"), attack)
    return msgspec.structs.replace(each, **told)
