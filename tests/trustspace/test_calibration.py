from copy import deepcopy
from typing import Any

import pytest
from ruamel.yaml import YAML

from tokenlint.errors import UsageError
from tokenlint.privilege.capability import Action
from tokenlint.shipped import rules_dir
from tokenlint.trustspace.calibration import Calibration


@pytest.fixture(scope="module")
def shipped() -> dict[str, Any]:
    data: dict[str, Any] = YAML(typ="safe").load(rules_dir() / "trust-space.yaml")
    return data


def changed(data: dict[str, Any], axis: str, name: str, value: object) -> dict[str, Any]:
    copy = deepcopy(data)
    copy[axis][name] = value
    return copy


def test_the_shipped_constants_are_those_of_the_yaml_file(shipped: dict[str, Any]) -> None:
    assert Calibration.default() == Calibration.from_mapping(shipped)


def test_the_shipped_constants() -> None:
    calibration = Calibration.default()
    assert calibration.breadth_ratio == 0.82
    assert calibration.partial == 0.95
    assert calibration.endpoints == 500
    assert calibration.lifetime_floor == 15 * 60
    assert calibration.lifetime_ceiling == 192 * 3600
    assert calibration.weights[Action.POLL] == 0.03


def test_storage_weights_rise_with_the_order_of_actions() -> None:
    weights = Calibration.default().weights
    for upper in Action:
        for lower in upper.implied() - {upper}:
            assert weights[lower] < weights[upper]


def test_every_constant_stands_beside_its_reason(shipped: dict[str, Any]) -> None:
    constants = [
        *shipped["scope"]["weights"].values(),
        shipped["scope"]["breadth_ratio"],
        shipped["scope"]["partial"],
        shipped["audience"]["endpoints"],
        shipped["lifetime"]["floor"],
        shipped["lifetime"]["ceiling"],
    ]
    assert all(len(constant["why"]) > 20 for constant in constants)


def test_calibrations_can_be_keys() -> None:
    assert hash(Calibration.default()) == hash(Calibration.default())


def test_plain_numbers_will_do(shipped: dict[str, Any]) -> None:
    site = changed(shipped, "audience", "endpoints", 40)
    assert Calibration.from_mapping(site).endpoints == 40


@pytest.mark.parametrize(
    ("axis", "name", "value", "words"),
    [
        ("scope", "weights", {}, "lacks poll"),
        ("scope", "partial", {}, "lacks value"),
        ("scope", "partial", "much", "'much' is not a number"),
        ("scope", "partial", True, "True is not a number"),
        ("scope", "partial", None, "None is not a number"),
        ("scope", "weights", 3, "cannot be read"),
        ("scope", "partial", 0, "needs 0 < partial <= 1"),
        ("scope", "partial", 1.01, "needs 0 < partial <= 1"),
        ("scope", "partial", float("nan"), "needs 0 < partial <= 1"),
        ("scope", "breadth_ratio", 0, "needs 0 < breadth_ratio <= 1"),
        ("scope", "breadth_ratio", 1.5, "needs 0 < breadth_ratio <= 1"),
        ("audience", "endpoints", 0.5, "needs at least one endpoint"),
        ("audience", "endpoints", float("inf"), "cannot be read"),
        ("lifetime", "floor", 0, "needs 0 < floor < ceiling"),
        ("lifetime", "floor", 691200, "needs 0 < floor < ceiling"),
    ],
)
def test_constants_out_of_range_are_refused(
    shipped: dict[str, Any], axis: str, name: str, value: object, words: str
) -> None:
    with pytest.raises(UsageError) as caught:
        Calibration.from_mapping(changed(shipped, axis, name, value))
    assert words in caught.value.reason
    assert "rules/trust-space.yaml" in caught.value.advice


@pytest.mark.parametrize("weight", [-0.1, 1.1])
def test_weights_out_of_range_are_refused(shipped: dict[str, Any], weight: float) -> None:
    weights = shipped["scope"]["weights"] | {"read": weight}
    with pytest.raises(UsageError, match="weights between 0 and 1"):
        Calibration.from_mapping(changed(shipped, "scope", "weights", weights))


def test_all_broken_conditions_are_named_at_once(shipped: dict[str, Any]) -> None:
    broken = changed(changed(shipped, "lifetime", "floor", 0), "scope", "partial", 2)
    with pytest.raises(UsageError, match="0 < partial <= 1 and 0 < floor < ceiling"):
        Calibration.from_mapping(broken)


@pytest.mark.parametrize("data", [{}, {"scope": None}, {"scope": []}])
def test_other_data_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="the calibration of trust space"):
        Calibration.from_mapping(data)


@pytest.mark.parametrize("value", [0.2, 1, 1.0])
def test_the_ends_of_the_ranges_are_allowed(shipped: dict[str, Any], value: float) -> None:
    assert Calibration.from_mapping(changed(shipped, "scope", "partial", value)).partial == value
    ratio = changed(shipped, "scope", "breadth_ratio", value)
    assert Calibration.from_mapping(ratio).breadth_ratio == value
