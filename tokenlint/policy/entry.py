"""Generated Rego: one module a kind of document, which gathers what its rules find.

The answer for one document holds, for each rule, its own set of findings, and the canary:
format and kind of the document that was judged, and the digest of the policies that judged it.
An answer without the right canary is no answer.

`drivers` judge many documents in one evaluation, each with the whole input replaced
(replacing a part of it would copy the rest and cost quadratic time).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tokenlint.policy.rego import Path as Package

ENTRY: Package = ("tokenlint", "entry")
ANSWER = "answer"
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule with the package that decides it and the kinds of documents that it judges."""

    code: str
    package: Package
    kinds: tuple[str, ...]


def entry_package(kind: str) -> Package:
    """The package that judges one document of a kind."""
    return (*ENTRY, _word(kind))


def driver_package(kind: str) -> Package:
    """The package that judges an array of documents of a kind."""
    return (*ENTRY, f"{_word(kind)}_batch")


def entry_module(kind: str, rules: Sequence[BoundRule], digest: str) -> str:
    """`data.tokenlint.entry.<kind>.answer` for one document as the input."""
    imports = [f"import {reference(rule.package)} as rule_{i}" for i, rule in enumerate(rules)]
    findings = [f'\t\t"{rule.code}": rule_{i}.findings,' for i, rule in enumerate(rules)]
    lines = [
        f"package {'.'.join(entry_package(kind))}",
        "",
        *imports,
        "",
        f"{ANSWER} := {{",
        f'\t"canary": {{"format": input.format, "kind": input.kind, "policies": "{digest}"}},',
        '\t"findings": {',
        *findings,
        "\t},",
        "}",
        "",
    ]
    return "\n".join(lines)


def driver_module(kind: str) -> str:
    """`data.tokenlint.entry.<kind>_batch.answers` for an array of documents as the input.

    Its answer is an object by index: a document without an answer leaves a gap
    and does not move the others.
    """
    return "\n".join(
        [
            f"package {'.'.join(driver_package(kind))}",
            "",
            f"import {reference(entry_package(kind))} as entry",
            "",
            f"{ANSWERS}[index] := result if {{",
            "\tsome index, document in input",
            f"\tresult := entry.{ANSWER} with input as document",
            "}",
            "",
        ]
    )


def reference(package: Package) -> str:
    """A package below `data`, safe for any characters in its parts."""
    return "data" + "".join(f'["{part}"]' for part in package)


def _word(kind: str) -> str:
    if not kind.isidentifier():
        raise ValueError(f"{kind!r} cannot name a kind of document")
    return kind
