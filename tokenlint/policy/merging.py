"""One line of a configuration, one finding: what it does for several clients is told together.

A default scope or an audience of an issuer is written once and holds for all its clients;
a finding for each of them would hide the others.
"""

from collections.abc import Iterable
from dataclasses import replace

from tokenlint.policy.finding import Finding, RawFinding
from tokenlint.source import Source

_SHARED = "/service/offers/"


def merged(pairs: Iterable[tuple[RawFinding, Finding]]) -> list[Finding]:
    """The findings of one document; those about several offers at one place are one.

    Its message is that of the first; `evidence` holds the number of the others.
    """
    groups: dict[object, list[Finding]] = {}
    for number, (raw, finding) in enumerate(pairs):
        source = finding.locations[0].source if finding.locations else Source("")
        shared = raw.at[:1] and raw.at[0].startswith(_SHARED) and source.column
        key = (finding.rule, source.file, source.line, source.column) if shared else number
        groups.setdefault(key, []).append(finding)
    return [_one(group) for group in groups.values()]


def _one(group: list[Finding]) -> Finding:
    messages = list(dict.fromkeys(each.message for each in group))
    first = group[0]
    if len(messages) == 1:
        return first
    more = len(messages) - 1
    words = f"{first.message} (and so for {more} more, from the same line)"
    return replace(first, message=words, evidence={**first.evidence, "others": more})
