"""The formats of least tokens, each module imported only when its format is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final, TextIO

from tokenlint.errors import UsageError
from tokenlint.least.answer import Answer
from tokenlint.report.output import Output, deliver_texts
from tokenlint.report.view import View

FORMATS: Final = {"full": "text", "json": "json", "svg": "svg"}  # format -> module


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer and what is shown of it: the proofs, and recipes by their names."""

    answer: Answer
    proof: bool = False
    recipes: tuple[str, ...] = ()


def render(format_: str, shown: Shown, view: View) -> str:
    """The answer in one of `FORMATS`, ending with a line feed."""
    module = import_module(f"tokenlint.report.least.{FORMATS[format_]}")
    text: str = module.render(shown, view)
    return text


def parse(text: str) -> Output:
    """`FORMAT` or `FORMAT=FILE`. Raises UsageError for a format that least tokens do not have."""
    name = text.partition("=")[0]
    if name not in FORMATS:
        raise UsageError(
            f"no format of a least token is called {name[:40]!r}",
            advice=f"one of {', '.join(FORMATS)}",
        )
    return Output.parse(text)


def deliver(outputs: Sequence[Output], shown: Shown, stream: TextIO, view: View) -> bool:
    """Write every output, as those of a report are written."""
    return deliver_texts(outputs, lambda name, how: render(name, shown, how), stream, view)
