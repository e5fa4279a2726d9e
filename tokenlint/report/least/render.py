"""The formats of least tokens."""

from dataclasses import dataclass
from typing import Final

from tokenlint.least.answer import Answer
from tokenlint.report.formats import Formats


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer and what is shown of it: the proofs, and recipes by their names."""

    answer: Answer
    proof: bool = False
    recipes: tuple[str, ...] = ()


LEAST: Final[Formats[Shown]] = Formats(
    "a least token", {"full": "least.text", "json": "least.json", "svg": "least.svg"}
)
FORMATS: Final = LEAST.modules
render, parse, deliver = LEAST.render, LEAST.parse, LEAST.deliver
