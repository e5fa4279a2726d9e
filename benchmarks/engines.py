"""Engines: what one evaluation costs, by kind of document, and how that grows with the rules."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import exponent, in_turn, row, seconds_of, title
from tokenlint import shipped
from tokenlint.errors import TokenlintError
from tokenlint.policy.catalogue import Catalogue, load_catalogue
from tokenlint.policy.engine import Engine, ServerOptions, open_engine
from tokenlint.policy.entry import BoundRule
from tokenlint.policy.policies import PolicySet, load_policies
from tokenlint.policy.rego import Module, read_module
from tokenlint.read import Reader
from tokenlint.rule_examples import example_settings, inputs_of
from tokenlint.trustspace.calibration import Calibration

_RUNS = 3
_FOR_GROWTH = 20  # documents; the embedded engine takes long with four times the rules
_ROOT = Path(__file__).resolve().parent.parent


def run() -> None:
    """Every engine that this machine has, side by side."""
    catalogue = load_catalogue()
    policies = load_policies([shipped.policies_dir()], catalogue)
    documents = documents_by_kind(catalogue)
    title("Engines (microseconds an evaluation, no sharing of shapes, median of 3)")
    with _server() as url:
        for choice in ("embedded", "library", "server"):
            try:
                _engine(choice, url, policies, documents)
            except TokenlintError as error:
                row(f"{choice}", "not measured", error.reason)
        title("Growth with the number of rules (token documents)")
        for choice in ("embedded", "library", "server"):
            try:
                _growth(choice, url, policies, documents["token"][:_FOR_GROWTH])
            except TokenlintError as error:
                row(f"{choice}", "not measured", error.reason)


def documents_by_kind(catalogue: Catalogue) -> dict[str, list[Mapping[str, Any]]]:
    """The documents of all examples of the catalogue, by kind, equal ones once."""
    settings = example_settings(catalogue, shipped.compiled()["limits"])
    reader = Reader(settings, Calibration.default())
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for rule in catalogue.rules.values():
        for example in (*rule.examples.bad, *rule.examples.good):
            for subject in inputs_of(example, reader).subjects:
                facts = subject.facts
                found.setdefault(facts["kind"], {})[repr(facts)] = facts
    return {kind: list(documents.values()) for kind, documents in found.items()}


def _engine(
    choice: str, url: str, policies: PolicySet, documents: dict[str, list[Mapping[str, Any]]]
) -> None:
    with _opened(choice, url, policies) as engine:
        for kind, some in documents.items():
            taken = in_turn(
                _RUNS, {kind: lambda some=some: seconds_of(lambda: engine.evaluate(some))}
            )
            rules = len(policies.for_kind(kind))
            each = 1e6 * taken[kind] / len(some)
            row(f"{choice} ({engine.version}): {kind}", f"{each:,.0f} us", f"{rules} rules")


def _growth(choice: str, url: str, policies: PolicySet, some: list[Mapping[str, Any]]) -> None:
    sizes, seconds = [], []
    for copies in (1, 2) if choice == "server" else (1, 2, 4):  # an upload compiles all anew
        larger = _copied(policies, copies)
        with _opened(choice, url, larger) as engine:
            taken = in_turn(1, {"": lambda: seconds_of(lambda: engine.evaluate(some))})
        sizes.append(len(larger.for_kind("token")))
        seconds.append(taken[""])
        row(f"{choice}: {sizes[-1]} rules", f"{1e6 * taken[''] / len(some):,.0f} us")
    row(f"  {choice}: exponent", f"{exponent(sizes, seconds):.2f}", "1 is linear")


def _copied(policies: PolicySet, copies: int) -> PolicySet:
    """The same rules several times over, each copy in a package of its own."""
    modules, rules = list(policies.modules), list(policies.rules)
    for number in range(1, copies):
        for rule in policies.rules:
            module = policies.by_package[rule.package]
            package = (*rule.package[:-1], f"{rule.package[-1]}-{number}")
            modules.append(_renamed(module, package))
            rules.append(BoundRule(f"{rule.code}-{number}", package, rule.kinds))
    return PolicySet(tuple(modules), tuple(rules))


def _renamed(module: Module, package: tuple[str, ...]) -> Module:
    lines = module.text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("package "))
    lines[at] = f'package {package[0]}.{package[1]}["{package[2]}"]'
    text = "\n".join(lines).replace(f'"{_code(module)}"', f'"{_code(module)}-{package[-1][-1]}"')
    return read_module(f"{package[-1]}.rego", text + "\n")


def _code(module: Module) -> str:
    return module.text.partition('"rule": "')[2].partition('"')[0]


def _opened(choice: str, url: str, policies: PolicySet) -> Engine:
    if choice == "server" and not url:
        raise TokenlintError("no opa; `make tools` builds it")
    return open_engine(choice, policies, server=ServerOptions(url) if url else None)


@contextmanager
def _server() -> Iterator[str]:
    """A real OPA on loopback; an empty address where there is none to start."""
    found = os.environ.get("TOKENLINT_OPA") or shutil.which("opa")
    built = _ROOT / ".tools" / "bin" / "opa"
    program = found or (str(built) if built.exists() else "")
    if not program:
        yield ""
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [program, "run", "--server", "--addr", address, "--log-level", "error"]
    server = subprocess.Popen(command)
    try:
        time.sleep(1.5)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()
