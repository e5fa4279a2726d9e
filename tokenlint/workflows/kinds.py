"""The named kinds of workflows and the mitigations, from `rules/workflows.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tokenlint import shipped
from tokenlint.workflows.duration import parse_duration

MANY = 10**9
"""Addresses where copies of a token lie on many hosts by design."""


@dataclass(frozen=True, slots=True)
class KindSource:
    """Where a row comes from."""

    title: str
    section: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workflow.

    `demands` are the mitigations for a lifetime over the default;
    `recognised` says that WLCG profile 1.3 section 4.3.1 names it as an exception;
    `maximum_seconds` is the longest lifetime that is accepted with the mitigations;
    `addresses` from how many client addresses the use of one token explains itself (`MANY`: any).
    """

    name: str
    title: str
    description: str
    recognised: bool
    demands: tuple[str, ...]
    maximum_seconds: int
    sources: tuple[KindSource, ...]
    addresses: int


@dataclass(frozen=True, slots=True)
class MitigationRule:
    """A mitigation: what it means, and how far a request can show that it holds."""

    name: str
    title: str
    description: str
    checked: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """The whole table; an unlisted kind demands what `others_demand` names."""

    kinds: Mapping[str, Kind]
    mitigations: Mapping[str, MitigationRule]
    others_demand: tuple[str, ...]
    others_addresses: int
    alternative: str

    def demands(self, kind: str) -> tuple[str, ...]:
        """What a kind demands for a lifetime over the default; also for an unknown one."""
        return self.kinds[kind].demands if kind in self.kinds else self.others_demand

    def addresses(self, kind: str) -> int:
        """From how many addresses the use of one token explains itself; of an unknown kind, too."""
        return self.kinds[kind].addresses if kind in self.kinds else self.others_addresses


def read_kinds(data: Mapping[str, Any]) -> Kinds:
    """The table from the content of `rules/workflows.yaml`; raises KeyError or ValueError."""
    return Kinds(
        kinds={name: _kind(name, row) for name, row in data["kinds"].items()},
        mitigations={
            name: MitigationRule(name, row["title"], row["description"].strip(), row["checked"])
            for name, row in data["mitigations"].items()
        },
        others_demand=tuple(data["others"]["demands"]),
        others_addresses=_addresses(data["others"]["addresses"]),
        alternative=data["alternative"],
    )


def _kind(name: str, row: Mapping[str, Any]) -> Kind:
    return Kind(
        name=name,
        title=row["title"],
        description=row["description"].strip(),
        recognised=row["recognised"],
        demands=tuple(row["demands"]),
        maximum_seconds=parse_duration(row["maximum"]),
        sources=tuple(KindSource(**source) for source in row["sources"]),
        addresses=_addresses(row["addresses"]),
    )


def _addresses(value: int | str) -> int:
    return MANY if value == "many" else int(value)


@cache
def shipped_kinds() -> Kinds:
    """The table that ships with tokenlint; raises Incomplete where the installation lacks it."""
    return read_kinds(shipped.compiled()["workflows"])
