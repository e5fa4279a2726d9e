"""Files in memory, mended as the command does it; and the same judged by nobody of that room."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from tests.judging import catalogue, reader, settings
from tokenlint.fix.run import Result, Wanted, mend
from tokenlint.fix.state import Judge, judge_with
from tokenlint.inputs import Found, kind_of
from tokenlint.lint import Inputs, lint
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Persona, Report
from tokenlint.read import read_found
from tokenlint.rule_examples import NOW, filled

NAME = "w.yaml"
CATALOGUE = catalogue()


def founds(files: Mapping[str, str | bytes]) -> tuple[Found, ...]:
    """Files of a run, named by the user."""
    every = {
        name: each if isinstance(each, bytes) else each.encode() for name, each in files.items()
    }
    return tuple(
        Found(Path(name), kind_of(name, data), data, named=True) for name, data in every.items()
    )


def judge(engine: Engine) -> Judge:
    """A judge at the instant of the catalogue's examples."""
    return judge_with(reader(settings=settings(at=NOW)), CATALOGUE, engine, Inputs())


def wanted(*codes: str, unsafe: bool = True, persona: Persona = Persona.AUDITOR) -> Wanted:
    """A run of some rules, or of all."""
    chosen = frozenset(codes or CATALOGUE.rules)
    return Wanted(settings(at=NOW, codes=chosen, persona=persona), unsafe)


def mended(
    files: Mapping[str, str | bytes] | str, engine: Engine, *codes: str, unsafe: bool = True
) -> Result:
    """The result for some files, or for the text of one workflow file."""
    named = {NAME: files} if isinstance(files, str) else files
    filled_in = {
        name: filled(each) if isinstance(each, str) else each for name, each in named.items()
    }
    return mend(founds(filled_in), judge(engine), wanted(*codes, unsafe=unsafe))


def text(result: Result, name: str = NAME) -> str:
    """A file after its repair."""
    return result.after.files[name].text


def report_of(files: Mapping[str, bytes], engine: Engine) -> Report:
    """What `check` says of files, by the pipeline alone."""
    known = reader(settings=settings(at=NOW))
    inputs = read_found(founds(files), known).inputs
    return lint(inputs, CATALOGUE, engine, known.settings)


def counted(report: Report) -> Counter[tuple[str, str]]:
    """Findings by rule and document, those of comments by their file."""
    return Counter((each.rule, each.document.partition(":")[0]) for each in report.findings)


def data_after(result: Result) -> dict[str, bytes]:
    """The bytes of all files after the repairs, made from the edits and the bytes before."""
    return {name: spliced(result, name) for name in result.before.files}


def spliced(result: Result, name: str) -> bytes:
    """The first bytes of a file with the edits put in, from the last one to the first."""
    held = result.before.files[name]
    data = held.found.data
    for edit in reversed(result.edits.get(name, ())):
        start, end = held.bytes_before(edit.start), held.bytes_before(edit.end)
        data = data[:start] + edit.text.encode(held.encoding) + data[end:]
    return data
