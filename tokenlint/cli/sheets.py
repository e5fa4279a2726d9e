"""What the HTML report shows beside the findings: for each workflow what to ask for instead."""

import shlex
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tokenlint.cli.options import Run
from tokenlint.cli.priced import model_in, priced
from tokenlint.least.of_workflow import Least, least_of
from tokenlint.least.token import LeastToken
from tokenlint.policy.credential_view import axes_of
from tokenlint.policy.workflow_subject import WorkflowSubject
from tokenlint.read import Gathered
from tokenlint.recipes.catalogue import recipe
from tokenlint.recipes.recipe import Recipe
from tokenlint.report.beside import Ask, Beside, Sheet, Snippet
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import place
from tokenlint.workflows.declaration import DeclaredOperation, Workflow

_CLIENTS = ("oidc-token", "htgettoken", "mytoken")  # what people and services ask with
_BY_GRANT = {  # a request by hand, as the declared grant makes it
    "client-credentials": "iam-client-credentials",
    "token-exchange": "iam-token-exchange",
    "refresh-token": "iam-refresh",
}
_MOST_OPERATIONS = 40


def beside(
    run: Run,
    gathered: Gathered,
    fixes: Mapping[str, tuple[Snippet, ...]],
    model: Path | None,
) -> Beside:
    """Sheets for all workflows of a run, edits for all that can be repaired, and the frontier.

    `model` is the issuer model that was named; else one among the files is used.
    """
    subjects = [each for each in gathered.inputs.subjects if isinstance(each, WorkflowSubject)]
    sheets = {each.document.id: sheet(each.workflow, each.calibration) for each in subjects}
    for document, snippets in fixes.items():
        sheets[document] = replace(sheets.get(document, Sheet()), fixes=snippets)
    chosen = model or model_in(gathered.files)
    workflows = [each.workflow for each in subjects]
    return Beside(sheets, priced(run, chosen, workflows) if chosen else None)


def sheet(workflow: Workflow, calibration: Calibration) -> Sheet:
    """What a workflow does, the tokens that suffice, the commands that ask for them."""
    least = least_of(workflow)
    asks = tuple(_ask(token, calibration) for token in least.tokens)
    more = "" if workflow.derived or not asks else _more(workflow)
    return Sheet(operations(workflow), asks, notes=_notes(least), more=more)


def _more(workflow: Workflow) -> str:
    """The command for what the page has no room for."""
    name = shlex.quote(f"{workflow.source.file}#{workflow.name}")
    return f"tokenlint least {name} --proof --as NAME"


def operations(workflow: Workflow) -> tuple[str, ...]:
    """Its operations, one a line; of many the first."""
    told = dict.fromkeys(_told(each) for each in workflow.operations)
    rest = len(told) - _MOST_OPERATIONS
    return (*list(told)[:_MOST_OPERATIONS], *([f"and {rest} more"] if rest > 0 else []))


def _told(operation: DeclaredOperation) -> str:
    path = f" {operation.path}" if operation.path else ""
    to = f" to {operation.to}" if operation.to else ""
    by = f", by {operation.by}" if operation.by else ""
    return f"{operation.operation}{path}{to} at {operation.service}{by}"


def _ask(token: LeastToken, calibration: Calibration) -> Ask:
    names = (*_CLIENTS, _BY_GRANT.get(token.grant or "", ""))
    made = (recipe(name, token) for name in names if name)
    snippets = tuple(
        Snippet(each.title, each.text, each.notes) for each in made if isinstance(each, Recipe)
    )
    return Ask(token, axes_of(place(token.privilege, calibration)), snippets)


def _notes(least: Least) -> tuple[str, ...]:
    """What the reader must know of the answer, and why there is none where there is none."""
    reasons = tuple(
        f"{each.source}: {each.reason}" + (f" ({each.advice})" if each.advice else "")
        for each in least.problems
    )
    split: tuple[str, ...] = ()
    if least.excess_split is not None and not least.split:
        split = (f"{least.split_into} tokens in place of one would allow less that nobody needs",)
    return (*least.notes, *split, *reasons)
