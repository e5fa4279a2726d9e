"""A run as it stands in memory: its files, what was read of them, and what was found."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tokenlint.credentials.secrets.veil import Veil
from tokenlint.fix.held import Held
from tokenlint.inputs import Found
from tokenlint.lint import Inputs, lint
from tokenlint.policy.catalogue import Catalogue
from tokenlint.policy.engine import Engine
from tokenlint.policy.finding import Persona, Report
from tokenlint.policy.subject import Subject
from tokenlint.policy.suppress import Ignore
from tokenlint.read import Reader, read_found, together
from tokenlint.source import Problem, Source

Founds = tuple[Found | Problem, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Everything that is known of a run at one moment; `report` holds every rule's findings."""

    founds: Founds = field(repr=False)
    files: Mapping[str, Held] = field(repr=False)
    subjects: tuple[Subject, ...] = field(repr=False)
    by_id: Mapping[str, Subject] = field(repr=False)
    ignores: Mapping[Source, Ignore] = field(repr=False)
    report: Report = field(repr=False)
    veil: Veil = field(repr=False)
    empty: bool = False

    def subject(self, document: str) -> Subject | None:
        """What a finding's document stands for; None for a comment."""
        return self.by_id.get(document)

    def with_texts(self, texts: Mapping[str, str]) -> Founds:
        """The files of the run, some of them with another text."""
        changed = {name: self.files[name].with_text(text).found for name, text in texts.items()}
        return tuple(
            each if isinstance(each, Problem) else changed.get(str(each.path), each)
            for each in self.founds
        )


Judge = Callable[[Founds], State]
"""Reads and judges files that are held in memory."""


def judge_with(reader: Reader, catalogue: Catalogue, engine: Engine, rest: Inputs) -> Judge:
    """A judge that hides nothing: every rule speaks, for the most demanding reader.

    `rest` is what a run has besides its files: notes, and problems of its options.
    """
    codes = frozenset(catalogue.rules)
    settings = replace(reader.settings, codes=codes, persona=Persona.AUDITOR)
    reader = replace(reader, settings=settings)

    def judge(founds: Founds) -> State:
        gathered = read_found(founds, reader)
        inputs = together([gathered.inputs, rest])
        return State(
            founds,
            _files(founds),
            inputs.subjects,
            {each.document.id: each for each in reversed(inputs.subjects)},
            {each.source: each for each in inputs.ignores},
            lint(inputs, catalogue, engine, settings),
            inputs.veil,
            gathered.empty,
        )

    return judge


def _files(founds: Sequence[Found | Problem]) -> dict[str, Held]:
    """The files that can be edited: those whose bytes are text."""
    held = (Held.of(each) for each in founds if isinstance(each, Found) and each.data)
    return {each.name: each for each in held if each is not None}
