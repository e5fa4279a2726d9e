"""Plain YAML scalars become values by the core schema of YAML 1.2 (section 10.3.2).

YAML 1.1 would read `no` as false, `12:30` as 750 and `2026-11-20` as a date;
1.2 reads them as text.
"""

import re
from typing import Final

Value = None | bool | int | float | str

CORE: Final = "tag:yaml.org,2002:"
NUMBER_LENGTH: Final = 64  # longer runs of digits are text: nothing here counts that far

_CONSTANTS: Final[dict[str, Value]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_PREFIXED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER_START: Final = frozenset("+-.0123456789")


def resolve(text: str) -> Value:
    """The value of a plain, untagged scalar."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_START or len(text) > NUMBER_LENGTH:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _PREFIXED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def resolve_tagged(tag: str, text: str) -> Value:
    """The value of a scalar with a tag of the core schema; raises ValueError when it cannot be one.

    Raises KeyError for a tag that is not of the core schema.
    """
    name = tag.removeprefix(CORE) if tag.startswith(CORE) else tag
    if name in ("str", "!"):
        return text
    wanted = _TYPES[name]
    value = resolve(text)
    if name == "float" and type(value) is int:
        return float(value)
    if type(value) is not wanted:
        raise ValueError(text)
    return value


_TYPES: Final[dict[str, type]] = {"null": type(None), "bool": bool, "int": int, "float": float}
