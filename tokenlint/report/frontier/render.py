"""The formats of a frontier, each module imported only when its format is asked for."""

from collections.abc import Sequence
from importlib import import_module
from typing import TextIO

from tokenlint.errors import UsageError
from tokenlint.frontier.result import Frontier
from tokenlint.report.output import Output, deliver_texts
from tokenlint.report.view import View

FORMATS = {  # format -> module
    "full": "frontier.full",
    "json": "frontier.json",
    "svg": "frontier.svg",
    "html": "html.frontier_page",
}


def render(format_: str, result: Frontier, view: View) -> str:
    """The frontier in one of `FORMATS`, ending with a line feed."""
    module = import_module(f"tokenlint.report.{FORMATS[format_]}")
    text: str = module.render(result, view)
    return text


def parse(text: str) -> Output:
    """`FORMAT` or `FORMAT=FILE`. Raises UsageError for a format that frontiers do not have."""
    name = text.partition("=")[0]
    if name not in FORMATS:
        raise UsageError(
            f"no format of a frontier is called {name!r}", advice=f"one of {', '.join(FORMATS)}"
        )
    return Output.parse(text)


def deliver(outputs: Sequence[Output], result: Frontier, stream: TextIO, view: View) -> bool:
    """Write every output, as those of a report are written."""
    return deliver_texts(outputs, lambda name, how: render(name, result, how), stream, view)
