"""A few small policies of the tests' own, and a maker for more of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenlint.policy.policies import PolicySet, load_policies

FORMAT = "tokenlint.input/1"


@dataclass(frozen=True)
class Entry:
    """As much of a catalogue entry as a policy set needs."""

    code: str
    family: str
    name: str
    kinds: tuple[str, ...] = ("token",)


@dataclass(frozen=True)
class Catalogue:
    rules: Mapping[str, Entry]


def catalogue(*entries: Entry) -> Catalogue:
    return Catalogue({entry.code: entry for entry in entries})


def rego(entry: Entry, body: str, top: str = "tokenlint") -> str:
    return f'package {top}.{entry.family.lower()}["{entry.name}"]\n\n{body}'


def write(folder: Path, entry: Entry, body: str) -> Path:
    file = folder / entry.family.lower() / entry.name / f"{entry.name.replace('-', '_')}.rego"
    file.parent.mkdir(parents=True)
    file.write_text(rego(entry, body))
    return file


def make(
    folder: Path, rules: Mapping[Entry, str], lib: Mapping[str, str] | None = None
) -> PolicySet:
    """Rules with their text behind the package line; `lib`: name -> text behind it."""
    for entry, body in rules.items():
        write(folder, entry, body)
    for name, body in (lib or {}).items():
        file = folder / "lib" / name / f"{name}.rego"
        file.parent.mkdir(parents=True)
        file.write_text(f"package tokenlint.lib.{name}\n\n{body}")
    return load_policies([folder], catalogue(*rules))


def finding(code: str, args: str = "{}", condition: str = "true", at: str = '["/kind"]') -> str:
    found = f'{{"rule": "{code}", "at": {at}, "args": {args}}}'
    return f"findings contains {found} if {{\n\t{condition}\n}}\n"


def document(kind: str = "token", **members: Any) -> dict[str, Any]:
    return {"format": FORMAT, "kind": kind, **members}


ALWAYS = Entry("TST001", "TST", "always", ("token", "workflow"))
TYPES = Entry("TST002", "TST", "types-of-values")
BIG = Entry("TST003", "TST", "big-numbers")
TEXTS = Entry("TST004", "TST", "texts")
NESTED = Entry("TST005", "TST", "nested")
WORKFLOW = Entry("TST006", "TST", "workflow-only", ("workflow",))

_AT_VALUE = '[sprintf("/values/%d", [i])]'
_EACH = "some i, value in input.values\n\t"


def standard(folder: Path) -> PolicySet:
    """Rules that look at odd JSON from every side."""
    return make(
        folder,
        {
            ALWAYS: finding(ALWAYS.code, '{"kind": input.kind}'),
            TYPES: finding(
                TYPES.code, '{"type": type_name(value)}', _EACH + "not is_string(value)", _AT_VALUE
            ),
            BIG: finding(
                BIG.code, '{"value": value}', _EACH + "is_number(value)\n\tvalue > 2.5", _AT_VALUE
            )
            + finding(BIG.code, '{"same": value}', _EACH + "value == 9007199254740993", _AT_VALUE),
            TEXTS: "import data.tokenlint.lib.words\n\n"
            + finding(
                TEXTS.code,
                '{"text": value, "count": count(value)}',
                _EACH + "is_string(value)\n\tnot words.plain(value)",
                _AT_VALUE,
            ),
            NESTED: finding(
                NESTED.code,
                '{"members": concat(" ", sort(names)), "empty": object.get(value, "", 0) == 1}',
                _EACH + "is_object(value)\n\tnames := object.keys(value)",
                _AT_VALUE,
            )
            + finding(
                NESTED.code,
                '{"deep": count(value[0][0])}',
                _EACH + "is_array(value)\n\tis_array(value[0])\n\tis_array(value[0][0])",
                _AT_VALUE,
            ),
            WORKFLOW: finding(WORKFLOW.code),
        },
        {"words": 'plain(text) if startswith(text, "p")\n\nplain(text) if contains(text, "é")\n'},
    )
