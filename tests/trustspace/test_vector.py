from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import privileges, related
from tokenlint.privilege.audience import ANY, MISSING, Audience
from tokenlint.privilege.capability import EVERYTHING, Action, Capability, CapabilitySet
from tokenlint.privilege.path import ScopePath
from tokenlint.privilege.privilege import NOTHING, Privilege
from tokenlint.privilege.validity import Validity
from tokenlint.trustspace.calibration import Calibration
from tokenlint.trustspace.vector import Vector, excess, place

DEFAULT = Calibration.default()
STORAGE = ("modify", "read")
COMPUTE = ("submit", "query", "cancel", "modify-job")


def endpoints(count: int) -> Audience:
    return Audience.of(f"https://s{number}.example" for number in range(count))


def privilege(scopes: dict[str, str], audience: Audience, hours: float) -> Privilege:
    """Capabilities as {action: path}."""
    capabilities = (Capability(Action(a), ScopePath.parse(p)) for a, p in scopes.items())
    validity = Validity(0, int(hours * 3600))
    return Privilege(CapabilitySet.of(capabilities), audience, validity)


ONE_FILE = "/area/run/stream/file"
CASES = [
    ("poll a file", ({"poll": ONE_FILE}, endpoints(1), 0.25), (0.11, 0.01, 0, 0.06, 0)),
    ("poll all", ({"poll": "/"}, endpoints(20), 192), (0.49, 0.03, 1.00, 0.64, 0.24)),
    ("read a dataset", ({"read": ONE_FILE}, endpoints(1), 1), (0.11, 0.16, 0.21, 0.16, 0.15)),
    ("create in a job", ({"create": "/a/b/c"}, endpoints(1), 6), (0.11, 0.25, 0.48, 0.32, 0.24)),
    (
        "transfer a file",
        (dict.fromkeys(STORAGE, "/a/b/c/d/e/f"), endpoints(1), 96),
        (0.11, 0.44, 0.90, 0.58, 0.35),
    ),
    (
        "a storage element",
        (dict.fromkeys(STORAGE, "/area"), endpoints(1), 6),
        (0.11, 0.88, 0.48, 0.58, 0.36),
    ),
    (
        "pilots",
        (dict.fromkeys(COMPUTE, "/"), endpoints(50), 96),
        (0.63, 0.95, 0.90, 0.84, 0.81),
    ),
    (
        "a job anywhere",
        ({"read": "/", "create": "/scratch"}, ANY, 24),
        (1, 0.59, 0.69, 0.78, 0.74),
    ),
    ("all data", (dict.fromkeys(STORAGE, "/"), ANY, 96), (1, 0.96, 0.90, 0.95, 0.95)),
    ("a proxy", (dict.fromkeys(Action, "/"), ANY, 96), (1, 1.00, 0.90, 0.97, 0.96)),
]


