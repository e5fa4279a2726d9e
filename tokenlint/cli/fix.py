"""`tokenlint fix`: repairs what has one right text, after a proof in memory."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from tokenlint.cli.options import Run, judging_options, prepare
from tokenlint.errors import NothingToCheck, UsageError

if TYPE_CHECKING:  # imported while the engine comes up
    from tokenlint.fix.run import Result
    from tokenlint.report.fix import Told

_FORMATS = ("text", "json")


@click.command(name="fix")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--diff", is_flag=True, help="Show what would change as a diff, and write nothing.")
@click.option(
    "--unsafe", is_flag=True, help="Also apply repairs that change what a token or service may do."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="text or json; repeatable; FORMAT=FILE writes to a file. Default: text.",
)
@judging_options
def command(paths: tuple[Path, ...], diff: bool, unsafe: bool, **given: Any) -> int:
    """Repair declarations and configurations where only one text is right.

    PATHS are files or folders, as for `tokenlint check`; without any, the current folder.
    Each repair is tried in memory first: it is applied only where its finding goes,
    no finding is new, and nothing else in the file changes.
    Without --unsafe every token and service means exactly what it meant before.

    With --diff the diff is on standard output, the lines are on standard error,
    and the exit code is 1 where something would change.
    """
    asked = _formats(given.pop("formats"))
    run = prepare(formats=(), **given)
    with run.engine() as engine:
        engine.warm("workflow")
        from tokenlint.cli.reading import reader_for
        from tokenlint.fix.run import Wanted, mend
        from tokenlint.fix.state import judge_with
        from tokenlint.inputs import find

        reader, rest = reader_for(run)
        judge = judge_with(reader, run.catalogue, engine, rest)
        founds = tuple(find(paths or (Path(),)))
        result = mend(founds, judge, Wanted(run.settings, unsafe))
        if result.before.empty:
            _nothing()
        return _shown(result, asked) if diff else _written(run, result, asked)


def _formats(given: Sequence[str]) -> tuple[tuple[str, Path | None], ...]:
    """Formats with their files; raises UsageError for those that a repair does not have."""
    asked = []
    for text in given or ("text",):
        name, equals, file = text.partition("=")
        if name not in _FORMATS or (equals and not file):
            raise UsageError(f"{text!r} is no format of fix", advice="there are text and json")
        asked.append((name, Path(file) if equals else None))
    return tuple(asked)


def _nothing() -> None:
    raise NothingToCheck(
        "nothing to fix: no file holds a workflow, an inventory or a service's configuration",
        advice="`tokenlint check --show-files` says what each file was taken for",
    )


def _shown(result: "Result", asked: Sequence[tuple[str, Path | None]]) -> int:
    """The diff on standard output; 1 where there is one."""
    from tokenlint.fix.keep import diff_of
    from tokenlint.report.fix import Told

    diff, hidden = diff_of(result, Path.cwd())
    problems = (*result.after.report.errors, *hidden)
    told = Told(result, frozenset(), problems, shown_only=True)
    machine = any(name == "json" and file is None for name, file in asked)
    if not machine:
        _bytes(diff)
    _deliver(told, asked, sys.stdout if machine else sys.stderr)
    return 4 if problems else int(bool(result.edits))


def _bytes(data: bytes) -> None:
    """As they are: a diff is applied to bytes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _written(run: Run, result: "Result", asked: Sequence[tuple[str, Path | None]]) -> int:
    from tokenlint.fix.keep import keep
    from tokenlint.report.fix import Told

    kept = keep(result)
    problems = (*result.after.report.errors, *kept.problems)
    _deliver(Told(result, kept.written, problems), asked, sys.stdout)
    least = run.settings.fail_on.rank
    remains = any(each.finding.severity.rank >= least for each in result.left)
    return 4 if problems else int(remains)


def _deliver(told: "Told", asked: Sequence[tuple[str, Path | None]], stream: TextIO) -> None:
    from tokenlint.report.fix import render, render_json
    from tokenlint.report.output import emit, refuse_shared, write_file

    refuse_shared([file for _, file in asked])
    for name, file in asked:
        text = render_json(told) if name == "json" else render(told)
        if file is None:
            emit(text, stream)
        else:
            write_file(file, text)
