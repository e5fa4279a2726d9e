"""`tokenlint schema NAME`: the published JSON Schemas."""

import json
import sys
from importlib import import_module
from importlib.resources import files

import click

from tokenlint import shipped
from tokenlint.report.output import emit

_PACKAGED = {
    "workflow": ("tokenlint.workflows", "schema.json"),
    "mapping": ("tokenlint.workflows", "mapping.schema.json"),
    "log-mapping": ("tokenlint.audit.readers", "log-mapping.schema.json"),
    "issuer-model": ("tokenlint.frontier", "issuer-model.schema.json"),
    "frontier": ("tokenlint.report.frontier", "schema.json"),
    "config": ("tokenlint.cli", "config.schema.json"),
    "baseline": ("tokenlint.baseline", "schema.json"),
    "report": ("tokenlint.report", "schema.json"),
    "compare": ("tokenlint.report.comparison", "schema.json"),
    "can": ("tokenlint.report", "can.schema.json"),
    "fix": ("tokenlint.report", "fix.schema.json"),
    "least": ("tokenlint.report.least", "schema.json"),
    "record": ("tokenlint.report.records", "schema.json"),
    "probe-record": ("tokenlint.report.probe", "record.schema.json"),
}
_JOINED = {  # made of several files: the modules whose `schema` makes them
    "scan": "tokenlint.report.scan.json",
    "probe": "tokenlint.report.probe.json",
    "probe-diff": "tokenlint.report.probe_diff.json",
    "audit": "tokenlint.report.audit.json",
}
_BESIDE_POLICIES = {"policy-input": "policy-input.json", "rule": "rule.json"}


@click.command(name="schema")
@click.argument("name", type=click.Choice([*_PACKAGED, *_JOINED, *_BESIDE_POLICIES]))
def command(name: str) -> int:
    """Print a JSON Schema (draft 2020-12).

    scan: the JSON of `tokenlint scan`;
    probe: the JSON of `tokenlint probe`; probe-record: a line of its record;
    probe-diff: the JSON of `tokenlint probe diff`; audit: the JSON of `tokenlint audit`;
    workflow: declarations; mapping: what groups may do; config: tokenlint.toml;
    log-mapping: which member of a log in JSON lines holds what;
    baseline: tokenlint-baseline.json;
    issuer-model: what an issuer can carry; frontier: the JSON of `tokenlint frontier`;
    report: the JSON report; compare: the JSON of a comparison;
    can: the answers of `tokenlint can`; fix: the JSON of `tokenlint fix`;
    least: the JSON of `tokenlint least`;
    record: a line of `tokenlint scan --records`;
    policy-input: what a Rego policy sees; rule: a catalogue entry.
    """
    emit(json.dumps(load(name), indent=2, ensure_ascii=False) + "\n", sys.stdout)
    return 0


def load(name: str) -> object:
    """The schema of that name."""
    if name in _JOINED:
        return import_module(_JOINED[name]).schema()
    if name in _PACKAGED:
        package, file = _PACKAGED[name]
        text = files(package).joinpath(file).read_text(encoding="utf-8")
    else:
        path = shipped.policies_dir() / "schema" / _BESIDE_POLICIES[name]
        text = path.read_text(encoding="utf-8")
    return json.loads(text)
