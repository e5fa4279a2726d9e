"""What is known of many captured tokens: a value of bounded size that can be merged.

Merging is associative and commutative, and the empty summary is its identity,
so parts of the input may be read in any order, by any number of processes and machines.
Nothing in a summary is a usable token: of each shape one example is kept, without its signature.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple, TypeVar

from tokenlint.credentials.macaroon.macaroon import Macaroon
from tokenlint.credentials.proxy.proxy import Proxy
from tokenlint.credentials.token import Token
from tokenlint.scan.problems import MOST, first_problems
from tokenlint.scan.sketch import Sketch, either
from tokenlint.source import Problem

DISTINCT = 8_192  # hashes of tokens and of token ids; an estimate is good to 1.1 %
SUBJECTS = 4_096
MOST_SHAPES = 100_000
MOST_PLACES = 10  # first places that are kept of a kind
_MOST_TWINS = 8  # tokens that are kept of one token id
_MOST_PROBLEMS = MOST


class Place(NamedTuple):
    """Where a token begins: the input, the byte in it (decompressed), the line where known."""

    input: str
    offset: int
    line: int = 0  # from 1; 0: to be found out


class Example(NamedTuple):
    """The first credential of a shape: a token's parts without the signature, or as it was read.

    `host` is where the captured request went to, as far as the bytes around it tell.
    `whole` is false where the signature was cut off or redacted: nobody can use such a token.
    """

    header: bytes = b""
    claims: bytes = b""
    size: int = 0
    verification: str = "claimed"
    read: Token | Macaroon | Proxy | None = None
    host: str = ""
    whole: bool = True

    def __repr__(self) -> str:
        """Never what the token says."""
        return f"Example(size={self.size})"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many tokens have a shape, and the first of them."""

    count: int
    place: Place
    example: Example

    def merged(self, other: "Tally") -> "Tally":
        """Both counts; the first place with its example."""
        first = self if self.place <= other.place else other
        return Tally(self.count + other.count, first.place, first.example)


@dataclass(frozen=True, slots=True)
class Spot:
    """How often something was seen, and where first; each place with a fingerprint."""

    count: int
    places: tuple[tuple[Place, str], ...]

    def merged(self, other: "Spot") -> "Spot":
        """Both counts; the first places of the two."""
        places = sorted({*self.places, *other.places})[:MOST_PLACES]
        return Spot(self.count + other.count, tuple(places))


K = TypeVar("K")
T = TypeVar("T", Tally, Spot)

Twins = tuple[tuple[str, Place], ...]
"""Tokens that share issuer and token id: the fingerprint and the first place of each."""


def join_twins(one: Twins, other: Twins) -> Twins:
    """The tokens of both, each at its first place."""
    first: dict[str, Place] = dict(one)
    for fingerprint, place in other:
        first[fingerprint] = min(place, first.get(fingerprint, place))
    return tuple(sorted(first.items())[:_MOST_TWINS])


@dataclass(frozen=True, slots=True, repr=False)
class Summary:
    """All that a scan keeps of what it has read.

    `shapes`: by a digest of the shape. `left_out`: tokens of further shapes than are kept.
    `spots`: by a word such as `context:query-string` or `broken:truncated`.
    """

    size: int = 0  # bytes, decompressed
    tokens: int = 0
    shapes: Mapping[bytes, Tally] = field(default_factory=dict)
    left_out: int = 0
    distinct: Sketch[None] = field(default_factory=partial(Sketch, DISTINCT, either))
    subjects: Sketch[None] = field(default_factory=partial(Sketch, SUBJECTS, either))
    ids: Sketch[Twins] = field(default_factory=partial(Sketch, DISTINCT, join_twins))
    spots: Mapping[str, Spot] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def merged(self, other: "Summary") -> "Summary":
        """The summary of both inputs."""
        shapes, left_out = _smallest(_joined(self.shapes, other.shapes))
        return Summary(
            self.size + other.size,
            self.tokens + other.tokens,
            shapes,
            self.left_out + other.left_out + left_out,
            self.distinct.merged(other.distinct),
            self.subjects.merged(other.subjects),
            self.ids.merged(other.ids),
            _joined(self.spots, other.spots),
            first_problems((*self.problems, *other.problems), _MOST_PROBLEMS),
        )

    def with_problems(self, problems: Iterable[Problem]) -> "Summary":
        """The same with further problems."""
        return replace(self, problems=first_problems((*self.problems, *problems), _MOST_PROBLEMS))

    def __repr__(self) -> str:
        return f"Summary(tokens={self.tokens}, shapes={len(self.shapes)})"


def _joined(one: Mapping[K, T], other: Mapping[K, T]) -> dict[K, T]:
    both = dict(one)
    for key, value in other.items():
        both[key] = both[key].merged(value) if key in both else value
    return both


def _smallest(shapes: dict[bytes, Tally]) -> tuple[dict[bytes, Tally], int]:
    """No more shapes than are kept, by their digests, and how many tokens the others have."""
    if len(shapes) <= MOST_SHAPES:
        return shapes, 0
    kept = {key: shapes[key] for key in sorted(shapes)[:MOST_SHAPES]}
    return kept, sum(tally.count for key, tally in shapes.items() if key not in kept)