@pytest.mark.parametrize(("case", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_table_of_typical_credentials(
    case: tuple[dict[str, str], Audience, float], expected: tuple[float, ...]
) -> None:
    vector = place(privilege(*case), DEFAULT)
    found = (
        vector.audience,
        vector.scope,
        vector.lifetime,
        vector.magnitude,
        vector.exposure,
    )
    # Two digits; the scope of the pilots is 0.955.
    assert found == pytest.approx(expected, abs=0.0050001)


def test_the_typical_credentials_come_in_the_order_of_their_exposure() -> None:
    exposures = [place(privilege(*case), DEFAULT).exposure for _, case, _ in CASES]
    assert exposures[0] < min(exposures[1:4]) < max(exposures[1:4]) < exposures[4]
    assert exposures[4:6] == sorted(exposures[4:6])
    assert max(exposures[:7]) == exposures[6]
    assert exposures[7:] == sorted(exposures[7:])


@pytest.mark.parametrize("audience", [ANY, MISSING])
@pytest.mark.parametrize("expiry", [120 * 3600, 192 * 3600, None])
def test_a_proxy_without_mapping_is_far_on_every_axis(
    audience: Audience, expiry: int | None
) -> None:
    vector = place(Privilege(EVERYTHING, audience, Validity(0, expiry)), DEFAULT)
    assert min(vector.audience, vector.scope, vector.lifetime) >= 0.9
    assert vector.magnitude >= 0.9
    assert vector.exposure >= 0.9


def test_a_short_poll_token_is_near_the_origin_on_every_axis() -> None:
    vector = place(privilege({"poll": "/file"}, endpoints(1), 0.25), DEFAULT)
    assert max(vector.audience, vector.scope, vector.lifetime) < 0.2


def test_nothing_is_the_origin() -> None:
    assert place(NOTHING, DEFAULT) == Vector(0, 0, 0)


def test_an_inventory_counts() -> None:
    vector = place(privilege({"poll": "/"}, endpoints(4), 1), DEFAULT, known=4)
    assert vector.audience == 1


def test_no_expiry_is_the_end_of_the_axis() -> None:
    poll = privilege({"poll": "/"}, endpoints(1), 1)
    forever = Privilege(poll.capabilities, poll.audience, Validity(5, None))
    assert place(forever, DEFAULT).lifetime == 1


@given(related(privileges))
def test_more_privilege_never_scores_less(pair: tuple[Privilege, Privilege]) -> None:
    lower, upper = pair
    if lower <= upper:
        low, high = place(lower, DEFAULT), place(upper, DEFAULT)
        assert low.audience <= high.audience
        assert low.scope <= high.scope + 1e-12
        assert low.lifetime <= high.lifetime
        assert low.magnitude <= high.magnitude + 1e-12
        assert low.exposure <= high.exposure + 1e-12
        assert excess(low, high) <= 1e-12


fractions = st.floats(0, 1)
vectors = st.builds(Vector, fractions, fractions, fractions)


@given(vectors)
def test_measures_end_at_1(vector: Vector) -> None:
    assert 0 <= vector.magnitude <= 1 + 1e-12
    assert 0 <= vector.exposure <= 1


@given(vectors, vectors)
def test_measures_never_fall(one: Vector, other: Vector) -> None:
    upper = Vector(
        max(one.audience, other.audience),
        max(one.scope, other.scope),
        max(one.lifetime, other.lifetime),
    )
    assert one.magnitude <= upper.magnitude + 1e-12
    assert one.exposure <= upper.exposure + 1e-12


@pytest.mark.parametrize("corner", list(product((0, 1), repeat=3)))
def test_corners(corner: tuple[int, int, int]) -> None:
    vector = Vector(*corner)
    assert vector.magnitude == pytest.approx((sum(corner) / 3) ** 0.5)
    assert vector.exposure == min(corner)


@pytest.mark.parametrize(
    ("credential", "need", "expected"),
    [
        (Vector(1, 1, 1), Vector(0, 0, 0), 1),
        (Vector(1, 0, 0), Vector(0, 0, 0), 3**-0.5),
        (Vector(0, 1, 0), Vector(0, 0, 0), 3**-0.5),
        (Vector(0, 0, 1), Vector(0, 0, 0), 3**-0.5),
        (Vector(0, 0, 0), Vector(1, 1, 1), 0),
        (Vector(0.5, 0.2, 0.9), Vector(0.5, 0.2, 0.9), 0),
        (Vector(0.5, 0.2, 0.9), Vector(0.9, 0.9, 0.6), 0.3 / 3**0.5),
        (Vector(0.5, 0.6, 0.9), Vector(0.1, 0.3, 1), 0.5 / 3**0.5),
    ],
)
def test_excess_is_the_length_of_what_could_be_given_up(
    credential: Vector, need: Vector, expected: float
) -> None:
    assert excess(credential, need) == pytest.approx(expected)


@given(vectors)
def test_excess_over_nothing_is_the_magnitude(vector: Vector) -> None:
    assert excess(vector, Vector(0, 0, 0)) == pytest.approx(vector.magnitude)
