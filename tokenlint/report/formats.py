"""The formats of an answer that is no report, as a comparison is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, TextIO, TypeVar

from tokenlint.errors import UsageError
from tokenlint.report.output import Output, deliver_texts
from tokenlint.report.view import View

Shown = TypeVar("Shown")
_LONGEST = 40  # letters of a word that is repeated


@dataclass(frozen=True, slots=True)
class Formats(Generic[Shown]):
    """The formats of one sort of answer, each module imported only when its format is asked for.

    `of` says whose formats they are (`a comparison`);
    `modules` are below `tokenlint.report`, by the names of formats.
    """

    of: str
    modules: Mapping[str, str]

    def render(self, format_: str, shown: Shown, view: View) -> str:
        """The answer in one of the formats, ending with a line feed."""
        module = import_module(f"tokenlint.report.{self.modules[format_]}")
        text: str = module.render(shown, view)
        return text

    def parse(self, text: str) -> Output:
        """`FORMAT` or `FORMAT=FILE`. Raises UsageError for a format that there is not."""
        name = text.partition("=")[0]
        if name not in self.modules:
            raise UsageError(
                f"no format of {self.of} is called {name[:_LONGEST]!r}",
                advice=f"one of {', '.join(self.modules)}",
            )
        return Output.parse(text)

    def deliver(self, outputs: Sequence[Output], shown: Shown, stream: TextIO, view: View) -> bool:
        """Write every output, as those of a report are written."""
        return deliver_texts(outputs, lambda name, how: self.render(name, shown, how), stream, view)
