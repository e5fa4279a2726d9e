"""What `tokenlint fix` would do, for the HTML report: proved in memory, never written."""

import shlex
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tokenlint.cli.options import Run
from tokenlint.cli.reading import reader_for
from tokenlint.fix.diff import unified
from tokenlint.fix.edit import NotFixed
from tokenlint.fix.run import Fixed, Result, Wanted, mend
from tokenlint.fix.state import judge_with
from tokenlint.inputs import find
from tokenlint.policy.engine import Engine
from tokenlint.report.beside import Snippet

MOST_FINDINGS = 500
"""A proof judges the files anew; from here on it is left to the command that does just that."""


def repairs(run: Run, paths: Iterable[Path], engine: Engine) -> Mapping[str, tuple[Snippet, ...]]:
    """By the id of a document the diffs that make its findings go away."""
    reader, rest = reader_for(run)
    judge = judge_with(reader, run.catalogue, engine, rest)
    result = mend(tuple(find(paths)), judge, Wanted(run.settings, unsafe=True))
    told: dict[str, list[Snippet]] = defaultdict(list)
    for name in result.edits:
        fixed = [each for each in result.fixed if each.plan.file == name]
        snippet = _snippet(result, name, fixed)
        for document in dict.fromkeys(each.plan.finding.document for each in fixed):
            told[document].append(snippet)
    return {document: tuple(snippets) for document, snippets in told.items()}


def _snippet(result: Result, name: str, fixed: Iterable[Fixed]) -> Snippet:
    """The diff of one file, with what each edit is for."""
    plans = [each.plan for each in fixed]
    safe = all(plan.safe for plan in plans)
    command = f"tokenlint fix {'' if safe else '--unsafe '}{shlex.quote(name)}"
    words = "safe" if safe else "check first: it changes what may work"
    notes = tuple(f"{plan.finding.rule}: {plan.says}" for plan in plans)
    try:
        held, edits = result.before.files[name], result.edits[name]
        text = unified(name.lstrip("/"), held, edits, result.before.veil).decode("utf-8")
    except NotFixed as refusal:
        return Snippet(f"{command} ({words})", f"(not shown: {refusal.reason})", notes)
    return Snippet(f"{command} ({words})", text, notes)
