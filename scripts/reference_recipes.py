"""The reference of recipes: what each asks for, an example, and what it cannot say."""

from collections.abc import Mapping
from pathlib import Path

from scripts.markdown import fence, listed, page, prose, table
from tokenlint.least.token import LeastToken
from tokenlint.policy.finding import Reference
from tokenlint.privilege.capability import Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.recipes.catalogue import names, product, recipe
from tokenlint.recipes.recipe import Recipe, Unavailable

FILE = "docs/reference/recipes.md"
HEAD = ["recipe", "what it is", "audience", "scope", "lifetime", "source"]
INTRO = (
    "A recipe is a least token as the command or the configuration that asks for it.\n"
    "[Ask for the least token](../how-to/ask-for-the-least-token.md) tells how to get one.\n"
    "The table says which parts of the token the text determines;\n"
    "the notes of each recipe say who decides about the others."
)
_HOUR = 3600


def recipe_page(root: Path) -> Mapping[str, str]:
    """The page."""
    _ = root
    rows = [_row(name) for name in names()]
    return {FILE: page("Recipes", INTRO, table(HEAD, rows), *map(_section, names()))}


def _row(name: str) -> list[str]:
    made = product(name)
    carried = ["yes" if part in made.CARRIES else "" for part in ("audience", "scope", "lifetime")]
    return [f"[`{name}`](#{name})", made.TITLE, *carried, _source(made.REFERENCE)]


def _section(name: str) -> str:
    made = recipe(name, _example(name), client="LCG.Alpha.example" if name == "dirac" else "alpha")
    match made:
        case Recipe(language=language, text=text, notes=notes):
            shown = fence(text, "text" if language == "dirac" else language)
            said = listed(prose(note) for note in notes)
            return f"## {name}\n\n{made.title}.\n\n{shown}\n\n{said}"
        case Unavailable(reason=reason):
            raise ValueError(f"the example of {name} cannot be written: {reason}")


def _example(name: str) -> LeastToken:
    """One file to read; for Rucio an area, for DIRAC jobs."""
    if name == "dirac":
        jobs = (Action.QUERY, Action.CANCEL, Action.MODIFY_JOB, Action.SUBMIT)
        return _token("ce.north.example:9619", *((each, "/") for each in jobs))
    if name == "rucio":
        return _token("dav.north.example", (Action.READ, "/datadisk"))
    return _token("https://dav.north.example", (Action.READ, "/data/set1"))


def _token(audience: str, *capabilities: tuple[Action, str]) -> LeastToken:
    held = CapabilitySet.of(Capability(action, ScopePath.parse(p)) for action, p in capabilities)
    return LeastToken("", "https://iam.example/", (audience,), held, _HOUR)


def _source(reference: Reference) -> str:
    section = f", {reference.section}" if reference.section else ""
    return f"[{reference.title}]({reference.url}){section}"
