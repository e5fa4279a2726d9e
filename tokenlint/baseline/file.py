"""The file of a baseline: `tokenlint.baseline/1`, JSON with one entry on each line.

Sorted, so that two branches that add entries merge line by line, and a diff shows findings.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Annotated, Any, Final, cast

import msgspec

from tokenlint.baseline.entry import Baseline, Entry, Key, in_order
from tokenlint.errors import UsageError
from tokenlint.policy.finding import Severity

SCHEMA: Final = "tokenlint.baseline/1"
MAX_BYTES: Final = 64 * 1024 * 1024
_ADVICE: Final = "write it anew with `tokenlint baseline write`, or take it back from its history"
_MOST_TOLD = 5


def schema() -> dict[str, Any]:
    """The published JSON Schema of the file (draft 2020-12)."""
    text = files("tokenlint.baseline").joinpath("schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def dump(baseline: Baseline) -> str:
    """The file's text, in ASCII."""
    rows = ",\n".join(
        f"    {json.dumps(_row(each))}" for each in sorted(baseline.entries, key=in_order)
    )
    listed = f"[\n{rows}\n  ]" if rows else "[]"
    paths = json.dumps(sorted(baseline.paths))
    return f'{{\n  "schema": "{SCHEMA}",\n  "paths": {paths},\n  "findings": {listed}\n}}\n'


def parse(data: bytes, name: str) -> Baseline:
    """The baseline in the bytes of a file; `name` is what messages call it.

    Raises UsageError for anything else, with all that is wrong.
    """
    if len(data) > MAX_BYTES:
        raise UsageError(f"{name}: larger than the limit of {MAX_BYTES:,} bytes", advice=_ADVICE)
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_members)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "it nests too deep"
        raise UsageError(f"{name}: no baseline: {reason}", advice=_ADVICE) from None
    version = value.get("schema") if isinstance(value, dict) else None
    if version != SCHEMA:
        raise _of_another_version(name, version)
    wrong = [*_schema_errors(value)] if not _is_valid(value) else []
    wrong = wrong or [*_duplicates(value["findings"])]
    if wrong:
        told = [f"  {each}" for each in wrong[:_MOST_TOLD]]
        more = [f"  and {len(wrong) - _MOST_TOLD} more"] if len(wrong) > _MOST_TOLD else []
        reason = "\n".join((f"{name}: the baseline is not valid:", *told, *more))
        raise UsageError(reason, advice=_ADVICE)
    return Baseline(
        tuple(sorted((_entry(row) for row in value["findings"]), key=in_order)),
        tuple(value.get("paths", ())),
    )


def _of_another_version(name: str, version: object) -> UsageError:
    if isinstance(version, str) and version.startswith("tokenlint.baseline/"):
        return UsageError(
            f"{name}: it is of version {version[19:40]!a}, and this tokenlint reads version 1",
            advice="use the tokenlint that wrote it, or write it anew",
        )
    return UsageError(f"{name}: no baseline: its schema is not {SCHEMA}", advice=_ADVICE)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        twice = next(
            name for name, count in Counter(name for name, _ in pairs).items() if count > 1
        )
        raise ValueError(f"the member {twice[:40]!a} is there twice in one object")
    return members


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """What the schema says of an entry, to be checked at once; the schema says what is wrong."""

    file: Annotated[str, msgspec.Meta(min_length=1)]
    rule: Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2,8}[0-9]+\Z")]
    pointer: Annotated[str, msgspec.Meta(pattern=r"^(/[\s\S]*)?\Z")]
    fingerprint: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{24}\Z")]
    ordinal: Annotated[int, msgspec.Meta(ge=1)]
    severity: Severity


class _File(msgspec.Struct, forbid_unknown_fields=True):
    schema: str
    findings: list[_Row]
    paths: list[Annotated[str, msgspec.Meta(min_length=1)]] = []


def _is_valid(value: object) -> bool:
    """Whether a value fits the schema, for sure: it takes a tenth of the time."""
    try:
        msgspec.convert(value, _File)
    except msgspec.ValidationError:
        return False
    return True


def _schema_errors(value: object) -> Iterator[str]:
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema()).iter_errors(value):
        where = "/".join(str(part) for part in error.absolute_path)
        yield f"{where or 'top level'}: {error.message[:200]}"


def _duplicates(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Entries with one key and one ordinal, which hands and merges make."""
    seen: Counter[tuple[Key, int]] = Counter()
    for number, row in enumerate(rows):
        entry = _entry(row)
        seen[in_order(entry)] += 1
        if seen[in_order(entry)] > 1:
            key = entry.key
            yield f"findings/{number}: {key.rule} in {key.file} is there twice with one ordinal"


def _row(entry: Entry) -> Mapping[str, object]:
    key = entry.key
    return {
        "file": key.file,
        "rule": key.rule,
        "pointer": key.pointer,
        "fingerprint": key.fingerprint,
        "ordinal": entry.ordinal,
        "severity": entry.severity.value,
    }


def _entry(row: Mapping[str, Any]) -> Entry:
    key = Key(row["file"], row["rule"], row["pointer"], row["fingerprint"])
    return Entry(key, row["ordinal"], Severity(row["severity"]))
