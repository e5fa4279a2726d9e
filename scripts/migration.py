"""The picture of one workflow on its way from a proxy to a token, out of `examples/migration/`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from tokenlint.comparison import compare_all
from tokenlint.declared import read_need
from tokenlint.policy.catalogue import ExampleToken
from tokenlint.presented import Presented, Surroundings, read_reference
from tokenlint.recognised import read_presented
from tokenlint.report.comparison.svg import draw
from tokenlint.rule_examples import NOW, made_up
from tokenlint.source import Problem, Source
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.references import VOMS_PROXY
from tokenlint.workflows.mapping_file import read_mapping
from tokenlint.workflows.reader import read_workflows

PICTURE = "docs/images/migration.svg"
FOLDER = "examples/migration"
WORKFLOW = "analysis"
STEPS = ("groups-only", "capabilities", "one-task")


def migration_picture(root: Path) -> Mapping[str, str]:
    """The proxy, the three tokens that take its place one after the other, and the need."""
    compared = [_read(each) for each in _presented(root)]
    return {PICTURE: draw(compare_all(compared))}


def _presented(root: Path) -> Iterator[Presented | Problem]:
    folder = root / FOLDER
    mapping = read_mapping(folder / "mapping.yaml").mapping
    around = Surroundings(NOW, Calibration.default(), mapping)
    yield read_reference(VOMS_PROXY, around)
    for name in STEPS:
        claims = json.loads((folder / "tokens" / f"{name}.json").read_text("utf-8"))["claims"]
        token = made_up(ExampleToken(claims=claims))
        yield read_presented(token, Source(f"{name}.token"), around)
    workflow = read_workflows(folder / "work.yaml").workflow(WORKFLOW)
    if workflow is None:
        raise RuntimeError(f"{FOLDER}/work.yaml declares no workflow {WORKFLOW}")
    yield read_need(workflow, f"work.yaml#{WORKFLOW}", around)


def _read(found: Presented | Problem) -> Presented:
    if isinstance(found, Problem):
        raise RuntimeError(f"{found.source}: {found.reason}")  # noqa: TRY004 - of the input
    return found
