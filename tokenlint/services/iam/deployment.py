"""One IAM as its files describe it: settings in YAML, variables, and what holds by default.

IAM's packaged `application.yml` takes most settings from a variable `IAM_*` with a default
(indigo-iam/iam at commit e998e43); files of the same names beside the program win over it,
and a variable of a setting's own name over all files (Spring Boot, "Externalized Configuration").
What no file tells is the default only where the environment is among the files.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tokenlint.services.iam.environment import Environment, environments
from tokenlint.services.iam.recognise import APPLICATION, ENVIRONMENT, PRODUCT
from tokenlint.services.pieces import Piece
from tokenlint.services.products import key_set
from tokenlint.services.structured.spring import Application, Layer, Node, layers_of
from tokenlint.services.structured.spring_profiles import alternatives
from tokenlint.services.text import Text
from tokenlint.services.value import Value
from tokenlint.source import Problem, Source

_FROM_VARIABLE = re.compile(r"\$\{([A-Za-z][A-Za-z0-9_.-]*)(?::(.*))?\}", re.DOTALL)
_PROSE = (".md", ".mdx", ".rst", ".markdown", ".txt", ".html")
_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for a setting: its value as text, where it stands, and whether that is known."""

    text: str
    source: Source
    written: bool = True
    known: bool = True

    @staticmethod
    def of(value: Value) -> "Held":
        """What a value says that is written."""
        return Held(value.text if value.known else "", value.source, known=value.known)


@dataclass(frozen=True, slots=True)
class Deployment:
    """The files of one IAM; at least one of the two is there."""

    application: Application | None = None
    environment: Environment | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """Its files, the settings first."""
        layers = self.application.layers if self.application else ()
        texts = [layer.text for layer in layers]
        return (*texts, *([self.environment.text] if self.environment else ()))

    @property
    def source(self) -> Source:
        """Its first file as a whole."""
        return self.texts[0].whole

    @property
    def settled(self) -> bool:
        """Whether what these files leave out is left at its default."""
        told = self.environment is not None and self.environment.closed
        return told and (self.application is None or not self.application.open)

    def node(self, name: str) -> Node | None:
        """What the files of settings write for a name with dots."""
        return self.application.get(*name.split(".")) if self.application else None

    def held(self, name: str, variable: str = "") -> Held:
        """What holds for a setting that the packaged settings take from a variable."""
        overriding = self._variable(_as_variable(name))
        if overriding is not None and _as_variable(name) != variable:
            return Held.of(overriding)
        node = self.node(name)
        if node is not None and node.value is not None:
            return self._filled(node.value)
        from_variable = self._variable(variable)
        if from_variable is not None:
            return Held.of(from_variable)
        default = key_set(PRODUCT, "application").keys.get(name, "")
        known = self.settled
        return Held(default if known else "", self.source, written=False, known=known)

    def _filled(self, value: Value) -> Held:
        """A written value; one that a variable fills in is known where the variables are."""
        found = _FROM_VARIABLE.fullmatch(value.text.strip())
        if found is None or value.known:
            return Held.of(value)
        variable = self._variable(found[1])
        if variable is not None:
            return Held.of(variable)
        if found[2] is None or not self.settled:
            return Held("", value.source, known=False)
        return Held.of(Value.of(found[2], value.source))

    def _variable(self, name: str) -> Value | None:
        return self.environment.get(name) if self.environment and name else None


def _as_variable(name: str) -> str:
    """The variable that Spring takes for a setting: no hyphens, underscores for dots."""
    return name.replace("-", "").replace(".", "_").upper()


def deployments(pieces: Sequence[Piece]) -> tuple[list[Deployment], list[Problem]]:
    """Every IAM among the pieces.

    Files of settings and environments of one folder belong together; so do the only two of a run.
    """
    problems: list[Problem] = []
    applications: dict[object, list[Application]] = {}
    found: dict[object, list[Environment]] = {}
    for group, texts in _groups(pieces, APPLICATION):
        applications[group], wrong = _applications(texts)
        problems += wrong
    for group, texts in _groups(pieces, ENVIRONMENT):
        for text in texts:
            several, broken = environments(text)
            found.setdefault(group, []).extend(several)
            problems += broken
    made = list(_joined(applications, found))
    if len(made) > _MOST:
        reason = f"{len(made)} environments and settings of IAM are more than the {_MOST} read"
        problems.append(Problem("limit", made[_MOST].source, reason, "check fewer files at once"))
    return made[:_MOST], problems


def _groups(pieces: Sequence[Piece], kind: str) -> Iterator[tuple[object, list[Text]]]:
    groups: dict[object, list[Text]] = {}
    for number, piece in enumerate(pieces):
        if piece.kind == kind:
            groups.setdefault(_group(piece.text, number), []).append(piece.text)
    yield from groups.items()


def _group(text: Text, number: int) -> object:
    """What belongs together: a folder; the ConfigMap of one file; a snippet for itself."""
    if not text.embedded:
        return ("folder", text.folder)
    return ("snippet", number) if in_prose(text) else ("file", text.file)


def in_prose(text: Text) -> bool:
    """Whether a text is an example on a page, of which parts may be left out."""
    return text.embedded and text.file.casefold().endswith(_PROSE)


def _applications(texts: Sequence[Text]) -> tuple[list[Application], list[Problem]]:
    layers: list[Layer] = []
    problems: list[Problem] = []
    for text in texts:
        made, wrong = layers_of(text)
        layers += made
        problems += wrong
    return [Application(each) for each in alternatives(layers)], problems


def _joined(
    applications: Mapping[object, list[Application]], found: dict[object, list[Environment]]
) -> Iterator[Deployment]:
    one = sum(len(each) for each in applications.values()) == 1
    if one and sum(len(each) for each in found.values()) == 1:
        (variant,) = [each for variants in applications.values() for each in variants]
        (only,) = [each for rest in found.values() for each in rest]
        yield Deployment(variant, only)
        return
    for group, variants in applications.items():
        near: list[Environment | None] = [*found.pop(group, [])]
        for application in variants:
            yield from (Deployment(application, each) for each in near or [None])
    for rest in found.values():
        for each in rest:
            # Settings in another folder may be for this one.
            yield Deployment(None, replace(each, closed=each.closed and not applications))
