"""Catalogue entries as YAML files: read, checked against their schema, with line and column.

Everything wrong in all files is reported at once.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import accumulate
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from tokenlint import shipped
from tokenlint.source import Problem, Source

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

MAX_BYTES = 1_000_000
MAX_NESTING = 300  # open brackets; reading takes time that grows with their square
_ADVICE = "policies/schema/rule.json describes the members of an entry"

Entries = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _File:
    """One parsed file: its value, and the node tree that knows the places."""

    path: Path
    value: Any
    root: Any  # ruamel.yaml.nodes.Node

    def problem(self, reason: str, where: Sequence[str | int] = ()) -> Problem:
        """A problem at the place that the path of members and indices leads to."""
        mark = _node_at(self.root, where).start_mark
        pointer = "".join(f"/{step}" for step in where)
        source = Source(str(self.path), mark.line + 1, mark.column + 1, pointer=pointer)
        return Problem("schema", source, reason, _ADVICE)


def read_entries(
    folders: Iterable[Path], taken: Iterable[str] = ()
) -> tuple[Entries, tuple[Problem, ...]]:
    """All entries below the folders by code, and all that is wrong with them.

    An entry is a YAML file whose name begins with capitals and ends with digits (`SITE001.yaml`);
    `taken` holds codes that exist already.
    """
    entries: Entries = {}
    places: dict[str, str] = dict.fromkeys(taken, "a rule that ships with tokenlint")
    problems: list[Problem] = []
    for path in _entry_files(folders):
        file = _parse(path)
        found = [file] if isinstance(file, Problem) else list(_check(file, places))
        problems += found
        if not found and isinstance(file, _File):
            code = file.value["code"]
            entries[code] = file.value
            places[code] = str(path)
    return entries, tuple(problems)


def read_data(path: Path) -> Any | Problem:
    """The value of one YAML file that is no entry, such as `limits.yaml`."""
    file = _parse(path)
    return file if isinstance(file, Problem) else file.value


def _entry_files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in filter(os.path.isdir, folders):  # that one is none is said where policies load
        for pattern in ("*.yaml", "*.yml"):
            yield from sorted(path for path in folder.rglob(pattern) if _is_code(path.stem))


def _is_code(stem: str) -> bool:
    letters = stem.rstrip("0123456789")
    return letters != stem and letters.isalpha() and letters.isupper()


def _parse(path: Path) -> _File | Problem:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    text = _text(path)
    if isinstance(text, Problem):
        return text
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        if root is None:
            return Problem("schema", Source(str(path)), "the file is empty", _ADVICE)
        return _File(path, yaml.constructor.construct_document(root), root)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return Problem("syntax", Source(str(path), *place), (error.problem or "no YAML").strip())
    except YAMLError as error:
        return Problem("syntax", Source(str(path)), str(error))
    except RecursionError:
        return Problem("unreadable", Source(str(path)), "nested too deeply")


def _text(path: Path) -> str | Problem:
    """The text of a file that is neither too large nor nested too deeply to be read."""
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return Problem("unreadable", Source(str(path)), str(error))
    if len(data) > MAX_BYTES:
        return Problem("unreadable", Source(str(path)), f"larger than {MAX_BYTES} bytes")
    if _nesting(text) > MAX_NESTING:
        return Problem("unreadable", Source(str(path)), f"more than {MAX_NESTING} open brackets")
    return text


def _nesting(text: str) -> int:
    """The most brackets that are open at once, those in quotes included."""
    steps = ({"[": 1, "{": 1, "]": -1, "}": -1}.get(sign, 0) for sign in text)
    return max(accumulate(steps), default=0)


def _node_at(node: Any, where: Sequence[str | int]) -> Any:
    """The node at a path of members and indices, or the nearest one above it."""
    for step in where:
        pairs = enumerate(node.value) if node.id == "sequence" else node.value
        children = {getattr(key, "value", key): value for key, value in pairs}
        node = children.get(step, node)
    return node


@cache
def _validator() -> "Validator":
    from jsonschema import Draft202012Validator

    text = (shipped.policies_dir() / "schema" / "rule.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _check(file: _File, places: Mapping[str, str]) -> Iterator[Problem]:
    errors = sorted(_validator().iter_errors(file.value), key=lambda error: error.json_path)
    for error in errors:
        for reason in _in_words(error):
            yield file.problem(reason, tuple(error.absolute_path))
    if not errors:
        yield from _check_code(file, places)
        yield from _check_templates(file)


def _in_words(error: "ValidationError") -> Iterator[str]:
    """A schema error as sentences for people, one for each thing that is wrong."""
    instance: Any = error.instance
    demand: Any = error.validator_value
    if error.validator == "additionalProperties":
        schema: Any = error.schema
        for name in sorted(set(map(str, instance)) - set(schema["properties"])):
            yield f"no member is called {name}{_meant(name, schema['properties'])}"
    elif error.validator == "required":
        yield f"the member {error.message.split(' is ')[0]} is missing"
    elif error.validator == "enum":
        yield f"{instance!r} is none of {', '.join(demand)}{_meant(str(instance), demand)}"
    elif error.validator == "oneOf":
        choices = [choice["required"][0] for choice in demand]
        yield f"exactly one of {' and '.join(choices)} is needed"
    elif error.validator == "not":
        yield f"only one of {' and '.join(demand['required'])} can be given"
    elif error.validator == "type":
        yield f"{str(instance)[:40]!r} is no {demand}"
    else:
        yield error.message


def _meant(text: str, known: Iterable[str]) -> str:
    close = get_close_matches(text.lower(), list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _check_code(file: _File, places: Mapping[str, str]) -> Iterator[Problem]:
    entry = file.value
    code, family = entry["code"], entry["family"]
    if code != file.path.stem:
        yield file.problem(f"the file is called {file.path.name}, its code is {code}", ["code"])
    if code.rstrip("0123456789") != family:
        yield file.problem(f"a rule of family {family} has a code like {family}001", ["family"])
    if code in places:
        yield file.problem(f"the code {code} is taken by {places[code]}", ["code"])


def _check_templates(file: _File) -> Iterator[Problem]:
    for member in ("message", "fix"):
        try:
            names = [name for _, name, _, _ in Formatter().parse(file.value[member])]
        except ValueError as error:
            yield file.problem(f"the template cannot be filled: {error}", [member])
            continue
        for name in names:
            if name is not None and not name.isidentifier():
                yield file.problem(f"{{{name}}} is no name of an argument", [member])
