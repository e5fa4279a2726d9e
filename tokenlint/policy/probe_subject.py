"""The probe of one endpoint under judgement: cells that are no pass, grouped by their reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tokenlint.credentials.redact import shown
from tokenlint.policy.finding import Document, Location, Scalar
from tokenlint.policy.reach import cut
from tokenlint.policy.settings import Settings
from tokenlint.policy.subject import FORMAT, Phrases
from tokenlint.source import Pointer, Source

_GROUP = re.compile(r"/probe/groups/(\d+)(?:/.*)?")
_LONGEST = 2000  # characters of a request or an answer in the evidence
_MOST_RELATED = 4
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Witness:
    """A cell in words: the request without its token, the answer, what was stored, the profile.

    `cell` is its name in the record, `kind` and `case` are titles of token and request,
    `token` is the token's fingerprint.
    `section` is where the profile, or the RFC, says what `says` tells.
    """

    cell: str = ""
    verdict: str = ""
    kind: str = ""
    case: str = ""
    request: str = ""
    status: str = ""
    answer: str = ""
    before: str = ""
    after: str = ""
    says: str = ""
    section: str = ""
    scope: str = ""
    token: str = ""
    server: str = ""
    why: str = ""
    advice: str = ""

    @property
    def label(self) -> str:
        """With which token, what was asked and said, and what the stored data say."""
        asked = f"{self.kind}, {self.case}" if self.kind and self.case else self.kind or self.case
        said = ": ".join(filter(None, (asked, self.status or self.answer)))
        stored = _stored(cut(self.before), cut(self.after))
        return "; ".join(filter(None, (cut(said), stored)))

    @property
    def proof(self) -> str:
        """The request with all that came of it, in one line that a shell takes as the request."""
        stored = _stored(self.before, self.after)
        says = " ".join(filter(None, (self.says, f"({self.section})" if self.section else "")))
        came = "; ".join(filter(None, (self.answer or self.status, stored, says)))
        one_line = " ".join(came.split())
        return f"{self.request}  # {one_line}"


def _stored(before: str, after: str) -> str:
    """What was stored before and after; of a read only what is there was looked at."""
    if before and not after:
        return f"stored: {before}"
    return f"before: {before}; after: {after}" if after else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Cells of one kind of token that are no pass for one reason.

    `cause` is a word of `tokenlint.probe.cause`, `token` names the kind, `title` is for people.
    `operations` and `reaches` are words of the algebra and of `tokenlint.probe.cell`,
    `changing` and `destructive` tell of the operations. `cells` are the gravest first.
    """

    cause: str
    token: str
    title: str
    operations: tuple[str, ...]
    reaches: tuple[str, ...]
    changing: bool
    destructive: bool
    cells: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A token and a request that services answer differently, settled answers only.

    `allowing` and `refusing` name the services, `implementations` counts their products;
    `one_product` tells that services of one product differ.
    """

    title: str
    case: str
    operation: str
    destructive: bool
    allowing: tuple[str, ...]
    refusing: tuple[str, ...]
    implementations: int
    one_product: bool = False

    @property
    def label(self) -> str:
        """Who allows it and who does not."""
        who = f"allowed by {', '.join(self.allowing)}, refused by {', '.join(self.refusing)}"
        return f"{cut(self.title)}, {cut(self.case)}: {cut(who)}"


@dataclass(frozen=True)
class ProbeSubject:
    """A probe, or what probes of several endpoints say of each other (`differences`).

    `left` are paths and jobs that could not be taken away. `counts` are shown with the document.
    """

    settings: Settings
    endpoint: str
    title: str
    groups: tuple[Group, ...] = ()
    left: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    tested: int = 0
    counts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """The policy input of kind `probe`: no host, path, scope or answer is part of it."""
        return {
            "format": FORMAT,
            "kind": "probe",
            "limits": dict(self.settings.limits),
            "probe": {
                "tested": self.tested,
                "groups": [_group_facts(each) for each in self.groups],
                "left": len(self.left),
                "differences": [_difference_facts(each) for each in self.differences],
            },
        }

    @property
    def document(self) -> Document:
        """The endpoint as a report names it."""
        return Document(self.endpoint, "probe", self.title, Source(self.endpoint), self.counts)

    @cached_property
    def _phrases(self) -> Phrases:
        groups = self.groups
        return Phrases(
            {
                "/probe/groups/*": lambda index: f'"{cut(groups[index].title)}"',
                "/probe/groups/*/cells": lambda index: _counted(len(groups[index].cells), "cell"),
                "/probe/groups/*/operations": lambda index: in_words(groups[index].operations),
                "/probe/groups/*/case": lambda index: cut(groups[index].cells[0].case),
                "/probe/left": lambda: _counted(len(self.left), "thing"),
                "/probe/differences": lambda: _counted(len(self.differences), "request"),
            }
        )

    def text(self, pointer: Pointer) -> str:
        """The node at a pointer into the facts, in the words of a message."""
        return self._phrases.say(pointer, self.facts)

    def places(self, pointer: Pointer) -> tuple[Location, ...]:
        """The endpoint, with what was asked and answered there: the gravest first."""
        labels = self._labels(pointer)[: _MOST_RELATED + 1]
        return tuple(Location(Source(self.endpoint), label) for label in labels)

    def location(self, pointer: Pointer) -> Location:
        """The first of them."""
        return self.places(pointer)[0]

    def evidence(self, pointers: Sequence[Pointer]) -> Mapping[str, Scalar]:
        """The witness of the gravest cell, and how many there are."""
        found = _GROUP.fullmatch(pointers[0])
        if found is None:
            labels = self._labels(pointers[0])
            return {"count": len(labels), "items": "; ".join(labels[:_MOST_SHOWN])}
        return _group_evidence(self.groups[int(found[1])])

    def _labels(self, pointer: Pointer) -> Sequence[str]:
        """Raises LookupError where nothing stands there."""
        if found := _GROUP.fullmatch(pointer):
            return [each.label for each in self.groups[int(found[1])].cells]
        return {
            "/probe/left": [cut(each) for each in self.left],
            "/probe/differences": [each.label for each in self.differences],
        }[pointer]


def in_words(operations: Sequence[str]) -> str:
    """`delete, overwrite and rename over`."""
    words = [each.replace("-", " ") for each in operations]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _group_facts(group: Group) -> Mapping[str, Any]:
    return {
        "cause": group.cause,
        "token": group.token,
        "operations": sorted(group.operations),
        "reaches": sorted(group.reaches),
        "changing": group.changing,
        "destructive": group.destructive,
        "cells": len(group.cells),
    }


def _difference_facts(difference: Difference) -> Mapping[str, Any]:
    return {
        "operation": difference.operation,
        "destructive": difference.destructive,
        "allowing": len(difference.allowing),
        "refusing": len(difference.refusing),
        "implementations": difference.implementations,
        "one_product": difference.one_product,
    }


def _group_evidence(group: Group) -> Mapping[str, Scalar]:
    worst = group.cells[0]
    values = {
        "request": worst.proof,
        "curl": worst.request,
        "answer": worst.answer or worst.status,
        "status": worst.status,
        "before": worst.before,
        "after": worst.after,
        "profile": worst.says,
        "section": worst.section,
        "cell": worst.cell,
        "verdict": worst.verdict,
        "case": worst.case,
        "token": group.title,
        "scope": worst.scope,
        "fingerprint": worst.token,
        "server": worst.server,
        "why": worst.why,
        "advice": worst.advice,
    }
    kept = {name: shown("scope", text)[:_LONGEST] for name, text in values.items() if text}
    return {
        **kept,
        "cause": group.cause,
        "operations": in_words(group.operations),
        "cells": len(group.cells),
    }


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
