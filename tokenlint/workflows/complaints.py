"""Schema errors in words: what is wrong with a value, and what to write instead.

jsonschema says that a value does not match; a person wants to know which word to change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from tokenlint.workflows.schema import SchemaError

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong; `at_key` when the key is wrong and not its value."""

    path: Path
    reason: str
    advice: str
    at_key: bool = False


def complaints(error: SchemaError) -> Iterator[Complaint]:
    """The complaints behind one schema error; several for several unknown keys."""
    path = tuple(error.absolute_path)
    if "propertyNames" in error.schema_path:
        name = error.instance
        yield Complaint((*path, name), f"`{_cut(name)}` is no name", _NAME_ADVICE, at_key=True)
    else:
        yield from _WORDS[error.validator](error, path)


def did_you_mean(word: str, known: "list[str] | tuple[str, ...]") -> str:
    """The known word that was probably meant, else the list of all."""
    near = get_close_matches(word.lower().replace("_", "-"), known, n=1)
    near = near or get_close_matches(word, known, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return "write one of " + ", ".join(f"`{name}`" for name in known)


_NAME_ADVICE: Final = "use letters, digits, `-`, `.` and `/`; no white space, no `#`"
_OUT_OF_PLACE: Final = {
    "to": ("only a rename has a new path", "remove `to`, or write `operation: rename`"),
    "replace": ("only a rename can replace", "remove `replace`, or write `operation: rename`"),
    "path": ("an operation on jobs has no path", "remove `path`: compute scopes have none either"),
}
_SORTS: Final = {dict: "a mapping", list: "a list", bool: "a truth value"}


def _unknown_keys(error: SchemaError, path: Path) -> Iterator[Complaint]:
    title, known = _title(error), list(error.schema["properties"])
    free = tuple(key.lstrip("^") for key in error.schema.get("patternProperties", ()))
    for key in error.instance:
        if key not in known and not (free and key.startswith(free)):
            reason = f"`{_cut(key)}` is no key of a {title}"
            yield Complaint((*path, key), reason, did_you_mean(key, known), at_key=True)


def _missing_keys(error: SchemaError, path: Path) -> Iterator[Complaint]:
    properties = error.schema.get("properties", {})
    for key in error.validator_value:
        if key not in error.instance:
            example = _example(properties.get(key, {}))
            reason = f"the {_title(error)} lacks `{key}`"
            yield Complaint(path, reason, f"add `{key}: {example}`" if example else f"add `{key}:`")


def _wrong_type(error: SchemaError, path: Path) -> Iterator[Complaint]:
    title = _title(error)
    if "enum" in error.schema:
        return  # that it is none of the known words is a complaint of its own
    if error.instance is None:
        yield Complaint(
            path, f"there is no {title} here", _such_as(error) or "write it, or remove the key"
        )
        return
    advice = _such_as(error)
    if title == "duration" and type(error.instance) is int and error.instance >= 0:
        advice = f"write the unit: `{error.instance}s` for seconds, `{error.instance}h` for hours"
    elif error.validator_value == "string" and not isinstance(error.instance, dict | list):
        advice = advice or "put it in quotes"
    yield Complaint(path, f"{_shown(error.instance)} is no {title}", advice)


def _out_of_place(_: SchemaError, path: Path) -> Iterator[Complaint]:
    yield Complaint(path, *_OUT_OF_PLACE[str(path[-1])], at_key=True)


def _wrong_text(error: SchemaError, path: Path) -> Iterator[Complaint]:
    title = _title(error)
    advice = _such_as(error)
    if title == "absolute path":
        advice = (
            f"write `/{_cut(error.instance)}`" if error.instance else "write a path such as `/data`"
        )
    yield Complaint(path, f"`{_cut(error.instance)}` is no {title}", advice)


def _unknown_word(error: SchemaError, path: Path) -> Iterator[Complaint]:
    title, known = _title(error), error.validator_value
    if not isinstance(error.instance, str):
        yield Complaint(path, f"{_shown(error.instance)} is no {title}", did_you_mean("", known))
    elif error.instance == "rename-over":
        yield Complaint(
            path,
            "`rename-over` is written in two keys",
            "write `operation: rename` and `replace: true`",
        )
    else:
        reason = f"`{_cut(error.instance)}` is no {title}"
        yield Complaint(path, reason, did_you_mean(error.instance, known))


def _wrong_constant(error: SchemaError, path: Path) -> Iterator[Complaint]:
    wanted = error.validator_value
    reason = f"{_shown(error.instance)} is not a version of this format"
    yield Complaint(path, reason, f"write `{wanted}`")


def _too_short(error: SchemaError, path: Path) -> Iterator[Complaint]:
    yield Complaint(
        path,
        f"the {_title(error)} is empty",
        _such_as(error) or "write it, or remove the key",
    )


def _too_long(error: SchemaError, path: Path) -> Iterator[Complaint]:
    sort = "characters" if error.validator == "maxLength" else "items"
    advice = f"write {error.validator_value:,} {sort} at most"
    yield Complaint(path, f"the {_title(error)} is too long", advice)


def _out_of_range(error: SchemaError, path: Path) -> Iterator[Complaint]:
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    span = f"from {low} to {high}" if high is not None else f"of {low} or more"
    yield Complaint(
        path, f"{_shown(error.instance)} is no {_title(error)}", f"write a number {span}"
    )


def _no_branch(error: SchemaError, path: Path) -> Iterator[Complaint]:
    """Of several forms, the one whose type fits was meant; its errors are the ones to show."""
    other = {e.schema_path[0] for e in error.context if e.validator == "type" and not e.path}
    meant = [e for e in error.context if e.schema_path[0] not in other]
    if not meant:
        examples = error.schema.get("examples", ())
        advice = (
            _list([e for e in examples if isinstance(e, str)])
            or "`tokenlint schema` prints what can be written"
        )
        yield Complaint(path, f"{_shown(error.instance)} is no {_title(error)}", advice)
    for inner in meant:
        yield from complaints(inner)


def _not_one_of(error: SchemaError, path: Path) -> Iterator[Complaint]:
    keys = [f"`{key}`" for branch in error.validator_value for key in branch["required"]]
    reason = f"a {_title(error)} is told by one of {', '.join(keys)}"
    yield Complaint(path, reason, "keep exactly one of them")


def _lonely_key(error: SchemaError, path: Path) -> Iterator[Complaint]:
    for key, needed in error.validator_value.items():
        if key in error.instance and any(other not in error.instance for other in needed):
            names = ", ".join(f"`{name}`" for name in needed)
            yield Complaint(
                (*path, key), f"`{key}` says nothing without {names}", f"add {names}", at_key=True
            )


def _title(error: SchemaError) -> str:
    """What the schema calls the value; of a form without a name that of the whole."""
    title: str = error.schema.get("title", "")
    if title or error.parent is None:
        return title or "value that can be used"
    return _title(error.parent)


def _such_as(error: SchemaError) -> str:
    return _list([e for e in error.schema.get("examples", ()) if isinstance(e, str)])


def _list(examples: list[str]) -> str:
    return "write for example " + ", ".join(f"`{e}`" for e in examples) if examples else ""


def _example(part: Any) -> str:
    if not isinstance(part, dict):
        return ""
    choices = (
        [part["const"]] if "const" in part else part.get("enum") or part.get("examples") or [""]
    )
    return str(choices[0])


def _shown(value: object) -> str:
    if type(value) in _SORTS:
        return "`true`" if value is True else "`false`" if value is False else _SORTS[type(value)]
    return f"`{_cut(str(value))}`"


_LONGEST_QUOTE: Final = 60


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "..."


_WORDS: Final[dict[str, Callable[[SchemaError, Path], Iterator[Complaint]]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _wrong_type,
    "pattern": _wrong_text,
    "enum": _unknown_word,
    "const": _wrong_constant,
    "not": _out_of_place,
    "minLength": _too_short,
    "minItems": _too_short,
    "minProperties": _too_short,
    "maxLength": _too_long,
    "maxItems": _too_long,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "anyOf": _no_branch,
    "oneOf": _not_one_of,
    "dependentRequired": _lonely_key,
}
