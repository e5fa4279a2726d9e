"""What the examples of the catalogue for probes are made of; the members are those of its schema.

Whatever an example leaves out is filled in by `tokenlint.probe.example`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExampleCell:
    """One cell: `kind` of the token, `operation` and `reach` of the request, what came of it.

    `scope` is that of the token, `flaw` and `audience` what is unusual about it.
    `said`: what the answer claims, `yes` or `no`, where that is not as usual for the verdict.
    """

    kind: str
    operation: str
    verdict: str
    scope: str = ""
    reach: str = "inside"
    flaw: str = "none"
    audience: str = "right"
    status: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class ExampleDifference:
    """A token and a request that services answer differently: which allowed it, which did not.

    Each service by what it says of its product.
    """

    kind: str
    operation: str
    allowing: tuple[str, ...]
    refusing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleProbe:
    """The cells of one probe, what could not be taken away, and how services differ."""

    cells: tuple[ExampleCell, ...] = ()
    left: tuple[str, ...] = ()
    differences: tuple[ExampleDifference, ...] = ()
