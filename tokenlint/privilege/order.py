"""How two privileges stand to each other, in one word."""

from enum import StrEnum

from tokenlint.privilege.privilege import Privilege


class Relation(StrEnum):
    """The word for the first of the two: it covers the second, and so on."""

    EQUIVALENT = "equivalent"
    COVERED = "covered"
    COVERS = "covers"
    INCOMPARABLE = "incomparable"

    @property
    def turned(self) -> "Relation":
        """The word for the second of the two."""
        turned = {Relation.COVERS: Relation.COVERED, Relation.COVERED: Relation.COVERS}
        return turned.get(self, self)


def relation(one: Privilege, other: Privilege) -> Relation:
    """How `one` stands to `other`; equivalent exactly when they allow the same."""
    below, above = other.covers(one), one.covers(other)
    if below and above:
        return Relation.EQUIVALENT
    if below:
        return Relation.COVERED
    return Relation.COVERS if above else Relation.INCOMPARABLE
