"""A recipe as a value: a text to run or to install, and what the product cannot express."""

from dataclasses import dataclass
from typing import Protocol

from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to write for one product.

    `name` is that of the catalogue, `title` says what it is.
    `language` is the grammar of `text`: sh, json, yaml or dirac.
    `text` ends with a line break and holds no secret: secrets come from files and variables.
    `notes` are sentences for the reader; what the product cannot express is among them.
    `reference` is the documentation or the source that the options were taken from.
    """

    name: str
    title: str
    language: str
    text: str
    notes: tuple[str, ...]
    reference: Reference


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No text of a product asks for this token and not for more; `reason` is a sentence."""

    name: str
    title: str
    reason: str
    reference: Reference


class InexpressibleError(Exception):
    """A product cannot ask for this token and not for more; the text says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """What the module of a product writes: the text of a recipe, and its notes."""

    text: str
    notes: tuple[str, ...] = ()


class Product(Protocol):
    """What each module of a product holds.

    `CARRIES` are the parts of a token that its text determines: audience, scope, lifetime.
    """

    NAME: str
    TITLE: str
    LANGUAGE: str
    CARRIES: tuple[str, ...]
    REFERENCE: Reference

    def write(self, token: LeastToken, client: str) -> Written:
        """The text for a token that `writable.why_not` has nothing against.

        Raises InexpressibleError where the product cannot say it.
        """
